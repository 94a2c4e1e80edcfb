"""Kept items of the lists in force at a place, and who supported them (NH-105)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max

from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.policy.gate.model import ListKind
from qingdan.policy.gate.normalise import key
from qingdan.register.lists.models import Item
from qingdan.register.lists.queries import editions_in_force
from qingdan.village.public_services.models import Help

KEPT = frozenset(
    {ListKind.DUTY, ListKind.ASSIST, ListKind.MECHANISM, ListKind.PLAQUE, ListKind.CERTIFICATE_RETAINED, ListKind.SERVICE}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept item: the unit that supports it, how often that was recorded there, and when last."""

    code: str
    title: str
    list_title: str
    body: str
    number: int
    last: date | None


def kept_items(division: str, on: date, *, words: str = "", none: bool = False) -> list[Kept]:
    """The kept items in force at a place; ``none``: only those that nobody has supported there."""
    helped = {
        row["item_code"]: (row["number"], row["last"])
        for row in Help.objects.filter(division__gte=division, division__lt=subtree_end(division))
        .exclude(item_code="")
        .order_by()
        .values("item_code")
        .annotate(number=Count("pk"), last=Max("day"))
    }
    found = []
    for item in _items(division, on):
        if words and words not in item.title and words not in item.lead_body and words != item.code:
            continue
        number, last = helped.get(item.code, (0, None))
        if not (none and number):
            found.append(Kept(item.code, item.title, item.edition.item_list.title, item.lead_body, number, last))
    return found


def find_kept(division: str, words: str, on: date) -> Item | None:
    """The kept item of this code or name at a place."""
    wanted, code = key(words), words.strip().upper()
    return next((item for item in _items(division, on) if item.code == code or item.key == wanted), None)


def _items(division: str, on: date) -> list[Item]:
    editions = [edition for edition in editions_in_force(division, on) if edition.item_list.kind in KEPT]
    rows = Item.objects.filter(edition__in=editions).select_related("edition__item_list")
    return list(rows.order_by("edition_id", "position"))
