"""Words placed on a PDF's page, put together into lines and the lines into paragraphs. Pure; lengths in points."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

_RADICALS = str.maketrans(
    {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    | dict(zip(map(ord, "⺠⻓⻔⻅⻆⻋⻘⻚⻛⻜⻝⻢⻣⻥⻦⻨⻩⻬⻮⻰⻳⺟⺎⺝⻉⻄⻁⻤⻧⻒⻫⻭⻯"), "民长门见角车青页风飞食马骨鱼鸟麦黄齐齿龙龟母兀月贝西虎鬼卤镸齐齿竜", strict=True))
    | {0xFB00 + place: words for place, words in enumerate(("ff", "fi", "fl", "ffi", "ffl"))}
    | {0xA0: " ", 0xAD: None, 0x200B: None}
)  # fmt: skip
"""Fonts of PDF makers name look-alikes: 人 comes out as the radical ⼈."""
_STARTS = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、）)．.]|[（(]?\d{1,2}(?:[、）)．]|\.(?!\d))|[①-⑳]|第[一二三四五六七八九十百]+[章节条]|附件|——|[一二三四五六七八九十]是"
)
_ASCII_END, _ASCII_START = re.compile(r"[A-Za-z,;]$"), re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Run:
    """Words with the place of their first character; ``size``: the height of the font."""

    x: float
    y: float
    size: float
    words: str

    @property
    def end(self) -> float:
        """Where the words end, as far as it can be told without the font."""
        return self.x + self.size * sum(1.0 if ord(sign) > 0x2000 else 0.5 for sign in self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page."""

    words: str
    x: float
    end: float
    y: float
    size: float
    centred: bool = False


def plain_signs(words: str) -> str:
    """The words with ordinary characters in place of look-alikes."""
    return words.translate(_RADICALS)


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """The lines of a page or cell from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda each: -each.y):
        if rows and rows[-1][0].y - run.y < 0.5 * max(run.size, rows[-1][0].size, 1):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_line(sorted(row, key=lambda each: each.x)) for row in rows]


def _line(row: list[Run]) -> Line:
    words = row[0].words
    for before, run in itertools.pairwise(row):
        gap = run.x - before.end
        foreign = ord(before.words[-1]) < 0x2000 and ord(run.words[0]) < 0x2000
        if gap > (0.2 if foreign else 1.0) * run.size:
            words += " "
        words += run.words
    return Line(words.strip(), row[0].x, max(run.end for run in row), row[0].y, max(run.size for run in row))


@dataclass(frozen=True, slots=True)
class Frame:
    """The type area of a document: left and right edge of its lines."""

    left: float
    right: float
    indented: bool = True
    """Whether paragraphs begin with an indent; where they do not, one ends with a full stop."""


def frame_of(lines: Sequence[Line]) -> Frame:
    """The type area: the leftmost edge at which several lines begin, and the rightmost at which several end."""
    if not lines:
        return Frame(0, 0)
    size = max(sorted(line.size for line in lines)[len(lines) // 2], 1.0)
    left = _edge(sorted(line.x for line in lines), size)
    indented = any(1.2 * size < line.x - left < 5 * size for line in lines)
    return Frame(left, -_edge(sorted(-line.end for line in lines), size), indented)


def _edge(places: list[float], near: float) -> float:
    """The first of places in order that another one, and of many lines one in six, stands near to."""
    few = max(1, len(places) // 6)
    return next((place for place, other in zip(places, places[few:], strict=False) if other - place < near), places[0])


def with_centred(line: Line, frame: Frame) -> Line:
    """The line, marked where it stands in the middle."""
    left, right = line.x - frame.left, frame.right - line.end
    middle = abs(left - right) < line.size and (left > line.size or line.size > 20)
    return replace(line, centred=middle)


def goes_on(line: Line, after: Line, frame: Frame, *, same_page: bool) -> bool:
    """Whether the next line continues the paragraph of this one: this one is full, and that one is not indented."""
    size = max(line.size, 1)
    full = line.end > frame.right - 2.2 * size
    if not full or line.centred or after.centred or abs(line.size - after.size) > 0.15 * size:
        return False
    if after.x > frame.left + 1.2 * size or frame.right - frame.left < 15 * size:
        return False
    if not frame.indented and line.words[-1] in "。；：":
        return False
    if same_page and line.y - after.y > 3 * size:
        return False
    return not _STARTS.match(after.words)


def joined(words: str, more: str) -> str:
    """The words of two lines as one: Chinese without a gap, foreign words with one."""
    return f"{words} {more}" if _ASCII_END.search(words) and _ASCII_START.match(more) else words + more


def repeated(pages: Sequence[Sequence[Line]], height: Sequence[float]) -> set[tuple[int, int]]:
    """Which lines are running headers, footers or page numbers, as (page, place in the page)."""
    found: set[tuple[int, int]] = set()
    seen: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for page, lines in enumerate(pages):
        for place in {0, 1, len(lines) - 2, len(lines) - 1} & set(range(len(lines))):
            line = lines[place]
            at_edge = line.y < 0.12 * height[page] or line.y > 0.9 * height[page]
            if at_edge and _PAGE_NUMBER.fullmatch(line.words):
                found.add((page, place))
            elif at_edge:
                seen.setdefault((re.sub(r"\d+", "#", line.words), round(line.y / 4)), []).append((page, place))
    for places in seen.values():
        if len(places) > 1 and len(places) * 2 >= len(pages):
            found.update(places)
    return found


_PAGE_NUMBER = re.compile(
    r"[-—－–·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/共,，]+\s*(?:共\s*)?\d{1,4}\s*页?)?[-—－–·\s]*"
    r"|\d{1,4}/\d{1,2}/\d{1,4},? \d{1,2}:\d{2}.*|(?:file|https?)://\S+(?:\s+\d+/\d+)?"
)
"""Page numbers, and what a browser prints above and below a page."""
