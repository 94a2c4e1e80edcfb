"""What waits for a person in services, as rows: the home page asks all rooms at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.waiting import Waiting
from qingdan.foundation.web.waiting_rows import Matter, Rows, matters
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.choices import BookingState, ConditionSort, Half, PurchaseState
from qingdan.village.public_services.models import Booking, Condition, Coordination, PurchaseOpinion
from qingdan.village.public_services.roles import TOWNS, VILLAGES

_COORDINATE, _ANSWER, _OPINE, _RECEIVE = "coordinate", "answer", "opine", "receive"
_SORTS, _HALVES = dict(ConditionSort.choices), dict(Half.choices)


def _parts(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """Matters to coordinate and conditions to answer for towns; opinions to give and today's appointments for villages."""
    access = ServicesAccess(account)
    if access.scopes(TOWNS):
        yield from _of_town(access, most)
    if access.scopes(VILLAGES):
        yield from _of_village(access, most)


def _of_town(access: ServicesAccess, most: int) -> Iterator[QuerySet[Any]]:
    handed = Coordination.objects.filter(access.within(TOWNS, "town"), closed_at=None).order_by("sent_at", "pk")
    yield matters(
        handed, most, _COORDINATE, named="ticket__matter", by="ticket__division__name", since=TruncDate("sent_at")
    )
    asked = Condition.objects.filter(access.within(TOWNS), answer="").order_by("asked_at", "pk")
    yield matters(asked, most, _ANSWER, named="text", by="division__name", word="sort", since=TruncDate("asked_at"))


def _of_village(access: ServicesAccess, most: int) -> Iterator[QuerySet[Any]]:
    opinions = PurchaseOpinion.objects.filter(
        access.within(VILLAGES), stance="", purchase__state=PurchaseState.ASKING
    ).order_by("purchase__opinions_until", "pk")
    yield matters(
        opinions, most, _OPINE, named="purchase__title", by="purchase__buyer__name", key="purchase_id",
        since=TruncDate("purchase__asked_at"), until=F("purchase__opinions_until"),
    )  # fmt: skip
    coming = Booking.objects.filter(access.within(VILLAGES), day=today(), state=BookingState.BOOKED).order_by(
        "half", "pk"
    )
    yield matters(coming, most, _RECEIVE, named="matter", word="half", since=F("day"), until=F("day"))


def _waiting(row: Matter) -> Waiting:
    if row.sort == _COORDINATE:
        url = reverse("public_services:coordination", args=[row.key])
        return Waiting(row.named, url, "协调", row.since, None, f"{row.by}办不了，交来的")
    if row.sort == _ANSWER:
        url = reverse("public_services:answer-condition", args=[row.key])
        return Waiting(row.named[:60], url, "答复工作条件", row.since, None, f"{row.by}要{_SORTS.get(row.word, '')}")
    if row.sort == _OPINE:
        url = reverse("public_services:purchase", args=[row.key])
        return Waiting(row.named, url, "说意见", row.since, row.until, f"{row.by}想买服务，先听村里的")
    url = reverse("public_services:bookings")
    return Waiting(row.named, url, "今天有预约", row.since, row.until, _HALVES.get(row.word, ""))


waiting = Rows("public_services", _parts, _waiting)
"""What waits in this room."""
