"""A PDF's lines and tables in the order in which they are read: paragraphs and tables go on over the end of a page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from qingdan.foundation.documents.extraction import pdf_lines
from qingdan.foundation.documents.extraction.pdf_lines import Frame, Line
from qingdan.foundation.documents.extraction.pieces import Piece, PieceCell, Sort, tidy

Row = tuple[float, tuple[PieceCell, ...]]
"""The height at which a row begins, and its cells."""


@dataclass(slots=True)
class Flow:
    """Takes lines and tables one after the other; ``pieces`` holds what is complete."""

    frame: Frame
    pieces: list[Piece] = field(default_factory=list)
    line: Line | None = None
    """The last line, whose paragraph is the last piece; none behind a table."""
    page: int = 0
    table: int = 0
    table_page: int = -1
    first_row: tuple[PieceCell, ...] = ()

    def take_line(self, line: Line, page: int) -> None:
        """A line: it goes on with the last paragraph or begins one."""
        line = pdf_lines.with_centred(line, self.frame)
        if self.line and self._goes_on(self.line, line, page):
            last = self.pieces[-1]
            words = pdf_lines.joined(last.words, tidy(line.words))
            self.pieces[-1] = Piece(Sort.LINE, words, last.place, centred=last.centred)
        else:
            self.pieces.append(Piece(Sort.LINE, tidy(line.words), f"第 {page + 1} 页", centred=line.centred))
        self.line, self.page = line, page

    def _goes_on(self, line: Line, after: Line, page: int) -> bool:
        return page - self.page < 2 and pdf_lines.goes_on(line, after, self.frame, same_page=self.page == page)

    def take_table(self, rows: list[Row], page: int) -> None:
        """A table: the next part of the one that ended the page before, where it has as many columns, or another one.

        Its headings are repeated on every page and stand in the first part only. A row that the page
        broke off is put together again.
        """
        left = [cells for _y, cells in rows]
        if not (self._after_table(page) and _width(left[0]) == _width(self.first_row)):
            self.table += 1
            self.first_row = left[0]
        else:
            if _words(left[0]) == _words(self.first_row):
                left = left[1:]
            if left and _is_rest(left[0], self.pieces[-1].cells):
                self.pieces[-1] = replace(self.pieces[-1], cells=_with_rest(self.pieces[-1].cells, left.pop(0)))
        for number, cells in enumerate(left, 1 + len(rows) - len(left)):
            if any(cell.words for cell in cells):
                place = f"第 {page + 1} 页表 {self.table} 第 {number} 行"
                self.pieces.append(Piece(Sort.ROW, "", place, table=self.table, cells=cells))
        self.line, self.table_page = None, page

    def _after_table(self, page: int) -> bool:
        return bool(self.pieces) and self.pieces[-1].sort is Sort.ROW and self.table_page == page - 1


def _width(cells: tuple[PieceCell, ...]) -> int:
    return sum(cell.span for cell in cells)


def _words(cells: tuple[PieceCell, ...]) -> list[str]:
    return [cell.words for cell in cells]


def _is_rest(cells: tuple[PieceCell, ...], before: tuple[PieceCell, ...]) -> bool:
    """Whether a first row on a page is the rest of the row that the page before broke off: it has no number of its own."""
    return (
        [cell.span for cell in cells] == [cell.span for cell in before]
        and not cells[0].words
        and bool(before[0].words)
        and all(upper.words for upper, cell in zip(before, cells, strict=True) if cell.words)
    )


def _with_rest(before: tuple[PieceCell, ...], rest: tuple[PieceCell, ...]) -> tuple[PieceCell, ...]:
    return tuple(
        replace(upper, words=pdf_lines.joined(upper.words, cell.words)) if cell.words else upper
        for upper, cell in zip(before, rest, strict=True)
    )
