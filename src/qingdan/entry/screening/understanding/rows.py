"""The cells of a table's row: which one says who, which only say when or how often, and rows that are lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qingdan.entry.screening.model import Block, BlockKind, Cell
from qingdan.entry.screening.understanding import bits
from qingdan.entry.screening.understanding.details import deadline_in, frequency_of, only_when, quantity_in
from qingdan.entry.screening.understanding.lexicon import lexicon
from qingdan.entry.screening.understanding.readings import Actor
from qingdan.entry.screening.understanding.roles import Role, parts
from qingdan.entry.screening.understanding.tokens import alike, sentences

_WHO_HEAD = lexicon().mask("who_head")
_BETWEEN = " 、，和及与或/；（）等各有关相关\n\u3000"
"""What may stand between the names of bodies in a cell that names nothing else."""
_LONGEST_WHO = 60
_CELL_MARKS = ("\t", "|", "｜")


@dataclass(frozen=True, slots=True)
class CellDetails:
    """What the cells of a row say of when, how often and how much."""

    frequency: str | None
    deadline: str
    quantity: str


def names(text: str, start: int = 0, end: int | None = None) -> Actor:
    """Whom a name or a cell (各村、县民政局、镇农业办) is of; a village organisation wins over others beside it."""
    found = Actor.NOBODY
    for sentence in sentences(text, start, end):
        for clause in sentence.clauses:
            for part in parts(text, clause):
                if part.village and part.role is not Role.MODIFIER:
                    return Actor.VILLAGE
                if part.token.mask & (bits.OTHER | bits.GENERIC):
                    found = Actor.OTHER
    return found


def row_actor(text: str, block: Block) -> tuple[Actor, str, Cell | None]:
    """Who must do the row: the cell under a heading such as 责任单位, or one that does nothing but name bodies."""
    named = [(names(text, cell.start, cell.end), cell) for cell in block.cells if _heads_who(cell.head)]
    named += [(names(text, cell.start, cell.end), cell) for cell in block.cells if _only_names(text, cell)]
    for actor, cell in named:
        if actor is Actor.VILLAGE:
            return actor, text[cell.start : cell.end].strip(), cell
    for actor, cell in named:
        if actor is Actor.OTHER:
            return actor, "", cell
    return Actor.NOBODY, "", None


def _heads_who(head: str) -> bool:
    plain = "".join(alike(head).split())
    return any(token.mask & _WHO_HEAD for s in sentences(plain) for c in s.clauses for token in c.tokens)


def _only_names(text: str, cell: Cell) -> bool:
    """Whether a cell names bodies and says nothing else (各村、镇农业办)."""
    if not 0 < cell.end - cell.start <= _LONGEST_WHO:
        return False
    rest = cell.start
    left = ""
    for sentence in sentences(text, cell.start, cell.end):
        for clause in sentence.clauses:
            for token in clause.tokens:
                if token.mask & bits.ACTOR:
                    left += text[rest : token.start]
                    rest = token.end
    left += text[rest : cell.end]
    return rest > cell.start and not left.strip(_BETWEEN)


def cell_details(text: str, block: Block, asked: Cell | None) -> CellDetails:
    """Frequency, deadline and quantity from the cells that say nothing else (每周 | 11月30日前)."""
    frequency, deadline, quantity = None, "", ""
    for cell in block.cells:
        if cell is asked or not says_when(text, cell):
            continue
        words = text[cell.start : cell.end]
        deadline = deadline or deadline_in(words)
        quantity = quantity or quantity_in(words)
        frequency = frequency or frequency_of(
            token.mask for s in sentences(text, cell.start, cell.end) for c in s.clauses for token in c.tokens
        )
    return CellDetails(frequency, deadline, quantity)


def says_when(text: str, cell: Cell) -> bool:
    """Whether a cell only says when, how often or how much."""
    return only_when(text[cell.start : cell.end])


def line_rows(text: str) -> Iterator[tuple[int, int, Block | None]]:
    """The lines of a text; those with tabs or bars with their cells as a row."""
    start = 0
    for line in text.split("\n"):
        mark = next((mark for mark in _CELL_MARKS if mark in line), None)
        cells: list[Cell] = []
        place = start
        for words in line.split(mark) if mark else ():
            if words.strip():
                head = len(words) - len(words.lstrip())
                cells.append(Cell("", place + head, place + len(words.rstrip())))
            place += len(words) + 1
        end = start + len(line)
        yield start, end, Block(BlockKind.ROW, start, end, cells=tuple(cells)) if len(cells) > 1 else None
        start = end + 1
