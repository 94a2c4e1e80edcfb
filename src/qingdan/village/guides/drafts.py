"""What somebody writes into a draft of a guide. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.village.guides.models import Source


@dataclass(frozen=True, slots=True)
class Draft:
    """``reason`` is why a new version is made; ``provided_by`` whose text it is."""

    content: GuideContent = field(default_factory=GuideContent)
    source: str = Source.DEPARTMENT
    provided_by: str = ""
    document: str = ""
    reason: str = ""
