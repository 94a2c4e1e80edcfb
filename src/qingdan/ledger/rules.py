"""What may happen to leads and findings: the tables are the documentation. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from qingdan.foundation.orgs.divisions import ancestors, contains
from qingdan.ledger.choices import LIVE, RUNNING, FindingKind, FindingState, LeadState, Section, Verb
from qingdan.policy.gate.model import Kind

BUNDLED_WEEKDAY = 0
"""What an informant said reaches the complained-of body on a Monday, together with what else came (系统建议值)."""
SHORTEST_WAIT = timedelta(days=7)
"""And not sooner than so many days later (系统建议值), so that the day does not give the informant away."""
MENDING_WORKDAYS = 15
"""The due date that is proposed for a new finding (系统建议值); whoever confirms sets it."""
ESCALATE_WORKDAYS = 3
"""So many working days after its due date an overdue finding is told to the lead office (系统建议值)."""


class Side(Enum):
    """Who stands where towards a finding. Nobody of the responsible body is ever on the other two sides."""

    BODY = "责任单位的经办人"
    CHECKER = "牵头单位或所在镇街的经办人（不能是责任单位的人）"
    OFFICE = "牵头单位的经办人（不能是责任单位的人）"
    SYSTEM = "系统"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table; ``target`` None: the state stays."""

    verb: Verb
    sources: tuple[FindingState, ...]
    target: FindingState | None
    side: Side
    reason: bool = False


_OPEN, _MENDING, _REPORTED, _CLOSED = (
    FindingState.OPEN, FindingState.MENDING, FindingState.REPORTED, FindingState.CLOSED,
)  # fmt: skip

TRANSITIONS: Mapping[Verb, Transition] = {
    row.verb: row
    for row in (
        Transition(Verb.JOIN, LIVE, None, Side.CHECKER),
        Transition(Verb.PLAN, RUNNING, _MENDING, Side.BODY),
        Transition(Verb.REPORT, (_MENDING,), _REPORTED, Side.BODY, reason=True),
        Transition(Verb.VERIFY, (_REPORTED,), _CLOSED, Side.CHECKER),
        Transition(Verb.SEND_BACK, (_REPORTED,), _MENDING, Side.CHECKER, reason=True),
        Transition(Verb.ASK_EXTENSION, RUNNING, None, Side.BODY, reason=True),
        Transition(Verb.GRANT_EXTENSION, RUNNING, None, Side.OFFICE),
        Transition(Verb.REFUSE_EXTENSION, RUNNING, None, Side.OFFICE, reason=True),
        Transition(Verb.REOPEN, (_CLOSED,), _MENDING, Side.OFFICE, reason=True),
        Transition(Verb.MERGE, LIVE, FindingState.MERGED, Side.OFFICE, reason=True),
        Transition(Verb.ABSORB, LIVE, None, Side.OFFICE),
        Transition(Verb.REASSIGN, RUNNING, _OPEN, Side.OFFICE, reason=True),
        Transition(Verb.ANNUL, LIVE, FindingState.ANNULLED, Side.OFFICE, reason=True),
        Transition(Verb.REMIND, RUNNING, None, Side.SYSTEM),
        Transition(Verb.ESCALATE, RUNNING, None, Side.SYSTEM),
    )
}
"""Every way of a finding; :data:`Verb.CONFIRM` makes one, in state open, or mending where its measure is known."""

DECISIONS: Mapping[LeadState, bool] = {LeadState.CONFIRMED: False, LeadState.MERGED: False, LeadState.DISMISSED: True}
"""What a new lead may become, and whether a reason must be given."""


def transition(verb: Verb, state: FindingState) -> Transition | None:
    """The row by which a verb moves a finding in a state; None where the table has none."""
    row = TRANSITIONS.get(verb)
    return row if row is not None and state in row.sources else None


def target_of(row: Transition, state: FindingState) -> FindingState:
    """The state after a row of the table."""
    return row.target or state


def section_of(kind: str, finding_kind: str) -> Section:
    """In which part of the ledger a finding stands."""
    if kind == Kind.CERTIFICATE or finding_kind == FindingKind.CERTIFICATE:
        return Section.CERTIFICATES
    if kind in {Kind.MECHANISM, Kind.PLAQUE} or finding_kind in {FindingKind.MECHANISM, FindingKind.PLAQUE}:
        return Section.MECHANISMS
    return Section.WORK


def shown_from(confidential: bool, day: date) -> date:
    """From when the responsible body sees a finding confirmed on a day: at once, or bundled on a later Monday."""
    if not confidential:
        return day
    earliest = day + SHORTEST_WAIT
    return earliest + timedelta(days=(BUNDLED_WEEKDAY - earliest.weekday()) % 7)


def above_jurisdiction(jurisdiction: str, body_division: str) -> bool:
    """Whether a body stands outside (above) the jurisdiction whose ledger this is: never found in breach here."""
    return not contains(jurisdiction, body_division)


def answers_for(body_division: str, place: str) -> bool:
    """Whether a body is of the place or of one above it, so that it can have asked something there."""
    return body_division in ancestors(place)


def overdue(state: str, due: date, today: date) -> bool:
    """Whether the responsible body is late."""
    return state in RUNNING and due < today


def replay(steps: Iterable[tuple[str, str, str]]) -> str | None:
    """The state to which rows of history (verb, from, to) lead; None where one does not follow from those before.

    This is the check that history explains a state, and that the table allows each step.
    """
    state: str | None = ""
    for verb, before, after in steps:
        if before != state:
            return None
        if verb == Verb.CONFIRM:
            fits = before == "" and after in RUNNING
        else:
            row = transition(Verb(verb), FindingState(before)) if before else None
            fits = row is not None and after == target_of(row, FindingState(before))
        if not fits:
            return None
        state = after
    return state
