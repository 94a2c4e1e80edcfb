"""Attachments: what is taken, what is refused, where it lies, who reads it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.documents.access import readable
from qingdan.foundation.documents.downloads import download
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.rules import DOCX, JPEG, PDF, PNG, TXT, XLSX, BadFile, check, clean_name
from qingdan.foundation.documents.services import attach
from qingdan.foundation.documents.storage import Damaged, fetch, folder
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account, Division

PDF_BYTES = b"%PDF-1.7\n%%EOF"


def packed(*names: str, size: int = 10) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * size)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("批复.pdf", PDF_BYTES, PDF),
        ("章.PNG", b"\x89PNG\r\n\x1a\n....", PNG),
        ("照片.jpeg", b"\xff\xd8\xff\xe0....", JPEG),
        ("通知.docx", packed("word/document.xml"), DOCX),
        ("清单.xlsx", packed("xl/workbook.xml"), XLSX),
        ("说明.txt", "说明".encode(), TXT),
    ],
    ids=["pdf", "png", "jpeg", "docx", "xlsx", "txt"],
)
def test_content_and_name_that_agree_are_taken(name: str, data: bytes, kind: object) -> None:
    assert check(name, data) is kind


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.pdf", b"", "空的"),
        ("大.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024), "太大"),
        ("程序.exe", b"MZ", "不收这种文件"),
        ("网页.html", b"<script>", "不收这种文件"),
        ("清单.xlsx", b"\x89PNG\r\n\x1a\n....", "内容却是PNG"),
        ("图.png", PDF_BYTES, "内容却是PDF"),
        ("表.xlsx", b"PK\x03\x04broken", "看不出"),
        ("表.xlsx", packed("xl/workbook.xml", "xl/vbaProject.bin"), "宏"),
        ("弹.xlsx", packed("xl/workbook.xml", size=50_000_000), "大得不正常"),
        ("乱.txt", b"\x00\x01", "看不出"),
    ],
    ids=["空", "太大", "程序", "网页", "改名的图片", "改名的PDF", "坏的表格", "宏", "压缩炸弹", "乱码"],
)
def test_what_is_refused_says_why(name: str, data: bytes, says: str) -> None:
    with pytest.raises(BadFile, match=says):
        check(name, data)


@given(st.text(max_size=400))
def test_a_clean_name_can_be_shown_and_stored(name: str) -> None:
    try:
        shown = clean_name(name)
    except BadFile:
        return
    assert 0 < len(shown) <= 150
    assert not set(shown) & set('/\\:*?"<>|\x00\n\u202e')


def test_a_path_in_a_name_is_cut_off() -> None:
    assert clean_name("../../etc/批复.pdf") == "批复.pdf"
    assert clean_name("C:\\文件\\批复.pdf") == "批复.pdf"


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district."""
    yield from installed_for_module(django_db_blocker, install_demo)


@pytest.mark.django_db
@pytest.mark.usefixtures("district")
class TestService:
    @pytest.fixture(autouse=True)
    def home(self, settings: Any, tmp_path: Path) -> None:
        settings.HOME = tmp_path

    def clerk(self, name: str = "demo-village-clerk") -> Account:
        return Account.objects.get(username=name)

    def attach(self, name: str = "批复.pdf", data: bytes = PDF_BYTES) -> Attachment:
        village = Division.objects.get(pk="120117103201")
        return attach(actor=self.clerk(), division=village, name=name, data=data)

    def test_a_file_lies_by_its_content_and_the_same_content_once(self) -> None:
        first, second = self.attach(), self.attach("又一份.pdf")
        assert first.sha256 == second.sha256
        assert len([path for path in folder().rglob("*") if path.is_file()]) == 1
        assert fetch(first.sha256) == PDF_BYTES

    def test_another_place_is_not_the_actors(self) -> None:
        with pytest.raises(NotAllowed):
            attach(actor=self.clerk(), division=Division.objects.get(pk="120117104000"), name="x.pdf", data=PDF_BYTES)

    def test_who_reads_it(self) -> None:
        kept = self.attach()
        assert kept in readable(self.clerk())
        assert kept in readable(self.clerk("demo-town-clerk"))
        assert kept in readable(self.clerk("demo-lead-civil"))
        assert kept not in readable(self.clerk("demo-system-admin"))
        assert kept not in readable(self.clerk("demo-audit-admin"))

    def test_a_file_of_a_case_is_read_through_the_case_only(self) -> None:
        village = Division.objects.get(pk="120117103201")
        kept = attach(actor=self.clerk(), division=village, name="a.pdf", data=PDF_BYTES, of_case=True)
        assert kept in readable(self.clerk())
        for other in ("demo-town-clerk", "demo-lead-civil", "demo-department-officer"):
            assert kept not in readable(self.clerk(other))

    def test_it_is_served_as_a_download_only(self) -> None:
        response = download(self.attach("通知<1>.pdf"))
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_a_damaged_file_is_not_served(self) -> None:
        kept = self.attach()
        next(path for path in folder().rglob("*") if path.is_file()).write_bytes(b"%PDF-other")
        with pytest.raises(Damaged):
            download(kept)
