"""Lists on record before stewards could keep them come through the migrations whole, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from qingdan.register.lists.models import BasisDocument, BasisEnd, Edition, Item, ItemBasis

BEFORE: list[tuple[str, str | None]] = [("lists", "0003_published_words_are_final")]


@pytest.fixture
def emptied() -> Iterator[None]:
    """The room's tables made anew afterwards: what is published could not be deleted."""
    yield
    to([("lists", None)])
    to(MigrationExecutor(connection).loader.graph.leaf_nodes())


def to(state: list[tuple[str, str | None]]) -> MigrationExecutor:
    """Migrate to a state."""
    executor = MigrationExecutor(connection)
    executor.migrate(state)
    return executor


@pytest.mark.django_db(transaction=True)
def test_published_lists_get_codes_digests_and_bases_and_stay_final(transactional_db: None, emptied: None) -> None:
    old = to(BEFORE).loader.project_state(BEFORE).apps
    kept = old.get_model("lists", "ItemList").objects.create(
        slug="cn/old", kind="duty", title="旧清单", division="000000000000", pack_id="cn"
    )
    edition = old.get_model("lists", "Edition").objects.create(
        item_list=kept, number=1, document="旧文件", content_hash="h", pack_hash="p"
    )
    old.get_model("lists", "Item").objects.create(
        edition=edition, code="CN-DU-01X", position=1, title="旧事", key="旧事",
        spec={"id": "01", "title": "旧事", "basis": ["《旧法》第一条"]}, published=True,
    )  # fmt: skip
    old.get_model("lists", "Edition").objects.filter(pk=edition.pk).update(state="published")
    to(MigrationExecutor(connection).loader.graph.leaf_nodes())
    found = Item.objects.get(code="CN-DU-01X")
    assert (found.edition.item_list.code, found.edition.item_list.next_number) == ("CN-DU", 501)
    assert (len(found.digest), found.edition.source_hash) == (64, "h")
    assert ItemBasis.objects.get(item=found).document.title == "旧法"
    assert {each.title for each in BasisDocument.objects.all()} == {"旧法"}
    changes: list[tuple[Any, dict[str, str]]] = [(Item, {"title": "别的"}), (Edition, {"document": "别的"})]
    for model, change in changes:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(**change)


@pytest.mark.django_db(transaction=True)
def test_bases_without_titles_become_documents_and_their_ends_stay(transactional_db: None, emptied: None) -> None:
    before: list[tuple[str, str | None]] = [("lists", "0006_what_is_published_stays")]
    old = to(before).loader.project_state(before).apps
    kept = old.get_model("lists", "ItemList").objects.create(
        slug="cn/old", code="CN-X1", kind="duty", title="旧清单", division="000000000000", pack_id="cn"
    )
    edition = old.get_model("lists", "Edition").objects.create(item_list=kept, number=1, document="旧文件")
    item = old.get_model("lists", "Item").objects.create(
        edition=edition, code="CN-X1-01X", position=1, title="旧事", key="旧事", digest="d",
        spec={"id": "01", "title": "旧事", "basis": ["消防法（2021）第六条", "消防法第七条"]},
    )  # fmt: skip
    documents = old.get_model("lists", "BasisDocument").objects
    account = old.get_model("orgs", "Account").objects.create(username="steward", display_name="陈")
    for place, (key, title) in enumerate(
        [("消防法2021第六条", "消防法（2021）第六条"), ("消防法第七条", "消防法第七条")]
    ):
        document = documents.create(key=key, title=title)
        old.get_model("lists", "ItemBasis").objects.create(item=item, document=document, position=place)
        old.get_model("lists", "BasisEnd").objects.create(
            document=document, division="120117000000", valid_to="2026-01-01", ended_by="新法", by=account
        )
    to(MigrationExecutor(connection).loader.graph.leaf_nodes())
    document = BasisDocument.objects.get()
    assert (document.title, document.key) == ("消防法", "消防法")
    assert list(ItemBasis.objects.values_list("article", flat=True)) == ["第六条", "第七条"]
    assert BasisEnd.objects.filter(document=document, taken_back_at=None).count() == 1
    assert BasisEnd.objects.count() == 2
