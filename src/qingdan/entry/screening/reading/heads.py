"""The head of a paper: a title over one or several lines, those addressed, the body that the title names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qingdan.entry.screening.reading import signs
from qingdan.entry.screening.reading.lines import Line
from qingdan.foundation.documents.extraction.pieces import Sort

_MOST_LINES = 5
_LONGEST_LINE = 60
_LONGEST_TITLE = 150
_LONGEST_ALONE = 40
_NO_TITLE = re.compile(r"[。！；？]|[：:，,;]$|https?://|@")
_RUNS_ON = re.compile(r"[的和及》、与]")
_MOST_ADDRESSEE_LINES = 4
_OPEN, _CLOSED = "（([【《〈", "）)]】》〉"
_DIVIDERS = "、，,；;/ \u3000\t"
_COURTESY = re.compile(r"^(?:尊敬的|亲爱的|@所有人)\s*|^(?:【[^】]*】|\[[^\]]*\])\s*")
_PARTNER = re.compile(r"(?:人民)?政府|办事处|管委会|管理委员会|[村居]委会")
_PARTY = re.compile(r"(?:党委|工委|党组|党支部|党总支|党组织|[)）]委)$")


def title_end(lines: Sequence[Line], place: int, *, alone: bool) -> int:
    """Behind which line a title that begins here ends; ``place`` itself where none begins.

    ``alone``: a short line at the very top may be a title although it does not end like one.
    """
    joined = ""
    for end in range(place, min(place + _MOST_LINES, len(lines))):
        line = lines[end]
        if not _may_be_title(line, first=end == place):
            break
        joined += signs.despaced(line.words)
        if len(joined) > _LONGEST_TITLE:
            break
        if signs.ends_title(joined) and not _runs_on(lines, end + 1):
            return _with_brackets(lines, end + 1)
    first = lines[place]
    likely = first.centred or first.level == 1 or first.words.startswith("关于")
    alone = alone and not signs.is_bracketed(first.words)
    if alone and _may_be_title(first, first=True) and len(first.words) <= _LONGEST_ALONE and (likely or _stands_alone(lines, place)):  # fmt: skip
        return _with_brackets(lines, _centred_end(lines, place))
    return place


def _may_be_title(line: Line, *, first: bool) -> bool:
    if line.sort is not Sort.LINE or len(line.words) > _LONGEST_LINE or _NO_TITLE.search(line.words):
        return False
    if signs.heading(line.words)[0] and not line.centred:
        return False
    return first or not (
        signs.document_number(line.words) or signs.date_of(line.words)[0] or signs.is_other(line.words)
    )


def _runs_on(lines: Sequence[Line], place: int) -> bool:
    return place < len(lines) and bool(_RUNS_ON.match(lines[place].words)) and _may_be_title(lines[place], first=False)


def _with_brackets(lines: Sequence[Line], end: int) -> int:
    """The end with the lines in brackets that belong to the title: （征求意见稿）; a date or number there does not."""
    while end < len(lines) and lines[end].sort is Sort.LINE and signs.is_bracketed(lines[end].words):
        words = lines[end].words
        if signs.date_of(words)[0] or signs.is_other(words) or signs.heading(words)[0] or signs.date_in(words):
            break
        end += 1
    return end


def _centred_end(lines: Sequence[Line], place: int) -> int:
    end = place + 1
    while lines[place].centred and end < min(place + _MOST_LINES, len(lines)) and lines[end].centred and _may_be_title(lines[end], first=False):  # fmt: skip
        end += 1
    return end


def _stands_alone(lines: Sequence[Line], place: int) -> bool:
    """Whether a short first line is followed by those addressed, a sentence or a section, as titles are."""
    if place or place + 1 >= len(lines) or len(lines[0].words) < 4:
        return False
    after = lines[1].words
    return signs.is_addressees(after) or signs.heading(after)[0] > 0 or "。" in after or lines[1].sort is Sort.ROW


def is_issuer_alone(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is a red head that names only its body: the document number or a title follows."""
    if place + 1 >= len(lines) or not signs.is_issuer(lines[place].words):
        return False
    after = lines[place + 1].words
    return bool(signs.document_number(after)) or after.startswith("关于") or signs.is_issuer(after)


def issuer_in_title(title: str) -> str:
    """The body before 关于 in a title: 沙井镇人民政府关于……的通知."""
    before = title.partition("关于")[0]
    return before if before != title and signs.is_issuer(before) else ""


def addressees_end(lines: Sequence[Line], place: int) -> int:
    """Behind which line the list of those addressed ends that begins here; ``place`` itself where none begins."""
    joined = ""
    for end in range(place, min(place + _MOST_ADDRESSEE_LINES, len(lines))):
        line = lines[end]
        if line.sort is not Sort.LINE or "。" in line.words or signs.heading(line.words)[0]:
            return place
        if signs.is_other(line.words) or signs.date_of(line.words)[0]:
            return place
        joined += line.words
        if line.words[-1] in "：:":
            return end + 1 if signs.is_addressees(joined) else place
        if line.words[-1] not in "，、,；;" and len(line.words) < 20:
            return place
    return place


def split_addressees(words: str) -> tuple[str, ...]:
    """Those addressed, one by one: divided by 、，； outside brackets; 党委、政府 stay together."""
    words = words.rstrip("：: ")
    if all(len(word) <= 2 for word in words.split()):
        words = signs.despaced(words)
    while _COURTESY.match(words):
        words = _COURTESY.sub("", words)
    parts = [""]
    depth = 0
    for sign in words:
        depth += (sign in _OPEN) - (sign in _CLOSED and depth > 0)
        if sign in _DIVIDERS and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    found: list[str] = []
    for part in filter(None, parts):
        if _PARTNER.match(part) and found and _PARTY.search(found[-1]):
            found[-1] += f"、{part}"
        else:
            found.append(part)
    return tuple(dict.fromkeys(found))
