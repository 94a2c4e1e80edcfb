"""The daily round: what is late is told inside the body, then to the lead body; what ends soon is told to its body."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from qingdan.entry.admission.models import AdmittedItem, CaseSeat, Escalation, Pause, StepClock
from qingdan.entry.admission.queries.items import ending_soon
from qingdan.entry.admission.roles import SEATED
from qingdan.entry.admission.services.telling import officers_of, tell_item, tell_late
from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import calendar
from qingdan.foundation.clock.rules import workdays_between
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.queries import accounts_holding

INSIDE, LEAD = 1, 2
PATIENCE = 3
"""Working days after which a late body's silence is told to the lead body (系统建议值)."""


@job("admission.late", every=timedelta(hours=12))
def tell_what_is_late(_job: Job) -> None:
    """Escalate every step that is late; silence never admits, it is only told. Repeating it tells nothing twice."""
    day = today()
    standing_still = Pause.objects.filter(case=OuterRef("case"), until=None)
    late = StepClock.objects.filter(~Exists(standing_still), left_on=None, due__lt=day)
    for pk in list(late.values_list("pk", flat=True)):
        escalate(pk, day)
    for item in ending_soon(day):
        _tell_ending(item, day)


@transaction.atomic
def escalate(pk: int, day: date) -> int:
    """Tell of one late step: its own bodies first, after :data:`PATIENCE` working days the lead body; returns how many."""
    clock = StepClock.objects.select_for_update(of=("self",)).select_related("case__body").get(pk=pk)
    if clock.left_on is not None or clock.due is None or clock.due >= day:
        return 0
    told = 0
    late = workdays_between(clock.due, day, calendar())
    for seat in clock.case.seats.filter(waiting=True).exclude(title=""):
        told += _once(clock, seat, INSIDE)
        if late > PATIENCE:
            told += _once(clock, seat, LEAD)
    return told


def _once(clock: StepClock, seat: CaseSeat, level: int) -> int:
    _row, fresh = Escalation.objects.get_or_create(clock=clock, seat=seat.title, level=level)
    if not fresh:
        return 0
    case = clock.case
    if level == INSIDE:
        accounts = officers_of([seat.body_id], SEATED) if seat.body_id else []
        title = f"准入申请“{case.title}”等您单位办理，{clock.due} 已到期"
    else:
        accounts = list(accounts_holding(Role.LEAD_OFFICER, case.division))
        title = f"准入申请“{case.title}”：{seat.title}到期没有办（{clock.due}）"
    tell_late(case, seat, accounts, title, f"late-{level}-{clock.pk}")
    return 1


def _tell_ending(item: AdmittedItem, day: date) -> None:
    if item.valid_to is not None:
        tell_item(
            item,
            f"“{item.title}”的准入 {item.valid_to} 到期",
            "还要做的请申请续期；做完了不用办。",
            f"ends-{item.valid_to}",
        )
    elif item.review_on is not None:
        tell_item(
            item,
            f"“{item.title}”要在 {item.review_on} 前复核",
            "还要做的请申请续期，不做了请办退出。",
            f"review-{item.review_on}",
        )
