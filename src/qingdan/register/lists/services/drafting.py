"""Preparing the next edition while the current one runs: a list begun, its draft, its document and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account, Division
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.queries import OutsideEveryPack, governing_version, pack_by_id
from qingdan.register.lists.access import demand_preparer
from qingdan.register.lists.models import Edition, EditionState, Item, ItemBasis, ItemList, Openness
from qingdan.register.lists.services.problems import ListsProblem, StaleDraft
from qingdan.register.lists.services.writing import BATCH, note

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


def _free_code(pack_id: str, kind: ListKind) -> str:
    """A list code that nobody has: the pack's letters, the kind's letter, a number. The caller holds a lock."""
    begins = f"{pack_by_id(pack_id).chain[0].header.code}-{_LETTERS[ListKind(kind)]}"
    taken = set(ItemList.objects.filter(code__startswith=begins).values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := f"{begins}{number}") not in taken)
