"""Pages and feeds of the portal; everything here is public."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import NATION, BadDivisionCode, full_code
from qingdan.foundation.orgs.finding import find_divisions
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.queries import division_path
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.rate_limit import limit
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.compiling import CompiledPack
from qingdan.policy.packs.queries import OutsideEveryPack, governing_pack, is_governed, newest_versions
from qingdan.public.portal import feeds
from qingdan.public.portal.plain_words import ORDER, PLAIN
from qingdan.register.lists.models import Edition, Openness
from qingdan.register.lists.queries import editions_for
from qingdan.register.search.everyday import find_everyday
from qingdan.register.search.queries import Hit, Search

_ATOM = "application/atom+xml; charset=utf-8"


@open_to_all
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Choose a place: a jurisdiction that has a policy on record, or any place by name, pinyin or code."""
    words = clean_words(request.GET.get("q"), longest=40)
    if words:
        _limit_visitors(request)
    found = find_divisions(words) if words else None
    versions = newest_versions(today())
    places = [version for version in versions if version.division != NATION]
    governed = [row for row in found.divisions if is_governed(row.code, versions)] if found else []
    listing: Listing[Division] | None = Listing(request, governed, filters={"q": words}) if found else None
    context = {"words": words, "listing": listing, "places": places, "more": bool(found and found.more)}
    return render(request, "portal/start.html", context)


@open_to_all
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """The public lists in force at a place, by what they mean to a resident."""
    division, pack = _place(code)
    editions = [edition for edition in editions_for(division, today()) if edition.openness == Openness.PUBLIC]
    by_kind: dict[ListKind, list[Edition]] = {}
    for edition in sorted(editions, key=lambda each: each.item_list.division, reverse=True):
        by_kind.setdefault(ListKind(edition.item_list.kind), []).append(edition)
    context = {
        "division": division, "name": _name(division, pack), "pack": pack, "document": pack.chain[0].header.document, "path": division_path(division),
        "groups": [(*PLAIN[kind], by_kind[kind]) for kind in ORDER if kind in by_kind], "crumbs": _crumbs(),
    }  # fmt: skip
    return render(request, "portal/place.html", context)


@open_to_all
@require_safe
def search(request: HttpRequest, code: str) -> HttpResponse:
    """A search in everyday words among what is public at a place."""
    division, pack = _place(code)
    words = clean_words(request.GET.get("q"), longest=60)
    if words:
        _limit_visitors(request)
    hits = find_everyday(Search(words, place=division, on=today()), pack, None) if words else []
    listing: Listing[Hit] = Listing(request, hits, filters={"q": words}, per_page=20)
    name = _name(division, pack)
    crumbs = [*_crumbs(), Crumb(name, reverse("portal:place", args=[division])), Crumb("查一查")]
    context = {"division": division, "name": name, "words": words, "listing": listing, "crumbs": crumbs}
    return render(request, "portal/search.html", context)


@open_to_all
@require_safe
def changes_json(request: HttpRequest) -> HttpResponse:
    """The feed of changes as JSON Feed."""
    return _feed(request, as_json=True)


@open_to_all
@require_safe
def changes_atom(request: HttpRequest) -> HttpResponse:
    """The feed of changes as Atom."""
    return _feed(request, as_json=False)


def _feed(request: HttpRequest, *, as_json: bool) -> HttpResponse:
    _limit_visitors(request)
    division, kind = _asked_division(request), clean_words(request.GET.get("kind"))
    if kind and kind not in set(ListKind):
        raise Http404
    editions = list(feeds.published(division, kind)[: feeds.MOST])
    tag = f'"{feeds.stamp(editions)}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified()
    found = feeds.entries(editions)
    title, address = "清单的变动", request.get_full_path()
    response: HttpResponse = (
        JsonResponse(
            feeds.json_feed(title, address, found),
            json_dumps_params={"ensure_ascii": False},
            content_type="application/feed+json; charset=utf-8",
        )
        if as_json
        else HttpResponse(feeds.atom(title, address, found), content_type=_ATOM)
    )
    response["ETag"], response["Cache-Control"] = tag, "public, max-age=300"
    if found:
        response["Last-Modified"] = f"{max(entry.at for entry in found):%a, %d %b %Y %H:%M:%S} GMT"
    return response


def _asked_division(request: HttpRequest) -> str:
    words = clean_words(request.GET.get("division"))
    if not words:
        return ""
    try:
        return full_code(words)
    except BadDivisionCode:
        raise Http404 from None


def _place(code: str) -> tuple[str, CompiledPack]:
    """A division within some jurisdiction, loaded or not; 404 else."""
    try:
        division = full_code(code)
        return division, governing_pack(division, today())
    except (BadDivisionCode, OutsideEveryPack):
        raise Http404 from None


def _name(division: str, pack: CompiledPack) -> str:
    named = Division.objects.filter(pk=division).values_list("name", flat=True).first()
    return named or pack.chain[0].header.jurisdiction


def _limit_visitors(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        limit(request)


def _crumbs() -> list[Crumb]:
    return [Crumb("我们村的清单", reverse("portal:start"))]
