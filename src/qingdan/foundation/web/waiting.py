"""What waits for a person: rooms offer it, the home page and the daily digest show it in one list by its clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from qingdan.foundation.orgs.models import Account


@dataclass(frozen=True, slots=True)
class Waiting:
    """One matter that waits for somebody.

    ``act`` says in a few words what to do (初审、确认线索、整改、填报); ``since`` and ``until`` are its clock, ``until`` None
    where nothing runs; ``note`` says the state of the clock or of the matter in words (已暂停计时：等区残联补正).
    ``count`` stands for so many matters of one sort behind one link.
    """

    title: str
    url: str
    act: str
    since: date
    until: date | None = None
    note: str = ""
    count: int = 1

    def overdue(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.until is not None and self.until < today


Source = Callable[[Account, int], Iterable[Waiting]]
"""Given the account and how many to give at most: what waits for it, most urgent first, in a fixed number of queries."""

_sources: list[tuple[frozenset[str], Source]] = []


def register_waiting(roles: Collection[str], source: Source) -> None:
    """Offer what waits to accounts with one of these roles; called in ``AppConfig.ready()``."""
    entry = (frozenset(map(str, roles)), source)
    if entry not in _sources:
        _sources.append(entry)


def waiting_for(account: Account, roles: Collection[str], most: int = 50) -> list[Waiting]:
    """What waits for an account, the earliest day first, what has no day last."""
    mine = set(map(str, roles))
    found = [each for wanted, source in _sources if wanted & mine for each in source(account, most)]
    return sorted(found, key=lambda each: (each.until or date.max, each.since, each.title))[:most]
