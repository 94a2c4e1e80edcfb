"""Web pages (and Word files that are really web pages) as pieces: what is shown, tables as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from qingdan.foundation.documents.extraction.pieces import Piece, PieceCell, Reason, Sort, Unreadable, cell_text, tidy
from qingdan.foundation.documents.extraction.plain import decoded

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_DROPPED = {"script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "select", "button", "input", "textarea", "nav"}  # fmt: skip
_INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "ins", "label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u", "big", "o:p", "p:"}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)


@dataclass(slots=True)
class _Page:
    tables: int = 0
    line: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    centred: bool = False

    def end_line(self) -> None:
        words = tidy("".join(self.line))
        self.line.clear()
        if words:
            self.pieces.append(Piece(Sort.LINE, words, level=self.level, centred=self.centred))


def read(data: bytes) -> Iterator[Piece]:
    """The pieces of a web page; raises :class:`Unreadable`."""
    text = _text(data)
    if text is None or not text.strip():
        raise Unreadable(Reason.DAMAGED)
    try:
        root = html.document_fromstring(_DECLARED.sub("", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(Reason.DAMAGED) from error
    page = _Page()
    for part in root.iter("title", "meta"):
        page.pieces.append(Piece(Sort.HIDDEN, tidy(part.text_content() if part.tag == "title" else part.get("content", ""))))  # fmt: skip
    for body in root.iter("body"):
        page.line.append(body.text or "")
        _walk(body, page)
    page.end_line()
    yield from page.pieces


def _text(data: bytes) -> str | None:
    named = _CHARSET.search(data[:4096])
    if named and named[1].lower() not in (b"utf-8", b"utf8", b"unicode"):
        encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(named[1].decode("ascii").lower(), named[1].decode("ascii"))  # fmt: skip
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(data)


def _walk(element: Any, page: _Page) -> None:
    for child in element.iterchildren():
        if isinstance(child.tag, str):
            _child(child, page)
        if child.tail:
            page.line.append(child.tail)


def _child(child: Any, page: _Page) -> None:
    tag = child.tag.lower()
    if tag in _DROPPED or "hidden" in child.attrib or _UNSEEN.search(child.get("style", "")):
        page.pieces.append(Piece(Sort.HIDDEN, tidy(child.text_content() if tag not in ("script", "style") else "")))
    elif tag == "table":
        page.end_line()
        _table(child, page)
    elif tag == "br":
        page.end_line()
    elif tag in _INLINE or ":" in tag:
        page.line.append(child.text or "")
        _walk(child, page)
    else:
        _block(child, page, tag)


def _block(child: Any, page: _Page, tag: str) -> None:
    page.end_line()
    before = page.level, page.centred
    page.level = _HEADINGS.get(tag, 0)
    page.centred = tag in ("h1", "center") or child.get("align") == "center" or bool(_CENTRED.search(child.get("style", "")))  # fmt: skip
    page.line.append(child.text or "")
    _walk(child, page)
    page.end_line()
    page.level, page.centred = before


def _table(table: Any, page: _Page) -> None:
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    cells = [list(row.iterchildren("td", "th")) for row in rows]
    if max(map(len, cells), default=0) <= 1 or any(True for _inner in table.iter("table") if _inner is not table):
        for each in (cell for row in cells for cell in row):  # a frame around words, not a table
            _block(each, page, "div")
        return
    page.tables += 1
    running: dict[int, tuple[int, PieceCell]] = {}
    for number, row in enumerate(cells, 1):
        line = _row(row, running)
        if any(cell.words for cell in line):
            head = all(cell.tag == "th" for cell in row)
            page.pieces.append(Piece(Sort.ROW, "", f"表 {page.tables} 第 {number} 行", table=page.tables, head=head, cells=tuple(line)))  # fmt: skip


def _row(row: list[Any], running: dict[int, tuple[int, PieceCell]]) -> list[PieceCell]:
    """A row's cells; ``running`` keeps, by column, cells that go on below with how many rows they still cover."""
    line: list[PieceCell] = []
    column = 0
    waiting = iter(row)
    while True:
        part = None if column in running else next(waiting, None)
        if column in running:
            left, cell = running.pop(column)
            line.append(PieceCell(cell.words, cell.span, True))
            left -= 1
        elif part is not None:
            left, cell = _number(part, "rowspan") - 1, PieceCell(_cell_words(part), _number(part, "colspan"))
            line.append(cell)
        elif any(place > column for place in running):
            column += 1
            continue
        else:
            return line
        if left:
            running[column] = (left, cell)
        column += cell.span


def _cell_words(part: Any) -> str:
    within = _Page()
    within.line.append(part.text or "")
    _walk(part, within)
    within.end_line()
    return cell_text([piece.words for piece in within.pieces if piece.sort is Sort.LINE])


def _number(part: Any, name: str) -> int:
    value = part.get(name, "1").strip()
    return min(max(int(value), 1), 100) if value.isascii() and value.isdigit() and len(value) < 6 else 1
