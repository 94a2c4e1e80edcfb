"""How a dispatch stands at its villages, as its issuer, the towns and the overseers read it.

What a village said in confidence shows nowhere here: such an obligation stands as opened, in rows and in numbers alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, Value, When

from qingdan.entry.dispatch.models import (
    Delivery,
    DeliveryState,
    Dispatch,
    Feedback,
    FeedbackReason,
    FeedbackState,
    NotSent,
    Schedule,
    ScheduleState,
)
from qingdan.foundation.orgs.divisions import ancestors, subtree_end
from qingdan.foundation.orgs.models import Division
from qingdan.register.obligations.models import Obligation, State

Scopes = Sequence[str] | None
"""The towns in which a reader sees a dispatch; None: everywhere."""


def within(field: str, scopes: Scopes) -> Q:
    """The condition that a division lies where the reader sees it."""
    if scopes is None:
        return Q()
    ranges = (Q(**{f"{field}__gte": scope, f"{field}__lt": subtree_end(scope)}) for scope in scopes)
    return reduce(or_, ranges, Q(pk__in=[]))


@dataclass(frozen=True, slots=True)
class Numbers:
    """What came of a dispatch so far: how many got it and did not, whether something is on its way or waits at towns."""

    sent: int = 0
    refused: int = 0
    running: int = 0
    waiting: int = 0


def numbers_of(dispatches: Sequence[Dispatch]) -> dict[int, Numbers]:
    """The numbers of many dispatches, in two queries."""
    ids = [dispatch.pk for dispatch in dispatches]
    deliveries = Delivery.objects.filter(schedule__dispatch__in=ids).values_list("schedule__dispatch").order_by()
    counted = deliveries.annotate(
        sent_to=Sum("sent"), not_to=Sum("refused"), running=Count("pk", filter=Q(state=DeliveryState.RUNNING))
    )
    waiting = Schedule.objects.filter(dispatch__in=ids, state=ScheduleState.WAITING)
    held = dict(waiting.values_list("dispatch").order_by().annotate(Count("pk")))
    found = {pk: Numbers(waiting=number) for pk, number in held.items()}
    for pk, sent, refused, running in counted:
        found[pk] = Numbers(sent, refused, running, held.get(pk, 0))
    return found


@dataclass(frozen=True, slots=True)
class Tally:
    """How the villages stand, in numbers; occasions counted each."""

    total: int
    unread: int
    opened: int
    done: int
    disputed: int
    withdrawn: int


def owed(dispatch: Dispatch, scopes: Scopes) -> QuerySet[Any]:
    """The obligations that came of a dispatch, each with ``shown``: the state that the reader may know."""
    assignments = Delivery.objects.filter(schedule__dispatch=dispatch).values("assignment")
    hidden = Q(state=State.DISPUTED, in_confidence=True)
    shown = Case(When(hidden, then=Value(State.OPENED.value)), default=F("state"))
    rows = Obligation.objects.filter(within("division", scopes), assignment__in=assignments)
    return rows.select_related("assignment", "division").annotate(shown=shown)


def tally(dispatch: Dispatch, scopes: Scopes) -> Tally:
    """How they stand; one query."""
    counts = dict(owed(dispatch, scopes).order_by().values_list("shown").annotate(Count("pk")))
    return Tally(
        sum(counts.values()), counts.get(State.WAITING, 0), counts.get(State.OPENED, 0), counts.get(State.DONE, 0),
        counts.get(State.DISPUTED, 0), counts.get(State.WITHDRAWN, 0),
    )  # fmt: skip


def schedules_of(dispatch: Dispatch, scopes: Scopes) -> QuerySet[Any]:
    """Who arranges it where, with how many occasions there were and what they brought."""
    rows = dispatch.schedules.filter(within("town", scopes)).select_related("town", "body", "arranged_by")
    return rows.annotate(
        occasions=Count("deliveries"),
        sent=Sum("deliveries__sent", default=0),
        refused=Sum("deliveries__refused", default=0),
    ).order_by("town")


def deliveries_of(dispatch: Dispatch, scopes: Scopes) -> QuerySet[Delivery]:
    """Its occasions, the newest first."""
    rows = Delivery.objects.filter(within("schedule__town", scopes), schedule__dispatch=dispatch)
    return rows.select_related("schedule__town", "assignment").order_by("-on", "schedule__town", "-number")


@dataclass(frozen=True, slots=True)
class Stayed:
    """One ground on which villages got nothing: how many, and on which day last."""

    digest: str
    outcome: str
    word: str
    text: str
    clause: str
    source: str
    quote: str
    next_step: str
    number: int
    last: date


def grounds_of(dispatch: Dispatch, scopes: Scopes) -> list[Stayed]:
    """The grounds over all occasions, the most frequent first; one query."""
    rows = NotSent.objects.filter(within("division", scopes), delivery__schedule__dispatch=dispatch).order_by()
    parts = ("digest", "outcome", "word", "text", "clause", "source", "quote", "next_step")
    grouped = rows.values_list(*(f"ground__{part}" for part in parts)).annotate(Count("pk"), Max("delivery__on"))
    return sorted((Stayed(*row) for row in grouped), key=lambda each: -each.number)


def not_sent(dispatch: Dispatch, scopes: Scopes) -> QuerySet[NotSent]:
    """The villages that got nothing, with their ground."""
    rows = NotSent.objects.filter(within("division", scopes), delivery__schedule__dispatch=dispatch)
    return rows.select_related("division", "ground", "delivery__assignment")


@dataclass(frozen=True, slots=True)
class TownAnswer:
    """What the villages of a town answered."""

    town: Division
    total: int
    read: int
    done: int
    minutes: int
    told: int
    disputed: int


def answers_by_town(dispatch: Dispatch, scopes: Scopes) -> list[TownAnswer]:
    """Each town in the order of the codes, never ranked: read, done, minutes told of their own accord, feedback."""
    counts: dict[str, list[int]] = {}
    for code, opened, shown, minutes in owed(dispatch, scopes).values_list(
        "division_id", "opened_at", "shown", "minutes"
    ):
        row = counts.setdefault(ancestors(code)[1], [0] * 6)
        row[0] += 1
        row[1] += opened is not None
        row[2] += shown == State.DONE
        row[3] += minutes or 0
        row[4] += minutes is not None
        row[5] += shown == State.DISPUTED
    towns = Division.objects.filter(code__in=counts).order_by("code")
    return [TownAnswer(town, *counts[town.code]) for town in towns]


@dataclass(frozen=True, slots=True)
class Said:
    """One reason that villages gave openly: how many, and how many of them were upheld and dismissed so far."""

    reason: str
    number: int
    upheld: int
    dismissed: int

    @property
    def label(self) -> str:
        """The reason in words."""
        return str(FeedbackReason(self.reason).label)


def said_openly(dispatch: Dispatch, scopes: Scopes) -> list[Said]:
    """The reasons of the feedback that was given openly, bundled: neither villages nor their words; one query."""
    assignments = Delivery.objects.filter(schedule__dispatch=dispatch).values("assignment")
    rows = Feedback.objects.filter(
        within("division", scopes), obligation__assignment__in=assignments, confidential=False
    )
    upheld, dismissed = (
        Count("pk", filter=Q(state=state)) for state in (FeedbackState.UPHELD, FeedbackState.DISMISSED)
    )
    counted = rows.exclude(state=FeedbackState.TAKEN_BACK).order_by().values_list("reason")
    return [Said(*row) for row in counted.annotate(Count("pk"), upheld=upheld, dismissed=dismissed).order_by("reason")]


def notices_of(dispatch: Dispatch, scopes: Scopes) -> QuerySet[Feedback]:
    """The notices (告知单) that a town or lead body sent the issuer, the newest first."""
    assignments = Delivery.objects.filter(schedule__dispatch=dispatch).values("assignment")
    rows = Feedback.objects.filter(
        within("division", scopes), obligation__assignment__in=assignments, confidential=False
    )
    return rows.filter(letter_at__isnull=False).select_related("letter_by").order_by("-letter_at", "-pk")


def noted(dispatch: Dispatch, scopes: Scopes) -> QuerySet[Any]:
    """What villages wrote when they had done it."""
    return owed(dispatch, scopes).exclude(note="").filter(state=State.DONE).order_by("division", "-done_at")


def on_its_way(deliveries: Iterable[Delivery]) -> tuple[int, int] | None:
    """How many villages are decided and how many there are, of what is being delivered; None when nothing is."""
    running = [each for each in deliveries if each.state == DeliveryState.RUNNING]
    return (sum(each.decided for each in running), sum(each.targets for each in running)) if running else None
