"""Phrases in a demand's words: found once by one automaton, then asked by every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick

from qingdan.policy.gate.model import Terms
from qingdan.policy.gate.normalise import sentence_start, squash


@lru_cache(maxsize=20_000)
def phrase_form(phrase: str) -> str:
    """A pack's phrase as it stands in squashed words; kept, because every decision asks for the same phrases."""
    return squash(phrase)


@dataclass(frozen=True, slots=True)
class Words:
    """A demand's squashed title and text, and where each known phrase stands in them (end positions)."""

    text: str
    title_length: int
    hits: Mapping[str, tuple[int, ...]]


class PhraseFinder:
    """All phrases of a rulebook in one automaton."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        self._empty = True
        for phrase in sorted({phrase_form(phrase) for phrase in phrases} - {""}):
            self._automaton.add_word(phrase, phrase)
            self._empty = False
        if not self._empty:
            self._automaton.make_automaton()

    def read(self, title: str, text: str) -> Words:
        """The words of a demand with the phrases found in them."""
        head = squash(title)
        whole = f"{head}\n{squash(text)}" if text else head
        hits: dict[str, list[int]] = {}
        if not self._empty:
            for end, phrase in self._automaton.iter(whole):
                hits.setdefault(phrase, []).append(end + 1)
        return Words(whole, len(head), {phrase: tuple(ends) for phrase, ends in hits.items()})


def phrases_of(terms: Terms) -> tuple[str, ...]:
    """All phrases that a terms test must be able to find."""
    return (*terms.any_of, *terms.all_of, *terms.none_of)


def hold(terms: Terms, words: Words) -> bool:
    """Whether the terms hold in these words (see :class:`qingdan.policy.gate.model.Terms`)."""
    if not words.hits:
        return not terms.any_of and not terms.all_of
    if terms.any_of and not any(_stands(phrase, terms, words) for phrase in terms.any_of):
        return False
    if not all(_stands(phrase, terms, words) for phrase in terms.all_of):
        return False
    return not any(phrase_form(phrase) in words.hits for phrase in terms.none_of)


def hold_in(terms: Terms, title: str, text: str = "") -> bool:
    """Whether the terms hold in a title and text; for validation of a pack's own examples."""
    return hold(terms, PhraseFinder(phrases_of(terms)).read(title, text))


def _stands(phrase: str, terms: Terms, words: Words) -> bool:
    squashed = phrase_form(phrase)
    for end in words.hits.get(squashed, ()):
        if terms.title_only and end > words.title_length:
            continue
        if not _guarded(end - len(squashed), terms.guards, words.text):
            return True
    return False


def _guarded(start: int, guards: tuple[str, ...], text: str) -> bool:
    if not guards:
        return False
    before = text[sentence_start(text, start) : start]
    return any(guard in before for guard in guards)
