"""What a list of certificates needs before it is submitted: bases, replacements, and each kind on one list only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qingdan.foundation.clock.moments import today
from qingdan.policy.gate.model import ListKind
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.list_checks import names_a_way
from qingdan.register.lists.models import Edition, Item
from qingdan.register.lists.queries import editions_in_force

_RETAINED, _CANCELLED, _BARRED = (
    ListKind.CERTIFICATE_RETAINED,
    ListKind.CERTIFICATE_CANCELLED,
    ListKind.CERTIFICATE_BARRED,
)
_OTHERS = {_RETAINED: {_CANCELLED: "取消清单", _BARRED: "不应出具清单"}, _CANCELLED: {_RETAINED: "保留清单"}}
"""For each kind of list the kinds on which its titles must not stand, and how these are called."""
MOST_NAMED = 5


def lacking_of_certificates(draft: Edition) -> Iterator[str]:
    """A kept kind has a basis (CC-24, KT-40, NH-70) and is neither cancelled nor barred at the place (CC-25).

    A cancelled one has its basis, and the way that takes its place (CC-25b, BJ-47), before it is published.
    """
    kind = ListKind(draft.item_list.kind)
    if kind not in _OTHERS:
        return
    items = list(draft.items.all())
    without = [item for item in items if not item.spec.get("basis")]
    if without and kind is _RETAINED:
        yield f"{_named(without)}没有依据。没有法律法规或者国务院决定等依据的证明只能取消，不能保留。"
    if without and kind is _CANCELLED:
        yield f"{_named(without)}没有写取消的依据。"
    unreplaced = [item for item in items if not names_a_way(item.spec.get("handled_by") or "")]
    if unreplaced and kind is _CANCELLED:
        yield f"{_named(unreplaced)}没有写取消以后改由谁办、怎么办，写了才能公布。"
    yield from _twice(draft, kind, items)


def _twice(draft: Edition, kind: ListKind, items: Sequence[Item]) -> Iterator[str]:
    """Kinds that stand on another list in force at the place."""
    others = _OTHERS[kind]
    editions = [
        edition for edition in editions_in_force(draft.item_list.division, today()) if edition.item_list.kind in others
    ]
    there = {
        key(item.title): ListKind(item.edition.item_list.kind)
        for item in Item.objects.filter(edition__in=editions).select_related("edition__item_list")
    }
    for other, called in others.items():
        both = [item for item in items if there.get(key(item.title)) is other]
        if both:
            yield f"{_named(both)}已经在{called}上。一种证明只能在一份清单上，请先改那一份或者从这里删去。"


def named(titles: Sequence[str]) -> str:
    """The titles in marks, the first of them where there are many."""
    shown = "、".join(f"“{title}”" for title in titles[:MOST_NAMED])
    return shown if len(titles) <= MOST_NAMED else f"{shown}等 {len(titles)} 项"


def _named(items: Sequence[Item]) -> str:
    return named([item.title for item in items])
