"""What is prepared once for a rulebook, so that a decision looks up instead of searching."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from qingdan.policy.gate.codes import compact
from qingdan.policy.gate.model import Effect, Item, Kind, ListKind, Rule, Statute
from qingdan.policy.gate.normalise import bare, bare_places, key
from qingdan.policy.gate.words import PhraseFinder, phrases_of

SIMILAR = 0.62
"""From this score on, a title may be the item; a person must confirm it."""
CONTAINED = 0.9
"""The score of an item whose whole key stands in the demand's title or text."""
SHORTEST_CONTAINED = 4
MOST_CANDIDATES = 24
FEWEST_SHARED = 3
"""Candidates share more than this part of the pairs that the best candidate shares (1 of 3)."""
MOST_SIMILAR = 5
LONGEST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Named:
    """An item under one of its keys (title or alias)."""

    key: str
    item: Item
    order: int


class TitleIndex:
    """Items by exact key, and candidates for similarity by shared pairs of characters."""

    def __init__(self, items: Iterable[Item], place_names: tuple[str, ...]) -> None:
        self.exact: dict[str, list[Item]] = defaultdict(list)
        self._named: list[Named] = []
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for order, item in enumerate(sorted(items, key=lambda item: item.code)):
            for name in dict.fromkeys(key(title, place_names) for title in (item.title, *item.aliases)):
                if name:
                    self._add(Named(name, item, order))

    def _add(self, named: Named) -> None:
        self.exact[named.key].append(named.item)
        for pair in _pairs(named.key):
            self._by_pair[pair].append(len(self._named))
        self._named.append(named)

    def similar(self, demand_key: str) -> list[tuple[Item, float]]:
        """The best few items whose key resembles this one, best first, each with its score below 1."""
        wanted = demand_key[:LONGEST_COMPARED]
        shared: Counter[int] = Counter()
        for pair in _pairs(wanted):
            shared.update(self._by_pair.get(pair, ()))
        if not shared:
            return []
        least = max(shared.values()) // FEWEST_SHARED
        candidates = sorted((-count, place) for place, count in shared.items() if count > least)
        best: dict[str, tuple[Item, float]] = {}
        for _count, place in candidates[:MOST_CANDIDATES]:
            named = self._named[place]
            score = _score(named.key, wanted)
            if score >= SIMILAR and score > best.get(named.item.code, (named.item, 0.0))[1]:
                best[named.item.code] = (named.item, score)
        return sorted(best.values(), key=lambda found: (-found[1], found[0].code))[:MOST_SIMILAR]


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _score(item_key: str, demand_key: str) -> float:
    if len(item_key) >= SHORTEST_CONTAINED and item_key in demand_key:
        return CONTAINED
    return min(fuzz.ratio(item_key, demand_key) / 100, 0.99)


class RulebookIndex:
    """Everything looked up by a decision; built once per rulebook."""

    def __init__(
        self,
        *,
        items: tuple[Item, ...],
        rules: tuple[Rule, ...],
        statutes: tuple[Statute, ...],
        place_names: tuple[str, ...],
    ) -> None:
        self.places = place_names
        bare_places(place_names)
        by_list: dict[ListKind, list[Item]] = defaultdict(list)
        for item in items:
            by_list[item.list_kind].append(item)
        self._titles = {kind: TitleIndex(members, place_names) for kind, members in by_list.items()}
        self.red_terms: dict[ListKind, list[Item]] = {
            kind: sorted((item for item in members if item.terms), key=lambda item: item.code)
            for kind, members in by_list.items()
        }
        self.by_code = {compact(item.code): item for item in items}
        self.rules: dict[Kind, list[Rule]] = {
            kind: sorted((rule for rule in rules if kind in rule.kinds), key=lambda rule: (rule.pack, rule.id))
            for kind in Kind
        }
        self.row_keys = {
            rule.id: frozenset(key(title, place_names) for title in rule.titles) for rule in rules if rule.titles
        }
        terms = [rule.terms for rule in rules if rule.terms] + [item.terms for item in items if item.terms]
        self.finder = PhraseFinder(phrase for test in terms for phrase in phrases_of(test))
        self.statutes = [(_names(statute), statute) for statute in sorted(statutes, key=lambda s: s.title)]

    def titles(self, kind: ListKind) -> TitleIndex | None:
        """The title index of one kind of list, if any item of it is on record."""
        return self._titles.get(kind)

    def permits(self, kind: Kind, effect: Effect = Effect.PERMIT) -> list[Rule]:
        """The kind's rows of one effect."""
        return [rule for rule in self.rules[kind] if rule.effect is effect]


def _names(statute: Statute) -> tuple[str, ...]:
    return tuple(sorted({bare(name) for name in (statute.title, *statute.aliases)}, key=lambda n: (-len(n), n)))
