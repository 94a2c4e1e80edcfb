"""要不要开证明: what residents read without an account. Nothing is written."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import NATION
from qingdan.foundation.orgs.finding import find_divisions
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.orgs.queries import division_path, home_scope
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.rate_limit import limit
from qingdan.foundation.web.text import clean_words
from qingdan.policy.packs.queries import governing_pack, is_governed, newest_versions
from qingdan.village.guides import showing
from qingdan.village.guides.actions import actions_for
from qingdan.village.guides.asking import NoSuchPlace, asked_place
from qingdan.village.guides.finding import Finder, Found
from qingdan.village.guides.forms.public import KindFilter
from qingdan.village.guides.kinds import Kind
from qingdan.village.guides.queries import kind_at, kinds_at

LONGEST_QUESTION = 200


@open_to_all
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Choose a place; people who are at home somewhere come to their own at once."""
    words = clean_words(request.GET.get("q"), longest=40)
    versions = newest_versions(today())
    home = _home(request)
    if home is not None and not words and is_governed(home, versions):
        return redirect("guides:place", home)
    if words:
        limit_visitors(request)
    found = find_divisions(words) if words else None
    governed = [row for row in found.divisions if is_governed(row.code, versions)] if found else []
    listing: Listing[Division] | None = Listing(request, governed, filters={"q": words}) if found else None
    places = [version for version in versions if version.division != NATION]
    context = {"words": words, "listing": listing, "places": places, "more": bool(found and found.more)}
    return render(request, "guides/start.html", context)


@open_to_all
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Everyday words and their answers; all kinds of a place by what they mean to a resident."""
    division = place_of(code)
    words = clean_words(request.GET.get("q"), longest=LONGEST_QUESTION)
    if words:
        limit_visitors(request)
    form = KindFilter(request.GET or None)
    regime = form.cleaned_data.get("regime", "") if form.is_valid() else ""
    kinds = kinds_at(division, today())
    shown = [section for section in showing.sections(kinds) if not regime or section.regime == regime]
    found = [(each, showing.ANSWERS[each.regime], showing.TAGS[each.regime]) for each in _found(division, words)]
    context = {
        "division": division, "name": name_of(division), "path": division_path(division), "words": words, "found": found,
        "sections": shown, "form": form, "regime": regime, "cancelled": sum(kind.regime == "cancelled" for kind in kinds),
        "crumbs": [Crumb("要不要开证明", reverse("guides:start") + "?q=")],
    }  # fmt: skip
    return render(request, "guides/place.html", context)


@open_to_all
@require_safe
def kind(request: HttpRequest, place: str, code: str) -> HttpResponse:
    """One kind: the answer, whom to turn to, its guide; the same on one sheet of paper."""
    division, shown = _kind(place, code)
    guide = shown.guide if shown.regime == "retained" else None
    name = name_of(division)
    context = {
        "division": division, "name": name, "kind": shown, "guide": guide, "card": showing.card(shown),
        "pairs": showing.pairs(shown), "sample": showing.sample(guide) if guide else "", "actions": actions_for(shown, division),
        "crumbs": [Crumb(name, reverse("guides:place", args=[division])), Crumb(shown.title)],
    }  # fmt: skip
    return render(request, "guides/kind.html", context)


def _found(division: str, words: str) -> list[Found]:
    return Finder(division, today()).find(words) if words else []


def _kind(place: str, code: str) -> tuple[str, Kind]:
    division = place_of(place)
    found = kind_at(division, clean_words(code, longest=60), today())
    if found is None:
        raise Http404
    return division, found


def place_of(code: str) -> str:
    """A division within some jurisdiction, loaded or not; 404 else."""
    try:
        return asked_place(code)
    except NoSuchPlace:
        raise Http404 from None


def name_of(division: str) -> str:
    """A division's name; its jurisdiction's where it is not loaded."""
    named = Division.objects.filter(pk=division).values_list("name", flat=True).first()
    return named or governing_pack(division, today()).chain[0].header.jurisdiction


def _home(request: HttpRequest) -> str | None:
    scope = home_scope(request.user) if isinstance(request.user, Account) else None
    return scope.division.pk if scope and scope.division else None


def limit_visitors(request: HttpRequest) -> None:
    """Count a question of somebody without an account; raises ``TooMany``."""
    if not request.user.is_authenticated:
        limit(request)
