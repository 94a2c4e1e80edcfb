"""An edition as a file: Excel, Word annex, JSON; and a difference as a Word table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from qingdan.policy.packs.compiling import covered_units
from qingdan.register.lists.annexes.json_form import items_to_json
from qingdan.register.lists.annexes.model import AnnexItem
from qingdan.register.lists.annexes.word import AnnexHeading, ChangeLine
from qingdan.register.lists.differences import Change
from qingdan.register.lists.fields import category_label
from qingdan.register.lists.models import Edition, Item
from qingdan.register.lists.showing import shown_edition

JSON_TYPE = "application/json; charset=utf-8"
_TEXTS = ("lead_body", "funding", "flow_chart", "training", "handled_by", "note", "conflict")
_MANY = ("aliases", "units", "basis", "supporting_bodies")
_DATES = ("valid_from", "valid_to", "review_on")
_OTHERS = ("frequency", "minutes", "location", "party")


def annex_items(items: Iterable[Item]) -> list[AnnexItem]:
    """Items of an edition as an annex has them."""
    return [_annex_item(item) for item in items]


def _annex_item(item: Item) -> AnnexItem:
    spec: dict[str, Any] = item.spec
    values: dict[str, Any] = {name: spec.get(name, "") for name in _TEXTS}
    values |= {name: tuple(spec.get(name, ())) for name in _MANY}
    values |= {name: spec.get(name) for name in _OTHERS}
    values |= {name: date.fromisoformat(spec[name]) if spec.get(name) else None for name in _DATES}
    if covered_units(values["units"]) == covered_units(()):
        values["units"] = ()  # an annex says 村（社区） for all
    return AnnexItem(
        title=item.title, number=str(item.position), code=item.code, category=category_label(item.category), reason=item.reason, **values
    )  # fmt: skip


def annex_document(edition: Edition) -> dict[str, Any]:
    """An edition with its items as JSON; import reads it too."""
    return {**shown_edition(edition, ()), "items": items_to_json(annex_items(edition.items.all()))}


def annex_heading(edition: Edition) -> AnnexHeading:
    """The heading of an edition as an annex."""
    shown = edition.effective_on or edition.published_on
    return AnnexHeading(
        title=edition.item_list.title,
        annex_label="附件",
        document=edition.document,
        number="" if edition.document_number in edition.document else edition.document_number,
        issuer=edition.item_list.publisher,
        date_text=f"{shown.year}年{shown.month}月{shown.day}日" if shown else "",
        unit_note="草稿，未发布" if edition.is_draft else "",
    )


def change_lines(changes: Sequence[Change]) -> list[ChangeLine]:
    """Changes as the lines of a table: one for each field, or one for the whole item."""
    lines = []
    for change in changes:
        parts = [f for f in change.fields if f.before or f.after]
        before = (
            "\n".join(f"{part.label}：{part.before or '（无）'}" for part in parts)
            if change.change == "amended"
            else ""
        )
        after = "\n".join(f"{part.label}：{part.after or '（无）'}" for part in parts)
        lines.append(ChangeLine(change.label, change.code, change.title, before, after, change.reason))
    return lines
