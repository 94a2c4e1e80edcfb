"""What villages cover of the services of a place: by item, by field and village, what stands out, what has no guide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from qingdan.foundation.orgs.models import Division
from qingdan.village.public_services.choices import SIX_FIELDS, Field, Takes
from qingdan.village.public_services.models import VillageService
from qingdan.village.public_services.queries.catalogue import Service, fits
from qingdan.village.public_services.rules import Flag, Said, flags_of, share


@dataclass(frozen=True, slots=True)
class Covered:
    """One service: of how many villages that it is for, how many say what."""

    service: Service
    villages: int
    by_village: int
    by_agent: int
    not_available: int

    @property
    def not_said(self) -> int:
        """How many have said nothing; that is no fault of theirs."""
        return max(self.villages - self.by_village - self.by_agent - self.not_available, 0)

    @property
    def rate(self) -> int | None:
        """The share of villages where it is available, in percent."""
        return share(self.by_village + self.by_agent, self.villages)


def covered(services: Sequence[Service], villages: QuerySet[Division]) -> list[Covered]:
    """Every service with how many of the villages have it: two queries."""
    kinds = dict(villages.order_by().values_list("kind").annotate(number=Count("pk")))
    counts: dict[tuple[str, str], int] = {}
    rows = VillageService.objects.filter(division__in=villages.order_by(), code__in=[each.code for each in services])
    for code, takes, number in rows.order_by().values_list("code", "takes").annotate(number=Count("pk")):
        counts[code, takes] = number
    return [
        Covered(
            service, sum(number for kind, number in kinds.items() if fits(service.item, kind)),
            *(counts.get((service.code, takes), 0) for takes in Takes.values),
        )
        for service in services
    ]  # fmt: skip


def rate_of(rows: Iterable[Covered]) -> int | None:
    """The share of all services in all villages that is available (CC-04a), in percent."""
    kept = list(rows)
    return share(sum(row.by_village + row.by_agent for row in kept), sum(row.villages for row in kept))


@dataclass(frozen=True, slots=True)
class Cell:
    """A field in a village: what is available there, who gives it, how often."""

    titles: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The cell in words; empty where nothing is available."""
        more = "，".join((*self.providers, *self.frequencies))
        return "、".join(self.titles) + (f"（{more}）" if more and self.titles else "")


def matrix(services: Sequence[Service], villages: Sequence[Division]) -> list[tuple[Division, list[Cell]]]:
    """The six fields of each of these villages (CC-23): one query."""
    by_code = {service.code: service for service in services}
    found: dict[tuple[str, Field], list[VillageService]] = defaultdict(list)
    rows = VillageService.objects.filter(division__in=[each.pk for each in villages], code__in=by_code)
    for row in rows.exclude(takes=Takes.NO).order_by("code"):
        found[row.division_id, by_code[row.code].field].append(row)
    return [(village, [_cell(found[village.pk, field], by_code) for field in SIX_FIELDS]) for village in villages]


def _cell(rows: Sequence[VillageService], by_code: Mapping[str, Service]) -> Cell:
    known = [by_code[row.code] for row in rows]
    providers = (
        row.provider or (service.known.provider if service.known else "")
        for row, service in zip(rows, known, strict=True)
    )
    return Cell(
        tuple(service.title for service in known), tuple(dict.fromkeys(filter(None, providers))),
        tuple(dict.fromkeys(row.frequency for row in rows if row.frequency)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EmptyField:
    """A field that villages have nothing of, with the bureaus that answer for it (CC-23)."""

    field: Field
    villages: int
    bureaus: tuple[str, ...]


def empty_fields(services: Sequence[Service], villages: QuerySet[Division]) -> list[EmptyField]:
    """Of each of the six fields, in how many villages there is nothing, and who is responsible: two queries."""
    codes: dict[Field, list[str]] = defaultdict(list)
    bureaus: dict[Field, list[str]] = defaultdict(list)
    for service in services:
        codes[service.field].append(service.code)
        bureaus[service.field].append(service.department)
    counts = {
        field.value: Count("division", distinct=True, filter=Q(code__in=codes[field]))
        for field in SIX_FIELDS
        if codes[field]
    }
    there = VillageService.objects.filter(division__in=villages.order_by()).exclude(takes=Takes.NO)
    served = there.aggregate(**counts) if counts else {}
    total = villages.count()
    rows = (
        EmptyField(field, total - served.get(field.value, 0), tuple(dict.fromkeys(filter(None, bureaus[field]))))
        for field in SIX_FIELDS
    )
    return [row for row in rows if row.villages]


def standing_out(services: Sequence[Service], villages: QuerySet[Division]) -> QuerySet[VillageService]:
    """What stands out (KT-30, KT-32, CC-18a, CC-04a), for listing; :func:`flags` says what it is."""
    bottom = [service.code for service in services if service.bottom_line]
    available = ~Q(takes=Takes.NO) & (Q(in_hall=False) | Q(second_window=True))
    rows = VillageService.objects.filter(division__in=villages.order_by(), code__in=[each.code for each in services])
    return rows.filter(available | Q(takes=Takes.NO, code__in=bottom)).select_related("division")


def flags(row: VillageService, bottom_line: bool) -> tuple[Flag, ...]:
    """What stands out of what a village says of a service."""
    return flags_of(Said(Takes(row.takes), row.in_hall, row.second_window), bottom_line)


def without_guide(services: Iterable[Service]) -> list[Service]:
    """The services that have no guide in force, by department (KT-31, CC-18b)."""
    return sorted((each for each in services if each.guide is None), key=lambda each: (each.department, each.title))
