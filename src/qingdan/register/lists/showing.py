"""The lists in force for a place, in the form that the command line and the API give."""

from __future__ import annotations

from datetime import date
from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code
from qingdan.policy.gate.json_form import BadDemand, parse_date
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.queries import governing_version
from qingdan.register.lists.models import Edition, Item, Openness
from qingdan.register.lists.queries import editions_in_force


class BadListQuestion(BadDemand):
    """A question for lists that cannot be understood."""


def shown_lists(
    *, division: str, kind: str | None, on: date | str | None, public_only: bool = False
) -> list[dict[str, Any]]:
    """The editions in force with their items; raises ``BadListQuestion`` and ``OutsideEveryPack``."""
    try:
        code = full_code(division)
    except BadDivisionCode as error:
        raise BadListQuestion("division", str(error)) from error
    day = parse_date(on, today())
    wanted = _kind(kind)
    governing_version(code, day)
    editions = [
        edition
        for edition in editions_in_force(code, day)
        if (wanted is None or edition.item_list.kind == wanted)
        and (not public_only or edition.openness == Openness.PUBLIC)
    ]
    items: dict[int, list[Item]] = {edition.pk: [] for edition in editions}
    for item in Item.objects.filter(edition__in=editions).order_by("edition_id", "position"):
        items[item.edition_id].append(item)
    return [_edition(edition, items[edition.pk]) for edition in editions]


def _kind(kind: str | None) -> str | None:
    if kind is None:
        return None
    if kind not in set(ListKind):
        raise BadListQuestion("kind", f"没有“{kind[:40]}”这种清单。可以用的有：{'、'.join(ListKind)}")
    return kind


def _edition(edition: Edition, items: list[Item]) -> dict[str, Any]:
    return {
        "edition": edition.id_text,
        "kind": edition.item_list.kind,
        "title": edition.item_list.title,
        "division": edition.item_list.division,
        "publisher": edition.item_list.publisher,
        "document": edition.document,
        "document_number": edition.document_number,
        "effective_on": edition.effective_on and edition.effective_on.isoformat(),
        "ends_on": edition.ends_on and edition.ends_on.isoformat(),
        "complete": edition.complete,
        "compilation": edition.compilation,
        "source_url": edition.source_url,
        "items": [_item(item) for item in items],
    }


def _item(item: Item) -> dict[str, Any]:
    spec = item.spec
    return {
        "code": item.code,
        "title": item.title,
        "aliases": spec.get("aliases", []),
        "category": item.category,
        "units": spec.get("units", []),
        "basis": spec.get("basis", []),
        "lead_body": item.lead_body,
        "handled_by": spec.get("handled_by", ""),
        "conflict": spec.get("conflict", ""),
        "note": spec.get("note", ""),
    }
