"""Which function does which job, and which jobs come again by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from qingdan.foundation.jobs.models import Job

Work = Callable[[Job], None]


@dataclass(frozen=True, slots=True)
class Registered:
    """A job's function and, for a job that comes again, the pause between two runs."""

    work: Work
    every: timedelta | None


_REGISTRY: dict[str, Registered] = {}


def job(name: str, *, every: timedelta | None = None) -> Callable[[Work], Work]:
    """Register the function of a job; it must be repeatable, because it may run again after a kill."""

    def register(work: Work) -> Work:
        if name in _REGISTRY:
            raise ValueError(f"job {name} is registered twice")
        _REGISTRY[name] = Registered(work, every)
        return work

    return register


def registered(name: str) -> Registered | None:
    """What is registered under a name."""
    return _REGISTRY.get(name)


def recurring() -> dict[str, timedelta]:
    """The jobs that come again, with their pause."""
    return {name: entry.every for name, entry in _REGISTRY.items() if entry.every is not None}
