"""Word files (.docx) as pieces: paragraphs and tables in order, text boxes where they hang, what stands beside."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from qingdan.foundation.documents.extraction import word_xml
from qingdan.foundation.documents.extraction.pieces import Piece, PieceCell, Reason, Sort, Unreadable, cell_text, tidy
from qingdan.foundation.documents.extraction.word_numbers import Numbers, numbers_of
from qingdan.foundation.documents.extraction.word_xml import w

LARGEST_PART = 64 * 1024 * 1024
MOST_PICTURES = 20
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_BESIDE = re.compile(r"word/(?:header|footer)\d*\.xml")
_NOTES = {"word/footnotes.xml": (w("footnote"), "脚注"), "word/endnotes.xml": (w("endnote"), "尾注")}
_HIDDEN = re.compile(r"docProps/(?:core|app|custom)\.xml|word/comments\.xml")
_PICTURES = re.compile(r"word/media/.+\.(?:png|jpe?g|tiff?|bmp)", re.IGNORECASE)
_FETCHED = re.compile(rb'TargetMode="External"')
_LINK = re.compile(rb"<Relationship [^>]*/hyperlink\"[^>]*>")
_STRICT_PARTS = (
    (word_xml.STRICT.encode(), word_xml.NAMESPACE.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip
_DEEPEST = 8
"""Tables within tables beyond this depth are no paper of an office."""


@dataclass(slots=True)
class _Reading:
    numbers: Numbers
    tables: int = 0
    boxes: int = 0
    inner: int = 0
    carried: str = ""


def read(data: bytes) -> Iterator[Piece]:
    """The pieces of a Word file; raises :class:`Unreadable`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from _pieces(package)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, NotImplementedError, EOFError) as error:
        raise Unreadable(Reason.DAMAGED) from error
    except RuntimeError as error:  # what zipfile raises for a packed file with a password
        raise Unreadable(Reason.ENCRYPTED) from error


def _pieces(package: zipfile.ZipFile) -> Iterator[Piece]:
    names = package.namelist()
    reading = _Reading(numbers_of(_part(package, "word/styles.xml"), _part(package, "word/numbering.xml")))
    document = _part(package, "word/document.xml")
    if document is None:
        raise Unreadable(Reason.DAMAGED)
    empty = True
    for piece in _blocks(document.find(w("body")), reading):
        empty = False
        yield piece
    yield from _beside(package, names)
    yield from _remarks(package, names, document, empty=empty)
    if empty:
        yield from _pictures(package, names)


def _part(package: zipfile.ZipFile, name: str) -> Any:
    """A part as XML, None where it is missing; one that declares entities or is too large is refused."""
    try:
        info = package.getinfo(name)
    except KeyError:
        return None
    if info.file_size > LARGEST_PART:
        raise Unreadable(Reason.TOO_LONG)
    data = package.read(info)
    if word_xml.STRICT.encode() in data[:5000]:
        for strict, usual in _STRICT_PARTS:
            data = data.replace(strict, usual)
    root = etree.fromstring(data, _PARSER)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(Reason.HOSTILE)
    return root


def _blocks(parent: Any, reading: _Reading, place: str = "") -> Iterator[Piece]:
    if parent is None:
        return
    for block in word_xml.blocks(parent):
        if block.tag == word_xml.PARAGRAPH:
            yield from _paragraph(block, reading, place)
        else:
            yield from _table(block, reading)


def _paragraph(paragraph: Any, reading: _Reading, place: str) -> Iterator[Piece]:
    for box in word_xml.boxes(paragraph):
        reading.boxes += 1
        yield from _blocks(box, reading, f"文本框 {reading.boxes}")
    words = reading.carried + word_xml.words(paragraph)
    reading.carried = ""
    properties = paragraph.find(w("pPr"))
    if properties is not None and properties.find(f"{w('rPr')}/{w('del')}") is not None:
        reading.carried = words
        return
    if not words:
        return
    label = reading.numbers.label(paragraph)
    style = reading.numbers.style_name(paragraph)
    sort = Sort.BESIDE if style.startswith("toc ") else Sort.LINE
    level = reading.numbers.outline(paragraph)
    centred = style == "title" or _centred(properties)
    for number, line in enumerate(filter(None, map(tidy, words.split("\n")))):
        yield Piece(sort, f"{label if not number else ''}{line}", place, level if not number else 0, centred)


def _centred(properties: Any) -> bool:
    found = properties.find(w("jc")) if properties is not None else None
    return found is not None and found.get(w("val")) == "center"


def _table(table: Any, reading: _Reading) -> Iterator[Piece]:
    rows = [[*word_xml.below(row, word_xml.CELL)] for row in word_xml.rows(table)]
    if max((len(row) for row in rows), default=0) == 1 and not any(map(_has_merged, rows)):
        for row in rows:  # a frame around words, not a table
            yield from _within(row[0], reading) if row else ()
        return
    reading.tables += 1
    number = reading.tables
    before: tuple[PieceCell, ...] = ()
    for place, (row, cells) in enumerate(zip(word_xml.rows(table), rows, strict=True), 1):
        before = _cells(cells, before, reading, word_xml.columns_before(row))
        if any(cell.words for cell in before):
            head = word_xml.is_on(row.find(f"{w('trPr')}/{w('tblHeader')}"))
            yield Piece(Sort.ROW, "", f"表 {number} 第 {place} 行", table=number, head=head, cells=before)
        for cell in cells:
            for inner in word_xml.below(cell, word_xml.TABLE):
                yield from _inner(inner, reading)


