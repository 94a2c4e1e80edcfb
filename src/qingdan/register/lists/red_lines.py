"""A town's red line against what stands higher: it has no effect until that is settled. Pure.

A town may draw further red lines (NH-20), but none can bar a statutory matter or an item of a higher list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qingdan.policy.gate.model import RED_LIST_KINDS, Item, Statute
from qingdan.policy.gate.normalise import key

DISTRICT_DIGITS = 6
"""How many digits a district's code has: what is longer is a town's or a village's."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A red line and what it conflicts with, in words."""

    item: Item
    against: str


def red_line_conflicts(
    items: Sequence[Item], heights: Mapping[str, int], statutes: Sequence[Statute]
) -> list[Conflict]:
    """Red lines of towns against a matter of a higher list or of a statute on record.

    ``heights``: for each edition the digits that its division's subtree shares.
    """
    permitted: dict[str, tuple[int, str]] = {}
    for item in items:
        height = heights[item.edition]
        if item.list_kind not in RED_LIST_KINDS:
            for name in _names(item):
                if height < permitted.get(name, (99, ""))[0]:
                    permitted[name] = (height, f"{item.list_title}里的“{item.title}”")
    statutory = _matters(statutes)
    found = []
    for item in items:
        height = heights[item.edition]
        if item.list_kind in RED_LIST_KINDS and height > DISTRICT_DIGITS:
            against = _against(_names(item), height, permitted, statutory)
            found += [Conflict(item, against)] if against else []
    return found


def _names(item: Item) -> list[str]:
    return [key(title) for title in (item.title, *item.aliases)]


def _against(
    names: Sequence[str], height: int, permitted: Mapping[str, tuple[int, str]], statutory: Mapping[str, str]
) -> str:
    for name in names:
        if permitted.get(name, (99, ""))[0] < height:
            return permitted[name][1]
        if name in statutory:
            return statutory[name]
    return ""


def _matters(statutes: Sequence[Statute]) -> dict[str, str]:
    return {
        key(matter): f"《{statute.title}》{article}规定的“{matter}”"
        for statute in statutes
        for article, matters in statute.articles.items()
        for matter in matters
    }
