"""Bringing an occasion to its villages: in batches, each with its mark of how far it came, so that a kill loses nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from qingdan.entry.dispatch.judging import Judge
from qingdan.entry.dispatch.models import (
    Delivery,
    DeliveryState,
    Dispatch,
    Ground,
    NotSent,
    Schedule,
    ScheduleState,
)
from qingdan.entry.dispatch.recurrence import Occasion, first_occasion, next_occasion, period_at
from qingdan.entry.dispatch.refusals import Refusal, decide_each
from qingdan.entry.dispatch.services.writing import note_many, tell_body
from qingdan.entry.dispatch.subjects import subject_of
from qingdan.entry.dispatch.targets import Village, rows_of, villages
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.clock.queries import calendar, due_after
from qingdan.foundation.clock.rules import Due
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.jobs.services import enqueue, keep
from qingdan.foundation.orgs.models import Division
from qingdan.register.obligations.services import Given, assign, owe

BATCH = 2000
AT_ONCE = 300
"""So many villages are served within the request; more go to a job that shows how far it is."""
JOB = "dispatch.deliver"


def begin(schedule: Schedule, occasion: Occasion) -> Delivery:
    """Begin an occasion in the caller's transaction; few villages get it at once, many by a job."""
    dispatch = schedule.dispatch
    found = targets_of(schedule, occasion.on)
    due = _due(schedule, occasion)
    record = dispatch.record
    assignment = assign(
        Given(
            origin=schedule.origin, occurrence=occasion.number, issuer=dispatch.issuer, via=schedule.body,
            kind=dispatch.kind, title=dispatch.title, code=dispatch.code, what=dispatch.what, frequency=schedule.frequency,
            on=occasion.on, first=occasion.period.first if occasion.period else None,
            last=occasion.period.last if occasion.period else None, label=occasion.label, due=due.day if due else None,
            provisional=bool(due and due.provisional), minutes=record.get("minutes"), stamp=_stamp(dispatch),
        )
    )  # fmt: skip
    delivery = Delivery.objects.create(
        schedule=schedule, number=occasion.number, on=occasion.on, assignment=assignment, targets=found.count()
    )
    following = next_occasion(schedule.frequency, occasion, _works())
    over = following is None or (schedule.until is not None and following.on > schedule.until)
    schedule.next_on = None if over or following is None else following.on
    schedule.save(update_fields=["next_on"])
    if delivery.targets <= AT_ONCE:
        Run(delivery).to_the_end()
        delivery.refresh_from_db()
    else:
        enqueue(JOB, {"delivery": delivery.pk}, key=str(delivery.pk))
    return delivery


def _stamp(dispatch: Dispatch) -> str:
    if dispatch.emergency_id is not None:
        return "急"
    return "准" if dispatch.record.get("admitted") else "在"


def targets_of(schedule: Schedule, on: date) -> QuerySet[Division]:
    """The villages that a schedule means on a day."""
    return villages(schedule.divisions, schedule.dispatch.units, on)


def _due(schedule: Schedule, occasion: Occasion) -> Due | None:
    """The day: what was set for a thing done once, or some working days after the period; nothing for 有事才报."""
    if occasion.period is None:
        return Due(schedule.due_on, False) if schedule.due_on else None
    if schedule.due_workdays == 0:
        return Due(occasion.period.last, False)
    return due_after(occasion.period.last, schedule.due_workdays)


def _works() -> Callable[[date], bool]:
    state = calendar()
    return lambda day: state(day).is_work


