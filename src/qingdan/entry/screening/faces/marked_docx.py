"""A screened paper as a Word file: what it asks is shaded, a comment on it says why and how to mend it.

Where the original Word file is at hand the comments go into it, and its layout stays; else the paper is set anew in the
layout of official documents.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import docx
from docx.enum.text import WD_BREAK
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from qingdan.entry.screening.cutting import ROWS, Cut, Cutter, cell_places
from qingdan.entry.screening.faces.locating import Found, Stretch, Words
from qingdan.entry.screening.faces.saying import AUTHOR, INITIALS, head, remark, stopping, verdict
from qingdan.entry.screening.model import Block, BlockKind
from qingdan.entry.screening.showing import ShownDemand, ShownPaper
from qingdan.foundation.documents import word
from qingdan.foundation.documents.word import (
    BODY_FONT,
    HEAD_FONT,
    LINE,
    SECOND_HEAD_FONT,
    TABLE_SIZE,
    TITLE_FONT,
    TITLE_SIZE,
)
from qingdan.policy.gate.model import Outcome

LARGEST = 100 * 1024 * 1024
"""Bytes of all parts together that an original may unpack to."""
COLOURS = {
    Outcome.LISTED: "DDEBDD", Outcome.CONDITIONAL: "FFF2CC", Outcome.UNLISTED: "FCE4D6", Outcome.UNDECIDED: "E4E4E4",
    Outcome.FORBIDDEN: "F8CBCB",
}  # fmt: skip
"""Light shades on which black words stay readable, also printed."""
TITLE_ON_LAST_PAGE = "筛查结果"
_TITLE = 0
"""Under which number the title is found: demands count from 1."""
_AFTER_SHADE = tuple(f"w:{name}" for name in ("fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"))  # fmt: skip


class CannotMark(Exception):
    """The original cannot be opened to be written into (damaged, too large, or a form of Word that python-docx has not)."""


def marked_docx(paper: ShownPaper, original: bytes | None = None) -> bytes:
    """The marked Word file: the original with comments if it is given and can be written into, else a new one."""
    if original is not None:
        try:
            return marked_original(paper, original)
        except CannotMark:
            pass
    return marked_anew(paper)


def marked_original(paper: ShownPaper, original: bytes) -> bytes:
    """The original with shades and comments; what is not found in its text stands on a page of its own at the end.

    Raises :class:`CannotMark`.
    """
    document = _opened(original)
    words = Words(document.element.body)
    cells = {block.start: [paper.text[cell.start : cell.end] for cell in block.cells] for block in paper.blocks}
    titled = words.find(paper.title) if paper.title else None
    found = {each.place: words.find(each.text, cells.get(each.start, ())) for each in paper.demands}
    runs = _split({_TITLE: titled, **found}, document)
    if titled:
        _comment(document, runs[_TITLE], _about(paper))
    for demand in paper.demands:
        for run in runs.get(demand.place, ()):
            _shade(run, demand.outcome)
        if demand.place in runs:
            _comment(document, runs[demand.place], remark(demand))
    missing = [demand for demand in paper.demands if demand.place not in runs]
    if missing or not titled:
        _last_page(document, paper, missing)
    return _saved(document)


def _opened(original: bytes) -> Any:
    """The file for writing into; its parts were read under limits before, the others are looked at here."""
    try:
        with zipfile.ZipFile(io.BytesIO(original)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > LARGEST:
                raise CannotMark
            if any(
                b"<!DOCTYPE" in package.read(part)[:4096] for part in parts if part.filename.endswith((".xml", ".rels"))
            ):
                raise CannotMark
        document = docx.Document(io.BytesIO(original))
    except (
        zipfile.BadZipFile, PackageNotFoundError, etree.LxmlError, KeyError, ValueError, AttributeError, RuntimeError, EOFError,
        NotImplementedError, OSError,
    ) as fault:  # fmt: skip
        raise CannotMark from fault
    if document.element.find(qn("w:body")) is None:
        raise CannotMark
    return document


def _split(found: Mapping[int, Found | None], document: Any) -> dict[int, list[Run]]:
    """Runs of their own for what was found, in order. From the end on, so that places before stay where they are."""
    runs: dict[int, list[Run]] = {}
    for key, each in sorted(found.items(), key=lambda pair: -pair[1].at if pair[1] else 0):
        if each is not None:
            own = [_own_run(stretch) for stretch in reversed(each.stretches)]
            runs[key] = [Run(run, document._body) for run in reversed(own)]
    return runs


def _own_run(stretch: Stretch) -> Any:
    """Put words into a run of their own; what stands before keeps its element, so that places in it stay valid."""
    text, run = stretch.element, stretch.element.getparent()
    words = text.text or ""
    behind = [*text.itersiblings()]
    if stretch.end < len(words) or behind:
        after = _run_like(run)
        if stretch.end < len(words):
            after.append(_text(words[stretch.end :]))
        for each in behind:
            after.append(each)
        run.addnext(after)
    before = [each for each in text.itersiblings(preceding=True) if each.tag != qn("w:rPr")]
    if not stretch.start and not before:
        _set_text(text, words[: stretch.end])
        return run
    own = _run_like(run)
    own.append(_text(words[stretch.start : stretch.end]))
    run.addnext(own)
    _set_text(text, words[: stretch.start])
    return own


def _run_like(run: Any) -> Any:
    made = OxmlElement("w:r")
    if run.rPr is not None:
        made.append(copy.deepcopy(run.rPr))
    return made


def _text(words: str) -> Any:
    made = OxmlElement("w:t")
    _set_text(made, words)
    return made


def _set_text(element: Any, words: str) -> None:
    element.text = words
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _shade(run: Run, outcome: Outcome) -> None:
    properties = run._r.get_or_add_rPr()
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    shade = OxmlElement("w:shd", attrs={qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): COLOURS[outcome]})
    properties.insert_element_before(shade, *_AFTER_SHADE)


def _comment(document: Any, runs: Sequence[Run], words: str) -> None:
    """Comment on runs; where they stand in several paragraphs or cells, on the one that has most of the words."""
    by_paragraph: dict[Any, list[Run]] = defaultdict(list)
    for run in runs:
        by_paragraph[next(run._r.iterancestors(qn("w:p")))].append(run)
    fullest = max(by_paragraph.values(), key=lambda own: sum(len(run.text) for run in own))
    document.add_comment(fullest, word.written(words), author=AUTHOR, initials=INITIALS)


def _about(paper: ShownPaper) -> str:
    return "\n".join(part for part in (verdict(paper), paper.cost, *paper.notes) if part)


def _last_page(document: Any, paper: ShownPaper, missing: Sequence[ShownDemand]) -> None:
    """The result, and the demands that were not found in the file's running text: in text boxes, notes, headers."""
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _line(document, TITLE_ON_LAST_PAGE, bold=True)
    for words in _about(paper).split("\n"):
        _line(document, words)
    if missing:
        _line(document, f"下面 {len(missing)} 处在正文里没有对上位置（在文本框、脚注或者页眉页脚里），列在这里：")
    for demand in missing:
        _line(document, demand.text.strip(), bold=True)
        for words in remark(demand).split("\n"):
            _line(document, words)


