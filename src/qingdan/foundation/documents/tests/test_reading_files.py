"""The words of files, and pictures that are written anew: real files, broken ones, and ones that would not fit."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest
from PIL import Image

from qingdan.foundation.documents.extracting import words_of_file
from qingdan.foundation.documents.pictures import LONGEST_SIDE, written_anew
from qingdan.foundation.documents.rules import DOCX, JPEG, PDF, PNG, TXT, XLSX, BadFile, FileType


def as_bytes(save: Any) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("正文一句")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "表里一格"
    document.sections[0].header.paragraphs[0].text = "页眉一行"
    document.sections[0].footer.paragraphs[0].text = "页脚一行"
    return as_bytes(document.save)


def excel() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "名单"
    book.active.append(["姓名", "电话", 12])
    book.create_sheet("第二张").append(["内部资料"])
    return as_bytes(book.save)


def pdf(words: str) -> bytes:
    """A PDF of one page with a font that says by its table which characters its codes are."""
    codes = "".join(f"<{number:04x}> <{ord(sign):04x}>\n" for number, sign in enumerate(words, 1))
    table = f"begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{len(words)} beginbfchar\n{codes}endbfchar\nendcmap"
    text = f"BT /F 12 Tf 50 700 Td <{''.join(f'{number:04x}' for number in range(1, len(words) + 1))}> Tj ET"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 6 0 R >>",
        f"<< /Length {len(table)} >>\nstream\n{table}\nendstream",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
    ]  # fmt: skip
    out, places = "%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n"
    begin = len(out)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{rows}trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF"
    return out.encode("latin-1")


@pytest.mark.parametrize(
    ("kind", "data", "wanted"),
    [
        (TXT, "纯文本".encode(), ["纯文本"]),
        (DOCX, word(), ["正文一句", "表里一格", "页眉一行", "页脚一行"]),
        (XLSX, excel(), ["名单", "姓名", "电话", "12", "第二张", "内部资料"]),
        (PDF, pdf("机密文件"), ["机密文件"]),
    ],
    ids=["txt", "docx", "xlsx", "pdf"],
)
def test_the_words_of_a_file_are_read_also_beside_its_text(kind: FileType, data: bytes, wanted: list[str]) -> None:
    words = words_of_file(kind.content_type, lambda: data)
    assert [each for each in wanted if each not in words] == []


@pytest.mark.parametrize("kind", [DOCX, XLSX, PDF], ids=["docx", "xlsx", "pdf"])
def test_a_broken_file_has_no_words(kind: FileType) -> None:
    assert words_of_file(kind.content_type, lambda: b"broken") == ""


def test_of_a_long_file_as_much_is_read_as_was_asked() -> None:
    data = ("甲" * 50_000 + "乙").encode()
    assert "乙" not in words_of_file(TXT.content_type, lambda: data)
    assert "乙" in words_of_file(TXT.content_type, lambda: data, longest=100_000)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "L", "P", "1", "CMYK", "I;16"])
def test_pictures_of_every_sort_keep_what_is_seen(mode: str) -> None:
    kind = JPEG if mode == "CMYK" else PNG
    data = as_bytes(lambda out: Image.new(mode, (20, 10)).save(out, "JPEG" if kind is JPEG else "PNG"))
    made = Image.open(io.BytesIO(written_anew(data, kind)))
    assert (made.size, made.format) == ((20, 10), "JPEG" if kind is JPEG else "PNG")


def test_a_large_picture_is_made_smaller() -> None:
    data = as_bytes(lambda out: Image.new("RGB", (6000, 2000)).save(out, "JPEG"))
    assert Image.open(io.BytesIO(written_anew(data, JPEG))).size == (LONGEST_SIDE, LONGEST_SIDE // 3)


def test_nothing_beside_the_picture_remains() -> None:
    data = as_bytes(lambda out: Image.new("RGB", (9, 9)).save(out, "PNG", pnginfo=_comment("王文书拍的")))
    made = written_anew(data + b"behind the end", PNG)
    assert "王文书".encode() in data and "王文书".encode() not in made and b"behind" not in made
    assert Image.open(io.BytesIO(made)).info == {}


def _comment(words: str) -> Any:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("Comment", words)
    return info


@pytest.mark.parametrize("kind", [JPEG, PNG], ids=["jpeg", "png"])
def test_what_cannot_be_decoded_is_refused(kind: FileType) -> None:
    whole = as_bytes(
        lambda out: Image.effect_noise((300, 300), 90).convert("RGB").save(out, "JPEG" if kind is JPEG else "PNG")
    )
    for data in (b"", b"broken", whole[: len(whole) // 3]):
        with pytest.raises(BadFile, match="打不开"):
            written_anew(data, kind)
