"""Reading obligations: a village its own, a town its villages', an issuer what it gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q, QuerySet

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import ancestors
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.web.waiting import Waiting
from qingdan.register.obligations.access import ObligationAccess
from qingdan.register.obligations.models import RUNNING, Assignment, Obligation, State

EARLIEST_FIRST = F("due").asc(nulls_last=True)


@dataclass(frozen=True, slots=True)
class Tally:
    """How the villages of an assignment stand, in numbers, as its issuer may know them."""

    total: int
    opened: int
    done: int
    disputed: int
    withdrawn: int

    @property
    def unread(self) -> int:
        """How many have not looked at it."""
        return self.total - self.opened - self.withdrawn


_COUNTS = {
    "total": Count("pk"),
    "opened": Count("pk", filter=Q(opened_at__isnull=False) & ~Q(state=State.WITHDRAWN)),
    "done": Count("pk", filter=Q(state=State.DONE)),
    "disputed": Count("pk", filter=Q(state=State.DISPUTED, in_confidence=False)),
    "withdrawn": Count("pk", filter=Q(state=State.WITHDRAWN)),
}


def to_do(reader: Account) -> QuerySet[Obligation]:
    """What the reader's own village still has to do, the earliest day first, what has no day last."""
    rows = ObligationAccess(reader).own_rows().filter(state__in=RUNNING)
    return rows.order_by(EARLIEST_FIRST, "-pk")


def new_ones(reader: Account) -> int:
    """How many the reader's own village has not looked at."""
    return ObligationAccess(reader).own_rows().filter(state=State.WAITING).count()


def tally(assignment: Assignment) -> Tally:
    """How the villages stand."""
    return Tally(**assignment.obligations.aggregate(**_COUNTS))


def tallies(assignments: Sequence[Assignment]) -> dict[int, Tally]:
    """The same for many assignments in one query."""
    rows = Obligation.objects.filter(assignment__in=assignments).values("assignment_id").annotate(**_COUNTS).order_by()
    return {row[0]: Tally(*row[1:]) for row in rows.values_list("assignment_id", *_COUNTS)}


def towns_of(assignment: Assignment) -> list[tuple[Division, int, int, int]]:
    """Each town in which the assignment is owed, with how many villages, read and done; by code, never ranked."""
    counts: dict[str, list[int]] = {}
    for code, opened, state in assignment.obligations.exclude(state=State.WITHDRAWN).values_list(
        "division_id", "opened_at", "state"
    ):
        row = counts.setdefault(ancestors(code)[1], [0, 0, 0])
        row[0] += 1
        row[1] += opened is not None
        row[2] += state == State.DONE
    towns = Division.objects.filter(code__in=counts).order_by("code")
    return [(town, *counts[town.code]) for town in towns]  # type: ignore[misc]  # three numbers a row


def asked_before(
    code: str, divisions: Sequence[str] | QuerySet[Division], first: date, last: date, except_origin: str = ""
) -> dict[str, Assignment]:
    """Villages that owe, or owed, an item with this code already within a period, each with one such assignment.

    ``divisions`` are codes, or for many the villages themselves as a query. Two queries.
    """
    meant = divisions.values("code") if isinstance(divisions, QuerySet) else divisions
    rows = (
        Obligation.objects.filter(
            assignment__code=code, division_id__in=meant, assignment__on__gte=first, assignment__on__lte=last
        )
        .exclude(state=State.WITHDRAWN)
        .exclude(assignment__origin=except_origin)
        .order_by("pk")
    )
    found = dict(rows.values_list("division_id", "assignment_id"))
    kept = Assignment.objects.select_related("issuer").in_bulk(set(found.values())) if found else {}
    return {village: kept[assignment] for village, assignment in found.items()}


def village_waiting(account: Account, most: int) -> list[Waiting]:
    """What waits at the reader's own village: to be opened, or to be done."""
    return [
        Waiting(
            title=str(each.assignment),
            url=f"/obligations/{each.pk}/",
            act="看一看、签收" if each.state == State.WAITING else "办理",
            since=each.assignment.on,
            until=each.due,
            note=f"{each.assignment.issuer}{f'，由{each.assignment.via}安排' if each.assignment.via else ''}",
        )
        for each in to_do(account)[:most]
    ]


def town_waiting(account: Account, most: int) -> list[Waiting]:
    """For a town's clerk: what its villages have not read and what passes its day, each in one line."""
    unread, late = Q(state=State.WAITING), Q(state__in=RUNNING, due__lt=today())
    counted = (
        ObligationAccess(account)
        .town_rows()
        .filter(unread | late)
        .aggregate(
            unread=Count("pk", filter=unread), first=Min("assignment__on", filter=unread), late=Count("pk", filter=late),
            earliest=Min("due", filter=late),
        )
    )  # fmt: skip
    found = []
    if counted["unread"]:
        address = "/obligations/?state=waiting"
        found.append(Waiting("村里还没有看的事", address, "提醒或代录", counted["first"], count=counted["unread"]))
    if counted["late"]:
        day = counted["earliest"]
        found.append(
            Waiting("村里过了期限的事", "/obligations/?late=1", "看看难处在哪里", day, day, count=counted["late"])
        )
    return found[:most]
