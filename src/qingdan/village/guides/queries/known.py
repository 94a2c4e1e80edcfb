"""What stands of guides at a division: the open draft, else what a new draft begins with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from qingdan.foundation.orgs.divisions import ancestors
from qingdan.policy.packs.guide_specs import GuideContent, GuideSpec
from qingdan.register.lists.offers import AttachedGuide, attached_guides
from qingdan.village.guides.access import pack_of
from qingdan.village.guides.drafts import Draft
from qingdan.village.guides.models import GuideVersion, Source, VersionState
from qingdan.village.guides.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Known:
    """A guide's words where they stand. ``stamp``: names this state of them; ``open``: the draft that is being written."""

    draft: Draft = field(default_factory=Draft)
    stamp: str = "空白"
    open: GuideVersion | None = None


def known_guides(division: str, codes: Iterable[str], *, drafts: bool = True) -> dict[str, Known]:
    """By item code what stands at a division; of a code that is not in the answer nothing does. Four queries at most.

    An open draft of the division (left out for who may not read those), else its newest version, else the words with which
    the kind was admitted (KT-48), else the version of the level above, else what the pack suggests.
    """
    wanted = list(codes)
    pack = pack_of(division)
    suggestions = vocabulary(pack).suggestions if pack else {}
    found = {code: _suggested(suggestions[code]) for code in wanted if code in suggestions}
    attached = {code: _attached(brought) for code, brought in attached_guides(wanted, division).items()}
    rows = GuideVersion.objects.filter(guide__code__in=wanted).select_related("guide", "prepared_by")
    found |= attached
    published = rows.filter(state=VersionState.PUBLISHED, guide__division__in=ancestors(division))
    for version in published.order_by("guide__division", "number"):  # the nearest division has the greatest code
        if version.guide.division == division or version.guide.code not in attached:
            found[version.guide.code] = _published(version)
    for version in rows.filter(state=VersionState.DRAFT, guide__division=division) if drafts else ():
        found[version.guide.code] = _draft(version)
    return found


def _suggested(spec: GuideSpec) -> Known:
    content = GuideContent.model_validate(spec.model_dump(include=set(GuideContent.model_fields)))
    return Known(Draft(content, Source.PRODUCT if spec.source == "product" else Source.DEPARTMENT), "范本")


def _attached(brought: AttachedGuide) -> Known:
    draft = Draft(brought.content, Source.DEPARTMENT, brought.body, f"准入申请 {brought.number}")
    return Known(draft, f"准入{brought.number}")


def _published(version: GuideVersion) -> Known:
    """The reason of a version is not that of the next one."""
    return Known(replace(_words(version), reason=""), f"版本{version.pk}")


def _draft(version: GuideVersion) -> Known:
    return Known(_words(version), f"草稿{version.pk}-{version.revision}", version)


def _words(version: GuideVersion) -> Draft:
    content = GuideContent.model_validate(version.content)
    return Draft(content, version.source, version.provided_by, version.document, version.reason)
