"""Rows of several tables in one query: a room with many sorts of waiting matters asks the database once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Cast

NO_DAY = Cast(Value(None), DateField())
"""The day of a row that has none; both databases want one type in a column."""


def these(rows: QuerySet[Any], most: int) -> QuerySet[Any]:
    """The first of the rows as a query without order and limit: a part of :func:`together` has neither."""
    found: QuerySet[Any] = rows.model._default_manager.filter(pk__in=rows[:most].values("pk"))
    return found.order_by()


def together(parts: Iterable[QuerySet[Any]]) -> Iterator[tuple[Any, ...]]:
    """The rows of all parts, which have the same columns of the same types in the same order."""
    every = list(parts)
    if not every:
        return
    first, *others = every
    yield from first.union(*others, all=True) if others else first
