"""One demand against one rulebook: its key, its words, and how it stands to the lists — worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from qingdan.policy.gate.index import CONTAINED, RulebookIndex
from qingdan.policy.gate.model import Admission, Completeness, Demand, Item, KindPolicy, ListKind, ListState, Match
from qingdan.policy.gate.normalise import key
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.gate.truth import Facts, Tested, Truth
from qingdan.policy.gate.words import Words


@dataclass
class Case:
    """The working state of one decision; nothing of it outlives the decision.

    ``admitted``: the demand's code is a valid admission of it, so it stands beside the lists that permit its kind.
    """

    demand: Demand
    book: Rulebook
    index: RulebookIndex
    policy: KindPolicy
    key: str = field(init=False)
    facts: Facts = field(init=False)
    admitted: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.key = key(self.demand.title, self.book.place_names)
        self.facts = Facts(self.demand, dict(self.book.defaults))

    def admit(self, admission: Admission) -> None:
        """Take the demand for what a valid admission says it is; what is on record counts before what is stated."""
        self.admitted = True
        known = replace(self.demand, facts={**self.demand.facts, **dict(admission.facts)})
        self.facts = Facts(known, dict(self.book.defaults))

    @cached_property
    def words(self) -> Words:
        """The demand's words with every known phrase found."""
        return self.index.finder.read(self.demand.title, self.demand.text)

    def exact(self, kind: ListKind) -> list[tuple[Item, Tested]]:
        """Items of a list with exactly this title, in force on the day, and whether each counts here."""
        titles = self.index.titles(kind)
        if titles is None:
            return []
        return [
            (item, self.facts.condition(item.when, self.on_lists))
            for item in titles.exact.get(self.key, ())
            if in_force(item, self.demand)
        ]

    def on_lists(self, kinds: tuple[ListKind, ...]) -> Truth:
        """Whether the demand is exactly on one of these lists (never unknown because a list is incomplete).

        What is admitted and filed stands as on them, but never as a duty of the village's own.
        """
        if self.admitted and any(kind in self.policy.permits and kind is not ListKind.DUTY for kind in kinds):
            return True
        answer: Truth = False
        for kind in kinds:
            for _item, counts in self.exact(kind):
                if counts.truth:
                    return True
                if counts.truth is None:
                    answer = None
        return answer

    def similar(self, kind: ListKind) -> list[tuple[Item, float]]:
        """Items in force that the demand may be, best first; never those that it exactly is."""
        titles = self.index.titles(kind)
        if titles is None or not self.key:
            return []
        exactly = {item.code for item in titles.exact.get(self.key, ())}
        return [
            (item, score)
            for item, score in titles.similar(self.key)
            if item.code not in exactly and in_force(item, self.demand) and self._may_count(item)
        ]

    def _may_count(self, item: Item) -> bool:
        return self.facts.condition(item.when, self.on_lists).truth is not False

    def state(self, kind: ListKind) -> ListState:
        """How much of a kind of list is on record here."""
        return self.book.lists.get(kind) or ListState(kind, Completeness.MISSING, "")

    def complete(self, kind: ListKind) -> bool:
        """Whether absence from this list means something for this demand."""
        state = self.state(kind)
        if state.completeness is Completeness.COMPLETE:
            return True
        return any(self.facts.condition(scope, self.on_lists).truth for scope in state.complete_for)


def in_force(item: Item, demand: Demand) -> bool:
    """Whether the item's own validity covers the demand's date."""
    return (item.valid_from is None or item.valid_from <= demand.on) and (
        item.valid_to is None or demand.on <= item.valid_to
    )


def match(item: Item, score: float) -> Match:
    """The item as a match in a verdict."""
    return Match(item.code, item.title, item.list_kind, round(score, 2))


__all__ = ["CONTAINED", "Case", "in_force", "match"]
