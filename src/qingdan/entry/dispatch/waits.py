"""What waits for those who send, plan and put emergencies on record; of every sort in one query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.emergency_access import EmergencyAccess
from qingdan.entry.dispatch.models import Dispatch, DispatchState, Schedule, ScheduleState
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.waiting import Waiting
from qingdan.foundation.web.waiting_rows import Matter, Rows, matters

_ARRANGE, _FILE, _CHECK = "arrange", "file", "check"
_FREQUENCIES = dict(Schedule._meta.get_field("frequency").flatchoices)


def _parts(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """Forms to arrange in the town's plan, emergencies to file, emergencies to compare; ``most`` of each."""
    yield from (*_to_arrange(account, most), *_to_file(account, most), *_to_check(account, most))


def _to_arrange(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """What was handed to the account's towns and is not in a plan yet, the oldest first."""
    access = DispatchAccess(account)
    if access.towns:
        rows = access.plan().filter(state=ScheduleState.WAITING, dispatch__state=DispatchState.SENT)
        rows = rows.order_by("handed_at", "pk")
        yield matters(
            rows, most, _ARRANGE, named="dispatch__title", by="dispatch__issuer__name", word="frequency", since=TruncDate("handed_at")
        )  # fmt: skip


def _to_file(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """What the account's bodies sent as an emergency and have to file, the earliest day first."""
    bodies = DispatchAccess(account).body_ids
    if bodies:
        rows = Dispatch.objects.filter(issuer__in=bodies, emergency__isnull=False, filed_at=None)
        rows = rows.filter(filing_due__isnull=False).exclude(state=DispatchState.DRAFT).order_by("filing_due", "pk")
        sent = TruncDate(Coalesce("sent_at", "drafted_at"))
        yield matters(
            rows, most, _FILE, named="title", by="emergency__title", word="state", since=sent, until=F("filing_due")
        )


def _to_check(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """Emergencies that wait for the account as the second person."""
    access = EmergencyAccess(account)
    if access.districts:
        rows = access.to_check()
        yield matters(
            rows, most, _CHECK, named="title", by="level", word="confirmed_at", since=TruncDate("recorded_at")
        )


def _waiting(row: Matter) -> Waiting:
    if row.sort == _ARRANGE:
        url = reverse("dispatch:arrange", args=[row.key])
        note = f"{row.by}交来，{_FREQUENCIES.get(row.word, row.word)}"
        return Waiting(row.named, url, "排进年度计划", row.since, None, note)
    if row.sort == _FILE:
        url = reverse("dispatch:file-afterwards", args=[row.key])
        return Waiting(row.named, url, "补备案", row.since, row.until, f"按紧急情况先派的：{row.by}")
    url = reverse("dispatch:emergency", args=[row.key])
    note = "已经生效，等第二人核对" if row.word else "核对以后才生效"
    return Waiting(row.named, url, "核对紧急情况", row.since, None, note)


waiting = Rows("dispatch", _parts, _waiting)
"""What waits in this room."""
