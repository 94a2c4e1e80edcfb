"""What must not be read: marked papers leave no trace; broken, locked, bloated and disguised files end in a clear message."""

from __future__ import annotations

import io
import logging
import os
import stat
import struct
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from pypdf.annotations import FreeText

from qingdan.entry.screening.model import BlockKind, Paper
from qingdan.entry.screening.reading import Marked, Refused, bundles, converting, read_files, read_paper, read_words
from qingdan.entry.screening.reading.tests import made_files as made
from qingdan.foundation.documents import extracting, programs, rules

MARK = "机密★1年"


def word_with(place: str) -> bytes:
    document = made.word()
    if place == "header":
        document.sections[0].header.paragraphs[0].text = MARK
    elif place == "footer":
        document.sections[0].footer.paragraphs[0].text = "内部资料 注意保存"
    elif place == "box":
        made.text_box(document.paragraphs[1], MARK)
    elif place == "cell":
        document.add_table(rows=1, cols=2).cell(0, 1).text = "机密"
    elif place == "property":
        document.core_properties.subject = MARK
    elif place == "deleted":
        made.tracked(document.paragraphs[1], "", "", MARK)
    elif place == "split":
        for part in ("机", "密", "★", "1年"):
            document.paragraphs[1].add_run(part)
    elif place == "part":
        return made.with_part(made.saved(document), {"word/embeddings/机密文件.bin": b"x"})
    else:
        document.add_paragraph(MARK)
    return made.saved(document)


