"""Counting: what became of requests, by month, kind, demander, place; how long issue took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Avg, Case, CharField, Count, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import ExtractMonth, ExtractQuarter, Left

from qingdan.village.certificates.choices import Demander, State, Way
from qingdan.village.certificates.models import Application

ISSUED, REFUSED, REDIRECTED, WITHDRAWN, OPEN = "issued", "refused", "redirected", "withdrawn", "open"
FATES: Mapping[str, str] = {
    ISSUED: "出具", REFUSED: "不出具", REDIRECTED: "转办、协调", WITHDRAWN: "撤回", OPEN: "办理中",
}  # fmt: skip
"""What became of a request, as people say it."""

MOST_DEMANDERS = 200
TOWN_DIGITS = 9
"""So many digits of a division's code name its town."""

_ELSEWHERE = (State.ESCALATED, State.COORDINATED, State.CLOSED)
FATE = Case(
    When(state=State.ISSUED, then=Value(ISSUED)),
    When(state=State.WITHDRAWN, then=Value(WITHDRAWN)),
    When(Q(state__in=_ELSEWHERE) | Q(way__in=[Way.REFER, Way.ADMIT]), then=Value(REDIRECTED)),
    When(state=State.HANDLING, then=Value(OPEN)),
    default=Value(REFUSED),
    output_field=CharField(),
)
"""One fate for each request; what is not to be issued counts as refused also while the resident waits for the explanation."""

