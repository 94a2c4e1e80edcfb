"""What waits for those who send, plan and put emergencies on record; of every sort in one query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.urls import reverse

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.emergency_access import EmergencyAccess
from qingdan.entry.dispatch.models import Dispatch, DispatchState, Schedule, ScheduleState
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.together import NO_DAY, these, together
from qingdan.foundation.web.waiting import Waiting

_ARRANGE, _FILE, _CHECK = "arrange", "file", "check"
_FREQUENCIES = dict(Schedule._meta.get_field("frequency").flatchoices)


class _Row(NamedTuple):
    """One matter; ``by`` is whose it is or what it rests on, ``word`` how often or whether it holds already."""

    sort: str
    key: int
    named: str
    by: str
    word: str
    from_day: date
    until: date | None


def waiting(account: Account, most: int) -> Iterator[Waiting]:
    """Forms to arrange in the town's plan, emergencies to file, emergencies to compare; ``most`` of each."""
    parts = (*_to_arrange(account, most), *_to_file(account, most), *_to_check(account, most))
    for row in together(parts):
        yield _waiting(_Row(*row))


def _to_arrange(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """What was handed to the account's towns and is not in a plan yet, the oldest first."""
    access = DispatchAccess(account)
    if access.towns:
        rows = access.plan().filter(state=ScheduleState.WAITING, dispatch__state=DispatchState.SENT)
        rows = rows.order_by("handed_at", "pk")
        yield _columns(these(rows, most), _ARRANGE, "dispatch__title", "dispatch__issuer__name", "frequency", TruncDate("handed_at"))  # fmt: skip


def _to_file(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """What the account's bodies sent as an emergency and have to file, the earliest day first."""
    bodies = DispatchAccess(account).body_ids
    if bodies:
        rows = Dispatch.objects.filter(issuer__in=bodies, emergency__isnull=False, filed_at=None)
        rows = rows.filter(filing_due__isnull=False).exclude(state=DispatchState.DRAFT).order_by("filing_due", "pk")
        sent = TruncDate(Coalesce("sent_at", "drafted_at"))
        yield _columns(these(rows, most), _FILE, "title", "emergency__title", "state", sent, F("filing_due"))


def _to_check(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """Emergencies that wait for the account as the second person."""
    access = EmergencyAccess(account)
    if access.districts:
        rows = these(access.to_check(), most)
        yield _columns(rows, _CHECK, "title", "level", "confirmed_at", TruncDate("recorded_at"))


def _columns(
    rows: QuerySet[Any], sort: str, title: str, by: str, word: str, since: Any, until: Any = NO_DAY
) -> QuerySet[Any]:
    """The same columns of whatever waits."""
    words = {"named": title, "by": by, "word": word}
    typed = {
        "sort": Value(sort, CharField()), "key": F("pk"), **{name: Cast(F(field), CharField()) for name, field in words.items()},
        "from_day": since, "until_day": until,
    }  # fmt: skip
    found: QuerySet[Any] = rows.annotate(**typed).values_list(*typed)
    return found


def _waiting(row: _Row) -> Waiting:
    if row.sort == _ARRANGE:
        url = reverse("dispatch:arrange", args=[row.key])
        note = f"{row.by}交来，{_FREQUENCIES.get(row.word, row.word)}"
        return Waiting(row.named, url, "排进年度计划", row.from_day, None, note)
    if row.sort == _FILE:
        url = reverse("dispatch:file-afterwards", args=[row.key])
        return Waiting(row.named, url, "补备案", row.from_day, row.until, f"按紧急情况先派的：{row.by}")
    url = reverse("dispatch:emergency", args=[row.key])
    note = "已经生效，等第二人核对" if row.word else "核对以后才生效"
    return Waiting(row.named, url, "核对紧急情况", row.from_day, None, note)
