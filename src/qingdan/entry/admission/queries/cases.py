"""Reading cases: where one stands by the rules, what waits for a body, the clock in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from qingdan.entry.admission.access import bodies_of
from qingdan.entry.admission.models import (
    Case,
    CaseAct,
    CaseSeat,
    ConsultedDivision,
    PaperDecision,
    PaperState,
    StepClock,
)
from qingdan.entry.admission.roles import APPLICANTS, RECORDERS, SEATED, VILLAGES
from qingdan.entry.admission.rules import ENDED, Act, Stance, Standing, State, Verb
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import divisions_within, scopes_of

_ANSWERED = (Verb.OPINE, Verb.REVIEW, Verb.DECIDE)


def standing_of(case: Case) -> Standing:
    """Where the case stands, as the interpreter reads it."""
    return Standing(
        state=State(case.state),
        step=case.step,
        round=case.round,
        turn=case.turn,
        signed=case.signed,
        chain=max(1, len(case.chain)),
        answers=_answers(case),
    )


def _answers(case: Case) -> tuple[tuple[str, Stance], ...]:
    """The answers that count in this turn: a coordination takes out those of the bodies that disagreed before it."""
    if case.state not in {State.REVIEWING, State.COORDINATING, State.APPROVING, State.REFUSED}:
        return ()
    acts = case.acts.filter(round=case.round, step=case.step, verb__in=_ANSWERED).order_by("number")
    found: dict[str, Stance] = {}
    for seat, stance, turn in acts.values_list("seat", "stance", "turn"):
        if stance == Stance.DISAGREE and turn < case.turn:
            continue
        found[seat] = Stance(stance)
    return tuple(found.items())


def acts_as_rules(acts: Sequence[CaseAct]) -> list[Act]:
    """What is on record as the interpreter's acts, in order."""
    return [Act(Verb(act.verb), act.seat, Stance(act.stance) if act.stance else None) for act in acts]


def with_clock(rows: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with the day on which the running step began and the day on which it is due."""
    running = StepClock.objects.filter(case=OuterRef("pk"), left_on=None)
    return rows.annotate(since=Subquery(running.values("since")[:1]), due=Subquery(running.values("due")[:1]))


def waiting_seats_of(actor: Account) -> QuerySet[CaseSeat]:
    """The seats of the actor's bodies for which a case waits now."""
    applicant = CaseSeat.objects.filter(title="", body__in=bodies_of(actor, APPLICANTS))
    seated = CaseSeat.objects.filter(body__in=bodies_of(actor, SEATED)).exclude(title="")
    return (applicant | seated).filter(waiting=True).select_related("case__body", "body")


def waiting_cases_of(actor: Account) -> QuerySet[Any]:
    """The cases that wait for the actor's bodies, with their clock, the earliest day first."""
    seats = waiting_seats_of(actor).values("case")
    rows = with_clock(Case.objects.filter(pk__in=seats).exclude(state__in=ENDED).select_related("body"))
    return rows.order_by(F("due").asc(nulls_last=True), "pk")


def papers_to_check(actor: Account) -> QuerySet[PaperDecision]:
    """The recorded papers that wait for a second person and that the actor may compare with the original."""
    meant = Q(case__division__in=[])
    for scope in scopes_of(actor, (*RECORDERS, Role.LEAD_OFFICER)):
        meant |= Q(case__division__gte=scope, case__division__lt=subtree_end(scope))
    rows = PaperDecision.objects.filter(meant, state=PaperState.WAITING).exclude(recorded_by=actor)
    return rows.exclude(case__body__in=bodies_of(actor)).select_related("case__body").order_by("recorded_at", "pk")


def consultations_open_to(account: Account) -> QuerySet[ConsultedDivision]:
    """What the account's towns and villages were asked and have not answered, while it runs."""
    rows = ConsultedDivision.objects.filter(
        division__in=divisions_within(account, VILLAGES), stance="", consultation__until__gte=today()
    )
    return rows.exclude(consultation__case__state__in=ENDED).select_related("consultation__case", "division")
