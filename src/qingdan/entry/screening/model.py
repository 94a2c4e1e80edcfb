"""Screening's words: a paper as read (Paper, Block, Cell) and a sentence as understood (Understood). Pure, frozen data.

Positions are characters in ``Paper.text``; ``text[start:end]`` is what a block, cell or sentence says, so that a
finding can be shown where it stands. What the labels mean: the labelling guideline (``docs/screening.md``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qingdan.policy.gate.model import Kind


class BlockKind(StrEnum):
    """What a block of a paper is."""

    TITLE = "title"
    NUMBER = "number"  # 发文字号
    ADDRESSEES = "addressees"  # 主送机关
    HEADING = "heading"  # numbered or styled section heading; what stands after its first 。 is a paragraph of its own
    PARAGRAPH = "paragraph"
    ROW = "row"  # a row of a table, its heading row excepted
    TABLE_HEAD = "table_head"
    ATTACHMENT = "attachment"  # 附件：1.… as named, or the line that opens an attachment
    SIGNATURE = "signature"  # issuer at the end
    DATE = "date"
    OTHER = "other"  # page numbers, 抄送, 印发 lines, headers and footers: read, never a demand


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table's row, under what its column is headed (empty where the table has no heading row)."""

    head: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or row. ``level`` is 1 for 一、, 2 for （一）, 3 for 1., 4 for (1), 5 for ①; 0 for what is not numbered.

    Numbered paragraphs have a level too. A heading without a number has that of its style in Word.
    A block may reach over several lines (a title, a list of addressees), never over a part of another block.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    cells: tuple[Cell, ...] = ()
    place: str = ""
    """Where it stands, in words for people: 第 3 页, 表 2 第 5 行, the name of a file within a zip."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A notice as read: its text, its blocks in order (they do not overlap), and what its head and foot say."""

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    number: str = ""
    issuer: str = ""
    addressees: tuple[str, ...] = ()
    dated: date | None = None
    attachments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What was not read and why, in Chinese for the person: a picture without words, a page over the limit."""
    pages: int = 0
    recognised: bool = False
    """Its words were read in a picture: a person must confirm them before anything rests on them."""


class NotDemand(StrEnum):
    """Why a sentence puts no demand on a village organisation (guideline, 2)."""

    DEPT = "dept"
    TOWNCADRE = "towncadre"
    RESIDENT = "resident"
    ENTERPRISE = "enterprise"
    BENEFIT = "benefit"
    PROTECT = "protect"
    BACKGROUND = "background"
    DEFINITION = "definition"
    QUOTE = "quote"
    ENCOURAGE = "encourage"
    CONDUCT = "conduct"


class Level(StrEnum):
    """Whether the sentence itself names the village organisation, or only what stands around it does (guideline, 4)."""

    EXPLICIT = "explicit"
    IMPLICIT = "implicit"


@dataclass(frozen=True, slots=True)
class Ground:
    """A step of the reasoning, in Chinese for the person, with the words that it rests on (positions in the paper)."""

    says: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Understood:
    """A sentence or a table's row: whether it asks something of a village organisation, and what."""

    start: int
    end: int
    demand: bool
    kinds: tuple[Kind, ...] = ()
    """In the order of ``Kind``; at least one where ``demand`` holds, none where it does not."""
    level: Level | None = None
    not_demand: NotDemand | None = None
    who: str = ""
    """Whom it asks, as the paper says it (各村, 村（社区）网格员)."""
    what: str = ""
    """What is asked, short enough for a title, in the paper's words."""
    frequency: str | None = None
    """The gate's word: daily, weekly, monthly, quarterly, half_yearly, yearly, once, on_event."""
    deadline: str = ""
    quantity: str = ""
    evidence: tuple[str, ...] = ()
    sanction: str = ""
    grounds: tuple[Ground, ...] = ()
