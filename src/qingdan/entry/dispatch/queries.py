"""What the room knows for others: emergencies on record for the gate, how often an admitted item was sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from qingdan.entry.admission.uses import Use
from qingdan.entry.dispatch.access import READERS, DispatchAccess
from qingdan.entry.dispatch.models import DispatchState, Emergency
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import roles_of
from qingdan.policy.gate import model as gate
from qingdan.policy.gate.places import covers


def emergencies_at(division: str, on: date) -> tuple[gate.Emergency, ...]:
    """The emergencies that count in a division on a day: confirmed, in their period, not closed. One small query."""
    return tuple(
        gate.Emergency(title, level, tuple(divisions), starts, ends)
        for title, level, divisions, starts, ends in _running(on)
        if covers(divisions, division)
    )


def places_in_emergency(on: date) -> set[str]:
    """The divisions of these emergencies, so that places of which one is in it are not judged like the others."""
    return {code for _title, _level, divisions, _starts, _ends in _running(on) for code in divisions}


def _running(on: date) -> list[tuple[str, str, list[str], date, date]]:
    rows = Emergency.objects.filter(starts__lte=on, ends__gte=on, confirmed_at__isnull=False, closed_at=None)
    return list(rows.order_by("starts", "pk").values_list("title", "level", "divisions", "starts", "ends"))


def uses(reader: Account, codes: Collection[str]) -> dict[str, Use]:
    """How often items were sent, as far as the reader sees the dispatches; one query, none for who sees no dispatches."""
    if not roles_of(reader) & set(READERS):
        return {}
    rows = DispatchAccess(reader).rows().filter(code__in=codes).exclude(state=DispatchState.DRAFT)
    numbers = dict(rows.order_by().values_list("code").annotate(number=Count("pk")))
    address = reverse("dispatch:dispatches")
    return {code: Use(numbers.get(code, 0), f"{address}?{urlencode({'q': code})}") for code in codes}