class TestMarks:
    @pytest.mark.parametrize(
        "place", ["text", "header", "footer", "box", "cell", "property", "deleted", "split", "part"]
    )
    def test_wherever_a_word_file_carries_one(self, place: str) -> None:
        with pytest.raises(Marked):
            read_files("通知.docx", word_with(place))

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("机密通知.txt", b"a"),
            ("通知.txt", f"{MARK}\n通知".encode("gb18030")),
            ("通知.html", f"<html><body><p>通知</p><div hidden>{MARK}</div></body></html>".encode()),
            ("通知.pdf", made.pdf([[(88, 700, 16, MARK)]])),
            ("收到.zip", made.bundle({"a.txt": "各村".encode(), "b/c.docx": word_with("header")})),
            ("收到.zip", made.bundle({"秘密级/a.txt": "各村".encode()})),
            ("收到.zip", made.bundle({"a.txt": "各村".encode(), "内部资料.png": b"\x89PNG"})),
            ("内部资料.zip", b"PK\x03\x04broken"),
        ],
        ids=["name", "text", "page", "pdf", "file in zip", "folder in zip", "name in zip", "name of zip"],
    )
    def test_wherever_another_file_carries_one(self, name: str, data: bytes) -> None:
        with pytest.raises(Marked):
            read_files(name, data)

    @pytest.mark.parametrize("place", ["note", "file", "title"])
    def test_wherever_a_pdf_carries_one_besides_its_pages(self, place: str) -> None:
        assert read_paper("通知.pdf", pdf_with(place, "各村")).text == "各村要排查。"
        with pytest.raises(Marked):
            read_paper("通知.pdf", pdf_with(place, MARK))

    def test_pasted_words(self) -> None:
        with pytest.raises(Marked):
            read_words(f"{MARK}\n关于某事的通知")

    def test_nothing_of_it_is_logged_said_or_left_behind(
        self,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with caplog.at_level(logging.DEBUG), pytest.raises(Marked) as raised:
            read_files("通知.docx", word_with("text"))
        told = capfd.readouterr()
        assert not [
            word for word in ("★", "1年", "行政村") if word in f"{caplog.text}{raised.value}{told.out}{told.err}"
        ]
        assert list(tmp_path.iterdir()) == []

    def test_a_notice_that_protects_peoples_data_is_not_marked(self) -> None:
        for words in ("各村要对群众个人信息注意保密。", "入户所得居民信息不得外传。", "开展保密宣传月活动。"):
            assert isinstance(read_words(f"通知\n各村：\n{words}"), Paper)


def refused(name: str, data: bytes) -> str:
    with pytest.raises(Refused) as raised:
        read_paper(name, data)
    assert not isinstance(raised.value, Marked)
    return str(raised.value)


def pdf_with(place: str, words: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made.pdf([[(88, 700, 16, "各村要排查。")]])))
    if place == "note":
        writer.add_annotation(0, FreeText(text=words, rect=(50, 550, 200, 650)))
    elif place == "file":
        writer.add_attachment(f"{words}.txt", b"x")
    else:
        writer.add_metadata({"/Title": words})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made.pdf([[(88, 700, 16, "各村")]])))
    writer.encrypt("geheim", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked_zip() -> bytes:
    data = bytearray(made.bundle({"a.txt": b"secret words"}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(sign) + place
        data[at : at + 2] = struct.pack("<H", 1)
    return bytes(data)


def document_xml(xml: str) -> bytes:
    return made.with_part(made.saved(made.word()), {"word/document.xml": xml.encode()})


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "各村">'
    + "".join(f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><w:document {W}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
DEEP = (
    f"<w:document {W}><w:body>{'<w:sdt><w:sdtContent>' * 5000}{'</w:sdtContent></w:sdt>' * 5000}</w:body></w:document>"
)
TABLES = "<w:tbl><w:tr><w:tc>" * 60 + "<w:p><w:r><w:t>a</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 60


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"", "没有字"),
        ("a.txt", b" \n\n ", "没有字"),
        ("a.docx", made.saved(docx.Document()), "没有字"),
        ("a.txt", b"x" * (rules.LARGEST + 1), "太大"),
        ("a.docx", made.saved(made.word())[:3000], "看不出"),
        ("a.docx", document_xml("<w:document"), "打不开"),
        ("a.docx", document_xml(LAUGHS), "打不开|结构不正常"),
        ("a.docx", document_xml(OUTSIDE), "结构不正常"),
        ("a.docx", document_xml(DEEP), "打不开|结构不正常"),
        ("a.docx", document_xml(f"<w:document {W}><w:body>{TABLES}</w:body></w:document>"), "结构不正常|打不开"),
        ("a.docx", made.with_part(made.saved(made.word()), {"word/vbaProject.bin": b"x"}), "宏"),
        ("a.docx", made.with_part(made.saved(made.word()), {"word/media/a.bin": b"\0" * 30_000_000}), "大得不正常"),
        ("a.docx", ole("EncryptedPackage"), "密码"),
        ("a.pdf", locked_pdf(), "密码"),
        ("a.pdf", b"%PDF-1.7 broken", "打不开"),
        ("a.pdf", made.pdf([[]]), "没有字"),
        ("a.xlsx", made.with_part(made.excel(), {"xl/workbook.xml": b"<broken"}), "打不开"),
        ("a.zip", locked_zip(), "密码"),
        ("a.zip", made.bundle({f"{number}.txt": b"a" for number in range(bundles.MOST_FILES + 1)}), "文件太多"),
        ("a.zip", made.bundle({"a.txt": b"\0" * 30_000_000}), "大得不正常"),
        ("a.zip", made.bundle({"b.zip": made.bundle({"c.txt": b"a"})}), "压缩包里又有压缩包"),
        ("a.zip", made.bundle({}), "看不出|没有文件"),
        ("a.rar", b"Rar!\x1a\x07\x00xx", "RAR"),
        ("a.ofd", made.bundle({"OFD.xml": b"<OFD/>"}), "OFD"),
        ("a.pptx", made.bundle({"ppt/presentation.xml": b"<p/>"}), "演示文稿"),
        ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04", "看不出"),
        ("a.txt", b"\x00\x01\x02\x03 binary", "看不出"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related", "另存为"),
        ("a.txt", ("各村" * 1_100_000).encode(), "200 万字"),
    ],
    ids=[
        "empty", "blank", "no words", "too large", "cut off", "broken xml", "entities", "outside entity", "deep xml", "deep tables", "macros", "bloated part",
        "locked word", "locked pdf", "broken pdf", "pdf without words", "broken excel", "locked zip", "many files", "bomb", "zip in zip", "empty zip", "rar", "ofd",
        "slides", "program", "bytes", "saved as web archive", "too long",
    ],
)  # fmt: skip
def test_files_that_are_refused_with_what_to_do(name: str, data: bytes, words: str) -> None:
    message = refused(name, data)
    assert any(word in message for word in words.split("|")), message
    assert "请" in message or "没有文件" in message or "不要" in message


def test_a_zip_with_broken_contents_is_refused() -> None:
    data = bytearray(made.bundle({"a.txt": made.WORDS.encode() * 20}))
    data[40:60] = b"\xff" * 20
    assert "压缩包打不开" in refused("a.zip", bytes(data))


def test_a_text_that_was_cut_off_within_a_character_is_read_and_that_is_said() -> None:
    for encoding in ("utf-8", "gb18030"):
        paper = read_paper("a.txt", made.WORDS.encode(encoding) * 3 + "各".encode(encoding)[:1])
        assert paper.title == "关于开展农村人居环境整治的通知" and "1 个字读不出来" in paper.notes[0]


def test_a_file_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "_PROGRAM", "while True: pass")
    monkeypatch.setattr(extracting, "SECONDS", 1)
    assert "没有读完" in refused("a.docx", made.saved(made.word()))


def test_a_reader_that_wants_all_memory_gets_it_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "MEMORY", 40 * 1024 * 1024)
    assert "请" in refused("a.pdf", made.pdf([[(88, 700, 16, "各村")]]))


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


