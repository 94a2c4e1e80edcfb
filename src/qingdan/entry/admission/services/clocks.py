"""The clock of a case: it runs while a body of the procedure is to act, stands still while the applicant completes."""

from __future__ import annotations

from datetime import date

from qingdan.entry.admission.models import Case, Pause, StepClock
from qingdan.entry.admission.rules import ENDED, Standing, State
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import due_after
from qingdan.foundation.clock.rules import Pause as Paused
from qingdan.policy.packs.procedures import Procedure

RUNNING = frozenset({State.REVIEWING, State.COORDINATING, State.APPROVING, State.FILING, State.LISTING})


def follow(case: Case, procedure: Procedure | None, before: Standing, after: Standing, reason: str) -> None:
    """Start, pause, go on or stop the clock as the case moved; the caller holds the case's lock."""
    if procedure is None:
        return
    day = today()
    if after.state is State.RETURNED and before.state in RUNNING:
        Pause.objects.create(case=case, since=day, reason=reason or "退回补正")
        return
    if before.state not in RUNNING and after.state in RUNNING:
        _end_pause(case, day)
    same = (
        (before.round, before.step) == (after.round, after.step) and before.state in RUNNING and after.state in RUNNING
    )
    if after.state in {State.SIGNING, State.RETURNED, State.DRAFT} or same:
        return
    if after.state in RUNNING and _goes_on(case, after):
        return
    leave(case, day)
    if after.state in RUNNING:
        StepClock.objects.create(
            case=case, round=after.round, step=after.step, since=day, due=_due(procedure.steps[after.step].days, day)
        )
    if after.state in ENDED:
        _end_pause(case, day)


def _goes_on(case: Case, after: Standing) -> bool:
    """After completion the clock of the same step goes on where it stood, with the pause left out."""
    clock = case.clocks.filter(left_on=None, step=after.step).first()
    if clock is None:
        return False
    clock.round = after.round
    procedure = case.kept_procedure
    days = procedure.steps[after.step].days if procedure else None
    clock.due = _due(days, clock.since, [Paused(each.since, each.until) for each in case.pauses.all()])
    clock.save(update_fields=["round", "due"])
    return True


def leave(case: Case, day: date) -> None:
    """Stop the running clock."""
    case.clocks.filter(left_on=None).update(left_on=day)


def _end_pause(case: Case, day: date) -> None:
    case.pauses.filter(until=None).update(until=day)


def _due(days: int | None, since: date, pauses: list[Paused] | None = None) -> date | None:
    return due_after(since, days, pauses or []).day if days else None
