"""Bases without 《》 are told apart into document and article: what items rest on is indexed anew, ends are kept."""

from django.db import migrations
from django.utils import timezone

from qingdan.register.lists.basis import Basis, parse

BATCH = 500


def index_anew(apps, _schema):
    BasisDocument, BasisEnd, Item, ItemBasis = (
        apps.get_model("lists", name) for name in ("BasisDocument", "BasisEnd", "Item", "ItemBasis")
    )
    for old in BasisDocument.objects.filter(ends__isnull=False).distinct():
        words = parse(old.title)
        basis = words if words.article else Basis(old.title)
        if basis.key != old.key:
            kept, _made = BasisDocument.objects.get_or_create(key=basis.key, defaults={"title": basis.name[:200]})
            for end in old.ends.all():
                doubled = kept.ends.filter(division=end.division, taken_back_at=None).exists()
                if doubled and end.taken_back_at is None:
                    end.taken_back_at = timezone.now()
                end.document = kept
                end.save()
    ItemBasis.objects.all().delete()
    rows = []
    for item in Item.objects.order_by("pk").iterator(chunk_size=BATCH):
        rows += [
            (item.pk, place, basis)
            for place, text in enumerate(item.spec.get("basis", []))
            if (basis := parse(text)).key
        ]
        if len(rows) >= BATCH:
            keep(BasisDocument, ItemBasis, rows)
            rows = []
    keep(BasisDocument, ItemBasis, rows)
    BasisDocument.objects.filter(ends=None, cited_by=None).delete()


def keep(BasisDocument, ItemBasis, rows):
    wanted = {basis.key: basis for _item, _place, basis in rows}
    BasisDocument.objects.bulk_create(
        [BasisDocument(key=key, title=basis.name[:200], number=basis.number[:100]) for key, basis in wanted.items()],
        ignore_conflicts=True,
    )
    ids = dict(BasisDocument.objects.filter(key__in=wanted).values_list("key", "pk"))
    ItemBasis.objects.bulk_create(
        [
            ItemBasis(item_id=item, document_id=ids[basis.key], article=basis.article[:100], position=place)
            for item, place, basis in rows
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("lists", "0006_what_is_published_stays")]

    operations = [migrations.RunPython(index_anew, migrations.RunPython.noop)]
