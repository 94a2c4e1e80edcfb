"""The page of numbers, its Excel files and the year's table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import word_response
from qingdan.foundation.documents.papers import to_docx
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.access import account_of, for_roles
from qingdan.foundation.web.charts import BarChart, ColumnChart, Row
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.policy.packs.queries import OutsideEveryPack, governing_pack
from qingdan.village.certificates.numbers.access import NumbersAccess
from qingdan.village.certificates.numbers.counting import (
    ISSUED,
    REDIRECTED,
    REFUSED,
    Numbers,
    Tally,
    years_with_requests,
)
from qingdan.village.certificates.numbers.forms import NumbersFilter
from qingdan.village.certificates.numbers.goals import GoalShown, goals_shown
from qingdan.village.certificates.numbers.tables import EXCEL_TITLES, annual_paper, excel_tables
from qingdan.village.certificates.roles import COUNTED_BY

SHOWN_KINDS = 12
"""So many kinds stand in the chart; Excel has all."""
_SHOWN_FATES = {ISSUED: "出具", REFUSED: "不出具", REDIRECTED: "转办、协调"}
_MOST_PLACES = 120
"""So many places below the reader's own may be chosen on the page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a year and a place, with the numbers of it."""

    form: NumbersFilter
    year: int
    place: Division | None
    own: list[Division]
    numbers: Numbers

    @property
    def place_name(self) -> str:
        """The place as it stands on paper."""
        return self.place.name if self.place else "、".join(each.name for each in self.own)


@for_roles(*COUNTED_BY)
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The year's numbers of the reader's places: charts, goals, who demands what, and where to take it away."""
    asked = _asked(request)
    counted = asked.numbers
    kinds = counted.by_kind
    context = {
        "form": asked.form, "asked": asked, "total": counted.total, "pace": counted.pace, "query": request.GET.urlencode(),
        "figures": [(label, counted.total.of(fate)) for fate, label in _SHOWN_FATES.items()],
        "months": ColumnChart(tuple(_SHOWN_FATES.values()), [_row(each) for each in counted.by_month], "件"),
        "kinds": BarChart(tuple(_SHOWN_FATES.values()), [_row(each) for each in kinds[:SHOWN_KINDS]], "件"),
        "more_kinds": max(len(kinds) - SHOWN_KINDS, 0),
        "demanders": BarChart(("次数",), [Row(each.name, [each.times]) for each in counted.ungrounded[:SHOWN_KINDS]], "次", ("cinnabar",)),
        "ungrounded": counted.ungrounded_times, "interim": counted.interim_by_demander[:SHOWN_KINDS],
        "places": _places(counted), "quarters": counted.issued_by_quarter, "goals": _goals(asked), "crumbs": _crumbs(None),
    }  # fmt: skip
    return render(request, "certificates/numbers/numbers.html", context)


@for_roles(*COUNTED_BY)
@require_safe
def numbers_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the tables as an Excel file."""
    asked = _asked(request)
    if slug not in EXCEL_TITLES:
        raise Http404
    names = dict(Division.objects.filter(pk__in=asked.numbers.by_village).values_list("pk", "name")) if slug == "places" else {}  # fmt: skip
    head, rows = excel_tables(asked.numbers, names)[slug]
    return excel_response(f"{EXCEL_TITLES[slug]} {asked.year}年", head, rows)


@for_roles(*COUNTED_BY)
@require_safe
def annual(request: HttpRequest) -> HttpResponse:
    """The year's table, to print and sign."""
    asked = _asked(request)
    paper = annual_paper(asked.numbers, asked.place_name, asked.year)
    context = {"paper": paper, "asked": asked, "form": asked.form, "query": request.GET.urlencode(), "crumbs": _crumbs("年度统计表")}  # fmt: skip
    return render(request, "certificates/numbers/annual.html", context)


@for_roles(*COUNTED_BY)
@require_safe
def annual_word(request: HttpRequest) -> HttpResponse:
    """The same as a Word file."""
    asked = _asked(request)
    paper = annual_paper(asked.numbers, asked.place_name, asked.year)
    return word_response(to_docx(paper), f"{paper.title} {asked.place_name} {asked.year}年")


def _asked(request: HttpRequest) -> Asked:
    access = NumbersAccess(account_of(request))
    day, own = today(), list(access.places())
    below = Division.objects.filter(parent__in=access.scopes).order_by("code")[:_MOST_PLACES]
    places = [*own, *below] if len(own) > 1 or below else []
    form = NumbersFilter(request.GET or None, years_with_requests(access.rows(), day), places)
    if request.GET and not form.is_valid():
        raise Http404
    said = form.cleaned_data if form.is_bound else {}
    year = int(said.get("year") or day.year)
    place = next((each for each in places if each.pk == said.get("place")), None)
    rows = access.rows(place.pk if place else "")
    return Asked(form, year, place, own, Numbers(rows, date(year, 1, 1), date(year, 12, 31)))


def _row(each: Tally) -> Row:
    return Row(each.label, [each.of(fate) for fate in _SHOWN_FATES])


def _places(counted: Numbers) -> list[Tally]:
    """The towns (of a district) or villages (of a town) with what was asked there, in order of code; one alone is not shown."""
    found = counted.by_town
    codes = {prefix: f"{prefix}000" for prefix in found}
    if len(found) <= 1:
        found, codes = counted.by_village, {code: code for code in counted.by_village}
    if len(found) <= 1:
        return []
    names = dict(Division.objects.filter(pk__in=codes.values()).values_list("pk", "name"))
    return [Tally(names.get(codes[part], codes[part]), counts, codes[part]) for part, counts in found.items()]


def _goals(asked: Asked) -> list[GoalShown]:
    """The goals of the pack that governs the place; of several places those of the first."""
    first = asked.place or (asked.own[0] if asked.own else None)
    if first is None:
        return []
    try:
        pack = governing_pack(first.pk, today())
    except OutsideEveryPack:
        return []
    return goals_shown(pack.village.goals, asked.numbers)


def _crumbs(here: str | None) -> list[Crumb]:
    crumbs = [Crumb("首页", reverse("web:home"))]
    if here is None:
        return [*crumbs, Crumb("证明统计")]
    return [*crumbs, Crumb("证明统计", reverse("certificates:numbers")), Crumb(here)]
