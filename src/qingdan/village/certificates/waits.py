"""What waits for the people of a village and its town; of every sort in one query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.together import NO_DAY, these, together
from qingdan.foundation.web.waiting import Waiting
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import Booking, Need, State
from qingdan.village.certificates.models import Application, Coordination, Safeguard
from qingdan.village.certificates.roles import COUNTERS, HEADS, TOWNS

_OWN, _SIGN, _TOWN, _TODAY = "own", "sign", "town", "today"
_ACTS = {
    State.HANDLING.value: "办证明", State.TO_EXPLAIN.value: "送达解释说明", State.COORDINATED.value: "告知居民结果",
}  # fmt: skip


class _Row(NamedTuple):
    """One matter."""

    sort: str
    key: int
    title: str
    state: str
    since: date
    until: date | None


def waiting(account: Account, most: int) -> Iterator[Waiting]:
    """What the village has to do, what the head signs, what the town coordinates, who comes today."""
    access = ApplicationAccess(account)
    for row in together(
        (*_own(access, most), *_to_sign(access, most), *_to_coordinate(access, most), *_today(access, most))
    ):
        yield _waiting(_Row(*row))


def _own(access: ApplicationAccess, most: int) -> Iterator[QuerySet[Any]]:
    if access.scopes(COUNTERS):
        rows = Application.objects.filter(access.within(COUNTERS), state__in=_ACTS).order_by("due_on", "pk")
        yield _columns(these(rows, most), _OWN, F("due_on"))


def _to_sign(access: ApplicationAccess, most: int) -> Iterator[QuerySet[Any]]:
    """What waits for nothing but the head's signature."""
    if access.scopes(HEADS):
        rows = Application.objects.filter(access.within(HEADS), state=State.HANDLING).exclude(fields_digest="")
        rows = rows.filter(safeguards__need=Need.HEAD_SIGNATURE, safeguards__done_at=None)
        others = Safeguard.objects.filter(done_at=None).exclude(need=Need.HEAD_SIGNATURE)
        yield _columns(
            these(rows.exclude(pk__in=others.values("application")).order_by("due_on", "pk"), most), _SIGN, F("due_on")
        )


def _to_coordinate(access: ApplicationAccess, most: int) -> Iterator[QuerySet[Any]]:
    if access.scopes(TOWNS):
        rows = Application.objects.filter(access.within(TOWNS), state=State.ESCALATED).order_by("pk")
        due = Coordination.objects.filter(application=OuterRef("pk")).values("due_on")[:1]
        yield _columns(these(rows, most), _TOWN, Subquery(due))


def _today(access: ApplicationAccess, most: int) -> Iterator[QuerySet[Any]]:
    if access.scopes(COUNTERS):
        rows = (
            access.appointments()
            .filter(access.within(COUNTERS), state=Booking.BOOKED, day=today())
            .order_by("half", "place")
        )
        kept = these(rows, most)
        yield kept.values_list(
            Value(_TODAY), "pk", "kind_title", Cast("half", CharField()), TruncDate("made_at"), F("day"), named=False
        ).order_by()


def _columns(rows: QuerySet[Any], sort: str, due: Any) -> QuerySet[Any]:
    return rows.values_list(Value(sort), "pk", "kind_title", "state", "received_on", due or NO_DAY).order_by()


def _waiting(row: _Row) -> Waiting:
    if row.sort == _TODAY:
        half = "上午" if row.state == "am" else "下午"
        return Waiting(
            row.title, reverse("certificates:appointments"), "接待预约", row.since, row.until, f"今天{half}来"
        )
    url = reverse("certificates:application", args=[row.key])
    act = {_SIGN: "签字", _TOWN: "协调证明"}.get(row.sort) or _ACTS[row.state]
    return Waiting(row.title, url, act, row.since, row.until)
