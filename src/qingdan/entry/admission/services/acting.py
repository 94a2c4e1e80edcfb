"""The one way in which a case moves: locked, by the interpreter, with its record, its clock, its audit and its effects."""

from __future__ import annotations

from typing import Any

from qingdan.entry.admission.models import Case, CaseAct, CaseSeat, Coordination, PaperDecision, PaperState
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.queries.cases import standing_of
from qingdan.entry.admission.rules import APPLICANT, ENDED, Act, NotNow, Standing, State, Verb, advance, waiting_seats
from qingdan.entry.admission.seats import body_of
from qingdan.entry.admission.services import clocks
from qingdan.entry.admission.services.telling import tell_applicant, tell_waiting
from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.models import Account
from qingdan.policy.packs.procedures import Procedure


def locked(case: Case, seen: int | None = None) -> Case:
    """The case, locked. ``seen`` is the revision that the person has before them; an older one is refused."""
    kept = Case.objects.select_for_update(of=("self",)).select_related("body").get(pk=case.pk)
    if seen is not None and kept.revision != seen:
        raise AdmissionProblem("这件申请刚刚有了变化（别人办了一步，或者申请单位改过）。请看过现在的内容再办。")
    return kept


def move(
    case: Case,
    act: Act,
    *,
    actor: Account | None,
    procedure: Procedure,
    text: str = "",
    conditions: str = "",
    paper: PaperDecision | None = None,
    **changes: Any,
) -> CaseAct:
    """Do one act in a case that the caller has locked; ``changes`` are fields of the case to be saved with it.

    Raises :class:`AdmissionProblem` where the procedure does not allow the act now: whoever comes second is told so.
    """
    before = standing_of(case)
    try:
        after = advance(procedure, before, act)
    except NotNow as error:
        raise AdmissionProblem(str(error)) from error
    for name, value in changes.items():
        setattr(case, name, value)
    row = _record(case, act, before, after, actor, text, conditions, paper)
    _settle(case, procedure, before, after, text)
    note(
        actor, f"admission_{act.verb}", case, [act.seat, act.stance, text, conditions, after.state, paper and paper.pk]
    )
    return row


def _record(
    case: Case, act: Act, before: Standing, after: Standing, actor: Account | None, text: str, conditions: str,
    paper: PaperDecision | None,
) -> CaseAct:  # fmt: skip
    seat = case.seats.filter(title=act.seat, step=before.step).first()
    fresh = act.verb is Verb.SUBMIT or (act.verb is Verb.SIGN and after.round > before.round)
    where = after if fresh else before
    return CaseAct.objects.create(
        case=case,
        number=case.acts.count() + 1,
        verb=act.verb,
        seat=act.seat,
        stance=act.stance or "",
        round=where.round,
        turn=where.turn,
        step=where.step,
        state_after=after.state,
        text=text.strip(),
        conditions=conditions.strip(),
        body=seat.body if seat else (case.body if act.seat == APPLICANT else None),
        paper=paper,
        by=actor,
    )


def _settle(case: Case, procedure: Procedure, before: Standing, after: Standing, text: str) -> None:
    """Store where the case stands now, and what follows of it: clock, seats, messages."""
    case.state, case.step, case.round = after.state.value, after.step, after.round
    case.turn, case.signed = after.turn, after.signed
    case.revision += 1
    if after.state in ENDED:
        case.ended_at = now()
    case.save()
    clocks.follow(case, procedure, before, after, text)
    wait_for(case, waiting_seats(procedure, after))
    if after.state in {State.RETURNED, State.REFUSED, State.WITHDRAWN} or after.step != before.step:
        case.papers.filter(state=PaperState.WAITING).update(state=PaperState.VOID)
    if after.state in ENDED:
        Coordination.objects.filter(case=case, minuted_at=None).update(
            minutes="（申请已办结，没有再协调）", minuted_at=now()
        )
    tell_waiting(case)
    _tell_ends(case, before, after, text)


def _tell_ends(case: Case, before: Standing, after: Standing, text: str) -> None:
    words = {
        State.RETURNED: (f"准入申请“{case.title}”退回补正", "returned"),
        State.REFUSED: (f"准入申请“{case.title}”没有通过", "refused"),
    }.get(after.state)
    if words is not None and before.state is not after.state and before.state is not State.SIGNING:
        tell_applicant(case, words[0], text, words[1])


def seat_all(case: Case, procedure: Procedure) -> None:
    """Make the seats of a case anew, as its procedure has them."""
    case.seats.all().delete()
    rows = [CaseSeat(case=case, title=APPLICANT, body=case.body)]
    for number, step in enumerate(procedure.steps):
        rows += [
            CaseSeat(case=case, title=seat.title, step=number, body=body_of(seat, case.division)) for seat in step.seats
        ]
    CaseSeat.objects.bulk_create(rows)


def wait_for(case: Case, titles: tuple[str, ...]) -> None:
    """Mark the seats for which the case waits, and no others."""
    case.seats.filter(waiting=True).update(waiting=False)
    here = case.seats.filter(title__in=titles).exclude(title=APPLICANT).filter(step=_seat_step(case))
    here.update(waiting=True)
    if APPLICANT in titles:
        case.seats.filter(title=APPLICANT).update(waiting=True)


def _seat_step(case: Case) -> int:
    """Where the waiting seats sit: those who hand a case on sit in the step before."""
    return case.step - 1 if case.state == State.HANDING else case.step


def note(actor: Account | None, verb: str, case: Case, detail: object) -> None:
    """The audit record of an act in a case."""
    record(
        verb=verb,
        object_type="admission_case",
        object_id=case.pk,
        detail=detail,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor) if actor else "系统",
        stream=case.division[:6],
    )
