"""A hit: one thing that the gate found, with its outcome and its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from qingdan.policy.gate.facts import FACTS
from qingdan.policy.gate.model import Clause, Item, Match, Outcome, Reason, Rule
from qingdan.policy.gate.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding. ``permits``: it stands for a list hit. ``advice``: what to do about it."""

    reason: Reason
    missing: tuple[str, ...] = ()
    matched: tuple[Match, ...] = ()
    permits: bool = False
    decides: bool = True
    advice: str = ""
    stamp: str = ""

    @property
    def outcome(self) -> Outcome:
        """The outcome that this hit alone would give."""
        return self.reason.outcome


@dataclass
class Findings:
    """All hits of one decision."""

    hits: list[Hit] = field(default_factory=list)

    def add(self, hit: Hit | None) -> None:
        """Keep a hit, if there is one."""
        if hit is not None:
            self.hits.append(hit)

    @property
    def permitted(self) -> bool:
        """Whether something, fully or on conditions, stands for a list hit."""
        return any(hit.permits for hit in self.hits)

    @property
    def listed(self) -> bool:
        """Whether something permits without any condition."""
        return any(hit.permits and hit.outcome is Outcome.LISTED for hit in self.hits)

    @property
    def barred(self) -> bool:
        """Whether the demand is a red item itself; then it need not be asked whether it is another item."""
        return any(hit.reason.item and hit.outcome is Outcome.FORBIDDEN for hit in self.hits)

    def undecided_by(self, clause: str | None) -> bool:
        """Whether a row has said already that it waits for the list that this clause names."""
        return clause is not None and any(
            hit.reason.clause == clause and hit.outcome is Outcome.UNDECIDED for hit in self.hits
        )

    @property
    def decided(self) -> bool:
        """Whether a row, a red item or a permit has decided (for kinds that rules alone decide)."""
        return any(hit.decides and not hit.reason.note for hit in self.hits)


def fact_labels(names: tuple[str, ...]) -> str:
    """Facts as a person calls them."""
    return "、".join(f"“{FACTS[name].label}”" if name in FACTS else f"“{name}”" for name in dict.fromkeys(names))


def clause_of(book: Rulebook, clause_id: str | None) -> Clause | None:
    """The clause's words, if the rulebook has them."""
    return book.clauses.get(clause_id) if clause_id else None


def rule_reason(book: Rulebook, rule: Rule, outcome: Outcome, text: str, *, note: bool = False) -> Reason:
    """A reason that rests on a row of the decision table."""
    clause = clause_of(book, rule.clause)
    return Reason(
        text=text,
        outcome=outcome,
        clause=rule.clause,
        document=clause.document if clause else "",
        strength=rule.strength.value,
        effect=rule.effect.value,
        quote=clause.text if clause else "",
        note=note,
    )


def item_reason(book: Rulebook, item: Item, outcome: Outcome, text: str, *, effect: str | None = None) -> Reason:
    """A reason that rests on an item of a list."""
    clause = clause_of(book, item.clause)
    return Reason(
        text=text,
        outcome=outcome,
        clause=item.clause,
        item=item.code,
        document=item.document or item.list_title,
        effect=effect,
        quote=clause.text if clause else "",
    )
