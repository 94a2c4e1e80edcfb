"""Preparing the next edition while the current one runs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Max

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account, Division
from qingdan.policy.gate.codes import with_check_character
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.clashes import keys_of, overlap
from qingdan.policy.packs.queries import OutsideEveryPack, governing_version, pack_by_id
from qingdan.policy.packs.schema import ItemSpec
from qingdan.register.lists.access import demand_preparer
from qingdan.register.lists.models import Edition, EditionState, Item, ItemBasis, ItemList, Openness, Removal
from qingdan.register.lists.services.problems import ListsProblem, StaleDraft
from qingdan.register.lists.services.writing import BATCH, index_bases, new_item, note, note_bulk, set_content, store

MOST_ITEMS = 20_000
PARKED = 1_000_000
"""Positions are moved in two steps by way of this distance, because no two items may share one in between."""
_LETTERS = {
    ListKind.DUTY: "D", ListKind.ASSIST: "A", ListKind.NEGATIVE: "N", ListKind.SERVICE: "S", ListKind.PURCHASE: "P",
    ListKind.MECHANISM: "M", ListKind.PLAQUE: "L", ListKind.FORM: "F", ListKind.CHANNEL: "C", ListKind.APPRAISAL: "E",
    ListKind.CERTIFICATE_RETAINED: "R", ListKind.CERTIFICATE_CANCELLED: "X", ListKind.CERTIFICATE_BARRED: "B",
    ListKind.STREET_PLAQUE: "T",
}  # fmt: skip
"""The letter that begins the second part of a list's code; the number behind it counts the lists of the kind."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What an edition says of itself before it is published."""

    document: str
    document_number: str = ""
    decided_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    ends_on: date | None = None
    complete: bool = False
    openness: str = Openness.INTERNAL
    source_url: str = ""
    note: str = ""
    reason: str = ""


@transaction.atomic
def create_list(
    *, actor: Account, division_code: str, kind: ListKind, title: str, publisher: str, document: str = ""
) -> ItemList:
    """Begin a list of a kind for a division (its steward; a town for its red lines), with an empty first draft.

    Raises :class:`ListsProblem` for a place that no pack governs and for a title that the place already has.
    """
    demand_preparer(actor, division_code, kind)
    return make_list(actor, division_code, kind, title, publisher, document)


def make_list(
    actor: Account | None, division_code: str, kind: ListKind, title: str, publisher: str, document: str = ""
) -> ItemList:
    """The steps of :func:`create_list`; ``actor`` None is the system, for what others have decided."""
    if not title.strip():
        raise ListsProblem("请写清单的名称。", "title")
    try:
        pack = governing_version(division_code, today())
    except OutsideEveryPack as error:
        raise ListsProblem(str(error), "division") from error
    place = Division.objects.select_for_update().filter(pk=division_code)  # lists of one place begin one after another
    if place.first() is None:
        raise ListsProblem("没有装入这个区划，请核对代码。", "division")
    if ItemList.objects.filter(division=division_code, kind=kind, title=title.strip()).exists():
        raise ListsProblem(f"这里已经有《{title.strip()}》了，请打开它编下一版。", "title")
    code = _free_code(pack.pack_id, kind)
    item_list = ItemList.objects.create(
        slug=f"{pack.pack_id}/{code.lower()}",
        code=code,
        kind=kind,
        title=title.strip(),
        division=division_code,
        pack_id=pack.pack_id,
        publisher=publisher.strip(),
    )
    begin_draft(actor, item_list, None, 1, document)
    return item_list


@transaction.atomic
def open_draft(*, actor: Account, item_list: ItemList, reason: str = "") -> Edition:
    """Open the next edition as a copy of the newest published one; the current edition runs on."""
    demand_preparer(actor, item_list.division, item_list.kind)
    item_list = ItemList.objects.select_for_update().get(pk=item_list.pk)
    draft = item_list.editions.filter(state=EditionState.DRAFT).first()
    if draft is not None:
        raise ListsProblem("这份清单已经有一份草稿，请接着改那一份。")
    newest = item_list.editions.order_by("-number").first()
    number = (newest.number if newest else 0) + 1
    return begin_draft(actor, item_list, newest, number, newest.document if newest else "", reason)


