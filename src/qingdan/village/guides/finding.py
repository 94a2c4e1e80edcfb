"""Everyday words to kinds: what a resident says, and which kind of certificate it is about at that place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from qingdan.foundation.orgs.queries import administering
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.guide_specs import KnownKindSpec
from qingdan.policy.packs.queries import governing_on
from qingdan.village.guides.kinds import Kind, Regime
from qingdan.village.guides.matching import Known, Match, Matcher
from qingdan.village.guides.queries.kinds import kinds_known_at
from qingdan.village.guides.vocabulary import Vocabulary, vocabulary

MOST = 10


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: the kind, where it stands, how sure (0 to 1), who handles it; ``because`` are the words that led to it.

    ``code`` is empty for what is on no list here (regime ``unlisted``).
    """

    title: str
    regime: Regime
    score: float
    handled_by: str
    code: str = ""
    because: tuple[str, ...] = ()


def find(division: str, text: str, on: date, most: int = 3) -> list[Found]:
    """The kinds that everyday words are about at a place, the surest first; raises ``OutsideEveryPack``.

    Nothing where the words point to no kind. What people ask for under a name that no list there has comes as
    ``unlisted``, with the way that the pack has for it.
    """
    return Finder(division, on).find(text, most)


class Finder:
    """The same for many sentences of one place and day: the catalogue is read once. ``known``: what it goes by."""

    def __init__(self, division: str, on: date) -> None:
        self.division = division
        pack, _notice = governing_on(administering(division, on), on)
        words = vocabulary(pack)
        kinds = _each_title_once(kinds_known_at(division, on))
        self._kinds = {kind.code: kind for kind in kinds}
        unlisted = _on_no_list(words, kinds)
        self._unlisted = {each.title: each for each in unlisted}
        self._pack = pack
        self.known = _known(kinds, unlisted, words)
        self._matcher = _matcher(self.known)

    def find(self, text: str, most: int = 3) -> list[Found]:
        """The kinds that a text is about, the surest first, at most ``most`` (and never more than ten)."""
        return [self._found(match) for match in self._matcher.rank(text, max(1, min(most, MOST)))]

    def _found(self, match: Match) -> Found:
        kind = self._kinds.get(match.key)
        if kind is not None and kind.here:
            handled = kind.handled_by or _issuer(kind)
            return Found(kind.title, kind.regime, match.score, handled, kind.code, match.because)
        title = kind.title if kind else match.key
        advice = _not_here(kind) if kind else self._unlisted[title].advice
        return Found(title, "unlisted", match.score, self._advice(title, advice), "", match.because)

    def _advice(self, title: str, advice: str) -> str:
        """What to do instead, and the pack's way for what is on no list."""
        way = self._pack.village.way_for("neither", None, title)
        return f"清单上没有。{advice}" + (f"仍然需要的：{way.says}" if way else "")


def _issuer(kind: Kind) -> str:
    """Who issues a kind that is kept: as its guide says, else the village; what is cancelled without a word: its body."""
    guide = kind.guide or kind.suggestion
    if kind.regime != "retained":
        return (guide.replaced_by if guide else "") or kind.lead_body
    return (guide.issuing_body if guide else "") or "村（居）民委员会"


def _not_here(kind: Kind) -> str:
    """Why a kind of a list does not count at this sort of unit."""
    return f"《{kind.list_title}》里有“{kind.title}”，但不是给这一类村（社区）列的。"


def _each_title_once(kinds: Sequence[Kind]) -> list[Kind]:
    """Of kinds with one title the hardest: what one level bars, none keeps."""
    found: dict[str, Kind] = {}
    for kind in kinds:
        found.setdefault(key(kind.title), kind)
    return list(found.values())


def _on_no_list(words: Vocabulary, kinds: Sequence[Kind]) -> list[KnownKindSpec]:
    """The kinds that people know and that no list of the place has, under this or another title."""
    listed = {key(title) for kind in kinds for title in (kind.title, *kind.aliases)}
    return [each for each in words.known if not listed & {key(title) for title in (each.title, *each.also)}]


_PASSING = re.compile(r"（[^）]*）|\([^)]*\)|村民|居民|社区|本村|证明|情况|[在的]")
"""Words that say nothing of what a certificate is about."""


def about(title: str) -> str:
    """What a title is about, without the words that every title has: 居民在社区居住证明 is about 居住."""
    return _PASSING.sub("", title)


def _known(kinds: Sequence[Kind], unlisted: Sequence[KnownKindSpec], words: Vocabulary) -> tuple[Known, ...]:
    """What a steward lists under a title of the place's own is asked for by the words of the kind that is about the same.

    A kind that another sort of unit has does not stand beside the place's own about the same.
    """
    here = {about(kind.title) for kind in kinds if kind.here}
    said = {about(each.title): tuple(each.say) for each in words.known}
    said |= {about(kind.title): words.sayings[kind.code] for kind in kinds if kind.code in words.sayings}
    listed = (
        Known(kind.code, (kind.title, *kind.aliases), words.sayings.get(kind.code) or said.get(about(kind.title), ()))
        for kind in kinds
        if kind.here or about(kind.title) not in here
    )
    others = (Known(each.title, (each.title, *each.aliases), tuple(each.say)) for each in unlisted)
    return (*listed, *others)


@lru_cache(maxsize=64)
def _matcher(known: tuple[Known, ...]) -> Matcher:
    return Matcher(known)
