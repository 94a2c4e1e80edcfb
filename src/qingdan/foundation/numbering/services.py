"""Taking numbers, and voiding one that was taken for nothing."""

from __future__ import annotations

from typing import Protocol

from django.db import connection, transaction

from qingdan.foundation.audit.services import NotInTransaction, record
from qingdan.foundation.numbering.models import CounterRow, VoidedNumber

LONGEST_SERIES = 120
LONGEST_REASON = 200

_NEXT = (
    "INSERT INTO numbering_counterrow (series, last) VALUES (%s, 1) "
    "ON CONFLICT (series) DO UPDATE SET last = numbering_counterrow.last + 1 RETURNING last"
)


class NumberingProblem(ValueError):
    """What cannot be done with a number; the message is Chinese and says what to do."""


class Actor(Protocol):
    """Whoever voids a number; this room stands below the room of accounts."""

    pk: int


def take(series: str) -> int:
    """The next number of a series, from 1 on, in the caller's transaction.

    One statement makes or raises the counter's row and locks it until the transaction ends: writers of one series
    follow each other, and a transaction that is rolled back or killed gives its number back. So there is no gap and
    no double. Take numbers late in a transaction; whoever takes of several series takes them in one order.

    Raises :class:`NotInTransaction` outside a transaction: the number and its paper would not stand or fall together.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{series} 的号没有在事务里取")
    if not 0 < len(series) <= LONGEST_SERIES:
        raise ValueError(f"a series has 1 to {LONGEST_SERIES} characters")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series])
        return int(cursor.fetchone()[0])


@transaction.atomic
def void(series: str, number: int, reason: str, actor: Actor | None) -> VoidedNumber:
    """Say that a number that was taken will never stand on a paper; it is not given again.

    Repeating it changes nothing (the job that failed may run again): the first reason stays. ``actor`` None is the
    system itself. Raises :class:`NumberingProblem` for a number that was not taken and without a reason.
    """
    words = reason.strip()[:LONGEST_REASON]
    if not words:
        raise NumberingProblem("请写明这个号为什么作废。")
    if not CounterRow.objects.filter(series=series, last__gte=number).exists() or number < 1:
        raise NumberingProblem(f"{number} 号还没有取过，不能作废。")
    who = {"actor_id": actor.pk if actor else None, "actor_name": str(actor)[:100] if actor else "系统"}
    voided, fresh = VoidedNumber.objects.get_or_create(series=series, number=number, defaults={"reason": words, **who})
    if fresh:
        record(
            verb="void_number",
            object_type="number",
            object_id=f"{series}/{number}"[:120],
            detail={"reason": words},
            **who,  # type: ignore[arg-type]  # two known keys
        )
    return voided
