"""To which villages something goes: subtrees and single villages, by kind; never one without an organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q, QuerySet

from qingdan.foundation.orgs.choices import Level, UnitKind
from qingdan.foundation.orgs.divisions import contains, subtree_end
from qingdan.foundation.orgs.models import Division

UNITS = tuple(kind for kind in UnitKind if kind is not UnitKind.NONE)


class Village(NamedTuple):
    """A target: its code, its kind and its name."""

    code: str
    kind: str
    name: str


def villages(divisions: Sequence[str], units: Sequence[str], on: date) -> QuerySet[Division]:
    """The villages and communities meant on a day, by code. No division means none."""
    rows = Division.objects.filter(level=Level.VILLAGE).in_force(on).exclude(kind=UnitKind.NONE)
    if units:
        rows = rows.filter(kind__in=list(units))
    if not divisions:
        return rows.none()
    return rows.filter(reduce(or_, _meant(divisions))).order_by("code")


def _meant(divisions: Sequence[str]) -> list[Q]:
    """Single villages by one list, subtrees by ranges."""
    single = [code for code in divisions if not code.endswith("000")]
    ranges = [
        Q(code__gte=code, code__lt=subtree_end(code)) for code in dict.fromkeys(divisions) if code.endswith("000")
    ]
    return [*ranges, Q(code__in=single)] if single else ranges


def rows_of(found: QuerySet[Division], after: str = "", most: int | None = None) -> list[Village]:
    """The next villages behind a code."""
    rows = found.filter(code__gt=after) if after else found
    return [Village(*row) for row in rows.values_list("code", "kind", "name")[:most]]


def narrowest(divisions: Iterable[str]) -> list[str]:
    """The same set without what another of them holds anyway."""
    found: list[str] = []
    for code in sorted(set(divisions)):
        if not found or not contains(found[-1], code):
            found.append(code)
    return found
