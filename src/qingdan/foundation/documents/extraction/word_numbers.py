"""Numbers that Word counts itself (编号) and the outline levels of styles: neither stands in a paragraph's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qingdan.foundation.documents.extraction.word_xml import w

_DIGITS = "〇一二三四五六七八九"
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
    "taiwaneseCountingThousand", "japaneseDigitalTenThousand",
}  # fmt: skip
_CIRCLED = {"decimalEnclosedCircleChinese", "decimalEnclosedCircle"}
_PLACE = re.compile(r"%(\d)")
_MOST_STYLES = 40
"""How far a chain of styles is followed: a circle ends."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    style: str = ""
    """The style whose paragraphs stand on this level without saying so."""


@dataclass(slots=True)
class _Style:
    key: str
    name: str
    parent: str
    level: int
    number: tuple[str, int] | None


def chinese(number: int) -> str:
    """A number below 100 as it is counted in Chinese; larger ones in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        out += sign * (number // value)
        number %= value
    return out


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; in digits where the form is none that notices use."""
    if form in _CHINESE:
        return chinese(number)
    if form in _CIRCLED and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if form == "lowerLetter" else 65) + number - 1)
    if form in ("lowerRoman", "upperRoman") and 0 < number < 40:
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    return str(number)


@dataclass(slots=True)
class Numbers:
    """Counts the numbered paragraphs of a document in order."""

    styles: Mapping[str, _Style]
    lists: Mapping[str, Mapping[int, _Level]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def style_name(self, paragraph: Any) -> str:
        """The name of a paragraph's style, in small letters."""
        style = self.styles.get(_value(paragraph, "pPr", "pStyle"))
        return style.name if style else ""

    def outline(self, paragraph: Any) -> int:
        """The outline level from 1 that the paragraph or its style gives; 0 for body text."""
        own = _value(paragraph, "pPr", "outlineLvl")
        if own.isdigit():
            return int(own) + 1 if int(own) < 9 else 0
        return next((style.level for style in self._chain(paragraph) if style.level), 0)

    def label(self, paragraph: Any) -> str:
        """The number that Word shows before the paragraph; empty for none and for bullets."""
        place = self._place(paragraph)
        levels = self.lists.get(place[0]) if place else None
        if not place or not levels or place[1] not in levels:
            return ""
        list_id, depth = place
        counts = self.counts.setdefault(list_id, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if levels[depth].form in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda found: self._part(levels, counts, int(found[1]) - 1), levels[depth].text)

    def _part(self, levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int) -> str:
        level = levels.get(depth)
        return written(counts.get(depth, level.start), level.form) if level else ""

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        own = _number(paragraph.find(w("pPr")))
        if own is not None:
            return own if own[0] != "0" else None
        chain = self._chain(paragraph)
        found = next((style.number for style in chain if style.number), None)
        if found is None or found[0] == "0":
            return None
        keys = {style.key for style in chain}
        levels = self.lists.get(found[0], {})
        return found[0], next(
            (depth for depth, level in levels.items() if level.style and level.style in keys), found[1]
        )

    def _chain(self, paragraph: Any) -> list[_Style]:
        chain: list[_Style] = []
        name = _value(paragraph, "pPr", "pStyle")
        while name in self.styles and len(chain) < _MOST_STYLES:
            chain.append(self.styles[name])
            name = chain[-1].parent
        return chain


def numbers_of(styles: Any, numbering: Any) -> Numbers:
    """What counts a document's paragraphs, from its parts ``styles.xml`` and ``numbering.xml`` (None where missing)."""
    return Numbers(_styles(styles), _lists(numbering))


def _styles(root: Any) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for style in root.iter(w("style")) if root is not None else ():
        outline = _value(style, "pPr", "outlineLvl")
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0
        key = style.get(w("styleId"), "")
        found[key] = _Style(
            key, _value(style, "name").lower(), _value(style, "basedOn"), level, _number(style.find(w("pPr")))
        )
    return found


def _lists(root: Any) -> dict[str, dict[int, _Level]]:
    if root is None:
        return {}
    abstract = {each.get(w("abstractNumId"), ""): _levels(each) for each in root.iter(w("abstractNum"))}
    found: dict[str, dict[int, _Level]] = {}
    for number in root.iter(w("num")):
        levels = dict(abstract.get(_value(number, "abstractNumId"), {}))
        for change in number.iter(w("lvlOverride")):
            depth, start = change.get(w("ilvl"), ""), _value(change, "startOverride")
            levels |= _levels(change)
            if depth.isdigit() and start.isdigit() and int(depth) in levels:
                old = levels[int(depth)]
                levels[int(depth)] = _Level(int(start), old.form, old.text, old.style)
        found[number.get(w("numId"), "")] = levels
    return found


def _levels(parent: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in parent.iterchildren(w("lvl")):
        depth, start = level.get(w("ilvl"), ""), _value(level, "start")
        if depth.isdigit():
            text = _value(level, "lvlText")
            found[int(depth)] = _Level(
                int(start) if start.isdigit() else 1, _value(level, "numFmt"), text, _value(level, "pStyle")
            )
    return found


def _number(properties: Any) -> tuple[str, int] | None:
    number = properties.find(w("numPr")) if properties is not None else None
    if number is None:
        return None
    depth = _value(number, "ilvl")
    return _value(number, "numId"), int(depth) if depth.isdigit() else 0


def _value(element: Any, *path: str) -> str:
    found = element.find("/".join(w(name) for name in path))
    return str(found.get(w("val"), "")) if found is not None else ""
