"""The lists in force for a place, in the form that the command line and the API give."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code
from qingdan.policy.gate.json_form import BadDemand, parse_date
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.queries import governing_version
from qingdan.register.lists.differences import difference
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
    return [shown_edition(edition, items[edition.pk]) for edition in editions]


def _kind(kind: str | None) -> str | None:
    if kind is None:
        return None
    if kind not in set(ListKind):
        raise BadListQuestion("kind", f"没有“{kind[:40]}”这种清单。可以用的有：{'、'.join(ListKind)}")
    return kind


def shown_heading(edition: Edition, size: int) -> dict[str, Any]:
    """An edition without its items: what it says of itself, how it stands today, how many items it has."""
    document = shown_edition(edition, ())
    del document["items"]
    return {
        **document,
        "standing": edition.standing(today()),
        "size": size,
        "revision": edition.revision,
        "note": edition.note,
    }


def shown_edition(edition: Edition, items: Iterable[Item]) -> dict[str, Any]:
    """An edition with its items as data."""
    return {
        "edition": edition.id_text,
        "list": edition.item_list.code,
        "number": edition.number,
        "state": edition.state,
        "kind": edition.item_list.kind,
        "title": edition.item_list.title,
        "division": edition.item_list.division,
        "publisher": edition.item_list.publisher,
        "document": edition.document,
        "document_number": edition.document_number,
        "decided_on": _day(edition.decided_on),
        "published_on": _day(edition.published_on),
        "effective_on": _day(edition.effective_on),
        "superseded_on": _day(edition.superseded_on),
        "ends_on": _day(edition.ends_on),
        "complete": edition.complete,
        "compilation": edition.compilation,
        "openness": edition.openness,
        "reason": edition.reason,
        "content_hash": edition.content_hash,
        "source_url": edition.source_url,
        "items": [shown_item(item) for item in items],
    }


def shown_difference(old: Edition | None, new: Edition) -> dict[str, Any]:
    """The difference between two editions as data."""
    changes = difference(old, new)
    return {
        "from": old.id_text if old else None,
        "to": new.id_text,
        "reason": new.reason,
        "changes": [
            {
                "change": change.change,
                "code": change.code,
                "title": change.title,
                "reason": change.reason,
                "fields": [
                    {"name": field.name, "label": field.label, "before": field.before, "after": field.after}
                    for field in change.fields
                ],
            }
            for change in changes
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def shown_item(item: Item) -> dict[str, Any]:
    """An item as data."""
    spec = item.spec
    texts = ("funding", "flow_chart", "training", "handled_by", "conflict", "note", "copied_from")
    others = ("frequency", "minutes", "location", "party", "valid_from", "valid_to", "review_on")
    many = ("aliases", "units", "basis", "supporting_bodies")
    return {
        "code": item.code,
        "title": item.title,
        "category": item.category,
        "lead_body": item.lead_body,
        "reason": item.reason,
        **{name: spec.get(name, []) for name in many},
        **{name: spec.get(name, "") for name in texts},
        **{name: spec.get(name) for name in others},
    }
