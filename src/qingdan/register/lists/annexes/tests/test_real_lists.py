"""Real lists of other places, put into annexes of the shapes that offices use, go in and out without loss."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from qingdan.register.lists import model_lists
from qingdan.register.lists.annexes.excel import write_excel
from qingdan.register.lists.annexes.json_form import items_from_json, items_to_json
from qingdan.register.lists.annexes.model import AnnexItem
from qingdan.register.lists.annexes.reading import read_annex
from qingdan.register.lists.annexes.tests.shapes import certificate_sheet, duty_document, plaque_sheet
from qingdan.register.lists.annexes.word import AnnexHeading, write_word


def real(name: str) -> tuple[str, list[AnnexItem]]:
    """A list of the library as annex items."""
    content = yaml.safe_load((Path(model_lists.LIBRARY) / f"{name}.yaml").read_text("utf-8"))
    items = [
        AnnexItem(
            title=each["title"], category=each.get("category", ""), basis=tuple(each.get("basis", ())),
            lead_body=each.get("lead_body", ""), handled_by=each.get("handled_by", ""),
            units=tuple(each.get("units", ())), note=each.get("note", ""),
        )
        for each in content["items"]
    ]  # fmt: skip
    return content["title"], items


def plain(items: object) -> list[AnnexItem]:
    """Without the serial numbers, which every shape prints its own way."""
    return [replace(item, number="") for item in items]  # type: ignore[attr-defined]


PLAQUES = real("plaques-shandong-village")
DUTIES = real("duties-hubei-villages")
CERTIFICATES = real("certificates-should-not-hubei-2020")


class TestShapes:
    def test_plaques_come_from_an_excel_sheet_with_two_heading_rows(self) -> None:
        title, items = PLAQUES
        reading = read_annex("附件7.xlsx", plaque_sheet(title, items))
        assert plain(reading.items) == items
        [table] = reading.tables
        assert (reading.title, table.kind_guess) == (title, "plaque")
        assert [row.message for row in reading.skipped] == ["合计行", "表下的注"]
        assert not reading.faults

    def test_duties_come_from_a_word_document_with_several_tables(self) -> None:
        title, items = DUTIES
        reading = read_annex("附件1.docx", duty_document(title, items))
        assert plain(reading.items) == items
        assert reading.document_number == "某委发〔2020〕15号"
        assert not reading.faults and all(row.status in {"item", "heading"} for t in reading.tables for row in t.rows)

    def test_certificates_come_from_a_sheet_with_group_rows(self) -> None:
        title, items = CERTIFICATES
        reading = read_annex("清单.xlsx", certificate_sheet(title, items))
        got = plain(reading.items)
        assert [(i.title, i.basis, i.handled_by, i.note) for i in got] == [
            (i.title, i.basis, i.handled_by, i.note) for i in items
        ]
        assert len({i.category for i in got}) == len({i.category for i in items})
        assert not reading.faults


@pytest.mark.parametrize(("title", "items"), [PLAQUES, DUTIES, CERTIFICATES], ids=["plaques", "duties", "certificates"])
class TestOutAndInAgain:
    def test_excel(self, title: str, items: list[AnnexItem]) -> None:
        assert list(read_annex("a.xlsx", write_excel(title, items)).items) == items

    def test_word(self, title: str, items: list[AnnexItem]) -> None:
        data = write_word(AnnexHeading(title, document="某文件", number="某发〔2024〕1号", issuer="某局"), items)
        reading = read_annex("a.docx", data)
        assert list(reading.items) == items
        assert reading.document_number == "某发〔2024〕1号"

    def test_json(self, title: str, items: list[AnnexItem]) -> None:
        assert items_from_json(items_to_json(items)) == items