class TestConverter:
    """Old Word files, with a stand-in for LibreOffice that does with its arguments what that does."""

    DATA = ole("WordDocument")

    @pytest.fixture
    def office(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        (tmp_path / "made.docx").write_bytes(made.saved(made.word()))
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        return tmp_path

    def test_without_one_the_menu_of_wps_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(programs, "found", lambda *_names: "")
        for name in ("a.doc", "a.wps"):
            message = refused(name, self.DATA)
            assert "文件 → 另存为" in message and "Word 文件(*.docx)" in message

    def test_with_one_it_is_read_and_that_is_said(self, office: Path) -> None:
        program(office, "soffice", f'while [ "$1" != "--outdir" ]; do shift; done; test -s "$3" || exit 3; mkdir -p "$2"; cp {office}/made.docx "$2/paper.docx"; pwd > {office}/where')  # fmt: skip
        paper = read_paper("a.doc", self.DATA)
        assert paper.text == made.WORDS and any("LibreOffice" in note for note in paper.notes)
        where = Path((office / "where").read_text("utf-8").strip())
        assert where.is_relative_to(converting._MEMORY_FOLDER) and not where.exists()

    def test_one_that_fails_or_hangs_is_told_and_leaves_nothing(
        self, office: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program(office, "soffice", "exit 1")
        assert "另存为" in refused("a.doc", self.DATA)
        program(office, "soffice", f"echo $$ > {office}/pid; sleep 600")
        monkeypatch.setattr(converting, "SECONDS", 1)
        assert "没有读完" in refused("a.doc", self.DATA)
        pid = int((office / "pid").read_text())
        assert subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False).stdout.strip() in (b"", b"Z", b"Zs")  # fmt: skip

    def test_it_knows_nothing_of_our_environment(self, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("QINGDAN_SECRET_KEY", "hush")
        program(office, "soffice", f"env > {office}/env; exit 1")
        refused("a.doc", self.DATA)
        assert "hush" not in (office / "env").read_text("utf-8")


class TestPictures:
    """Pictures and scans, with a stand-in for Tesseract that gives what that gives."""

    def picture(self) -> bytes:
        from PIL import Image

        out = io.BytesIO()
        Image.new("RGB", (60, 30), "white").save(out, "PNG")
        return out.getvalue()

    @pytest.fixture
    def ocr(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        return tmp_path

    def scan(self) -> bytes:
        from PIL import Image

        out = io.BytesIO()
        Image.open(io.BytesIO(self.picture())).save(out, "PDF")
        return out.getvalue()

    def test_without_a_reader_of_pictures_they_can_be_kept_and_four_questions_answered(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(programs, "found", lambda *_names: "")
        for name, data in (("a.png", self.picture()), ("改名.docx", self.picture()), ("a.pdf", self.scan())):
            with pytest.raises(Refused, match="四个问题") as raised:
                read_paper(name, data)
            assert raised.value.picture

    def test_what_was_recognised_says_so(self, ocr: Path) -> None:
        lines = "关于 报送 台账 的 通知\\n各 村 ：\\n请 各村 于 每周五 下午 五 时 前 将 台账 报送 到 镇 人居 办 公\\n室 。\\n"
        program(ocr, "tesseract", f'if [ "$1" = "--list-langs" ]; then echo chi_sim; exit; fi; test "$(head -c 4 | tail -c 3)" = PNG || exit 4; printf "{lines}"')  # fmt: skip
        for data in (self.picture(), self.word_scan()):
            paper: Any = read_paper("a.png", data)
            assert paper.recognised and any("对照原件" in note for note in paper.notes)
            assert (paper.title, paper.addressees) == ("关于报送台账的通知", ("各村",))
            assert paper.text.splitlines()[2] == "请各村于每周五下午五时前将台账报送到镇人居办公室。"

    def word_scan(self) -> bytes:
        """A Word file with nothing but a picture in it: the other sort of scan."""
        document = docx.Document()
        document.add_picture(io.BytesIO(self.picture()))
        return made.saved(document)

    def mixed(self) -> bytes:
        """A PDF whose second page of three is a scan, with what the scanning program writes below it."""
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(made.pdf([[(88, 700, 16, "各村要在三月十日以前完成排查。")]])))
        scan = pypdf.PdfReader(io.BytesIO(self.scan())).pages[0]
        writer.add_page(scan)
        writer.append(io.BytesIO(made.pdf([[(88, 700, 16, "各村要在月底以前完成整改。")]])))
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    def test_a_scanned_page_among_others_is_recognised_in_its_place(self, ocr: Path) -> None:
        program(ocr, "tesseract", 'if [ "$1" = "--list-langs" ]; then echo chi_sim; exit; fi; cat > /dev/null; echo "各村 要 签订 责任书 。"')  # fmt: skip
        paper = read_paper("a.pdf", self.mixed())
        assert paper.text.splitlines() == [
            "各村要在三月十日以前完成排查。",
            "各村要签订责任书。",
            "各村要在月底以前完成整改。",
        ]
        assert (paper.recognised, paper.pages, paper.blocks[1].place) == (True, 3, "第 2 页")

    def test_a_scanned_page_that_cannot_be_read_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(programs, "found", lambda *_names: "")
        paper = read_paper("a.pdf", self.mixed())
        assert not paper.recognised and paper.notes == ("第 2 页只有图，没有字，没有读。",)

    def test_a_mark_in_a_picture_is_found(self, ocr: Path) -> None:
        program(ocr, "tesseract", f'if [ "$1" = "--list-langs" ]; then echo chi_sim; exit; fi; cat > /dev/null; echo "{MARK}"')  # fmt: skip
        with pytest.raises(Marked):
            read_paper("a.png", self.picture())

    def test_one_without_the_chinese_data_is_none(self, ocr: Path) -> None:
        program(ocr, "tesseract", "echo eng")
        with pytest.raises(Refused, match="四个问题"):
            read_paper("a.png", self.picture())


def test_a_paper_holds_no_place_outside_its_text() -> None:
    document = made.word()
    made.duty_table(document)
    paper = read_paper("a.docx", made.saved(document))
    assert all(paper.text[block.start : block.end].strip() for block in paper.blocks)
    assert {block.kind for block in paper.blocks} >= {BlockKind.ROW, BlockKind.TABLE_HEAD}
    assert zipfile.is_zipfile(io.BytesIO(made.saved(document)))
