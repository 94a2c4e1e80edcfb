"""An edition as a file: Excel, Word annex, JSON; and a difference as a Word table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from qingdan.policy.packs.compiling import covered_units
from qingdan.register.lists.annexes.json_form import document_with_items
from qingdan.register.lists.annexes.model import AnnexItem
from qingdan.register.lists.annexes.word import AnnexHeading, ChangeLine
from qingdan.register.lists.differences import Change
from qingdan.register.lists.fields import category_label
from qingdan.register.lists.models import Edition, Item
from qingdan.register.lists.showing import shown_edition

JSON_TYPE = "application/json; charset=utf-8"
_READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("lead_body", "funding", "flow_chart", "training", "handled_by", "note", "conflict"), str),
    **dict.fromkeys(("aliases", "units", "basis", "supporting_bodies"), tuple),
    **dict.fromkeys(("valid_from", "valid_to", "review_on"), date.fromisoformat),
    **dict.fromkeys(("frequency", "location", "party"), str), "minutes": int,
}  # fmt: skip
"""How the parts of an item's content that annexes have are read."""


def annex_items(items: QuerySet[Item]) -> list[AnnexItem]:
    """Items of an edition as an annex has them."""
    return [_annex_item(*row) for row in items.values_list("title", "position", "code", "category", "reason", "spec")]


def _annex_item(title: str, position: int, code: str, category: str, reason: str, spec: dict[str, Any]) -> AnnexItem:
    values = {name: _READ[name](value) for name, value in spec.items() if name in _READ and value is not None}
    if "units" in values and covered_units(values["units"]) == covered_units(()):
        values["units"] = ()  # an annex says 村（社区） for all
    return AnnexItem(title, str(position), code, category=category_label(category), reason=reason, **values)


def annex_document(edition: Edition) -> bytes:
    """An edition with its items as a JSON document; import reads it too."""
    heading = {name: value for name, value in shown_edition(edition, ()).items() if name != "items"}
    return document_with_items(heading, annex_items(edition.items.all()))


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
