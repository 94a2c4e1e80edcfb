"""The XML of Word files: its blocks, rows and words as they stand when every tracked change is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{NAMESPACE}}}{name}"


PARAGRAPH, TABLE, ROW, CELL = w("p"), w("tbl"), w("tr"), w("tc")
BOX = w("txbxContent")
_TEXT, _BREAKS, _TAB = w("t"), {w("br"), w("cr")}, {w("tab"), w("ptab")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOT_READ = {w("del"), w("moveFrom"), TABLE, BOX, w("pPr"), w("rPr"), _FALLBACK}
"""Parts of a paragraph whose words do not count."""
_CONTAINERS = {w("sdt"), w("sdtContent"), w("ins"), w("moveTo"), w("smartTag"), w("customXml"), w("body")}
_RUN, _HIDDEN = w("r"), f"{w('rPr')}/{w('vanish')}"


def blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also inside content controls and insertions."""
    for child in parent.iterchildren():
        if child.tag in (PARAGRAPH, TABLE):
            yield child
        elif child.tag in _CONTAINERS:
            yield from blocks(child)


def below(parent: Any, tag: str) -> Iterator[Any]:
    """The parent's own parts of a kind, not those of tables inside it."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from below(child, tag)


def rows(table: Any) -> Iterator[Any]:
    """The rows of a table that no tracked change deletes."""
    return (row for row in below(table, ROW) if row.find(f"{w('trPr')}/{w('del')}") is None)


def words(element: Any) -> str:
    """The words of a paragraph as they stand when all tracked changes are accepted; text boxes excepted."""
    found: list[str] = []
    _collect(element, found)
    return "".join(found).strip()


def boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph, each once (older programs get a second copy)."""
    for box in paragraph.iter(BOX):
        if not any(above.tag in (_FALLBACK, BOX) for above in box.iterancestors()):
            yield box


def _collect(element: Any, found: list[str]) -> None:
    for child in element.iterchildren():
        if child.tag == _TEXT:
            found.append(child.text or "")
        elif child.tag in _BREAKS:
            found.append("\n")
        elif child.tag in _TAB:
            found.append(" ")
        elif child.tag not in NOT_READ and not (child.tag == _RUN and is_on(child.find(_HIDDEN))):
            _collect(child, found)


def is_on(switch: Any) -> bool:
    """Whether a property that may be switched off stands there switched on."""
    return switch is not None and switch.get(w("val"), "1") not in ("0", "false", "off")


def column_span(cell: Any) -> int:
    """How many columns a cell covers, at most 100."""
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    value = span.get(w("val"), "1") if span is not None else "1"
    return min(int(value), 100) if value.isascii() and value.isdigit() and value != "0" else 1


def columns_before(row: Any) -> int:
    """How many columns a row leaves out before its first cell, at most 100."""
    before = row.find(f"{w('trPr')}/{w('gridBefore')}")
    value = before.get(w("val"), "0") if before is not None else "0"
    return min(int(value), 100) if value.isascii() and value.isdigit() else 0


def goes_on_from_above(cell: Any) -> bool:
    """Whether a cell is the lower part of one that begins in a row above."""
    merged = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merged is not None and bool(merged.get(w("val"), "continue") == "continue")
