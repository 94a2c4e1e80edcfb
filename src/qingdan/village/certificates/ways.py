"""What is done with a request: by where its kind stands, the gate's answer, and what the place's pack says. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qingdan.policy.gate.model import Outcome, Reason, Verdict
from qingdan.policy.packs.village import VillageRules
from qingdan.policy.packs.village_specs import NeededAnywaySpec
from qingdan.village.certificates.choices import Cause, Demander, Regime, Way


@dataclass(frozen=True, slots=True)
class Decision:
    """The way of a request, what the clerk is told, the clause. ``unanswered`` names what must still be said for it."""

    way: Way
    says: str
    clause: str = ""
    unanswered: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What the clerk answered of a kind that is not kept."""

    cause: str = ""
    within_duty: bool | None = None
    verifiable: bool | None = None


def decide_way(
    *,
    regime: str,
    demander: str,
    title: str,
    verdict: Verdict,
    rules: VillageRules,
    answers: Answers = Answers(),
    issuer_level: str | None = None,
) -> Decision:
    """The way of a request. A place's own row counts first; a kept kind is issued.

    What is kept but crosses a red line of the gate, or lacks the basis that its demander has to show (AS-49), is not
    issued: the decision names the clause. ``issuer_level`` is that of the demanding body, where it is known.
    """
    row = rules.way_for(regime, demander, title, issuer_level)
    if regime == Regime.RETAINED:
        return _of_a_kept_kind(row, verdict, rules)
    if row is None:
        return Decision(Way.REFER, verdict.next_step or verdict.summary, _first_clause(verdict.reasons))
    if row.way in ("issue", "admit_kind"):
        return _tested(row, answers)
    return Decision(Way(row.way), row.says, _clause(row), causes=tuple(row.causes))


def is_ungrounded(way: str, demander: str) -> bool:
    """Whether it is counted as 无清单依据的索要: a body wants what is not to be issued.

    A party, government or mass body is counted also where the village helps the resident out all the same.
    """
    if demander == Demander.PARTY_GOVERNMENT:
        return way != Way.ISSUE
    return demander != Demander.INDIVIDUAL and way not in (Way.ISSUE, Way.INTERIM)


def _of_a_kept_kind(row: NeededAnywaySpec | None, verdict: Verdict, rules: VillageRules) -> Decision:
    if row is not None:
        return Decision(Way(row.way), row.says, _clause(row))
    stopping = _red_line(verdict) or _missing_basis(verdict, rules)
    if stopping is not None:
        return Decision(Way.REFUSE, stopping.text, stopping.clause or "")
    return Decision(
        Way.ISSUE,
        "列在保留清单里，核实以后出具。",
        _first_clause(r for r in verdict.reasons if r.outcome is Outcome.LISTED),
    )


def _red_line(verdict: Verdict) -> Reason | None:
    found = verdict.outcome is Outcome.FORBIDDEN
    return next((each for each in verdict.reasons if each.outcome is Outcome.FORBIDDEN), None) if found else None


def _missing_basis(verdict: Verdict, rules: VillageRules) -> Reason | None:
    """An unmet requirement of the gate that no safeguard before issue will meet: what the demander has to show."""
    later = {clause for row in rules.safeguards.values() for clause in row.clauses}
    wanting = (each for each in verdict.reasons if each.effect == "require" and not each.note)
    return next((each for each in wanting if each.clause not in later), None)


def _tested(row: NeededAnywaySpec, answers: Answers) -> Decision:
    """A way that is open only where its tests are answered yes: to issue for the time being, or to have the kind admitted."""
    way = Way.INTERIM if row.way == "issue" else Way.ADMIT
    given = {"within_duty": answers.within_duty, "verifiable": answers.verifiable}
    failed = [test for test in row.tests if given[test] is False]
    if failed:
        words = "、".join(TEST_LABELS[test] for test in failed)
        return Decision(Way.REFUSE, f"{words}一项答了“否”，不能出具。{row.says}", _clause(row))
    unanswered = [TEST_LABELS[test] for test in row.tests if given[test] is None]
    if row.causes and answers.cause not in row.causes:
        unanswered.append("为什么还要办")
    return Decision(way, row.says, _clause(row), tuple(unanswered), tuple(row.tests), tuple(row.causes))


TEST_LABELS = {"within_duty": "属于村（社区）的职责范围", "verifiable": "村（社区）能够核实"}
CAUSE_LABELS = dict(Cause.choices)


def _clause(row: NeededAnywaySpec) -> str:
    return row.clauses[0] if row.clauses else ""


def _first_clause(reasons: Iterable[Reason]) -> str:
    return next((each.clause for each in reasons if each.clause), "")
