"""Finding divisions by name, pinyin or code among all 665,000, best first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, Value
from django.db.models.functions import StrIndex

from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.name_index import NameIndex, current

MOST_FOUND = 200
"""More than these nobody reads; a search that finds more says so and asks for more words."""


@dataclass(frozen=True, slots=True)
class Found:
    """The divisions found, best first; ``more``: there are others."""

    divisions: list[Division]
    more: bool


def find_divisions(words: str, *, within: str | None = None) -> Found:
    """Divisions whose name has the words, or whose pinyin, initials or code begin with them.

    Exact names stand before names that begin with the words, these before all others; then higher levels first. Higher
    levels and exact names are asked for before the villages, so that they are not among what is cut off.
    """
    wanted = words.strip()
    if not wanted:
        return Found([], more=False)
    index = None if wanted.isascii() and wanted.isalpha() else current()
    codes = _named(index, wanted, within) if index else _scanned(wanted, within)
    rows = Division.objects.filter(code__in=codes).select_related("parent")
    found = [row for row in rows if not index or wanted in row.name or row.code.startswith(wanted)]
    return Found(sorted(found, key=lambda row: _rank(row, wanted))[:MOST_FOUND], len(found) > MOST_FOUND)


def _named(index: NameIndex, wanted: str, within: str | None) -> set[str]:
    """Codes by the text of all names, and by what the codes themselves begin with."""
    codes = index.find(wanted, within, MOST_FOUND + 1)
    if wanted.isascii() and wanted.isdigit():
        rows = Division.objects.filter(code__gte=wanted, code__lt=wanted + ":").order_by("code")
        if within:
            rows = rows.filter(code__gte=within, code__lt=subtree_end(within))
        codes.update(rows.values_list("code", flat=True)[: MOST_FOUND + 1])
    return codes


def _scanned(wanted: str, within: str | None) -> set[str]:
    """The same from the table itself: one scan of a covering index, and always the same few queries."""
    rows = Division.objects.alias(place=StrIndex("name", Value(wanted))).filter(_meant(wanted)).order_by()
    if within:
        rows = rows.filter(code__gte=within, code__lt=subtree_end(within))
    villages = rows.filter(level=Level.VILLAGE.value)
    asked = (rows.filter(level__in=_HIGHER), villages.filter(name=wanted), villages)
    return {code for part in asked for code in part.values_list("code", flat=True)[: MOST_FOUND + 1]}


def _meant(wanted: str) -> Q:
    """``place`` is where the words stand in the name; looking for bytes is faster than LIKE, which reads characters."""
    if wanted.isascii() and wanted.isdigit():
        return Q(code__gte=wanted, code__lt=wanted + ":") | Q(place__gt=0)
    if wanted.isascii() and wanted.isalpha():
        low, high = wanted.lower(), wanted.lower() + "{"
        return Q(sort_key__gte=low, sort_key__lt=high) | Q(initials__gte=low, initials__lt=high)
    return Q(place__gt=0)


_LEVELS = [level.value for level in Level]
_HIGHER = [level.value for level in Level if level is not Level.VILLAGE]


def _rank(row: Division, wanted: str) -> tuple[bool, int, int, str]:
    """Running ones first, then how well it fits, then the level, then the code."""
    low = wanted.lower()
    names = (row.name, row.sort_key, row.initials, row.code)
    fit = 0 if low in names or wanted in names else 1 if any(name.startswith(low) for name in names) else 2
    return row.valid_to is not None, fit, _LEVELS.index(row.level), row.code
