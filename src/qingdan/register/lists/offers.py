"""What the room of admission offers to rooms that do not know it: the way into an application, and what was attached to one.

The room registers its functions in ``AppConfig.ready()``; where none is registered there is no way in and nothing attached.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from qingdan.foundation.orgs.models import Account
from qingdan.policy.packs.guide_specs import GuideContent


@dataclass(frozen=True, slots=True)
class AttachedGuide:
    """The guide with which a kind of certificate was admitted: its words, whose they are, the application's number."""

    content: GuideContent
    body: str
    number: str


WayIn = Callable[[Account, Mapping[str, str]], str]
GuideSource = Callable[[Collection[str], str], Mapping[str, AttachedGuide]]
_ways: list[WayIn] = []
_guides: list[GuideSource] = []


def register_admission(*, way_in: WayIn, guides: GuideSource) -> None:
    """Offer the address of an application filled in, and the guides that admitted items brought; called once."""
    _ways[:], _guides[:] = [way_in], [guides]


def way_into_admission(account: Account, said: Mapping[str, str]) -> str:
    """The address where an account begins an application that says these things already; empty where it applies for no body.

    ``said`` holds kind, title, content and the like by the names of the form; nothing personal belongs there.
    """
    return next((url for way in _ways if (url := way(account, said))), "")


def attached_guide(code: str, division: str) -> AttachedGuide | None:
    """The guide with which the item of a code was admitted at a division or above it; None where it came without one."""
    return attached_guides([code], division).get(code)


def attached_guides(codes: Collection[str], division: str) -> dict[str, AttachedGuide]:
    """The same of many codes at once; codes of items that came without a guide are not in the answer."""
    return {code: found for source in reversed(_guides) for code, found in source(codes, division).items()}
