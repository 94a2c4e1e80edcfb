"""What the room knows for the gate: emergencies on record."""

from __future__ import annotations

from datetime import date

from qingdan.entry.dispatch.models import Emergency
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
