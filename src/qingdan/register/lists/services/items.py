"""The items of a draft: added, changed, moved, taken out and put back; one act, one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import F, Max

from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.codes import with_check_character
from qingdan.policy.packs.clashes import keys_of, overlap
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.models import Edition, Item, ItemList, Removal
from qingdan.register.lists.services.drafting import MOST_ITEMS, PARKED, changed, open_for
from qingdan.register.lists.services.problems import ListsProblem
from qingdan.register.lists.services.writing import BATCH, index_bases, new_item, note, note_bulk, set_content, store


@transaction.atomic
def add_items(
    *, actor: Account, edition: Edition, rows: Sequence[ItemSpec], reasons: Sequence[str], revision: int | None = None
) -> list[Item]:
    """Add items to a draft; they get the list's next codes (the id in a row is ignored).

    Raises :class:`ListsProblem` where a row is the same matter as another, or the list would grow too long.
    """
    draft = open_for(actor, edition, revision)
    items = put_in(draft, rows, reasons)
    changed(draft, actor)
    note_bulk(actor, "add_items", draft, [[item.code, item.digest] for item in items])
    return items


def put_in(draft: Edition, rows: Sequence[ItemSpec], reasons: Sequence[str]) -> list[Item]:
    """Number and store new items of a draft that the caller has locked."""
    already = draft.items.count()
    if already + len(rows) > MOST_ITEMS:
        raise ListsProblem(f"一份清单最多 {MOST_ITEMS} 项，这样会有 {already + len(rows)} 项。请分成几份清单。")
    refuse_twice(draft, rows)
    last = draft.items.aggregate(last=Max("position"))["last"] or 0
    first = _take_numbers(draft.item_list, len(rows))
    items = []
    for place, (row, reason) in enumerate(zip(rows, reasons, strict=True)):
        number = f"{first + place:02d}"
        code = with_check_character(f"{draft.item_list.code}-{number}")
        spec = row.model_copy(update={"id": number})
        items.append(new_item(draft, spec, code=code, position=last + place + 1, reason=reason))
    return store(items)


@transaction.atomic
def amend_item(
    *, actor: Account, edition: Edition, code: str, spec: ItemSpec, reason: str, revision: int | None = None
) -> Item:
    """Change an item of a draft; why it is changed is told with the edition."""
    draft = open_for(actor, edition, revision)
    item = _item(draft, code)
    if not reason.strip() and _was_before(draft, code):
        raise ListsProblem("请写为什么改这一项，理由会随新版一起公布。", "reason")
    refuse_twice(draft, [spec], leaving_out=[code])
    set_content(item, spec.model_copy(update={"id": item.spec["id"]}))
    item.reason = reason.strip()
    item.save()
    index_bases([item], anew=True)
    changed(draft, actor)
    note(actor, "amend_item", draft, [item.code, item.digest])
    return item


@transaction.atomic
def remove_item(*, actor: Account, edition: Edition, code: str, reason: str, revision: int | None = None) -> None:
    """Take an item out of a draft. One that the edition before had is told with its reason, and can be put back."""
    draft = open_for(actor, edition, revision)
    item = _item(draft, code)
    take_out(draft, [item], reason)
    _shift(draft, item.position, -1)
    changed(draft, actor)
    note(actor, "remove_item", draft, [code, reason])


def take_out(draft: Edition, items: Sequence[Item], reason: str) -> None:
    """Take items out of a draft that the caller has locked."""
    before = _codes_before(draft, [item.code for item in items])
    if before and not reason.strip():
        raise ListsProblem("请写为什么删去这一项，理由会随新版一起公布。", "reason")
    Removal.objects.bulk_create(
        [
            Removal(edition=draft, code=item.code, title=item.title, reason=reason.strip())
            for item in items
            if item.code in before
        ],
        batch_size=BATCH,
    )
    for start in range(0, len(items), BATCH):
        draft.items.filter(pk__in=[item.pk for item in items[start : start + BATCH]]).delete()


@transaction.atomic
def restore_item(*, actor: Account, edition: Edition, code: str, revision: int | None = None) -> Item:
    """Put an item back that the draft had taken out, as it stands in the edition before."""
    draft = open_for(actor, edition, revision)
    removal = Removal.objects.filter(edition=draft, code=code).first()
    old = Item.objects.filter(edition=draft.based_on, code=code).first() if draft.based_on else None
    if removal is None or old is None:
        raise ListsProblem("这一项没有被删去，不用恢复。")
    spec = ItemSpec.model_validate(old.spec)
    refuse_twice(draft, [spec])
    last = draft.items.aggregate(last=Max("position"))["last"] or 0
    place = min(old.position, last + 1)
    _shift(draft, place - 1, 1)
    [item] = store([new_item(draft, spec, code=code, position=place)])
    removal.delete()
    changed(draft, actor)
    note(actor, "restore_item", draft, code)
    return item


@transaction.atomic
def move_item(*, actor: Account, edition: Edition, code: str, place: int, revision: int | None = None) -> None:
    """Move an item to a place of the draft's order, counted from 1."""
    draft = open_for(actor, edition, revision)
    _item(draft, code)
    codes = list(draft.items.values_list("code", flat=True))
    codes.remove(code)
    codes.insert(max(0, min(place - 1, len(codes))), code)
    put_in_order(draft, codes)
    changed(draft, actor)
    note(actor, "move_item", draft, [code, place])


