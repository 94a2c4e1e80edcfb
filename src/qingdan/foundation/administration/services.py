"""The working-day calendar's changes (system administrator).

They stand here because they ask for a role, and the clock lies below the room of roles.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.models import CalendarDay, CalendarYear
from qingdan.foundation.orgs.access import demand_role
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account

FIRST_YEAR, LAST_YEAR = 2000, 2199


class CalendarProblem(ValueError):
    """A day or year that cannot be entered; the message is Chinese."""


@transaction.atomic
def enter_day(*, actor: Account, day: date, is_work: bool, reason: str, source: str = "") -> CalendarDay:
    """Enter or change one holiday or make-up day from the State Council's notice."""
    demand_role(actor, Role.SYSTEM_ADMIN)
    _check_year(day.year)
    if not reason.strip():
        raise CalendarProblem("请写明是什么节日，或者为哪个节日调休。")
    entered, _made = CalendarDay.objects.update_or_create(
        day=day, defaults={"is_work": is_work, "reason": reason.strip()[:100], "source": source.strip()[:200]}
    )
    _record(actor, "enter_calendar_day", day.isoformat(), {"is_work": is_work, "reason": reason})
    return entered


@transaction.atomic
def remove_day(*, actor: Account, day: date) -> None:
    """Take an entered day back; the published calendar or the weekday holds again."""
    demand_role(actor, Role.SYSTEM_ADMIN)
    removed, _rows = CalendarDay.objects.filter(day=day).delete()
    if not removed:
        raise CalendarProblem(f"{day} 没有录入过，不用删除。")
    _record(actor, "remove_calendar_day", day.isoformat(), None)


@transaction.atomic
def confirm_year(*, actor: Account, year: int, source: str) -> CalendarYear:
    """Say that a year's notice has been entered wholly: its days are provisional no longer."""
    demand_role(actor, Role.SYSTEM_ADMIN)
    _check_year(year)
    if not source.strip():
        raise CalendarProblem("请写明国务院办公厅通知的文号。")
    confirmed, _made = CalendarYear.objects.update_or_create(year=year, defaults={"source": source.strip()[:200]})
    _record(actor, "confirm_calendar_year", str(year), {"source": source})
    return confirmed


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarProblem(f"年份要在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。")


def _record(actor: Account, verb: str, object_id: str, detail: object) -> None:
    record(
        verb=verb, object_type="calendar", object_id=object_id, actor_id=actor.pk, actor_name=str(actor), detail=detail
    )