class Run:
    """One run over a delivery. What it learned of places serves all its batches."""

    def __init__(self, delivery: Delivery) -> None:
        self.pk = delivery.pk
        schedule = delivery.schedule
        subject, matter = subject_of(schedule.dispatch, delivery.on, schedule.frequency)
        self.judge, self.matter = Judge(subject, delivery.on), matter

    def to_the_end(self) -> None:
        """All batches in the caller's transaction."""
        while self.step():
            pass

    @transaction.atomic
    def step(self) -> bool:
        """Decide and serve the next villages together with the mark; False when nothing is left.

        The rows are locked: of two workers one waits and goes on behind the other's mark, and what is taken back
        meanwhile is either sent before or not at all.
        """
        kept = (
            Delivery.objects.select_for_update(of=("self", "schedule"))
            .select_related("schedule__dispatch__issuer", "assignment")
            .get(pk=self.pk)
        )
        if kept.state == DeliveryState.DONE:
            return False
        if kept.schedule.state in (ScheduleState.WITHDRAWN, ScheduleState.DECLINED):
            _finish(kept)
            return False
        batch = rows_of(targets_of(kept.schedule, kept.on), kept.cursor, BATCH)
        if not batch:
            _finish(kept)
            return False
        self._serve(kept, batch)
        return True

    def _serve(self, kept: Delivery, batch: list[Village]) -> None:
        decided = decide_each(self.judge, self.matter, batch, kept.on, kept.schedule.origin)
        goes = [village.code for village, refusal in decided if refusal is None]
        owe(kept.assignment, goes)
        refused = _refuse(kept, [(village, refusal) for village, refusal in decided if refusal is not None])
        kept.sent += len(goes)
        kept.refused += refused
        kept.cursor = batch[-1].code
        kept.save(update_fields=["sent", "refused", "cursor"])
        division = kept.schedule.dispatch.issuer.division_id
        note_many("deliver_batch", "delivery", kept.pk, division, [[v.code, r.digest if r else ""] for v, r in decided])


def _refuse(kept: Delivery, decided: list[tuple[Village, Refusal]]) -> int:
    groups: dict[Refusal, list[str]] = defaultdict(list)
    for village, refusal in decided:
        groups[refusal].append(village.code)
    for refusal, codes in groups.items():
        fields = {name: getattr(refusal, name) for name in refusal.__slots__ if name != "digest"}
        ground, _new = Ground.objects.get_or_create(delivery=kept, digest=refusal.digest, defaults=fields)
        NotSent.objects.bulk_create(
            [NotSent(delivery=kept, ground=ground, division_id=code) for code in codes], batch_size=BATCH
        )
        Ground.objects.filter(pk=ground.pk).update(number=F("number") + len(codes))
    return len(decided)


def _finish(kept: Delivery) -> None:
    kept.state, kept.finished_at = DeliveryState.DONE, now()
    kept.save(update_fields=["state", "finished_at"])
    dispatch = kept.schedule.dispatch
    if kept.refused:
        words = f"{kept.assignment}：派到 {kept.sent} 个，{kept.refused} 个没有派，理由和条款在页面上。"
        tell_body(dispatch.issuer, "有的村没有派", words, f"/dispatch/{dispatch.pk}/", f"delivery-{kept.pk}")


@job(JOB)
def deliver(work: Job) -> None:
    """Bring a delivery to its end, batch by batch; taken up again after a kill where the last batch ended."""
    delivery = Delivery.objects.select_related("schedule__dispatch__issuer").get(pk=work.payload["delivery"])
    run = Run(delivery)
    while run.step():
        if not keep(work):
            return


@job("dispatch.recur", every=timedelta(hours=1))
def recur(_work: Job) -> None:
    """Begin what comes again today; each occasion is judged by the rules of its own day."""
    for pk in Schedule.objects.filter(state=ScheduleState.RUNNING, next_on__lte=today()).values_list("pk", flat=True):
        come_again(pk)
    end_schedules()


@transaction.atomic
def come_again(pk: int) -> Delivery | None:
    """Begin the next occasion of a schedule whose day has come; periods that passed meanwhile are left out."""
    schedule = Schedule.objects.select_for_update(of=("self",)).select_related("dispatch__issuer", "body").get(pk=pk)
    if schedule.state != ScheduleState.RUNNING or schedule.next_on is None or schedule.next_on > today():
        return None
    number = (schedule.deliveries.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    on = schedule.next_on
    period = period_at(today(), schedule.frequency)
    if period is not None and on < period.first:
        on = period.first
        if schedule.until is not None and on > schedule.until:
            schedule.next_on = None
            schedule.save(update_fields=["next_on"])
            return None
    return begin(schedule, Occasion(number, on, period_at(on, schedule.frequency)))


def end_schedules() -> int:
    """Schedules whose last day has passed have ended."""
    over = Q(until__lt=today()) | Q(until=None, due_on__lt=today())
    return Schedule.objects.filter(over, state=ScheduleState.RUNNING, next_on=None).update(state=ScheduleState.ENDED)


def start(schedule: Schedule) -> None:
    """Begin a schedule that has just been arranged: its first occasion now, or on the day on which it begins."""
    first = first_occasion(schedule.frequency, schedule.begins, _works())
    if first.on <= today():
        begin(schedule, first)
        return
    schedule.next_on = first.on
    schedule.save(update_fields=["next_on"])