def _line(document: Any, words: str, *, bold: bool = False) -> None:
    document.add_paragraph().add_run(word.written(words)).bold = bold or None


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _End:
    """Where paragraphs are added, before the properties of the last section: python-docx looks for these each time, past
    everything that stands there already.
    """

    def __init__(self, document: Any) -> None:
        self._document = document
        self._properties = document.element.body.sectPr

    def add_paragraph(self) -> Paragraph:
        """An empty paragraph behind all others."""
        made = OxmlElement("w:p")
        self._properties.addprevious(made)
        return Paragraph(made, self._document._body)


def marked_anew(paper: ShownPaper) -> bytes:
    """A new Word file: the paper's own words in the layout of official documents, marked; then the result."""
    document = word.new_document(paper.title or TITLE_ON_LAST_PAGE)
    word.number_pages(document)
    cutter, end = Cutter(paper.text, paper.demands), _End(document)
    runs: dict[int, list[Run]] = defaultdict(list)
    for table, blocks in _grouped(paper.blocks):
        if table:
            _table(document, paper, cutter, blocks, runs)
        else:
            for block in blocks:
                _paragraph(end, block, cutter, runs)
    for demand in paper.demands:
        if runs[demand.place]:
            _comment(document, runs[demand.place], remark(demand))
    _result(end, paper)
    return word.document_bytes(document)


