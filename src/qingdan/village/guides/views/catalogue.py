"""The catalogue for those who keep it: what is missing where, as a page and as Excel; beginning a guide."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import file_response
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import CONTENT_TYPE
from qingdan.foundation.web.text import clean_words
from qingdan.village.guides.access import GuideAccess, not_kept_here
from qingdan.village.guides.forms.versions import CatalogueFilter
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries.catalogue import Row, catalogue, layer_differences
from qingdan.village.guides.queries.known import known_guides
from qingdan.village.guides.roles import PREPARERS, READERS
from qingdan.village.guides.services import begin_version
from qingdan.village.guides.sheet.writing import write
from qingdan.village.guides.showing import TAGS
from qingdan.village.guides.views.pages import own_county
from qingdan.village.guides.views.public import name_of


@for_roles(*READERS)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every kind of the reader's county with its guide and its gaps."""
    division = own_county(request)
    form, filters = _filters(request)
    every = catalogue(division, today())
    listing: Listing[Row] = Listing(request, _found(every, filters), filters=filters, per_page=60)
    access = GuideAccess(actor_of(request))
    context = {
        "form": form, "listing": listing, "division": division, "name": name_of(division), "may_prepare": access.may_prepare(division),
        "not_here": not_kept_here(division), "shown": [(row, TAGS[row.kind.regime]) for row in listing.page],
        "differences": layer_differences(division, today()), "crumbs": [Crumb("证明目录和指南")],
        "lacking": sum(bool(row.gaps) for row in every),
    }  # fmt: skip
    return render(request, "guides/catalogue.html", context)


@for_roles(*READERS)
@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    """The same as Excel, with every column: it can be filled in and comes back by the import."""
    division = own_county(request)
    _form, filters = _filters(request)
    rows = _found(catalogue(division, today()), filters)
    drafts = GuideAccess(actor_of(request)).reads(division)
    name = f"{name_of(division)}证明目录"
    data = write(name, rows, known_guides(division, [row.kind.code for row in rows], drafts=drafts))
    return file_response(data, f"{name}.xlsx", CONTENT_TYPE)


@for_roles(*PREPARERS)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the draft of a kind's guide, or open the one that is there."""
    division, code = own_county(request), clean_words(request.POST.get("code"), longest=60)
    try:
        draft = begin_version(actor=actor_of(request), division=division, code=code)
    except GuidesProblem as problem:
        messages.error(request, str(problem))
        return redirect("guides:catalogue")
    return redirect(reverse("guides:write", args=[draft.pk]))


def _filters(request: HttpRequest) -> tuple[CatalogueFilter, dict[str, str]]:
    form = CatalogueFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    return form, {name: clean_words(asked.get(name), longest=60) for name in ("q", "regime", "gaps")}


def _found(rows: list[Row], filters: dict[str, str]) -> list[Row]:
    words, regime, gaps = filters["q"], filters["regime"], filters["gaps"]
    return [
        row
        for row in rows
        if (not words or any(words in title for title in (row.kind.title, *row.kind.aliases)))
        and (not regime or row.kind.regime == regime)
        and (not gaps or (gaps == "any" and row.gaps) or gaps in {gap.sort for gap in row.gaps})
    ]
