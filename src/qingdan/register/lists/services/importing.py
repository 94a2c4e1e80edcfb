"""Items from a file into a draft: read and shown first, stored only when somebody confirms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.orgs.models import Account
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.annexes.json_form import items_from_json
from qingdan.register.lists.annexes.model import AnnexItem, BadAnnex
from qingdan.register.lists.annexes.reading import read_annex
from qingdan.register.lists.incoming import Comparing, Effect, Existing, Incoming
from qingdan.register.lists.models import Edition, Item, PendingImport
from qingdan.register.lists.rulebooks import ended_bases
from qingdan.register.lists.services.drafting import changed, open_for
from qingdan.register.lists.services.items import put_in, refuse_twice, take_out
from qingdan.register.lists.services.problems import ListsProblem, StaleDraft
from qingdan.register.lists.services.writing import BATCH, index_bases, note_bulk, set_content

KEPT = timedelta(days=1)
"""How long a file waits to be confirmed."""
_NOT_CONTENT = ("number", "code", "reason")


@transaction.atomic
def prepare_import(*, actor: Account, edition: Edition, name: str, data: bytes, whole: bool) -> PendingImport:
    """Read a file against a draft; nothing of it is in the register until :func:`confirm_import`.

    ``whole``: the file is the whole list, so what it does not have goes. Raises ``BadAnnex`` for a file that cannot
    be read. A file of the same person that waits from before is thrown away.
    """
    draft = open_for(actor, edition, None)
    comparing = _comparing(draft)
    rows, notes = _from_json(comparing, data) if name.lower().endswith(".json") else _from_annex(comparing, name, data)
    rows = comparing.settled(rows + comparing.left() if whole else rows)
    PendingImport.objects.filter(edition=draft, owner=actor).delete()
    return PendingImport.objects.create(
        edition=draft,
        owner=actor,
        name=name[:150],
        revision=draft.revision,
        rows=[asdict(row) for row in rows],
        notes=notes,
    )


def _comparing(draft: Edition) -> Comparing:
    existing = [
        Existing(code, ItemSpec.model_validate(spec), digest)
        for code, spec, digest in draft.items.values_list("code", "spec", "digest")
    ]
    return Comparing(existing, frozenset(ended_bases(draft.item_list.division, draft.effective_on or today())))


def _from_annex(comparing: Comparing, name: str, data: bytes) -> tuple[list[Incoming], dict[str, Any]]:
    """The rows of an Excel, Word or CSV file, each with its place."""
    reading = read_annex(name, data)
    rows = []
    for table in reading.tables:
        for row in table.rows:
            shown: dict[str, Any] = {"cells": tuple(row.cells), "warnings": tuple(row.warnings)}
            if row.status == "item" and row.item is not None:
                rows.append(_row(comparing, row.place, row.item, frozenset(table.columns), **shown))
            else:
                effect: Effect = "fault" if row.status == "fault" else "skip"
                rows.append(Incoming(row.place, effect, row.cells[0] if row.cells else "", row.message, **shown))
    tables = [
        {"place": table.place, "header": list(table.header), "unknown": list(table.unknown_columns)}
        for table in reading.tables
    ]
    return rows, {"title": reading.title, "number": reading.document_number, "tables": tables}


def _from_json(comparing: Comparing, data: bytes) -> tuple[list[Incoming], dict[str, Any]]:
    """The rows of an exported JSON document."""
    try:
        document = json.loads(data)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadAnnex("这个文件不是能读的 JSON。请用本系统导出的 JSON。") from error
    given = document.get("items") if isinstance(document, dict) else document
    items = items_from_json(given)
    rows = [_row(comparing, f"第 {place} 项", item) for place, item in enumerate(items, start=1)]
    return rows, {"title": str(document.get("title", ""))[:300] if isinstance(document, dict) else ""}


def _row(
    comparing: Comparing, place: str, item: AnnexItem, columns: frozenset[str] | None = None, **shown: Any
) -> Incoming:
    """One row; where the file has no column for a field and the row says nothing of it, nothing changes there."""
    content = {
        name: value
        for name, value in content_of(item).items()
        if columns is None or name in columns or value not in (None, "", [])
    }
    return comparing.row(place, content, code=item.code, reason=item.reason, **shown)


def content_of(item: AnnexItem) -> dict[str, Any]:
    """What an annex says of an item, by the names of ``ItemSpec``."""
    given = {name: value for name, value in asdict(item).items() if name not in _NOT_CONTENT}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


@transaction.atomic
def confirm_import(*, actor: Account, pending: PendingImport, reason: str = "") -> dict[str, int]:
    """Store what was shown: add, amend and take out items of the draft; returns how many of each.

    ``reason`` stands in for rows that say none. Raises :class:`StaleDraft` where the draft was changed since the file
    was read, and :class:`ListsProblem` where the file no longer waits.
    """
    kept = (
        PendingImport.objects.select_for_update(of=("self",))
        .select_related("edition")
        .filter(pk=pending.pk, owner=actor)
        .first()
    )
    if kept is None:
        raise ListsProblem("这个文件已经导入过，或者已经作废。")
    draft = open_for(actor, kept.edition, None)
    if draft.revision != kept.revision:
        raise StaleDraft
    counts = _take_in(draft, kept.rows, reason)
    kept.delete()
    _finish(actor, draft)
    return counts


@transaction.atomic
def put_annex(
    *, actor: Account, edition: Edition, items: object, whole: bool, reason: str = "", revision: int | None = None
) -> list[Incoming]:
    """Take the items of an exported document into a draft in one step: all of them, or none where one has a fault.

    Like :func:`prepare_import` and :func:`confirm_import`, for programs that have seen :func:`preview_annex`.
    """
    draft = open_for(actor, edition, revision)
    rows = _annex_rows(draft, items, whole)
    faults = [f"{row.place}“{row.title[:20]}”{row.message}" for row in rows if row.effect == "fault"]
    if faults:
        raise ListsProblem(f"有 {len(faults)} 项有错，什么都没有导入：{'；'.join(faults[:5])}", "items")
    _take_in(draft, [asdict(row) for row in rows], reason)
    _finish(actor, draft)
    return rows


@transaction.atomic
def preview_annex(
    *, actor: Account, edition: Edition, items: object, whole: bool, revision: int | None = None
) -> list[Incoming]:
    """What :func:`put_annex` would do, item by item; nothing is stored."""
    return _annex_rows(open_for(actor, edition, revision), items, whole)


def _annex_rows(draft: Edition, items: object, whole: bool) -> list[Incoming]:
    comparing = _comparing(draft)
    rows = [_row(comparing, f"第 {place} 项", item) for place, item in enumerate(items_from_json(items), start=1)]
    return comparing.settled([*rows, *comparing.left()] if whole else rows)


def _take_in(draft: Edition, taken: Sequence[dict[str, Any]], reason: str) -> dict[str, int]:
    """Amend, take out and add what the rows say; how many of each."""
    rows = {effect: [row for row in taken if row["effect"] == effect] for effect in ("add", "amend", "remove")}
    gone = {row["code"] for row in rows["remove"]}
    if gone:
        take_out(draft, [item for item in draft.items.all() if item.code in gone], reason)
    _amend(draft, rows["amend"], reason)
    put_in(
        draft,
        [ItemSpec.model_validate(row["spec"]) for row in rows["add"]],
        [row["reason"] or reason for row in rows["add"]],
    )
    return {effect: len(found) for effect, found in rows.items()}


def _finish(actor: Account, draft: Edition) -> None:
    changed(draft, actor)
    note_bulk(actor, "import_items", draft, list(draft.items.values_list("code", "digest")))


def _amend(draft: Edition, rows: Sequence[dict[str, Any]], reason: str) -> None:
    wanted = {row["code"]: row for row in rows}
    if any(not (row["reason"] or reason).strip() for row in rows) and draft.based_on_id is not None:
        raise ListsProblem("请写为什么修改，理由会随新版一起公布。", "reason")
    if wanted:
        refuse_twice(draft, [ItemSpec.model_validate(row["spec"]) for row in rows], leaving_out=wanted)
    items = [item for item in draft.items.all() if item.code in wanted]
    for item in items:
        row = wanted[item.code]
        set_content(item, ItemSpec.model_validate(row["spec"]))
        item.reason = (row["reason"] or reason).strip()
    Item.objects.bulk_update(
        items, ["title", "key", "category", "lead_body", "spec", "digest", "reason"], batch_size=BATCH
    )
    index_bases(items, anew=True)


@transaction.atomic
def cancel_import(*, actor: Account, pending: PendingImport) -> None:
    """Throw a file away that waits to be confirmed."""
    PendingImport.objects.filter(pk=pending.pk, owner=actor).delete()


@job("lists.forget_files", every=timedelta(hours=6))
def forget_files(_job: Job) -> None:
    """Throw away files that nobody confirmed within a day."""
    PendingImport.objects.filter(at__lt=now() - KEPT).delete()
