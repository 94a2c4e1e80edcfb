"""Browsing the administrative divisions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import NATION, BadDivisionCode, full_code
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.queries import children, division_path, search_divisions
from qingdan.foundation.web.access import signed_in
from qingdan.foundation.web.components import Crumb, Pair
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words

_SORTS = {"code": ["code"], "name": ["sort_key", "code"]}


@signed_in
@require_safe
def divisions(request: HttpRequest) -> HttpResponse:
    """The highest divisions that are loaded, or those that a search finds."""
    words = clean_words(request.GET.get("q"), longest=40)
    rows = search_divisions(words) if words else _highest()
    return _page(request, "行政区划", rows, words, {"crumbs": [Crumb("行政区划")]})


@signed_in
@require_safe
def division(request: HttpRequest, code: str) -> HttpResponse:
    """One division with those below it."""
    shown = _loaded(code)
    words = clean_words(request.GET.get("q"), longest=40)
    rows = search_divisions(words, within=shown.code) if words else children(shown.code)
    path = [
        Crumb(step.name, reverse("administration:division", args=[step.code])) for step in division_path(shown.code)
    ]
    context = {
        "shown": shown,
        "crumbs": [Crumb("行政区划", reverse("administration:divisions")), *path],
        "pairs": _pairs(shown),
        "bodies": list(shown.bodies.filter(valid_to=None)[:50]),
    }
    return _page(request, shown.name, rows, words, context)


def _page(
    request: HttpRequest, title: str, rows: QuerySet[Division], words: str, context: dict[str, Any]
) -> HttpResponse:
    counted = rows.annotate(below=Count("children"))
    listing: Listing[Division] = Listing(request, counted, sorts=_SORTS, filters={"q": words})
    return render(
        request, "administration/divisions.html", {"title": title, "listing": listing, "words": words, **context}
    )


def _highest() -> QuerySet[Division]:
    """Divisions whose upper division is not loaded: the provinces, or the one district of a small installation."""
    return Division.objects.filter(parent=None).exclude(code=NATION)


def _loaded(code: str) -> Division:
    try:
        return Division.objects.select_related("successor").get(code=full_code(code))
    except (BadDivisionCode, Division.DoesNotExist):
        raise Http404 from None


def _pairs(shown: Division) -> list[Pair]:
    kind = shown.get_kind_display() if shown.kind else ""
    pairs = [Pair("区划代码", shown.code), Pair("层级", str(Level(shown.level).label))]
    if kind:
        pairs.append(Pair("类型", str(kind)))
    if shown.valid_to:
        pairs.append(Pair("停用日期", f"{shown.valid_to:%Y-%m-%d}"))
    if shown.successor:
        pairs.append(Pair("接续", shown.successor.name, reverse("administration:division", args=[shown.successor_id])))
    return pairs
