"""Three real lists, in Word and Excel annexes of different shapes, go into the register and out again without loss."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services
from qingdan.register.lists.annexes.json_form import items_from_json
from qingdan.register.lists.annexes.model import AnnexItem
from qingdan.register.lists.annexes.reading import read_annex
from qingdan.register.lists.annexes.tests import shapes
from qingdan.register.lists.files import annex_items
from qingdan.register.lists.models import Edition
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import DISTRICT, dated, publish, steward, submitted

pytestmark = pytest.mark.django_db
Shape = Callable[[str, list[AnnexItem]], bytes]

CERTIFICATES = [shapes.ALIASES, shapes.NUMBERED_BASES, shapes.HANDLED, shapes.CONFLICT, shapes.NOTE]
PLAQUES = [shapes.ALIASES, shapes.WHERE, shapes.NOTE]
ASSIST = [shapes.BASES, shapes.WHO, shapes.FOR_WHOM, shapes.UNTIL, shapes.NOTE]
ANNEXES: list[tuple[str, int, str, Shape]] = [
    ("CN-BC", 20, "附件.docx", lambda title, items: shapes.several_tables(title, items, CERTIFICATES)),
    ("CN-BC", 20, "清单.xlsx", lambda title, items: shapes.grouped_sheet(title, items, CERTIFICATES)),
    ("NH-PL", 15, "附件4.xlsx", lambda title, items: shapes.marked_sheet(title, items, PLAQUES)),
    ("NH-PL", 15, "附件4.docx", lambda title, items: shapes.merged_document(title, items, [shapes.FOR_WHOM, *PLAQUES])),
    ("CN-AL", 84, "附件2.docx", lambda title, items: shapes.merged_document(title, items, ASSIST)),
    ("CN-AL", 84, "附件2.xlsx", lambda title, items: shapes.grouped_sheet(title, items, ASSIST)),
]  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def without_numbers(items: object) -> list[AnnexItem]:
    return [replace(item, number="", code="", reason="") for item in items]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "size", "name", "shape"), ANNEXES, ids=[f"{code} {name[-4:]}" for code, _size, name, _shape in ANNEXES]
)
def test_a_real_list_goes_in_and_out_without_loss(
    client: Client, code: str, size: int, name: str, shape: Shape
) -> None:
    source = Edition.objects.select_related("item_list").get(item_list__code=code)
    real = without_numbers(annex_items(source.items.all()))
    assert len(real) == size
    begun = services.create_list(
        actor=steward(), division_code=DISTRICT, kind=ListKind(source.item_list.kind), title=f"区里的{source.item_list.title}",
        publisher="区民政局",
    )  # fmt: skip
    draft = begun.editions.get()

    pending = services.prepare_import(
        actor=steward(), edition=draft, name=name, data=shape(begun.title, real), whole=True
    )
    assert [row["message"] for row in pending.rows if row["effect"] == "fault"] == []
    assert [row["warnings"] for row in pending.rows if row["warnings"]] == []
    assert draft.items.count() == 0
    assert services.confirm_import(actor=steward(), pending=pending)["add"] == size
    assert without_numbers(annex_items(draft.items.all())) == real

    draft.refresh_from_db()
    published = publish(submitted(dated(draft)))
    kept = annex_items(published.items.all())
    address = f"/lists/{published.pk}"
    out = {kind: client.get(f"{address}/{kind}/").content for kind in ("excel", "word", "json")}
    assert list(read_annex("导出.xlsx", out["excel"]).items) == kept
    assert list(read_annex("导出.docx", out["word"]).items) == kept
    assert items_from_json(json.loads(out["json"])["items"]) == kept

    following = services.open_draft(actor=steward(), item_list=published.item_list)
    for file, data in (
        ("导出.xlsx", out["excel"]),
        ("导出.docx", out["word"]),
        ("导出.json", out["json"]),
        (name, shape(begun.title, real)),
    ):
        pending = services.prepare_import(actor=steward(), edition=following, name=file, data=data, whole=True)
        assert {row["effect"] for row in pending.rows} - {"skip"} == {"same"}, file