def _within(cell: Any, reading: _Reading) -> Iterator[Piece]:
    reading.inner += 1
    if reading.inner > _DEEPEST:
        raise Unreadable(Reason.HOSTILE)
    yield from _blocks(cell, reading)
    reading.inner -= 1


def _inner(table: Any, reading: _Reading) -> Iterator[Piece]:
    reading.inner += 1
    if reading.inner > _DEEPEST:
        raise Unreadable(Reason.HOSTILE)
    yield from _table(table, reading)
    reading.inner -= 1


def _has_merged(cells: Iterable[Any]) -> bool:
    return any(word_xml.goes_on_from_above(cell) for cell in cells)


def _cells(parts: list[Any], before: tuple[PieceCell, ...], reading: _Reading, left_out: int) -> tuple[PieceCell, ...]:
    """A row's cells; the lower part of a merged cell has the words of its upper part."""
    above = {}
    column = 0
    for cell in before:
        above[column] = cell.words
        column += cell.span
    cells = [PieceCell("", left_out)] if left_out else []
    column = left_out
    for part in parts:
        span = word_xml.column_span(part)
        if word_xml.goes_on_from_above(part) and column in above:
            cells.append(PieceCell(above[column], span, True))
        else:
            cells.append(PieceCell(_cell_words(part, reading), span))
        column += span
    return tuple(cells)


def _cell_words(part: Any, reading: _Reading) -> str:
    lines: list[str] = []
    for paragraph in word_xml.below(part, word_xml.PARAGRAPH):
        words = word_xml.words(paragraph)
        if words:
            lines += (reading.numbers.label(paragraph) + words).split("\n")
        for box in word_xml.boxes(paragraph):
            lines += [word_xml.words(line) for line in word_xml.blocks(box) if line.tag == word_xml.PARAGRAPH]
    return cell_text(lines)


def _beside(package: zipfile.ZipFile, names: list[str]) -> Iterator[Piece]:
    seen = set()
    for name in sorted(filter(_BESIDE.fullmatch, names)):
        for paragraph in _paragraphs(_part(package, name)):
            if paragraph and paragraph not in seen:
                seen.add(paragraph)
                yield Piece(Sort.BESIDE, paragraph, "页眉" if "header" in name else "页脚")
    for name, (tag, called) in _NOTES.items():
        notes = _part(package, name)
        for number, note in enumerate((each for each in notes.iter(tag) if not each.get(w("type"))) if notes is not None else (), 1):  # fmt: skip
            words = tidy(" ".join(_paragraphs(note)))
            if words:
                yield Piece(Sort.NOTE, words, f"{called} {number}")
    for name in filter(_HIDDEN.fullmatch, names):
        root = _part(package, name)
        if root is not None:
            yield from (Piece(Sort.HIDDEN, tidy(words)) for words in root.itertext() if words.strip())
    yield from (Piece(Sort.HIDDEN, name) for name in names)


def _paragraphs(root: Any) -> list[str]:
    return [tidy(word_xml.words(each)) for each in root.iter(word_xml.PARAGRAPH)] if root is not None else []


def _remarks(package: zipfile.ZipFile, names: list[str], document: Any, *, empty: bool) -> Iterator[Piece]:
    if next(document.iter(w("ins"), w("del"), w("moveFrom")), None) is not None:
        yield Piece(Sort.REMARK, "文件里有修订痕迹：按全部接受修订来读，插入的算，删除的不算。")
        deleted = tidy("".join(part.text or "" for part in document.iter(w("delText"))))
        yield Piece(Sort.HIDDEN, deleted)
    hidden = [tidy("".join(run.itertext(w("t")))) for run in document.iter(w("r")) if word_xml.is_on(run.find(f"{w('rPr')}/{w('vanish')}"))]  # fmt: skip
    if any(hidden):
        yield Piece(Sort.REMARK, "文件里有隐藏文字，没有算进来。")
        yield Piece(Sort.HIDDEN, "".join(hidden))
    if "word/comments.xml" in names:
        yield Piece(Sort.REMARK, "文件里有批注，没有算进来。")
    if any(name.startswith("word/embeddings/") for name in names) or next(document.iter(w("altChunk")), None) is not None:  # fmt: skip
        yield Piece(Sort.REMARK, "文件里嵌着别的文件，没有打开。要一起看的，请单独放进来。")
    pictures = sum(1 for name in names if _PICTURES.fullmatch(name))
    if pictures and not empty:
        yield Piece(Sort.REMARK, f"文件里有 {pictures} 张图片，图里的字没有读。图里如果有要求，请照着打出来再看一次。")
    links = [_LINK.sub(b"", package.read(name)) for name in names if name.endswith(".rels")]
    if any(map(_FETCHED.search, links)):
        yield Piece(Sort.REMARK, "文件引用了外面的内容（模板、图片或者链接的文件），没有去取。")


def _pictures(package: zipfile.ZipFile, names: list[str]) -> Iterator[Piece]:
    pictures = [name for name in names if _PICTURES.fullmatch(name)]
    for name in pictures[:MOST_PICTURES]:
        yield Piece(Sort.PICTURE, base64.b64encode(package.read(name)).decode("ascii"))
    if len(pictures) > MOST_PICTURES:
        yield Piece(Sort.REMARK, f"文件里有 {len(pictures)} 张图片，只看前 {MOST_PICTURES} 张，请拆开再看。")
