"""To which villages something goes: subtrees and single villages, by kind; never one without an organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from itertools import islice
from operator import or_
from typing import NamedTuple

from django.db.models import Q, QuerySet

from qingdan.foundation.orgs.choices import Level, UnitKind
from qingdan.foundation.orgs.divisions import ancestors, contains, subtree_end
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
    return [*_ranges(divisions), Q(code__in=single)] if single else _ranges(divisions)


def _ranges(divisions: Sequence[str]) -> list[Q]:
    codes = [code for code in dict.fromkeys(divisions) if code.endswith("000")]
    return [Q(code__gte=code, code__lt=subtree_end(code)) for code in codes]


def names_above(divisions: Sequence[str]) -> dict[str, str]:
    """The names of all places from the nation down to the towns of these divisions; one query."""
    above = {code for division in divisions for code in ancestors(division)}
    ranges = _ranges(divisions)
    within = reduce(or_, ranges) & ~Q(level=Level.VILLAGE) if ranges else Q(pk__in=[])
    rows = Division.objects.filter(Q(code__in=above) | within)
    return dict.fromkeys(above, "") | dict(rows.values_list("code", "name"))


def streamed(found: QuerySet[Division], size: int) -> Iterator[list[Village]]:
    """All villages meant, a part at a time, by one query whose rows are never held together."""
    rows = (Village(*row) for row in found.values_list("code", "kind", "name").iterator(chunk_size=size))
    while part := list(islice(rows, size)):
        yield part


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
