"""Lists on pages: sorting, paging and the query string that keeps both with the filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from qingdan.foundation.web.text import clean_words

Row = TypeVar("Row")
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class SortLink:
    """The heading of a column that sorts: the address that sorts by it, and how it sorts now."""

    url: str
    direction: str


class _ByKeys:
    """Rows of which a slice is read in two steps: the keys, then the rows of these keys in the same order."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows = rows
        self.ordered = rows.ordered

    def count(self) -> int:
        return self._rows.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Any]:
        bare = self._rows.select_related(None).defer(None)
        keys = list(bare.values_list("pk", flat=True)[part])
        rows = self._rows.order_by().in_bulk(keys)
        return [rows[key] for key in keys if key in rows]


class Listing(Generic[Row]):
    """One page of rows. ``sorts`` maps a name in the address to an ordering; the first is the usual one.

    ``total``: how many rows there are, where the page has counted them already; then they are not counted again.
    ``by_keys``: the rows of the page are found by their keys alone, in an index that holds what is filtered and sorted by,
    and only those rows are read: a late page of a long table of long rows costs a scan of the index.
    """

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[Any] | Sequence[Row],
        *,
        sorts: Mapping[str, Sequence[str]] | None = None,
        filters: Mapping[str, str] | None = None,
        per_page: int = PER_PAGE,
        total: int | None = None,
        by_keys: bool = False,
    ) -> None:
        self._sorts = dict(sorts or {})
        self._filters = {name: value for name, value in (filters or {}).items() if value}
        self.sort, self.descending = self._wanted_sort(request)
        if self.sort and isinstance(rows, QuerySet):
            rows = rows.order_by(*self._ordering())
        shown: Any = _ByKeys(rows) if by_keys and isinstance(rows, QuerySet) else rows
        paginator = Paginator(shown, per_page)
        if total is not None:
            paginator.__dict__["count"] = total
        self.page: Page[Any] = paginator.get_page(request.GET.get("page"))

    @property
    def filtered(self) -> bool:
        """Whether a filter narrows the list (the empty state says so)."""
        return bool(self._filters)

    @property
    def total(self) -> int:
        """All rows of all pages."""
        return self.page.paginator.count

    def page_url(self, number: int) -> str:
        """The address of a page with filters and sort kept."""
        kept = dict(self._filters)
        if self.sort and (self.descending or self.sort != next(iter(self._sorts))):
            kept["sort"] = f"-{self.sort}" if self.descending else self.sort
        return f"?{urlencode({**kept, 'page': str(number)})}"

    def sort_link(self, name: str) -> SortLink:
        """The heading's link: sorts upwards first, downwards when it sorts upwards already."""
        now = "" if name != self.sort else ("descending" if self.descending else "ascending")
        turned = f"-{name}" if now == "ascending" else name
        return SortLink(f"?{urlencode({**self._filters, 'sort': turned})}", now)

    @property
    def previous_url(self) -> str:
        """The page before, or empty."""
        return self.page_url(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """The page after, or empty."""
        return self.page_url(self.page.next_page_number()) if self.page.has_next() else ""

    def _wanted_sort(self, request: HttpRequest) -> tuple[str, bool]:
        if not self._sorts:
            return "", False
        wanted = clean_words(request.GET.get("sort"))
        name = wanted.removeprefix("-")
        if name not in self._sorts:
            return next(iter(self._sorts)), False
        return name, wanted.startswith("-")

    def _ordering(self) -> list[str]:
        fields = self._sorts[self.sort]
        if not self.descending:
            return list(fields)
        return [field.removeprefix("-") if field.startswith("-") else f"-{field}" for field in fields]
