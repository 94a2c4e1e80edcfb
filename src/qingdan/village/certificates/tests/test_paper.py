"""One A4 page as PDF/A: every word of it stays a word, nothing is blank, the same input gives the same bytes."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops
from pylopdf_fonts_zh_cn import sans_path, serif_path
from pypdf import PdfReader

from qingdan.village.certificates.paper import rendering
from qingdan.village.certificates.paper.fonts import Font, Fonts, NoGlyph, fonts, read_font
from qingdan.village.certificates.paper.model import CannotPrint, MissingGlyph, TooLong
from qingdan.village.certificates.paper.rendering import pages, render, render_batch
from qingdan.village.certificates.paper.text import one_dot, plain, same_name
from qingdan.village.certificates.tests.pages import QR, a_paper, picture_of, words_of


def test_the_page_shows_number_text_issuer_dates_and_code() -> None:
    words = words_of(render(a_paper(copies_note="一式两份。")))
    for wanted in ("家庭成员关系证明", "河西村证〔2026〕0001号", "兹证明王小明系本村村民", "河西村村民委员会",
                   "2026年11月26日", "有效期至2027年5月25日", "7K3M-9XWQ-2T4B", "一式两份"):  # fmt: skip
        assert wanted in words
    assert "演示" not in words


def test_a_certificate_of_the_demonstration_says_that_it_proves_nothing() -> None:
    words = words_of(render(a_paper(demo=True)))
    assert words.count("演示，无效") == 2


def test_one_a4_page_in_black_alone() -> None:
    pdf = render(a_paper())
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    red, green, blue = picture_of(pdf).convert("RGB").split()
    assert ImageChops.difference(red, green).getbbox() is None
    assert ImageChops.difference(green, blue).getbbox() is None


def test_the_place_of_the_seal_is_left_free() -> None:
    """Only issuer and date stand in the field of the seal: its upper and lower thirds are white."""
    picture = picture_of(render(a_paper()), dpi=72).convert("L")
    left, right = 595 - 74 - 244, 595 - 74
    rows = [y for y in range(842) if picture.crop((left, y, right, y + 1)).getextrema()[0] < 128]
    issuer = max(y for y in rows if y < 600)
    assert not [y for y in rows if issuer + 2 < y < issuer + 40]


def test_the_file_is_pdf_a_2b() -> None:
    reader = PdfReader(io.BytesIO(render(a_paper())))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    intent = root["/OutputIntents"][0]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_data()[36:40] == b"acsp"
    assert reader.trailer["/ID"]
    assert "/Encrypt" not in reader.trailer
    assert not {"/AA", "/OpenAction", "/AcroForm", "/Names"} & set(root)
    for font in _fonts_of(reader):
        descendant = font["/DescendantFonts"][0]
        assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"])
        assert "/ToUnicode" in font


def _fonts_of(reader: PdfReader) -> list[Any]:
    resources: Any = reader.pages[0]["/Resources"]
    found = [font.get_object() for font in resources["/Font"].values()]
    assert found
    return found


def test_the_same_input_gives_the_same_bytes() -> None:
    assert render(a_paper()) == render(a_paper())
    assert render(a_paper()) != render(a_paper(number="河西村证〔2026〕0002号"))


@pytest.mark.parametrize("name", ["王小㛃", "张𬱖", "李堃", "陈昇珺", "刘䶮"])
def test_rare_characters_of_names_are_printed(name: str) -> None:
    pdf = render(a_paper(paragraphs=(f"兹证明{name}系本村村民。",), names=(name,)))
    assert f"兹证明{name}系本村村民" in words_of(pdf)


@pytest.mark.parametrize("dot", list("·•‧・･∙⋅"))
def test_variants_of_the_dot_in_minority_names_are_one(dot: str) -> None:
    name = f"阿依古丽{dot}买买提"
    assert one_dot(name) == "阿依古丽·买买提"
    assert same_name(name) == same_name("阿依古丽·买买提")
    pdf = render(a_paper(paragraphs=(f"兹证明{name}系本村村民。",), names=(name,)))
    assert "阿依古丽·买买提" in words_of(pdf)


def test_a_character_that_no_font_has_is_refused_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "fonts", lambda: Fonts([read_font(serif_path()), read_font(sans_path())]))
    with pytest.raises(MissingGlyph, match=r"U\+20BB7") as caught:
        render(a_paper(paragraphs=("兹证明𠮷田系本村村民。",), names=("𠮷田",)))
    assert caught.value.field == "paragraphs"
    assert "田" not in caught.value.message.replace("平光黑体", "")


def test_a_name_is_set_wholly_in_one_font() -> None:
    few = Font(Path("few.otf"), "Few", frozenset(map(ord, "兹证明王小系本村村民，。")))
    many = Font(Path("many.otf"), "Many", frozenset(map(ord, "王小㛃系")))
    pieces = Fonts([few, many]).pieces("兹证明，王小㛃，系本村村民。", ["王小㛃"])
    assert [(piece.text, piece.font) for piece in pieces] == [("兹证明，", 0), ("王小㛃", 1), ("，系本村村民。", 0)]


def test_without_names_a_word_between_marks_is_set_in_one_font() -> None:
    few = Font(Path("few.otf"), "Few", frozenset(map(ord, "兹证明王小，")))
    many = Font(Path("many.otf"), "Many", frozenset(map(ord, "王小㛃")))
    pieces = Fonts([few, many]).pieces("兹证明，王小㛃，")
    assert [(piece.text, piece.font) for piece in pieces] == [("兹证明，", 0), ("王小㛃", 1), ("，", 0)]
    with pytest.raises(NoGlyph) as caught:
        Fonts([few, many]).pieces("王𠮷")
    assert caught.value.character == "𠮷"


def test_the_fonts_of_the_package_are_always_there() -> None:
    assert {"Noto Serif SC", "Noto Sans SC"} <= set(fonts().families)


HOSTILE = [
    '#import "/etc/passwd"',
    "#read(\"certificate.typ\") $x^2$ *粗* _斜_ `码` <签> @引用 \\ = 标题",
    "]} #set page(width: 1pt) //注释 /* 注释 */ \\u{202E}",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_of_the_typesetter_stays_text(text: str) -> None:
    pdf = render(a_paper(paragraphs=(f"用途：{text}",), issuer=f"{text}村"[:60], title="证明#1"))
    words = words_of(pdf)
    assert "".join(text.split()) in words
    assert "root:" not in words
    assert pages(pdf) == 1


def test_control_and_direction_characters_are_dropped_and_lines_joined() -> None:
    assert plain("王\u202e小\x00明\u200b\r\n 二\ufe00") == "王小明 二"
    assert plain("e\u0301") == "é"
    assert "用途：一 二" in plain("用途：一\n\n二")


def test_a_purpose_of_200_characters_fits() -> None:
    pdf = render(a_paper(paragraphs=("兹证明王小明系本村村民。", "用途：" + "办理农业保险理赔" * 25, "特此证明。")))
    assert pages(pdf) == 1
    assert "办理农业保险理赔" * 5 in words_of(pdf)


def test_a_longer_text_is_set_smaller_and_one_that_never_fits_is_refused() -> None:
    pdf = render(a_paper(paragraphs=("经调查核实有关情况属实" * 40,)))
    assert pages(pdf) == 1
    with pytest.raises(TooLong) as caught:
        render(a_paper(paragraphs=("经调查核实" * 150,)))
    assert caught.value.field == "paragraphs"


@pytest.mark.parametrize("field", ["title", "number", "issuer", "copies_note", "qr", "code", "check_url"])
def test_a_field_that_is_far_too_long_is_named(field: str) -> None:
    with pytest.raises(TooLong) as caught:
        render(a_paper(**{field: "长" * 5000}))
    assert caught.value.field == field


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_gives_one_page_or_a_reason(text: str) -> None:
    try:
        pdf = render(a_paper(paragraphs=(f"用途：{text}",), names=(text[:4],)))
    except CannotPrint as error:
        assert error.message
    else:
        assert pages(pdf) == 1


def test_the_code_is_read_from_a_scan_at_150_points_an_inch() -> None:
    found = zxingcpp.read_barcodes(picture_of(render(a_paper()), dpi=150))
    assert [each.text for each in found] == [QR]


def test_a_batch_tells_how_far_it_is() -> None:
    told = []
    papers = [a_paper(number=f"第{n}号") for n in range(3)]
    files = list(render_batch(papers, lambda done, of: told.append((done, of))))
    assert [pages(pdf) for pdf in files] == [1, 1, 1]
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_certificate_without_end_says_so() -> None:
    assert "没有规定有效期" in words_of(render(a_paper(valid_until=None, issued_on=date(2026, 1, 1))))
