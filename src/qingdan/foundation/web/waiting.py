"""What waits for a person: rooms offer it, the home page and the daily digest show it in one list by its clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
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

MOST = 100
"""How many the home page and the menu ask of each source; beyond them they say “more than”."""
MOST_EVER = 2000
"""How many the whole list asks of each source."""

_sources: list[tuple[frozenset[str], Source]] = []


def register_waiting(roles: Collection[str], source: Source) -> None:
    """Offer what waits to accounts with one of these roles; called in ``AppConfig.ready()``."""
    entry = (frozenset(map(str, roles)), source)
    if entry not in _sources:
        _sources.append(entry)


def waiting_for(account: Account, roles: Collection[str], most: int = MOST) -> list[Waiting]:
    """What waits for an account, at most ``most`` of each source: the earliest day first, what has no day last.

    An entry that two sources give (a person with two roles) stands once.
    """
    mine = set(map(str, roles))
    found = {each: None for wanted, source in _sources if wanted & mine for each in source(account, most)}
    return sorted(found, key=lambda each: (each.until or date.max, each.since, each.title, each.url))


def number_of(waits: Sequence[Waiting]) -> int:
    """How many matters stand behind the entries."""
    return sum(each.count for each in waits)
