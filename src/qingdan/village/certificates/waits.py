"""What waits for the people of a village and its town; of every sort in one query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.urls import reverse

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.waiting import Waiting
from qingdan.foundation.web.waiting_rows import Matter, Rows, matters
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import Booking, Need, State
from qingdan.village.certificates.models import Application, Coordination, Safeguard
from qingdan.village.certificates.roles import COUNTERS, HEADS, TOWNS

_OWN, _SIGN, _TOWN, _TODAY = "own", "sign", "town", "today"
_ACTS = {
    State.HANDLING.value: "办证明", State.TO_EXPLAIN.value: "送达解释说明", State.COORDINATED.value: "告知居民结果",
}  # fmt: skip


def _parts(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """What the village has to do, what the head signs, what the town coordinates, who comes today."""
    access = ApplicationAccess(account)
    yield from (*_own(access, most), *_to_sign(access, most), *_to_coordinate(access, most), *_today(access, most))


def _own(access: ApplicationAccess, most: int) -> Iterator[QuerySet[Any]]:
    if access.scopes(COUNTERS):
        rows = Application.objects.filter(access.within(COUNTERS), state__in=_ACTS).order_by("due_on", "pk")
        yield _columns(rows, most, _OWN, F("due_on"))


def _to_sign(access: ApplicationAccess, most: int) -> Iterator[QuerySet[Any]]:
    """What waits for nothing but the head's signature."""
    if access.scopes(HEADS):
        rows = Application.objects.filter(access.within(HEADS), state=State.HANDLING).exclude(fields_digest="")
        rows = rows.filter(safeguards__need=Need.HEAD_SIGNATURE, safeguards__done_at=None)
        others = Safeguard.objects.filter(done_at=None).exclude(need=Need.HEAD_SIGNATURE)
        yield _columns(
            rows.exclude(pk__in=others.values("application")).order_by("due_on", "pk"), most, _SIGN, F("due_on")
        )


def _to_coordinate(access: ApplicationAccess, most: int) -> Iterator[QuerySet[Any]]:
    if access.scopes(TOWNS):
        rows = Application.objects.filter(access.within(TOWNS), state=State.ESCALATED).order_by("pk")
        due = Coordination.objects.filter(application=OuterRef("pk")).values("due_on")[:1]
        yield _columns(rows, most, _TOWN, Subquery(due))


def _today(access: ApplicationAccess, most: int) -> Iterator[QuerySet[Any]]:
    if access.scopes(COUNTERS):
        rows = (
            access.appointments()
            .filter(access.within(COUNTERS), state=Booking.BOOKED, day=today())
            .order_by("half", "place")
        )
        yield matters(rows, most, _TODAY, named="kind_title", word="half", since=TruncDate("made_at"), until=F("day"))


def _columns(rows: QuerySet[Any], most: int, sort: str, due: Any) -> QuerySet[Any]:
    return matters(rows, most, sort, named="kind_title", word="state", since=F("received_on"), until=due)


def _waiting(row: Matter) -> Waiting:
    if row.sort == _TODAY:
        half = "上午" if row.word == "am" else "下午"
        return Waiting(
            row.named, reverse("certificates:appointments"), "接待预约", row.since, row.until, f"今天{half}来"
        )
    url = reverse("certificates:application", args=[row.key])
    act = {_SIGN: "签字", _TOWN: "协调证明"}.get(row.sort) or _ACTS[row.word]
    return Waiting(row.named, url, act, row.since, row.until)


waiting = Rows("certificates", _parts, _waiting)
"""What waits in this room."""
