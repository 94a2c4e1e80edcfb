"""Finding divisions by name, pinyin or code among all 665,000, best first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.foundation.orgs.models import Division

MOST_FOUND = 200
"""More than these nobody reads; a search that finds more says so and asks for more words."""


@dataclass(frozen=True, slots=True)
class Found:
    """The divisions found, best first; ``more``: there are others."""

    divisions: list[Division]
    more: bool


def find_divisions(words: str, *, within: str | None = None) -> Found:
    """Divisions whose name has the words, or whose pinyin, initials or code begin with them.

    Exact names stand before names that begin with the words, these before all others; then higher levels first.
    Villages are asked apart: for common words the first ones that come are enough, so that no search sorts them all.
    """
    wanted = words.strip()
    if not wanted:
        return Found([], more=False)
    rows = Division.objects.filter(_meant(wanted))
    if within:
        rows = rows.filter(code__gte=within, code__lt=subtree_end(within))
    exact = list(
        _related(Division.objects.filter(name=wanted) if not within else rows.filter(name=wanted))[:MOST_FOUND]
    )
    higher = _related(rows.exclude(level=Level.VILLAGE))[: MOST_FOUND + 1]
    villages = _related(rows.filter(level=Level.VILLAGE))[: MOST_FOUND + 1]
    found = {row.code: row for row in [*exact, *higher]}
    if len(found) <= MOST_FOUND:
        found |= {row.code: row for row in villages if row.code not in found}
    ranked = sorted(found.values(), key=lambda row: _rank(row, wanted))
    return Found(ranked[:MOST_FOUND], more=len(ranked) > MOST_FOUND)


def _meant(wanted: str) -> Q:
    if wanted.isascii() and wanted.isdigit():
        return Q(code__gte=wanted, code__lt=wanted + ":") | Q(name__contains=wanted)
    if wanted.isascii() and wanted.isalpha():
        low, high = wanted.lower(), wanted.lower() + "{"
        return Q(sort_key__gte=low, sort_key__lt=high) | Q(initials__gte=low, initials__lt=high)
    return Q(name__contains=wanted)


def _related(rows: QuerySet[Division]) -> QuerySet[Division]:
    return rows.select_related("parent").order_by()


_LEVELS = [level.value for level in Level]
_HIGHER = [level.value for level in Level if level is not Level.VILLAGE]


def _rank(row: Division, wanted: str) -> tuple[bool, int, int, str]:
    """Running ones first, then how well it fits, then the level, then the code."""
    low = wanted.lower()
    names = (row.name, row.sort_key, row.initials, row.code)
    fit = 0 if low in names or wanted in names else 1 if any(name.startswith(low) for name in names) else 2
    return row.valid_to is not None, fit, _LEVELS.index(row.level), row.code
