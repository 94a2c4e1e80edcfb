"""Reads of screening: the list as it is filtered, what offices' papers asked by month, what people corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.models import Correction, FoundDemand, FoundState, Screening, Side
from qingdan.foundation.orgs.divisions import subtree_end

LIGHT = ("text", "blocks", "addressees", "notes")
"""Fields that no list needs."""


def hardest_and_waiting(screening: Screening) -> tuple[str, int]:
    """The hardest outcome among its demands (empty without any), and how many that stop it nobody decided yet. One query."""
    rows = screening.found.values_list("outcome").annotate(number=Count("pk"), waiting=Count("pk", filter=Q(state=FoundState.OPEN)))  # fmt: skip
    found = {outcome: waiting for outcome, _number, waiting in rows.order_by()}
    order = ("forbidden", "undecided", "unlisted", "conditional", "listed")
    hardest = next((outcome for outcome in order if outcome in found), "")
    return hardest, sum(waiting for outcome, waiting in found.items() if outcome != "listed")


def next_waiting(screening: Screening, place: int) -> int:
    """The next demand after ``place`` that nobody decided, else the first one; 0 where all are."""
    rows = screening.found.filter(state=FoundState.OPEN).exclude(outcome="listed").order_by("place")
    places = list(rows.values_list("place", flat=True))
    return next((each for each in places if each > place), places[0] if places else 0)


def listed(access: ScreeningAccess, said: Mapping[str, Any]) -> QuerySet[Screening]:
    """The screenings that the reader may see, as filtered: words, verdict, side, days, whose."""
    rows = access.rows().defer(*LIGHT)
    if words := said.get("q"):
        rows = rows.filter(
            Q(title__contains=words) | Q(name__contains=words) | Q(number__contains=words) | Q(issuer_name__contains=words) | Q(division__name__contains=words)
        )  # fmt: skip
    for name in ("verdict", "side"):
        if said.get(name):
            rows = rows.filter(**{name: said[name]})
    if said.get("mine"):
        rows = rows.filter(by=access.actor)
    return rows.filter(**dict(between(said)))


def between(said: Mapping[str, Any]) -> Iterable[tuple[str, date]]:
    """The days of a filter as bounds of when it was screened."""
    if said.get("since"):
        yield "at__date__gte", said["since"]
    if said.get("until"):
        yield "at__date__lte", said["until"]


def history(access: ScreeningAccess, said: Mapping[str, Any]) -> QuerySet[Any, dict[str, Any]]:
    """Per office (and month): papers, demands and stopping ones of first versions, mended ones, what last versions still have.

    Of the offices that the reader oversees, and of their own; only numbers, no word of a draft. One grouped query.
    """
    later = Screening.objects.filter(earlier=OuterRef("pk"))
    rows = Screening.objects.filter(side=Side.DRAFT).filter(_offices(access)).filter(**dict(between(said)))
    if words := said.get("q"):
        rows = rows.filter(body__name__contains=words)
    groups = ["body_id", "body__name"]
    if said.get("by") != "total":
        rows, groups = rows.annotate(month=TruncMonth("at")), [*groups, "month"]
    first, last = Q(earlier=None), Q(superseded=False)
    found: QuerySet[Any, dict[str, Any]] = (
        rows.annotate(superseded=Exists(later))
        .order_by()
        .values(*groups)
        .annotate(
            papers=Count("pk", filter=first), versions=Count("pk"), asked=Coalesce(Sum("demands", filter=first), 0),
            stopped=Coalesce(Sum("stopping", filter=first), 0), gone=Coalesce(Sum("mended"), 0), left=Coalesce(Sum("stopping", filter=last), 0),
        )
    )  # fmt: skip
    return found


def _offices(access: ScreeningAccess) -> Q:
    meant = Q(body__in=access.body_ids)
    for scope in access.overseen:
        meant |= Q(body__division__gte=scope, body__division__lt=subtree_end(scope))
    return meant


def leads_about(access: ScreeningAccess, bodies: Iterable[int], said: Mapping[str, Any]) -> dict[int, int]:
    """How many leads were filed against each of these offices in the time. Only for who oversees it and is not of it:
    a number would tell an office that somebody has just complained.
    """
    theirs = [body for body in bodies if body not in access.body_ids]
    if not theirs or not access.overseen:
        return {}
    rows = FoundDemand.objects.filter(
        state=FoundState.LEAD, screening__issuer__in=theirs, **{f"screening__{name}": day for name, day in between(said)}
    )  # fmt: skip
    return dict(rows.order_by().values_list("screening__issuer").annotate(number=Count("pk")))


def corrections(access: ScreeningAccess, said: Mapping[str, Any]) -> QuerySet[Correction]:
    """What people corrected in the reader's scopes."""
    meant = Q(pk__in=[])
    for scope in access.correcting:
        meant |= Q(division__gte=scope, division__lt=subtree_end(scope))
    rows = Correction.objects.filter(meant).select_related("division")
    if said.get("q"):
        rows = rows.filter(text__contains=said["q"])
    if said.get("demand"):
        rows = rows.filter(demand=said["demand"] == "yes")
    return rows
