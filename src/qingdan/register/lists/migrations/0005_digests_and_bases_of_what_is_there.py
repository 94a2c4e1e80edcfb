"""Gives the rows on record their codes, digests and bases. ``basis.parse`` is pure and only splits words."""

import hashlib
import json

from django.db import migrations
from django.db.models import F

from qingdan.register.lists.basis import parse

BATCH = 500
FIRST_OF_A_PACK = 501
"""Until now all lists came with packs; what stewards add to them is numbered from here."""


def fill(apps, _editor):
    ItemList, Item = apps.get_model("lists", "ItemList"), apps.get_model("lists", "Item")
    for kept in ItemList.objects.all():
        code = Item.objects.filter(edition__item_list=kept).values_list("code", flat=True).first()
        kept.code = code.rsplit("-", 1)[0][:12] if code else f"L{kept.pk}"
        kept.next_number = FIRST_OF_A_PACK
        kept.save(update_fields=["code", "next_number"])
    apps.get_model("lists", "Edition").objects.exclude(pack_hash="").update(source_hash=F("content_hash"))
    rows = []
    for item in Item.objects.order_by("pk").iterator(chunk_size=BATCH):
        words = json.dumps(item.spec, ensure_ascii=False, sort_keys=True)
        item.digest = hashlib.sha256(words.encode("utf-8")).hexdigest()
        rows.append(item)
        if len(rows) == BATCH:
            keep(apps, rows)
            rows = []
    keep(apps, rows)


def keep(apps, items):
    Item, ItemBasis = apps.get_model("lists", "Item"), apps.get_model("lists", "ItemBasis")
    BasisDocument = apps.get_model("lists", "BasisDocument")
    Item.objects.bulk_update(items, ["digest"])
    found = {}
    cited = []
    for item in items:
        for position, text in enumerate(item.spec.get("basis", [])):
            basis = parse(text)
            if basis.key:
                found.setdefault(basis.key, basis)
                cited.append((item, basis, position))
    BasisDocument.objects.bulk_create(
        [BasisDocument(key=key, title=basis.document[:200], number=basis.number[:100]) for key, basis in found.items()],
        ignore_conflicts=True,
    )
    ids = dict(BasisDocument.objects.filter(key__in=found).values_list("key", "pk"))
    ItemBasis.objects.bulk_create(
        [
            ItemBasis(item=item, document_id=ids[basis.key], article=basis.article[:100], position=position)
            for item, basis, position in cited
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("lists", "0004_drafts_that_stewards_keep")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
