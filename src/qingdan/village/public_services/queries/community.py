"""What villages noted, summed up: by kind, group and part, needs by breadth and urgency, shares, who has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.scopes import rows_under
from qingdan.village.public_services.choices import (
    ActivityKind,
    EntrySort,
    Field,
    Group,
    Mode,
    Outcome,
    ServiceClass,
    VillagePart,
)
from qingdan.village.public_services.models import Entry, Organisation, Ticket
from qingdan.village.public_services.rules import FieldNeed, Spent, share, spent_on_first

_ZERO = Value(Decimal(0), DecimalField())
FIRST_FIELDS = 3


@dataclass(frozen=True, slots=True)
class Share:
    """A kind of people among leaders or members: how many, and which share."""

    label: str
    leaders: int
    leaders_share: int | None
    members: int
    members_share: int | None


def shares(rows: QuerySet[Organisation]) -> list[Share]:
    """Serving party members, keen residents and others among leaders and members (NH-28): one query."""
    kinds = (("party", "在职党员"), ("residents", "热心村（居）民"), ("others", "其他"))
    names = [f"{role}_{kind}" for role in ("leaders", "members") for kind, _label in kinds]
    sums: dict[str, int] = {
        name: number or 0 for name, number in rows.order_by().aggregate(**{n: Sum(n) for n in names}).items()
    }
    leaders = sum(number for name, number in sums.items() if name.startswith("leaders"))
    members = sum(number for name, number in sums.items() if name.startswith("members"))
    return [
        Share(
            label, sums[f"leaders_{kind}"], share(sums[f"leaders_{kind}"], leaders), sums[f"members_{kind}"],
            share(sums[f"members_{kind}"], members),
        )
        for kind, label in kinds
    ]  # fmt: skip


def units_without(sort: EntrySort, villages: QuerySet[Division], on: date, days: int) -> QuerySet[Division]:
    """Units that noted no meeting (AS-63), no visit of the social-work station (CC-23b) in the period, or no rules ever (AS-11)."""
    rows = Entry.objects.filter(division=OuterRef("pk"), sort=sort)
    if sort is not EntrySort.SELF_RULES:
        since = on - timedelta(days=days)
        rows = rows.filter(done_on__gte=since) if sort is EntrySort.VISIT else rows.filter(day__gte=since)
    return villages.filter(~Exists(rows))


@dataclass(frozen=True, slots=True)
class Line:
    """A figure: how often, for how many people, hours, yuan."""

    label: str
    number: int = 0
    people: int = 0
    hours: Decimal = Decimal(0)
    money: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Need:
    """A need with its weight: breadth × urgency."""

    entry: Entry
    weight: int


@dataclass(frozen=True, slots=True)
class YearInShort:
    """The figures of a year at a place. Needs stand by breadth and urgency; villages are never ranked."""

    kinds: Sequence[Line]
    groups: Sequence[Line]
    parts: Sequence[Line]
    volunteering: Line
    volunteers: int
    needs: Sequence[Need]
    spent: Spent
    spent_fields: str
    classes: Sequence[Line]
    modes: Sequence[Line]
    personal: Sequence[Line]
    with_town: int

    def rows(self) -> Iterator[tuple[object, ...]]:
        """All of it as rows of a table."""
        parts = (
            ("服务活动：种类", self.kinds), ("服务活动：对象", self.groups), ("四个作用", self.parts), ("志愿服务", [self.volunteering]),
            ("窗口：类别", self.classes), ("窗口：怎么办", self.modes), ("个人事项的结果", self.personal),
        )  # fmt: skip
        for name, lines in parts:
            for line in lines:
                yield (name, line.label, line.number, line.people, float(line.hours), float(line.money))
        for need in self.needs:
            yield ("居民需求", need.entry.title, "", need.entry.people, "", "")
        yield ("需求最大的领域", self.spent_fields, "", "", _percent(self.spent.hours), _percent(self.spent.money))


def _percent(value: int | None) -> str:
    return "" if value is None else f"{value}%"


def year_in_short(place: str, year: int) -> YearInShort:
    """All figures of a year at a place: a fixed number of queries."""
    entries = Entry.objects.filter(rows_under(place), day__year=year)
    activities = entries.filter(sort=EntrySort.ACTIVITY)
    sums = list(_sums(activities, "kind", "group", "part"))
    kinds = _lines(sums, "kind", ActivityKind)
    needs = entries.filter(sort=EntrySort.NEED).annotate(weight=F("people") * F("urgency")).select_related("division")
    spent = _spent(entries)
    tickets = Ticket.objects.filter(rows_under(place), day__year=year).order_by()
    matters: list[dict[str, Any]] = [
        dict(row) for row in tickets.values("service_class", "mode", "outcome").annotate(number=Count("pk"))
    ]
    return YearInShort(
        kinds=kinds, groups=_lines(sums, "group", Group), parts=_lines(sums, "part", VillagePart),
        volunteering=next(line for line in kinds if line.label == ActivityKind.VOLUNTEERING.label),
        volunteers=Organisation.objects.filter(rows_under(place), sort="volunteers", ended_on=None).aggregate(
            n=Coalesce(Sum(_people()), 0)
        )["n"],
        needs=[Need(row, row.weight) for row in needs.order_by("-weight", "-people", "pk")[:20]], spent=spent,
        spent_fields="、".join(Field(name).label for name in spent.fields), classes=_counted(matters, "service_class", ServiceClass),
        modes=_counted([row for row in matters if row["service_class"] != ServiceClass.PERSONAL], "mode", Mode),
        personal=_counted([row for row in matters if row["service_class"] == ServiceClass.PERSONAL], "outcome", Outcome),
        with_town=tickets.filter(Q(state="with_town") | Q(outcome=Outcome.BY_TOWN)).count(),
    )  # fmt: skip


def _people() -> Any:
    names = (
        "leaders_party",
        "leaders_residents",
        "leaders_others",
        "members_party",
        "members_residents",
        "members_others",
    )
    total: Any = F(names[0])
    for name in names[1:]:
        total = total + F(name)
    return total


def _sums(rows: QuerySet[Entry], *columns: str) -> Iterable[dict[str, Any]]:
    found = rows.order_by().values(*columns).annotate(
        number=Count("pk"), all_people=Sum("people"), all_hours=Coalesce(Sum("hours"), _ZERO), all_money=Coalesce(Sum("money"), _ZERO)
    )  # fmt: skip
    return [dict(row) for row in found]


def _lines(sums: Sequence[dict[str, Any]], column: str, words: Any) -> list[Line]:
    found = []
    for value, label in words.choices:
        rows = [row for row in sums if row[column] == value]
        found.append(
            Line(
                label, sum(row["number"] for row in rows), sum(row["all_people"] for row in rows),
                sum((row["all_hours"] for row in rows), Decimal(0)), sum((row["all_money"] for row in rows), Decimal(0)),
            )
        )  # fmt: skip
    return found


def _counted(rows: Sequence[dict[str, Any]], column: str, words: Any) -> list[Line]:
    counts = [(label, sum(row["number"] for row in rows if row[column] == value)) for value, label in words.choices]
    return [Line(label, number) for label, number in counts if number]


def _spent(entries: QuerySet[Entry]) -> Spent:
    """By field the needs' weight, and the hours and money of what was done (NH-84)."""
    rows = entries.order_by().values("field").annotate(
        weight=Coalesce(Sum(F("people") * F("urgency"), filter=Q(sort=EntrySort.NEED)), 0),
        all_hours=Coalesce(Sum("hours", filter=Q(sort=EntrySort.ACTIVITY)), _ZERO),
        all_money=Coalesce(Sum("money", filter=Q(sort=EntrySort.ACTIVITY)), _ZERO),
    )  # fmt: skip
    return spent_on_first(
        [FieldNeed(row["field"], row["weight"], row["all_hours"], row["all_money"]) for row in rows], FIRST_FIELDS
    )
