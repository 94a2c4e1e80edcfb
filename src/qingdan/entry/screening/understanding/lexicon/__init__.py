"""The words that sentences are understood by, as data: YAML beside this module, checked when it is loaded.

A file maps a tag to words parted by white space. `actors.yaml` (who), `force.yaml` (how it is said), `kinds.yaml`
(what is asked) and `details.yaml` (how often) are merged into one automaton; `rules.yaml` says which tags make a kind.
A file that breaks its form raises `LexiconBroken` with the file, the tag and the word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ahocorasick
import yaml

from qingdan.policy.gate.model import Kind

_HERE = Path(__file__).parent
_WORD_FILES = ("actors", "force", "kinds", "details")
_NOT_WORDS = frozenset({"each", "offices", "bodies", "count_units", "figure_units"})
_SPREAD = {"spread": ("village",), "spread_level": ("village", "level")}
# Brackets and full-width digits and letters are read alike; one character stays one, so positions hold.
ALIKE = str.maketrans(
    "()[],;:?!" + "".join(map(chr, range(0xFF10, 0xFF1A))) + "".join(map(chr, range(0xFF21, 0xFF3B))),
    "（）［］，；：？！" + "0123456789" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
_DIGITS = "0123456789余多百千万"
"""What may stand right before the unit of an amount (30户, 200余场): the last of its figures is enough to find it."""
_RESULTS = frozenset({"户", "座", "份", "家", "亩", "例", "公里", "万元", "吨", "头", "套"})
"""Units of results; 名, 人, 次, 个 after 不少于 say how much work a job takes."""
BREAKS = {
    "，": "comma",
    "；": "semicolon",
    "：": "colon",
    "。": "stop",
    "！": "stop",
    "？": "stop",
    "\n": "stop",
    "\t": "stop",
}


class LexiconBroken(ValueError):
    """A lexicon file does not have its form (a fault of the build, not of a notice)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and the tags that it has, as bits."""

    word: str
    mask: int
    order: int


@dataclass(frozen=True, slots=True)
class KindRule:
    """Which words make a kind; masks of tags. ``cue`` alone is enough, else ``first`` and ``then`` stand near."""

    kind: Kind
    cue: int
    first: int
    then: int
    within: int
    either: bool
    unless: int
    needs: int
    across: bool
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words, tags and rules, loaded once."""

    automaton: ahocorasick.Automaton
    entries: dict[str, Entry]
    tags: dict[str, int]
    rules: tuple[KindRule, ...]
    veto_silences: int
    appoints: int
    things: int
    done_things: int
    tails: frozenset[str]
    not_tails: frozenset[str]
    offices: re.Pattern[str]
    """What closes the name of a village's office (专干, 调委会)."""
    bodies: re.Pattern[str]
    """What closes the name of a town's or county's body (医院, 中心)."""

    def mask(self, *tags: str) -> int:
        """The bits of ``tags`` together; an unknown tag raises ``LexiconBroken``."""
        found = 0
        for tag in tags:
            if tag not in self.tags:
                raise LexiconBroken(f"unknown tag {tag}")
            found |= self.tags[tag]
        return found


@cache
def lexicon() -> Lexicon:
    """The lexicon of this build (loaded on first use, then kept)."""
    words = _words()
    names = sorted({tag for tags in words.values() for tag in tags})
    tags = {name: 1 << place for place, name in enumerate(names)}
    automaton = ahocorasick.Automaton()
    entries = {}
    for order, (word, own) in enumerate(sorted(words.items())):
        entry = Entry(word, sum(tags[tag] for tag in own), order)
        entries[word] = entry
        automaton.add_word(word, entry)
    automaton.make_automaton()
    raw = _read("rules")
    rules = tuple(_rule(row, tags) for row in raw["rules"])
    return Lexicon(
        automaton,
        entries,
        tags,
        rules,
        tags[raw["veto_silences"]],
        _bits(raw["appoints"], tags),
        _bits(raw["things"], tags),
        tags[raw["done_things"]],
        frozenset(raw["tails"].split()),
        frozenset(raw["not_tails"].split()),
        *(re.compile(_read("actors")[name].replace(" ", "")) for name in ("offices", "bodies")),
    )


def _bits(names: list[str], tags: dict[str, int]) -> int:
    return sum(tags[name] for name in names)


def _words() -> dict[str, set[str]]:
    words: dict[str, set[str]] = {}
    for name in _WORD_FILES:
        raw = _read(name)
        each = raw.get("each", "").split()
        for tag, text in raw.items():
            if tag in _NOT_WORDS:
                continue
            if not isinstance(text, str) or not text.split():
                raise LexiconBroken(f"{name}.yaml: {tag} holds no words")
            for word in text.translate(ALIKE).split():
                _add(words, word, tag, each)
        for unit in raw.get("count_units", "").split():
            _count(words, unit)
        for unit in raw.get("figure_units", "").split():
            for digit in _DIGITS:
                words.setdefault(digit + unit, set()).add("figure")
    for mark, tag in BREAKS.items():
        words[mark] = {tag}
    return words


def _count(words: dict[str, set[str]], unit: str) -> None:
    """A unit behind each figure (30户): ``count``, of results also ``count_result``, of money ``amount``."""
    tags = (
        {"count", "figure"}
        | ({"count_result"} if unit in _RESULTS else set())
        | ({"amount"} if unit.endswith("元") else set())
    )
    for digit in _DIGITS:
        words.setdefault(digit + unit, set()).update(tags)


def _add(words: dict[str, set[str]], word: str, tag: str, each: list[str]) -> None:
    if tag not in _SPREAD:
        words.setdefault(word, set()).add(tag)
        return
    words.setdefault(word, set()).update(_SPREAD[tag])
    for before in each:
        words.setdefault(before + word, set()).add("village")


def _read(name: str) -> dict[str, Any]:
    with (_HERE / f"{name}.yaml").open(encoding="utf-8") as file:
        raw = yaml.safe_load(file)
    if not isinstance(raw, dict):
        raise LexiconBroken(f"{name}.yaml is no mapping")
    return raw


def _rule(row: object, tags: dict[str, int]) -> KindRule:
    if not isinstance(row, dict) or not {"kind", "reach"} <= set(row):
        raise LexiconBroken(f"rules.yaml: {row} has no kind or reach")
    known = {"kind", "cue", "first", "then", "within", "either", "unless", "needs", "across", "reach"}
    if set(row) - known or ("cue" in row) == ("first" in row) or row["reach"] not in {"own", "all"}:
        raise LexiconBroken(f"rules.yaml: {row} does not have the form of a rule")

    def bits(name: str) -> int:
        return tags[row[name]] if name in row else 0

    return KindRule(
        Kind(row["kind"]),
        bits("cue"),
        bits("first"),
        bits("then"),
        int(row.get("within", 0)),
        bool(row.get("either", False)),
        bits("unless"),
        bits("needs"),
        bool(row.get("across", False)),
        row["reach"] == "all",
    )
