"""Publishing lists. A pack's lists install once as edition 1; a changed pack only opens a draft."""

from __future__ import annotations

import hashlib
import json

from django.db import transaction
from django.db.models import Max

from qingdan.foundation.audit.services import record_bulk
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.compiling import item_code, whole_units
from qingdan.policy.packs.queries import newest_versions, stored_pack
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.schema import ListFile
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList, Openness


def install_pack_lists() -> list[Edition]:
    """Install the lists of every installed pack; what is there already is left alone."""
    known = set(Edition.objects.values_list("item_list__slug", "content_hash"))
    installed = []
    for version in newest_versions():
        pack = stored_pack(version.hash)
        for part in pack.lists:
            if (_slug(pack, part), list_hash(part)) not in known:
                installed.append(install_list(pack=pack, part=part))
    return installed


@transaction.atomic
def install_list(*, pack: Pack, part: ListFile) -> Edition:
    """Install one list of a pack: published as edition 1 where it is new, as a draft where another edition stands.

    An edition with the same content is left alone and returned, also where another process has just made it.
    """
    kept, _made = ItemList.objects.get_or_create(
        slug=_slug(pack, part),
        defaults={
            "kind": part.kind.value,
            "title": part.title,
            "division": pack.header.division,
            "pack_id": pack.id,
            "publisher": part.issuer,
        },
    )
    kept = ItemList.objects.select_for_update().get(pk=kept.pk)
    same = kept.editions.filter(content_hash=list_hash(part)).order_by("number").first()
    if same is not None:
        return same
    number = (kept.editions.aggregate(newest=Max("number"))["newest"] or 0) + 1
    draft = kept.editions.filter(state=EditionState.DRAFT).first()
    if draft is not None:
        draft.items.all().delete()
        draft.delete()
        number = draft.number
    edition = _edition(kept, pack, part, number)
    items = _items(edition, pack, part)
    Item.objects.bulk_create(items)
    if number == 1:
        _publish(edition)
    record_bulk(
        verb="publish_edition" if number == 1 else "draft_edition",
        object_type="edition",
        object_id=edition.id_text,
        details=[[item.code, item.spec] for item in items],
    )
    return edition


def _publish(edition: Edition) -> None:
    """From here on the database refuses every change of the edition's content and of its items."""
    Item.objects.filter(edition=edition).update(published=True)
    edition.state = EditionState.PUBLISHED
    edition.save(update_fields=["state"])


def _edition(kept: ItemList, pack: Pack, part: ListFile, number: int) -> Edition:
    return Edition.objects.create(
        item_list=kept,
        number=number,
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
        openness=Openness.PUBLIC if pack.header.document.openness == "public" else Openness.INTERNAL,
        pack_hash=pack.hash,
        content_hash=list_hash(part),
    )


def _items(edition: Edition, pack: Pack, part: ListFile) -> list[Item]:
    return [
        Item(
            edition=edition,
            code=item_code(pack.header.code, part.code, spec.id),
            position=position,
            title=spec.title,
            key=key(spec.title)[:200],
            category=spec.category,
            lead_body=spec.lead_body,
            spec=whole_units(spec, part).model_dump(mode="json", exclude_defaults=True),
        )
        for position, spec in enumerate(part.items, start=1)
    ]


def _slug(pack: Pack, part: ListFile) -> str:
    return f"{pack.id}/{part.id}"


def list_hash(part: ListFile) -> str:
    """SHA-256 over a list's content."""
    plain = json.dumps(part.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()
