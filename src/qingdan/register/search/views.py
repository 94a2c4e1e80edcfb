"""The search page for staff."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role
from qingdan.foundation.orgs.queries import home_scope
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words
from qingdan.register.search.forms import SearchForm
from qingdan.register.search.queries import Hit, Search, find

_READERS = [role for role in Role if role not in ADMINISTRATORS]


@for_roles(*_READERS)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Items, clauses, lists and documents that have the words; what counts at the reader's place."""
    actor = actor_of(request)
    form = SearchForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    words = clean_words(said.get("q"), longest=60)
    home = home_scope(actor)
    place = home.division.pk if home and home.division and "all" not in request.GET else ""
    asked = Search(words, said.get("what", ""), said.get("kind", ""), place, today(), bool(said.get("past")))
    filters = {
        "q": words,
        "what": asked.what,
        "kind": asked.kind,
        "past": "on" if asked.past else "",
        "all": "" if place else "1",
    }
    listing: Listing[Hit] = Listing(request, find(asked, actor), filters=filters)
    context = {"form": form, "listing": listing, "words": words, "place": home.division if place and home else None}
    return render(request, "search/search.html", context)
