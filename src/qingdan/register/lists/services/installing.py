"""Publishing lists. A pack's lists install once as edition 1; a changed pack only opens a draft."""

from __future__ import annotations

from django.db import transaction

from qingdan.policy.packs.compiling import item_code, whole_units
from qingdan.policy.packs.list_specs import ItemSpec, ListFile
from qingdan.policy.packs.queries import newest_versions, stored_pack
from qingdan.policy.packs.reading import Pack
from qingdan.register.lists.content import digest
from qingdan.register.lists.events import edition_published
from qingdan.register.lists.merging import merge
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList, Openness, Removal
from qingdan.register.lists.services.publishing import close
from qingdan.register.lists.services.writing import new_item, note_bulk, set_content, store

FIRST_OF_A_STEWARD = 501
"""Items that stewards add to a pack's list are numbered from here, so that later packs may number their own."""


def install_pack_lists() -> list[Edition]:
    """Install the lists of every installed pack; what is there already is left alone."""
    known = set(Edition.objects.values_list("item_list__slug", "source_hash"))
    installed = []
    for version in newest_versions():
        pack = stored_pack(version.hash)
        for part in pack.lists:
            if (_slug(pack, part), list_hash(part)) not in known:
                edition = install_list(pack=pack, part=part)
                installed += [edition] if edition else []
    return installed


@transaction.atomic
def install_list(*, pack: Pack, part: ListFile) -> Edition | None:
    """Install one list of a pack: published as edition 1 where it is new, as a draft where another edition stands.

    An edition with the same content is left alone and returned, also where another process has just made it. A draft
    that somebody is working on is left alone too (None): what the pack brings is offered again at the next
    installation, after that draft was published or discarded.
    """
    kept, _made = ItemList.objects.get_or_create(
        slug=_slug(pack, part),
        defaults={
            "code": f"{pack.header.code}-{part.code}",
            "kind": part.kind.value,
            "title": part.title,
            "division": pack.header.division,
            "pack_id": pack.id,
            "publisher": part.issuer,
            "next_number": FIRST_OF_A_STEWARD,
        },
    )
    kept = ItemList.objects.select_for_update().get(pk=kept.pk)
    same = kept.editions.filter(source_hash=list_hash(part)).order_by("number").first()
    if same is not None:
        return same
    draft = kept.editions.filter(state=EditionState.DRAFT).first()
    if draft is not None and draft.prepared_by_id is not None:
        return None
    if draft is not None:
        draft.items.all().delete()
        draft.removals.all().delete()
        draft.delete()
    return _install(kept, pack, part)


def _install(kept: ItemList, pack: Pack, part: ListFile) -> Edition:
    before = kept.editions.order_by("-number").first()
    edition = _edition(kept, pack, part, before)
    theirs = [_item(edition, pack, spec, part, place) for place, spec in enumerate(part.items, start=1)]
    if before is None:
        store(theirs)
        close(edition)
    else:
        _take_over(edition, before, theirs)
    note_bulk(None, "draft_edition" if before else "publish_edition", edition, [[i.code, i.spec] for i in theirs])
    if before is None:
        edition_published.send(Edition, edition=edition)
    return edition


def _take_over(edition: Edition, before: Edition, theirs: list[Item]) -> None:
    """The pack's changes on top of what stands: what the stewards changed themselves stays, conflicts are told."""
    base = kept_base(before)
    merged = merge(
        [(item.code, item) for item in base.items.all()] if base else [],
        [(item.code, item) for item in before.items.all()],
        [(item.code, item) for item in theirs],
    )
    fresh = []
    for place, found in enumerate(merged.items, start=1):
        item = Item(edition=edition, code=found.item.code, position=place, reason=found.reason)
        set_content(item, ItemSpec.model_validate(found.item.spec))
        fresh.append(item)
    store(fresh)
    Removal.objects.bulk_create(
        [
            Removal(edition=edition, code=code, title=item.title, reason="政策包的新版不再有这一项")
            for code, item in merged.removed
        ]
    )


def kept_base(before: Edition) -> Edition | None:
    """The newest edition that came with a pack: what both the pack's new version and the stewards started from."""
    return before.item_list.editions.exclude(pack_hash="").exclude(state=EditionState.DRAFT).order_by("-number").first()


def _edition(kept: ItemList, pack: Pack, part: ListFile, before: Edition | None) -> Edition:
    return Edition.objects.create(
        item_list=kept,
        number=before.number + 1 if before else 1,
        based_on=before,
        state=EditionState.DRAFT,
        document=part.document,
        document_number=part.document_number,
        clause=part.clause or "",
        decided_on=part.decided,
        effective_on=part.effective or part.decided,
        ends_on=part.ends,
        complete=part.complete,
        complete_for=[scope.model_dump(mode="json") for scope in part.complete_for],
        compilation=part.compilation,
        source_url=part.source_url,
        note=part.note,
        reason=f"政策包“{pack.header.title}”有了新版（{pack.header.version}）" if before else "",
        openness=Openness.PUBLIC if pack.header.document.openness == "public" else Openness.INTERNAL,
        pack_hash=pack.hash,
        source_hash=list_hash(part),
    )


def _item(edition: Edition, pack: Pack, spec: ItemSpec, part: ListFile, position: int) -> Item:
    code = item_code(pack.header.code, part.code, spec.id)
    return new_item(edition, whole_units(spec, part), code=code, position=position)


def _slug(pack: Pack, part: ListFile) -> str:
    return f"{pack.id}/{part.id}"


def list_hash(part: ListFile) -> str:
    """SHA-256 over a list's content."""
    return digest(part.model_dump(mode="json", exclude_defaults=True))
