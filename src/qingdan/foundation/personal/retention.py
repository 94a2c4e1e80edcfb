"""How long personal data stay: rooms register a sweep, which erases what has passed the period that the pack names.

Periods are counted in calendar days, so that no end depends on a working day that may still move. In a year whose
holiday notice is not on record nothing is swept at all: no end may come by a provisional date, and a clock that has
run years ahead erases nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta

from qingdan.foundation.clock.queries import year_is_covered

Sweep = Callable[[date], int]
"""Erases what has passed its period on a day and says how many persons; repeatable, by small transactions."""

log = logging.getLogger(__name__)
_SWEEPS: dict[str, Sweep] = {}


def register_retention(name: str, sweep: Sweep) -> None:
    """Register, from ``AppConfig.ready()``, a room's sweep."""
    if _SWEEPS.get(name, sweep) is not sweep:
        raise ValueError(f"{name} is registered twice")
    _SWEEPS[name] = sweep


def kept_until(since: date, days: int) -> date:
    """The last day on which what is kept for ``days`` calendar days after a day may still be read."""
    return since + timedelta(days=days)


def has_passed(since: date, days: int, on: date) -> bool:
    """Whether the period is over on a day."""
    return on > kept_until(since, days)


def sweep_all(on: date) -> dict[str, int]:
    """Run every room's sweep; how many persons each erased. Nothing in a year whose calendar is provisional."""
    if not year_is_covered(on.year):
        log.warning("personal data: nothing is erased, the calendar of %s is provisional", on.year)
        return {}
    return {name: sweep(on) for name, sweep in _SWEEPS.items()}