def _grouped(blocks: Iterable[Block]) -> Iterable[tuple[bool, list[Block]]]:
    """Blocks together that are rows of a table, or are none."""
    group: list[Block] = []
    for block in blocks:
        if group and (block.kind in ROWS) != (group[0].kind in ROWS):
            yield group[0].kind in ROWS, group
            group = []
        group.append(block)
    if group:
        yield group[0].kind in ROWS, group


def _paragraph(end: _End, block: Block, cutter: Cutter, runs: dict[int, list[Run]]) -> None:
    font, size = _font(block)
    centred = block.kind in (BlockKind.TITLE, BlockKind.NUMBER)
    right = block.kind in (BlockKind.SIGNATURE, BlockKind.DATE)
    indent = 2 if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ATTACHMENT) else 0
    line = 1.5 * size if block.kind is BlockKind.TITLE else LINE
    made = word.paragraph(end, "", font, size, centred=centred, right=right, indent=indent, line=line)
    _cuts(made, cutter.cut(block.start, block.end), font, size, runs)


def _font(block: Block) -> tuple[str, float]:
    if block.kind is BlockKind.TITLE:
        return TITLE_FONT, TITLE_SIZE
    if block.kind is BlockKind.HEADING and block.level in (1, 2):
        return (HEAD_FONT if block.level == 1 else SECOND_HEAD_FONT), word.BODY_SIZE
    return BODY_FONT, word.BODY_SIZE


def _cuts(into: Any, cuts: Iterable[Cut], font: str, size: float, runs: dict[int, list[Run]]) -> None:
    """Write words into a paragraph; behind a marked sentence stand its number and seal, for prints without comments."""
    for cut in cuts:
        made = word.run(into, cut.text, font, size)
        if cut.demand is None:
            continue
        _shade(made, cut.demand.outcome)
        runs[cut.demand.place].append(made)
        if cut.last:
            number = word.run(into, f"［{cut.demand.place}{cut.demand.outcome.stamp}］", HEAD_FONT, size)
            number.font.superscript = True


def _table(document: Any, paper: ShownPaper, cutter: Cutter, rows: Sequence[Block], runs: dict[int, list[Run]]) -> None:
    """Rows cell by cell as XML: python-docx looks for a table's cells in time that grows with their square."""
    columns = max(len(cell_places(row, paper.text)) for row in rows)
    made = document.add_table(rows=0, cols=columns)
    made.style = "Table Grid"
    for row in rows:
        line = made._tbl.add_tr()
        if row.kind is BlockKind.TABLE_HEAD:
            line.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        font = HEAD_FONT if row.kind is BlockKind.TABLE_HEAD else BODY_FONT
        places = cell_places(row, paper.text)
        for start, end in [*places, *[(row.end, row.end)] * (columns - len(places))]:
            cell = line.add_tc()
            _cuts(Paragraph(cell.p_lst[0], document._body), cutter.cut(start, end), font, TABLE_SIZE, runs)


def _result(end: _End, paper: ShownPaper) -> None:
    """The last page: what the paper is, its verdict, and every stopping demand, also for prints without comments."""
    end.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    word.paragraph(end, TITLE_ON_LAST_PAGE, HEAD_FONT, line=LINE)
    lines = [verdict(paper), paper.cost, *(f"{label}：{words}" for label, words in head(paper)), *paper.notes]
    for words in filter(None, lines):
        word.paragraph(end, words, size=TABLE_SIZE, indent=2, line=LINE)
    for demand in stopping(paper):
        for number, words in enumerate(remark(demand).split("\n")):
            word.paragraph(end, words, HEAD_FONT if not number else BODY_FONT, TABLE_SIZE, indent=2, line=LINE)