def begin_draft(
    actor: Account | None, item_list: ItemList, base: Edition | None, number: int, document: str, reason: str = ""
) -> Edition:
    """The next edition's draft, a copy of the edition before; the caller holds the list's lock."""
    draft = Edition.objects.create(
        item_list=item_list, number=number, based_on=base, document=document, prepared_by=actor, reason=reason,
        complete=base.complete if base else False, complete_for=base.complete_for if base else [],
        clause=base.clause if base else "", openness=base.openness if base else Openness.INTERNAL,
        source_url=base.source_url if base else "", note=base.note if base else "",
    )  # fmt: skip
    if base is not None:
        copy_all(base, draft)
    note(actor, "open_draft", draft)
    return draft


def copy_all(base: Edition, draft: Edition) -> None:
    """Copy every item of an edition into an empty draft."""
    items = list(base.items.all())
    bases: dict[int, list[ItemBasis]] = {}
    for cited in ItemBasis.objects.filter(item__edition=base):
        bases.setdefault(cited.item_id, []).append(cited)
    kept = [
        Item(
            edition=draft, code=item.code, position=item.position, title=item.title, key=item.key,
            category=item.category, lead_body=item.lead_body, spec=item.spec, digest=item.digest,
        )
        for item in items
    ]  # fmt: skip
    Item.objects.bulk_create(kept, batch_size=BATCH)
    ItemBasis.objects.bulk_create(
        [
            ItemBasis(item=copy, document_id=cited.document_id, article=cited.article, position=cited.position)
            for item, copy in zip(items, kept, strict=True)
            for cited in bases.get(item.pk, ())
        ],
        batch_size=BATCH,
    )


@transaction.atomic
def set_heading(*, actor: Account, edition: Edition, heading: Heading, revision: int | None = None) -> Edition:
    """Write what the draft says of itself: document, dates, whether the list is whole, 公开属性."""
    draft = open_for(actor, edition, revision)
    if heading.effective_on and heading.published_on and heading.effective_on < heading.published_on:
        raise ListsProblem("生效日期不能早于发布日期：清单不能管发布以前的事。", "effective_on")
    if heading.ends_on and heading.effective_on and heading.ends_on < heading.effective_on:
        raise ListsProblem("终止日期不能早于生效日期。", "ends_on")
    for name in Heading.__slots__:
        setattr(draft, name, getattr(heading, name))
    changed(draft, actor, *Heading.__slots__)
    note(actor, "set_heading", draft)
    return draft


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
def discard_draft(*, actor: Account, edition: Edition, revision: int | None = None) -> None:
    """Throw a draft away; the edition that is in force is not touched."""
    draft = open_for(actor, edition, revision)
    note(actor, "discard_draft", draft)
    delete_draft(draft)


def delete_draft(draft: Edition) -> None:
    """Delete a draft with all that belongs to it; a list that never had another edition goes with it."""
    draft.items.all().delete()
    draft.removals.all().delete()
    item_list = draft.item_list
    draft.delete()
    if not item_list.editions.exists():
        item_list.delete()


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


def open_for(actor: Account | None, edition: Edition, revision: int | None) -> Edition:
    """The draft, locked, for somebody who may change it now.

    Raises :class:`ListsProblem` where it is published or waits for review, :class:`StaleDraft` where somebody else
    changed it since ``revision``.
    """
    ItemList.objects.select_for_update().get(pk=edition.item_list_id)
    draft = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("item_list", "based_on")
        .filter(pk=edition.pk)
        .first()
    )
    if draft is None:
        raise ListsProblem("这份草稿已经不在了，可能刚被别人作废。")
    if actor is not None:
        demand_preparer(actor, draft.item_list.division, draft.item_list.kind)
    if not draft.is_draft:
        raise ListsProblem("这一版已经发布，发布以后不能再改。要改请编下一版。")
    if draft.submitted_at is not None:
        raise ListsProblem("这份草稿已经提交审查，不能再改。要改请先撤回。")
    if revision is not None and draft.revision != revision:
        raise StaleDraft
    return draft


def changed(draft: Edition, actor: Account | None, *fields: str) -> None:
    """Count the change; a draft that a pack opened is from now on the one who changed it first's."""
    draft.revision += 1
    draft.prepared_by = draft.prepared_by or actor
    draft.save(update_fields=["revision", "prepared_by", *fields])


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


def _free_code(pack_id: str, kind: ListKind) -> str:
    """A list code that nobody has: the pack's letters, the kind's letter, a number. The caller holds a lock."""
    begins = f"{pack_by_id(pack_id).chain[0].header.code}-{_LETTERS[ListKind(kind)]}"
    taken = set(ItemList.objects.filter(code__startswith=begins).values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := f"{begins}{number}") not in taken)
