"""Rooms whose waiting matters are rows of tables: all of them together ask the database once.

A room gives its matters as parts with the same columns (:func:`matters`) and says how a row is shown; what waits for a
person is then one query, however many rooms offer something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.together import NO_DAY, these, together

_COLUMNS = ("said_sort", "said_key", "said_named", "said_by", "said_word", "said_more", "said_since", "said_until")


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


class Matter(NamedTuple):
    """One row: its sort in its room, its key, four words, since when and until when."""

    sort: str
    key: int
    named: str
    by: str
    word: str
    more: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Rows:
    """A room's matters: its parts for an account, and how a row of them is shown."""

    room: str
    parts: Callable[[Account, int], Iterable[QuerySet[Any]]]
    shown: Callable[[Matter], Waiting]

    def __call__(self, account: Account, most: int) -> Iterator[Waiting]:
        """What waits for an account in this room alone."""
        yield from waiting_in([self], account, most)


def matters(
    rows: QuerySet[Any], most: int, sort: str, *, named: str, since: Any, by: str = "", word: str = "", more: str = "", until: Any = NO_DAY,
    key: str = "pk",
) -> QuerySet[Any]:  # fmt: skip
    """The first ``most`` rows, in their order, as a part; both databases want one type in a column."""
    words = {"said_named": named, "said_by": by, "said_word": word, "said_more": more}
    typed = {
        "said_sort": Value(sort, CharField()), "said_key": F(key),
        **{name: Cast(F(field) if field else Value(""), CharField()) for name, field in words.items()},
        "said_since": since, "said_until": until,
    }  # fmt: skip
    found: QuerySet[Any] = these(rows, most).annotate(**typed)
    return found


def waiting_in(rooms: Sequence[Rows], account: Account, most: int) -> Iterator[Waiting]:
    """What waits for an account in several rooms: one query."""
    marked = [
        part.annotate(said_room=Value(room.room, CharField())).values_list("said_room", *_COLUMNS)
        for room in rooms
        for part in room.parts(account, most)
    ]
    shown = {room.room: room.shown for room in rooms}
    for name, *row in together(marked):
        yield shown[name](Matter(*row))
