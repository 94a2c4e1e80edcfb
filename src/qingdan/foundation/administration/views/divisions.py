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
from qingdan.foundation.orgs.finding import Found, find_divisions
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.queries import children, division_path
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
    found = find_divisions(words) if words else None
    return _page(request, "行政区划", found, children(NATION), words, {"crumbs": [Crumb("行政区划")]})


@signed_in
@require_safe
def division(request: HttpRequest, code: str) -> HttpResponse:
    """One division with those below it."""
    shown = _loaded(code)
    words = clean_words(request.GET.get("q"), longest=40)
    found = find_divisions(words, within=shown.code) if words else None
    path = [
        Crumb(step.name, reverse("administration:division", args=[step.code])) for step in division_path(shown.code)
    ]
    context = {
        "shown": shown,
        "crumbs": [Crumb("行政区划", reverse("administration:divisions")), *path],
        "pairs": _pairs(shown),
        "bodies": list(shown.bodies.filter(valid_to=None)[:50]),
    }
    return _page(request, shown.name, found, children(shown.code), words, context)


def _page(
    request: HttpRequest,
    title: str,
    found: Found | None,
    below: QuerySet[Division],
    words: str,
    context: dict[str, Any],
) -> HttpResponse:
    """A page of what was found, best first, or of the divisions below; each with how many it has below itself."""
    listing: Listing[Division] = (
        Listing(request, found.divisions, filters={"q": words})
        if found is not None
        else Listing(request, below, sorts=_SORTS)
    )
    rows = list(listing.page)
    counts = dict(
        Division.objects.filter(parent__in=[row.code for row in rows])
        .order_by()
        .values_list("parent_id")
        .annotate(below=Count("pk"))
    )
    shown = [(row, counts.get(row.code, 0)) for row in rows]
    more = found is not None and found.more
    return render(
        request,
        "administration/divisions.html",
        {"title": title, "listing": listing, "words": words, "rows": shown, "more": more, **context},
    )


def _loaded(code: str) -> Division:
    try:
        return Division.objects.get(code=full_code(code))
    except (BadDivisionCode, Division.DoesNotExist):
        raise Http404 from None


def _pairs(shown: Division) -> list[Pair]:
    kind = shown.get_kind_display() if shown.kind else ""
    pairs = [Pair("区划代码", shown.code), Pair("层级", str(Level(shown.level).label))]
    if kind:
        pairs.append(Pair("类型", str(kind)))
    if shown.valid_from:
        pairs.append(Pair("启用日期", f"{shown.valid_from:%Y-%m-%d}"))
    if shown.valid_to:
        pairs.append(Pair("停用日期", f"{shown.valid_to:%Y-%m-%d}"))
    pairs += [Pair("原名", f"{old.name}（用到 {old.until:%Y-%m-%d}）") for old in shown.former_names.all()]
    pairs += [
        Pair("由它接续", f"{then.new}（{then.since:%Y-%m-%d} 起）", _address(then.new_id))
        for then in shown.followed_by.select_related("new")
    ]
    pairs += [
        Pair("接续自", f"{then.old}（{then.since:%Y-%m-%d} 起）", _address(then.old_id))
        for then in shown.follows.select_related("old")
    ]
    return pairs


def _address(code: str) -> str:
    return reverse("administration:division", args=[code])