LATE = Q(state=State.ISSUED, due_on__isnull=False, closed_at__date__gt=F("due_on"))
"""Issued past its limit."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Requests of one sort, by fate."""

    label: str
    counts: Mapping[str, int]
    key: str = ""

    @property
    def asked(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    def of(self, fate: str) -> int:
        """So many had this fate."""
        return self.counts.get(fate, 0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long issue took, in working days; ``late``: past the limit; ``on_spot``: on the day of the request."""

    issued: int
    average: float | None
    longest: int | None
    late: int
    on_spot: int


@dataclass(frozen=True, slots=True)
class Demanded:
    """Who demanded what is on no list: by the name that was given, and the body where it is known here."""

    name: str
    demander_class: str
    body: int | None
    times: int
    kinds: int

    @property
    def class_word(self) -> str:
        """The sort of demander, as people say it."""
        return str(Demander(self.demander_class).label)


@dataclass(frozen=True, slots=True)
class Quarter:
    """How many kinds were issued in a quarter, and how many certificates (KT-40)."""

    label: str
    kinds: int
    issued: int


class Numbers:
    """The numbers of the requests received from ``since`` to ``until`` among ``rows``; each is one query, asked once."""

    def __init__(self, rows: QuerySet[Application], since: date, until: date) -> None:
        self.rows = rows.filter(received_on__gte=since, received_on__lte=until).order_by()

    @cached_property
    def total(self) -> Tally:
        """All together."""
        return Tally("合计", _added(each.counts for each in self.by_month))

    @cached_property
    def by_month(self) -> tuple[Tally, ...]:
        """January to December."""
        found = _tallied(self.rows.annotate(part=ExtractMonth("received_on")))
        return tuple(Tally(f"{month}月", found.get(month, {}), str(month)) for month in range(1, 13))

    @property
    def by_quarter(self) -> tuple[Tally, ...]:
        """The four quarters (KT-05, KT-40)."""
        months = self.by_month
        return tuple(
            Tally(
                f"{number + 1}季度",
                _added(each.counts for each in months[number * 3 : number * 3 + 3]),
                str(number + 1),
            )
            for number in range(4)
        )

    @cached_property
    def issued_by_quarter(self) -> tuple[Quarter, ...]:
        """Kinds and certificates issued in each quarter."""
        rows = self.rows.filter(state=State.ISSUED).annotate(part=ExtractQuarter("received_on")).values_list("part")
        found = {
            part: counts for part, *counts in rows.annotate(Count("kind_title", distinct=True), Count("pk")).order_by()
        }
        return tuple(Quarter(f"{part}季度", *found.get(part, (0, 0))) for part in range(1, 5))

    @cached_property
    def by_kind(self) -> tuple[Tally, ...]:
        """By name of the certificate, what is asked most first."""
        found = _tallied(self.rows.annotate(part=F("kind_title")))
        tallies = (Tally(title, counts, title) for title, counts in found.items())
        return tuple(sorted(tallies, key=lambda each: (-each.asked, each.label)))

    @cached_property
    def by_town(self) -> Mapping[str, Mapping[str, int]]:
        """By the town's digits of the village's code; in order of code, never by number: villages are not ranked."""
        found = _tallied(self.rows.annotate(part=Left("division_id", TOWN_DIGITS)))
        return dict(sorted(found.items()))

    @cached_property
    def by_village(self) -> Mapping[str, Mapping[str, int]]:
        """By village, in order of code."""
        return dict(sorted(_tallied(self.rows.annotate(part=F("division_id"))).items()))

    @cached_property
    def pace(self) -> Pace:
        """How long issue took."""
        issued = self.rows.filter(state=State.ISSUED)
        found = issued.aggregate(
            number=Count("pk"), average=Avg("workdays"), longest=Max("workdays"), late=Count("pk", filter=LATE),
            on_spot=Count("pk", filter=Q(workdays=0)),
        )  # fmt: skip
        return Pace(found["number"], found["average"], found["longest"], found["late"], found["on_spot"])

    @cached_property
    def ungrounded(self) -> tuple[Demanded, ...]:
        """Who demanded what is on no list (无清单依据的索要), who did so most first."""
        rows = self.rows.filter(ungrounded=True).values("demander_name", "demander_class", "demander_body")
        rows = rows.annotate(times=Count("pk"), kinds=Count("kind_title", distinct=True))
        found = rows.order_by("-times", "demander_name")[:MOST_DEMANDERS]
        return tuple(
            Demanded(row["demander_name"] or "没有说是谁", row["demander_class"], row["demander_body"], row["times"], row["kinds"])
            for row in found
        )  # fmt: skip

    @cached_property
    def ungrounded_times(self) -> int:
        """How often that was."""
        return self.rows.filter(ungrounded=True).count()

    @cached_property
    def interim_by_demander(self) -> tuple[tuple[str, int], ...]:
        """For whom what is on no list was issued all the same (AS-61: by demander)."""
        rows = self.rows.filter(way=Way.INTERIM, state=State.ISSUED).values_list("demander_name")
        return tuple(rows.annotate(times=Count("pk")).order_by("-times", "demander_name")[:MOST_DEMANDERS])


def pace_by_kind(numbers: Numbers) -> Mapping[str, tuple[float | None, int]]:
    """By kind: the average of working days of what was issued, and how much of it was late."""
    rows = numbers.rows.filter(state=State.ISSUED).values_list("kind_title")
    found = rows.annotate(average=Avg("workdays"), late=Count("pk", filter=LATE)).order_by()
    return {title: (average, late) for title, average, late in found}


def years_with_requests(rows: QuerySet[Application], today: date) -> list[int]:
    """From the first year of which there is a request to this year, the newest first."""
    first = rows.order_by("received_on").values_list("received_on", flat=True).first()
    return list(range(today.year, (first.year if first else today.year) - 1, -1))


def _tallied(rows: QuerySet[Any]) -> dict[Any, dict[str, int]]:
    found: dict[Any, dict[str, int]] = {}
    for part, fate, number in (
        rows.annotate(fate=FATE).values_list("part", "fate").annotate(number=Count("pk")).order_by()
    ):
        found.setdefault(part, {})[fate] = number
    return found


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    whole: dict[str, int] = {}
    for each in counts:
        for fate, number in each.items():
            whole[fate] = whole.get(fate, 0) + number
    return whole