def _shift(draft: Edition, after: int, by: int) -> None:
    """Move every item behind a place up or down by one."""
    behind = draft.items.filter(position__gt=after)
    behind.update(position=F("position") + PARKED)
    draft.items.filter(position__gt=PARKED).update(position=F("position") - PARKED + by)


def put_in_order(draft: Edition, codes: Sequence[str]) -> None:
    """Number the items 1, 2, 3 … in this order; only those that stand elsewhere are written."""
    wanted = {code: place for place, code in enumerate(codes, start=1)}
    moved = [item for item in draft.items.only("pk", "code", "position") if wanted[item.code] != item.position]
    ids = [item.pk for item in moved]
    for start in range(0, len(ids), BATCH):
        Item.objects.filter(pk__in=ids[start : start + BATCH]).update(position=F("position") + PARKED)
    for item in moved:
        item.position = wanted[item.code]
    Item.objects.bulk_update(moved, ["position"], batch_size=BATCH)


@transaction.atomic
def copy_items(*, actor: Account, edition: Edition, rows: Sequence[ItemSpec], model: str) -> list[Item]:
    """Copy items of a model list of another place into a draft; each says where it was copied from.

    What the draft has already is left out.
    """
    draft = open_for(actor, edition, None)
    present = set(draft.items.values_list("key", flat=True))
    marked: dict[str, ItemSpec] = {}
    for row in rows:
        name = keys_of(row)[0]
        if not present & set(keys_of(row)):
            marked.setdefault(name, row.model_copy(update={"copied_from": model}))
    fresh = list(marked.values())
    items = put_in(draft, fresh, [""] * len(fresh))
    changed(draft, actor)
    note_bulk(actor, "copy_items", draft, [[item.code, item.digest] for item in items])
    return items


def refuse_twice(draft: Edition, rows: Sequence[ItemSpec], *, leaving_out: Collection[str] = ()) -> None:
    """Raise :class:`ListsProblem` where a row is the same matter as an item of the draft or as another row."""
    named: dict[str, list[ItemSpec]] = {}
    for code, content in draft.items.values_list("code", "spec"):
        if code in leaving_out:
            continue
        spec = ItemSpec.model_validate(content)
        for name in keys_of(spec):
            named.setdefault(name, []).append(spec)
    for row in rows:
        for name in keys_of(row):
            if not name:
                raise ListsProblem(f"“{row.title}”去掉标点以后是空的，请写清楚是什么事。", "title")
            other = next((spec for spec in named.get(name, []) if overlap(row, spec)), None)
            if other is not None:
                raise ListsProblem(f"“{row.title}”与“{other.title}”是同一件事（名称去掉空格标点后一样）。", "title")
        for name in keys_of(row):
            named.setdefault(name, []).append(row)


def _item(draft: Edition, code: str) -> Item:
    item = draft.items.filter(code=code).first()
    if item is None:
        raise ListsProblem("这一项已经不在草稿里了，可能刚被别人删去。")
    return item


def _was_before(draft: Edition, code: str) -> bool:
    return bool(_codes_before(draft, [code]))


def _codes_before(draft: Edition, codes: Sequence[str]) -> set[str]:
    if draft.based_on_id is None:
        return set()
    known = set(Item.objects.filter(edition_id=draft.based_on_id).values_list("code", flat=True))
    return known & set(codes)


def _take_numbers(item_list: ItemList, count: int) -> int:
    """The first of ``count`` numbers that no item of the list ever had; the caller holds the list's lock."""
    first = ItemList.objects.values_list("next_number", flat=True).get(pk=item_list.pk)
    ItemList.objects.filter(pk=item_list.pk).update(next_number=first + count)
    return first
