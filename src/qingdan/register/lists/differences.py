"""What changed between two editions, item by item, with the reasons."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from qingdan.register.lists.fields import FIELDS, Field
from qingdan.register.lists.models import Edition, Item, Removal

ChangeKind = Literal["added", "removed", "amended", "renumbered"]
CHANGE_LABELS: dict[str, str] = {"added": "新增", "removed": "删去", "amended": "修改", "renumbered": "移动"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an item before and after; empty where it was not said."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One item that is new, gone, other than before, or elsewhere in the order.

    ``before`` and ``after`` are the contents of which ``fields`` tells the difference when it is asked for: a page shows
    a hundred changes of thousands.
    """

    change: ChangeKind
    code: str
    title: str
    reason: str = ""
    before: Mapping[str, Any] = field(default_factory=dict, repr=False)
    after: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields that say something else than before; of a new item those that say something, its title excepted."""
        found = field_changes(self.before, self.after)
        return found[1:] if self.change == "added" else found

    @property
    def label(self) -> str:
        """The change as a word."""
        return CHANGE_LABELS[self.change]


class _Content(NamedTuple):
    code: str
    title: str
    reason: str
    spec: dict[str, Any]


def difference(old: Edition | None, new: Edition) -> tuple[Change, ...]:
    """What ``new`` has that ``old`` had not or had otherwise, in the order of ``new``; what is gone stands last.

    Only the digests of all items are read, and the content of those that differ. An item is followed by its code.
    """
    before = _digests(old) if old else {}
    after = _digests(new)
    amended = [code for code, digest in after.items() if code in before and before[code] != digest]
    moved = _moved(list(before), list(after)) - set(amended)
    gone = [code for code in before if code not in after]
    fresh = [code for code in after if code not in before]
    earlier = _items(old, [*amended, *gone]) if old else {}
    later = _items(new, [*amended, *fresh, *moved])
    reasons = dict(Removal.objects.filter(edition=new).values_list("code", "reason"))
    found = {
        **{code: _added(later[code]) for code in fresh},
        **{code: _amended(earlier[code], later[code]) for code in amended},
        **{code: Change("renumbered", code, later[code].title) for code in moved},
    }
    removed = [Change("removed", code, earlier[code].title, reason=reasons.get(code, "")) for code in gone]
    return (*(found[code] for code in after if code in found), *removed)


def counted(changes: Sequence[Change]) -> dict[str, int]:
    """How many changes of each kind, by label."""
    return {
        label: number
        for kind, label in CHANGE_LABELS.items()
        if (number := sum(change.change == kind for change in changes))
    }


def field_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields in which two contents differ, in words. Pure."""
    said = before.keys() | after.keys()
    return tuple(
        FieldChange(each.name, each.label, _words(each, before), _words(each, after))
        for each in FIELDS
        if each.name in said and before.get(each.name) != after.get(each.name)
    )


def _words(of: Field, content: Mapping[str, Any]) -> str:
    return of.words(content[of.name]) if content.get(of.name) else ""


def _digests(edition: Edition) -> dict[str, str]:
    return dict(Item.objects.filter(edition=edition).order_by("position").values_list("code", "digest"))


def _items(edition: Edition, codes: Sequence[str]) -> dict[str, _Content]:
    wanted = set(codes)
    if not wanted:
        return {}
    rows = Item.objects.filter(edition=edition)
    if len(wanted) <= 500:
        rows = rows.filter(code__in=wanted)
    found = map(_Content._make, rows.values_list("code", "title", "reason", "spec"))
    return {each.code: each for each in found if each.code in wanted}


def _added(item: _Content) -> Change:
    return Change("added", item.code, item.title, item.reason, after=item.spec)


def _amended(before: _Content, after: _Content) -> Change:
    return Change("amended", after.code, after.title, after.reason, before=before.spec, after=after.spec)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest common items that must have moved, so that the others kept their order. Pure."""
    place = {code: number for number, code in enumerate(before)}
    common = [code for code in after if code in place]
    ends: list[int] = []
    kept_at: list[int] = []
    for code in common:
        at = bisect_left(ends, place[code])
        ends[at : at + 1] = [place[code]]
        kept_at.append(at)
    stay: set[str] = set()
    wanted = len(ends) - 1
    for code, at in zip(reversed(common), reversed(kept_at), strict=True):
        if at == wanted:
            stay.add(code)
            wanted -= 1
    return set(common) - stay
