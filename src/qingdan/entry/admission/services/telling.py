"""Telling people about cases: each event once, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from qingdan.entry.admission.models import AdmittedItem, Case, CaseSeat
from qingdan.entry.admission.roles import APPLICANTS, SEATED
from qingdan.foundation.alerts.services import send
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account


def officers_of(bodies: Iterable[int], roles: Iterable[Role]) -> list[Account]:
    """The accounts that hold one of these roles for one of these bodies today."""
    day = today()
    running = Q(grants__until=None) | Q(grants__until__gte=day)
    held = Q(
        grants__body__in=list(bodies), grants__role__in=list(roles), grants__revoked_at=None, grants__since__lte=day
    )
    return list(Account.objects.filter(running, held, is_active=True).distinct().order_by("pk"))


def tell_waiting(case: Case) -> None:
    """Tell the officers of every body for which the case waits now; the key holds the state, so that each is told once."""
    for seat in case.seats.filter(waiting=True).exclude(body=None):
        roles = SEATED if seat.title else APPLICANTS
        for account in officers_of([seat.body_id], roles):  # type: ignore[list-item]  # those without a body are left out
            _send(
                account,
                case,
                _WAITING[bool(seat.title)].format(case.title),
                f"{case.state}-{case.round}-{case.turn}-{seat.pk}",
            )


_WAITING = {True: "准入申请“{}”等您单位办理", False: "准入申请“{}”等您单位办下一步"}


def tell_applicant(case: Case, title: str, body: str, event: str) -> None:
    """Tell the applicant's officers what happened."""
    for account in officers_of([case.body_id], APPLICANTS):
        _send(account, case, title, f"{event}-{case.round}", body)


def tell_late(case: Case, seat: CaseSeat, accounts: Iterable[Account], title: str, event: str) -> None:
    """Tell that a body is late."""
    for account in accounts:
        _send(account, case, title, f"{event}-{seat.pk}")


def tell_item(item: AdmittedItem, title: str, body: str, event: str) -> None:
    """Tell the officers of an admitted item's body."""
    for account in officers_of([item.body_id], APPLICANTS):
        send(
            recipient=account, title=title[:120], body=body[:500], link=f"/admission/items/{item.pk}/",
            key=f"admitted-{item.pk}-{event}"[:120],
        )  # fmt: skip


def _send(account: Account, case: Case, title: str, event: str, body: str = "") -> None:
    send(
        recipient=account, title=title[:120], body=body[:500], link=f"/admission/cases/{case.pk}/",
        key=f"admission-{case.pk}-{event}"[:120],
    )  # fmt: skip
