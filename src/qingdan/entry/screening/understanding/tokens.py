"""A text as words with tags, clauses and sentences: one pass of the automaton, no regular expression, linear time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from qingdan.entry.screening.understanding.lexicon import ALIKE, Entry, lexicon
from qingdan.entry.screening.understanding.naming import OPENS, name_actors

LONGEST = 600
"""Characters of a sentence before it is cut: longer ones are no prose, and the work per sentence stays small."""


LONG_PART = 80
"""Characters from which a part before a semicolon is read as a sentence of its own."""
_NEXT = frozenset(
    {
        "二是",
        "三是",
        "四是",
        "五是",
        "六是",
        "七是",
        "八是",
        "二要",
        "三要",
        "四要",
        "（二",
        "（三",
        "（四",
        "（2",
        "（3",
        "（4",
    }
)


@dataclass(slots=True)
class Token:
    """A word found; positions are characters of the text that was scanned. (Not frozen: that would triple its cost.)"""

    start: int
    end: int
    mask: int
    entry: Entry


@dataclass(slots=True)
class Clause:
    """What stands between two marks. ``ends_with`` is the mark after it."""

    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)
    mask: int = 0
    ends_with: str = ""


@dataclass(slots=True)
class Sentence:
    """Clauses up to a full stop; positions are characters of the text that was scanned."""

    start: int
    end: int
    clauses: list[Clause]


def alike(text: str) -> str:
    """``text`` with brackets, marks and full-width characters read alike; the same length."""
    return text.translate(ALIKE)


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Sentence]:
    """The sentences of ``text[start:end]`` (already `alike`), each with its clauses and words; blank ones are left out.

    An enumeration (一是……；二是……) and a long row of parts is cut at its semicolons. Positions are those of ``text``.
    """
    words = lexicon()
    stop, semicolon = words.mask("stop"), words.mask("semicolon")
    marks = words.mask("stop", "comma", "semicolon", "colon")
    end = len(text) if end is None else end
    clauses: list[Clause] = []
    clause = Clause(start, start)
    begun = start
    for last, entry in words.automaton.iter_long(text[start:end]):
        after = start + last + 1
        before = after - len(entry.word)
        if entry.mask & marks:
            clause.end, clause.ends_with = before, entry.word
            if before > clause.start:
                clauses.append(clause)
            clause = Clause(after, after)
            if entry.mask & stop or (entry.mask & semicolon and _cuts(text, begun, after)) or after - begun > LONGEST:
                yield from _whole(text, begun, after, clauses)
                clauses, begun = [], after
            continue
        if after - begun > LONGEST:
            clause.end = before
            clauses.append(clause)
            yield from _whole(text, begun, before, clauses)
            clauses, begun, clause = [], before, Clause(before, before)
        clause.tokens.append(Token(before, after, entry.mask, entry))
        clause.mask |= entry.mask
    clause.end = end
    clauses.append(clause)
    yield from _whole(text, begun, end, clauses)


def _cuts(text: str, begun: int, after: int) -> bool:
    return after - begun > LONG_PART or text[after : after + 2] in _NEXT or text[after + 1 : after + 2] in "、）."


def _whole(text: str, start: int, end: int, clauses: list[Clause]) -> Iterator[Sentence]:
    for clause in clauses:
        if clause.mask & OPENS:
            name_actors(text, clause)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Sentence(start, end, clauses)
