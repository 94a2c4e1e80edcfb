"""A town's plan of the year: what was handed to it, put in at most as often as listed, or not arranged with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.models import DispatchState, Schedule, ScheduleState
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.recurrence import more_often
from qingdan.entry.dispatch.services.delivering import start
from qingdan.entry.dispatch.services.drafting import MOST_WORKDAYS
from qingdan.entry.dispatch.services.writing import note, tell_body
from qingdan.entry.dispatch.targets import rows_of, villages
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.facts import FREQUENCIES


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a town puts it into its plan; no ``divisions``: all villages that it was handed for."""

    frequency: str
    begins: date
    until: date | None = None
    due_on: date | None = None
    due_workdays: int = 5
    divisions: Sequence[str] = ()


@transaction.atomic
def arrange(*, actor: Account, schedule: Schedule, wish: Arrangement) -> Schedule:
    """Put what was handed over into the plan and send it (the town's clerk). Pressed twice it is arranged once."""
    kept = _waiting(actor, schedule)
    _demand_within(kept, wish)
    picked = _picked(kept, wish.divisions)
    kept.frequency, kept.begins, kept.until = wish.frequency, wish.begins, wish.until or kept.dispatch.until
    kept.due_on, kept.due_workdays, kept.divisions = wish.due_on or kept.due_on, wish.due_workdays, picked
    kept.state, kept.arranged_by, kept.arranged_at = ScheduleState.RUNNING, actor, now()
    kept.year = wish.begins.year
    kept.save()
    note(actor, "arrange_dispatch", "schedule", kept.pk, str(kept.town_id), [wish.frequency, str(wish.begins), picked])
    start(kept)
    return kept


@transaction.atomic
def decline(*, actor: Account, schedule: Schedule, reason: str) -> Schedule:
    """Not arrange it, with the reason, which the issuer reads."""
    kept = _waiting(actor, schedule)
    if not reason.strip():
        raise DispatchProblem("请写为什么不安排，交来的单位要看得到。", "reason")
    kept.state, kept.reason, kept.arranged_by, kept.arranged_at = ScheduleState.DECLINED, reason.strip(), actor, now()
    kept.save(update_fields=["state", "reason", "arranged_by", "arranged_at"])
    dispatch = kept.dispatch
    words = f"{kept.town}没有安排“{dispatch.title}”：{kept.reason}"
    tell_body(dispatch.issuer, "有的镇街没有安排", words, f"/dispatch/{dispatch.pk}/", f"declined-{kept.pk}")
    note(actor, "decline_dispatch", "schedule", kept.pk, str(kept.town_id), reason)
    return kept


def _waiting(actor: Account, schedule: Schedule) -> Schedule:
    kept = (
        Schedule.objects.select_for_update(of=("self",))
        .select_related("dispatch__issuer", "town", "body")
        .get(pk=schedule.pk)
    )
    if not DispatchAccess(actor).arranges(kept):
        raise NotAllowed("年度计划由镇街来排，您没有这个权限。")
    if kept.state != ScheduleState.WAITING or kept.dispatch.state != DispatchState.SENT:
        raise DispatchProblem(f"这一项{kept.get_state_display()}，不用再安排。")
    return kept


def _demand_within(kept: Schedule, wish: Arrangement) -> None:
    allowed = kept.dispatch.record.get("frequency") or kept.dispatch.frequency
    if wish.frequency not in dict(FREQUENCIES):
        raise DispatchProblem("请选多久一次。", "frequency")
    for limit in (allowed, kept.dispatch.frequency):
        if wish.frequency != limit and more_often(wish.frequency, limit):
            raise DispatchProblem(f"不能比规定的频次多：规定的是{dict(FREQUENCIES)[limit]}。", "frequency")
    if wish.begins < max(today(), kept.dispatch.begins):
        raise DispatchProblem("开始的日子不能早于今天和交来的单位定的日子。", "begins")
    last = kept.dispatch.until
    if wish.until is not None and (wish.until < wish.begins or (last is not None and wish.until > last)):
        raise DispatchProblem("结束的日子要在开始以后，不能晚于交来的单位定的日子。", "until")
    if wish.until is None and last is not None and last < wish.begins:
        raise DispatchProblem("开始的日子晚于交来的单位定的结束日子。", "begins")
    if not 0 <= wish.due_workdays <= MOST_WORKDAYS:
        raise DispatchProblem(f"周期结束后 0 到 {MOST_WORKDAYS} 个工作日内办完。", "due_workdays")
    if wish.frequency == "once" and (wish.due_on or kept.due_on) is None:
        raise DispatchProblem("请写哪天前办完。", "due_on")


def _picked(kept: Schedule, divisions: Sequence[str]) -> list[str]:
    """The villages that the town means: all, or some of those for which it was handed over."""
    if not divisions:
        return list(kept.divisions)
    handed = {village.code for village in rows_of(villages(kept.divisions, kept.dispatch.units, today()))}
    if not set(divisions) <= handed:
        raise DispatchProblem("只能在交来的村（社区）里选。", "divisions")
    return sorted(set(divisions))
