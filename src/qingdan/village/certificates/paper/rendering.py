"""Setting a certificate: one compiler for the process, values handed over as data, the same input gives the same bytes."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from qingdan.village.certificates.paper import qr
from qingdan.village.certificates.paper.fonts import Fonts, NoGlyph, Piece, fonts
from qingdan.village.certificates.paper.model import MissingGlyph, Paper, TooLong
from qingdan.village.certificates.paper.text import day_in_words, plain

TEMPLATE = Path(__file__).parent / "template"
SIZES = (16.0, 14.0, 12.0)
"""Points of the body: 三号 as in official documents, smaller where a long text needs it."""
DEMO_WORDS = "演示，无效"
_LONGEST = {"title": 40, "number": 60, "issuer": 60, "copies_note": 60, "check_url": 120, "code": 40}
_SHORT_TITLE = 15
_LONGEST_TEXT = 1200
_LABELS = {
    "title": "证明名称", "number": "编号", "issuer": "出具单位", "paragraphs": "正文", "copies_note": "附注", "qr": "二维码",
    "check_url": "核验地址", "code": "查验码",
}  # fmt: skip
_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count (\d+)|/Count (\d+)[^>]*?/Type\s*/Pages\b")


def render(paper: Paper) -> bytes:
    """The page as PDF/A-2b; raises :class:`MissingGlyph` or :class:`TooLong`."""
    _check_lengths(paper)
    content = _content(paper, fonts())
    code = qr.qr_svg(paper.qr)
    for size in SIZES:
        pdf = _compile({**content, "size": size}, code, paper.issued_on)
        if pages(pdf) == 1:
            return pdf
    raise TooLong("paragraphs", "正文太长，一页 A4 纸放不下。请把用途和说明写短一些。")


def render_batch(papers: Sequence[Paper], progress: Callable[[int, int], None] | None = None) -> Iterator[bytes]:
    """The pages one after another, without keeping them; ``progress`` gets how many are done, of how many."""
    for done, paper in enumerate(papers, start=1):
        yield render(paper)
        if progress is not None:
            progress(done, len(papers))


def pages(pdf: bytes) -> int:
    """How many pages a file of :func:`render` has."""
    found = _PAGES.search(pdf)
    return int(found[1] or found[2]) if found else 0


def _check_lengths(paper: Paper) -> None:
    for field, most in _LONGEST.items():
        if len(getattr(paper, field)) > most:
            raise TooLong(field, f"{_LABELS[field]}最多 {most} 个字。")
    if sum(map(len, paper.paragraphs)) > _LONGEST_TEXT:
        raise TooLong("paragraphs", f"正文最多 {_LONGEST_TEXT} 个字，一页 A4 纸放不下更多。请把用途和说明写短一些。")
    if not 0 < len(paper.qr) <= qr.LONGEST:
        raise TooLong("qr", f"二维码的内容要在 1 到 {qr.LONGEST} 个字符之间，再多就印不清楚。")


def _content(paper: Paper, known: Fonts) -> dict[str, Any]:
    """The page as plain data for the template: every text in pieces of one font each."""

    def words(field: str, text: str, names: Iterable[str] = ()) -> list[dict[str, Any]]:
        return [asdict(piece) for piece in _pieces(known, field, plain(text), [plain(name) for name in names])]

    return {
        "families": known.families,
        "body": 0,
        "heading": plain(paper.title),
        "author": plain(paper.issuer),
        "keywords": [paper.qr],
        "title": words("title", paper.title),
        "title_size": 24 if len(paper.title) <= _SHORT_TITLE else 20,
        "number": words("number", f"编号：{paper.number}"),
        "paragraphs": [words("paragraphs", each, paper.names) for each in paper.paragraphs if plain(each)],
        "issuer": words("issuer", paper.issuer),
        "issued": words("issued_on", day_in_words(paper.issued_on)),
        "notes": [words("copies_note", note) for note in _notes(paper)],
        "demo": words("demo", DEMO_WORDS) if paper.demo else None,
        "alt": f"核验二维码 {paper.code}",
    }


def _notes(paper: Paper) -> Iterator[str]:
    if paper.demo:
        yield f"{DEMO_WORDS}：这是演示数据，不证明任何事。"
    yield f"有效期至 {day_in_words(paper.valid_until)}。" if paper.valid_until else "没有规定有效期。"
    yield f"查验码 {paper.code}"
    yield f"扫二维码，或者打开 {paper.check_url} 输入查验码，就知道这份证明是真是假、还有没有效。"
    if paper.copies_note:
        yield paper.copies_note


def _pieces(known: Fonts, field: str, text: str, names: Iterable[str]) -> list[Piece]:
    try:
        return known.pieces(text, names)
    except NoGlyph as missing:
        code = f"U+{ord(missing.character):04X}"
        raise MissingGlyph(
            field,
            f"“{missing.character}”（{code}）在这台机器的字体里没有，不能打印。请装上有这个字的字体"
            "（放进 QINGDAN_FONTS 指的文件夹，例如平光黑体、花园明朝），或者手写办理。",
        ) from None


_compiling = threading.Lock()
"""The compiler is not made for two threads at once."""


def _compile(content: dict[str, Any], code: str, issued_on: date) -> bytes:
    at = datetime(issued_on.year, issued_on.month, issued_on.day, tzinfo=UTC)
    with _compiling:
        result = _compiler().compile(
            format="pdf",
            pdf_standards="a-2b",
            timestamp=at,
            sys_inputs={"paper": json.dumps(content, ensure_ascii=False), "qr": code},
        )
    if not isinstance(result, bytes):
        raise TypeError("one document was expected")
    return result


@cache
def _compiler() -> typst.Compiler:
    folders = sorted({font.path.parent for font in fonts().all})
    return typst.Compiler(
        input=TEMPLATE / "certificate.typ", root=TEMPLATE, font_paths=folders, ignore_system_fonts=True
    )
