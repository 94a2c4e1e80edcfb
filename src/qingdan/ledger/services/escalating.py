"""What runs by itself: telling a body what is shown to it from today, and what is overdue. It finds nobody guilty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.clock.queries import calendar
from qingdan.foundation.clock.rules import add_workdays
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.orgs.models import Account
from qingdan.ledger.access import office_of, officers_of
from qingdan.ledger.choices import LIVE, RUNNING, Verb
from qingdan.ledger.models import Escalation, Finding
from qingdan.ledger.rules import ESCALATE_WORKDAYS
from qingdan.ledger.services.telling import tell
from qingdan.ledger.services.writing import move

BATCH = 200
IN_BODY, TO_OFFICE = 1, 2


@job("ledger.daily", every=timedelta(hours=6))
def daily(_job: Job) -> None:
    """Announce what informants said when its day has come; remind of what is overdue, and then tell the lead office."""
    announce()
    escalate()


@transaction.atomic
def announce() -> int:
    """Tell bodies of the findings that they see from today, bundled into one message; returns how many findings."""
    rows = Finding.objects.select_for_update(of=("self",)).filter(
        announced_at=None, shown_from__lte=today(), state__in=LIVE
    )
    fresh = list(rows.order_by("pk"))
    Finding.objects.filter(pk__in=[finding.pk for finding in fresh]).update(announced_at=now())
    for findings in _grouped(fresh, lambda finding: finding.body_id).values():
        _tell(
            officers_of([findings[0].body_id]), f"有 {len(findings)} 件问题请整改", f"shown-{findings[0].pk}-{today()}"
        )
    return len(fresh)


def escalate() -> int:
    """Remind of overdue findings: first inside the body, some working days later the lead office; each once for a date.

    It goes on where a killed run stopped: a batch is one transaction, and what was told is not told again.
    """
    told = 0
    for level in (TO_OFFICE, IN_BODY):  # what is reminded of today is not told to the office in the same run
        for due in list(_untold(level).order_by("due").values_list("due", flat=True).distinct()):
            if level == TO_OFFICE and not _long_overdue(due):
                continue
            while batch := _escalate_batch(level, due):
                told += batch
    return told


def _untold(level: int) -> QuerySet[Finding]:
    """Overdue findings that were not yet told at a level; to the office only after the body was reminded."""
    said = Escalation.objects.filter(finding=OuterRef("pk"), due=OuterRef("due"))
    rows = Finding.objects.filter(
        ~Exists(said.filter(level=level)), state__in=RUNNING, due__lt=today(), shown_from__lte=today()
    )
    return rows.filter(Exists(said.filter(level=IN_BODY))) if level == TO_OFFICE else rows


def _long_overdue(due: date) -> bool:
    return add_workdays(due, ESCALATE_WORKDAYS, calendar()).day < today()


@transaction.atomic
def _escalate_batch(level: int, due: date) -> int:
    skip = connection.features.has_select_for_update_skip_locked
    rows = _untold(level).filter(due=due).select_for_update(of=("self",), skip_locked=skip)
    batch = list(rows.select_related("body").order_by("pk")[:BATCH])
    Escalation.objects.bulk_create([Escalation(finding=finding, due=due, level=level) for finding in batch])
    verb = Verb.REMIND if level == IN_BODY else Verb.ESCALATE
    for finding in batch:
        move(finding, verb, None, details={"due": str(due)})
    if level == IN_BODY:
        _remind_bodies(due, batch)
    else:
        _tell_office(due, batch)
    return len(batch)


def _remind_bodies(due: date, batch: Sequence[Finding]) -> None:
    for findings in _grouped(batch, lambda finding: finding.body_id).values():
        words = f"{due} 到期的 {len(findings)} 件问题还没有改好"
        _tell(officers_of([findings[0].body_id]), words, f"late-{findings[0].pk}-{due}")


def _tell_office(due: date, batch: Sequence[Finding]) -> None:
    for findings in _grouped(batch, lambda finding: (finding.body_id, finding.district)).values():
        first = findings[0]
        words = f"{first.body}有 {len(findings)} 件 {due} 到期的问题没有改好，请督办"
        _tell(office_of(first.district, without=first.body), words, f"office-{first.pk}-{due}")


def _grouped(batch: Iterable[Finding], key: Callable[[Finding], Hashable]) -> dict[Hashable, list[Finding]]:
    groups: dict[Hashable, list[Finding]] = defaultdict(list)
    for finding in batch:
        groups[key(finding)].append(finding)
    return groups


def _tell(recipients: Iterable[Account], words: str, key: str) -> None:
    tell(recipients, words, "点开看是哪几件。", reverse("ledger:findings") + "?overdue=1", key)
