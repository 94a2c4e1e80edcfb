"""What waits for a person: rooms offer it, the home page and the daily digest show it in one list by its clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.waiting_rows import Rows, Waiting, waiting_in

__all__ = ["MOST", "MOST_EVER", "Waiting", "number_of", "register_waiting", "waiting_for"]

Source = Callable[[Account, int], Iterable[Waiting]]
"""Given the account and how many to give at most: what waits for it, most urgent first, in a fixed number of queries.

Sources that are :class:`~qingdan.foundation.web.waiting_rows.Rows` are asked together, in one query.
"""

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
    asked = [source for wanted, source in _sources if wanted & mine]
    alone = [source for source in asked if not isinstance(source, Rows)]
    found = {each: None for source in alone for each in source(account, most)}
    found |= dict.fromkeys(waiting_in([source for source in asked if isinstance(source, Rows)], account, most))
    return sorted(found, key=lambda each: (each.until or date.max, each.since, each.title, each.url))


def number_of(waits: Sequence[Waiting]) -> int:
    """How many matters stand behind the entries."""
    return sum(each.count for each in waits)
