"""Writing items and what is found by them: the steps that drafting, importing and installing share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qingdan.foundation.audit.services import record, record_bulk
from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.basis import LONGEST_KEY, Basis, parse
from qingdan.register.lists.content import digest, plain
from qingdan.register.lists.models import BasisDocument, Edition, Item, ItemBasis

BATCH = 500


def new_item(edition: Edition, spec: ItemSpec, *, code: str, position: int, reason: str = "") -> Item:
    """An item that is not stored yet."""
    item = Item(edition=edition, code=code, position=position, reason=reason)
    set_content(item, spec)
    return item


def set_content(item: Item, spec: ItemSpec) -> None:
    """Give an item its content, with the columns that people search and sort."""
    item.title, item.key = spec.title, key(spec.title)[:LONGEST_KEY]
    item.category, item.lead_body = spec.category[:200], spec.lead_body[:200]
    item.spec = plain(spec)
    item.digest = digest(item.spec)


def store(items: Sequence[Item]) -> list[Item]:
    """Store new items and index the documents on which they rest."""
    kept = Item.objects.bulk_create(items, batch_size=BATCH)
    index_bases(kept)
    return kept


def index_bases(items: Sequence[Item], *, anew: bool = False) -> None:
    """Make the index rows of items' bases (``anew``: in place of earlier ones); missing documents are added."""
    for start in range(0, len(items) if anew else 0, BATCH):
        ItemBasis.objects.filter(item__in=items[start : start + BATCH]).delete()
    cited = [
        (item, basis, position)
        for item in items
        for position, basis in enumerate(map(parse, item.spec.get("basis", [])))
        if basis.key
    ]
    ids = _documents({basis.key: basis for _item, basis, _position in cited})
    ItemBasis.objects.bulk_create(
        [
            ItemBasis(item=item, document_id=ids[basis.key], article=basis.article[:100], position=position)
            for item, basis, position in cited
        ],
        batch_size=BATCH,
    )


def _documents(wanted: dict[str, Basis]) -> dict[str, int]:
    """The ids of documents by key; what is missing is added, also while somebody else adds the same."""
    known = _known(wanted)
    BasisDocument.objects.bulk_create(
        [
            BasisDocument(key=each, title=basis.name[:200], number=basis.number[:100])
            for each, basis in sorted(wanted.items())
            if each not in known
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    return _known(wanted)


def _known(wanted: Iterable[str]) -> dict[str, int]:
    names = sorted(wanted)
    return {
        name: pk
        for start in range(0, len(names), BATCH)
        for name, pk in BasisDocument.objects.filter(key__in=names[start : start + BATCH]).values_list("key", "pk")
    }


def note(actor: Account | None, verb: str, edition: Edition, detail: object = None) -> None:
    """The audit record of one act on an edition, in the stream of its county."""
    record(verb=verb, object_type="edition", object_id=edition.id_text, detail=detail, **_who(actor, edition))


def note_bulk(actor: Account | None, verb: str, edition: Edition, details: Sequence[object]) -> None:
    """The audit record of a bulk act on an edition."""
    record_bulk(verb=verb, object_type="edition", object_id=edition.id_text, details=details, **_who(actor, edition))


def _who(actor: Account | None, edition: Edition) -> dict[str, Any]:
    return {
        "actor_id": actor.pk if actor else None,
        "actor_name": str(actor) if actor else "系统",
        "stream": edition.item_list.division[:6],
    }
