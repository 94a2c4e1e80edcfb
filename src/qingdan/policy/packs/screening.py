"""Screening as a place's packs have it: advice for mending, usual minutes, what is screened before it is sent. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qingdan.policy.gate.model import Kind, Outcome, Verdict
from qingdan.policy.packs.schema import AmendmentSpec, ScreeningSpec

AMENDMENT_WORDS = frozenset({"item", "code", "handled_by", "apply_to"})
"""What advice may name of a verdict."""


@dataclass(frozen=True, slots=True)
class ScreeningRules:
    """The rules of a pack with those of the packs that it extends, the nearest first."""

    amendments: tuple[AmendmentSpec, ...] = ()
    usual_minutes: Mapping[Kind, int] | None = None
    before_dispatch: frozenset[Kind] = frozenset()
    clause: str | None = None

    def minutes(self, kind: Kind) -> int | None:
        """What one occurrence of a kind usually takes in one village, or None where the packs do not say."""
        return (self.usual_minutes or {}).get(kind)


@dataclass(frozen=True, slots=True)
class Advice:
    """One way to mend a demand. ``clause`` is its source, empty where it is the product's."""

    act: str
    says: str
    clause: str


def screening_rules(specs: Sequence[ScreeningSpec]) -> ScreeningRules:
    """The sections of a chain of packs as one; what is screened before sending is as the nearest says that says it."""
    minutes: dict[Kind, int] = {}
    for spec in reversed(specs):
        minutes |= spec.usual_minutes
    stating = next((spec for spec in specs if spec.before_dispatch), None)
    return ScreeningRules(
        amendments=tuple(row for spec in specs for row in spec.amendments),
        usual_minutes=minutes,
        before_dispatch=frozenset(stating.before_dispatch) if stating else frozenset(),
        clause=stating.clause if stating else None,
    )


def advice_for(rules: ScreeningRules, kind: Kind, verdict: Verdict, words: Mapping[str, str]) -> tuple[Advice, ...]:
    """The advice that fits a verdict, each act once; what is said for all kinds only where nothing else is said.

    ``words``: what there is for :data:`AMENDMENT_WORDS`.
    """
    found: dict[str, Advice] = {}
    for row in _fitting(rules, kind, verdict):
        if found and row.outcomes == [Outcome.FORBIDDEN] and not (row.kinds or row.clauses or row.like):
            continue
        says = _filled(row.says, words)
        if says and row.act not in found:
            found[row.act] = Advice(row.act, says, row.clause or "")
    return tuple(found.values())


def _fitting(rules: ScreeningRules, kind: Kind, verdict: Verdict) -> Iterator[AmendmentSpec]:
    cited = {reason.clause for reason in verdict.reasons if not reason.note}
    lists = {match.list_kind for match in verdict.matched}
    for row in rules.amendments:
        if (
            verdict.outcome in row.outcomes
            and (not row.kinds or kind in row.kinds)
            and (not row.clauses or cited & set(row.clauses))
            and (not row.like or lists & set(row.like))
        ):
            yield row


def _filled(says: str, words: Mapping[str, str]) -> str:
    """The advice with its words filled in; empty where one of them is not known."""
    missing = any(f"{{{name}}}" in says and not words.get(name) for name in AMENDMENT_WORDS)
    if missing:
        return ""
    for name in AMENDMENT_WORDS:
        says = says.replace(f"{{{name}}}", words.get(name, ""))
    return says
