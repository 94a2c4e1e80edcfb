"""The list of screenings, the history of offices, the corrections and their labelled data."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.entry.screening.deciding import PaperVerdict
from qingdan.entry.screening.forms import NOT_DEMAND_WORDS, CorrectionFilter, HistoryFilter, ScreeningFilter, narrowed
from qingdan.entry.screening.model import NotDemand
from qingdan.entry.screening.models import Correction, Screening
from qingdan.entry.screening.presentation import VERDICT_TAGS, verdict_word
from qingdan.entry.screening.queries import corrections as corrected
from qingdan.entry.screening.queries import history, leads_about, listed
from qingdan.entry.screening.roles import CORRECTORS, HISTORIANS, SCREENERS
from qingdan.entry.screening.views.pages import access_of, crumbs
from qingdan.foundation.documents.downloads import file_response
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind

MOST_ROWS = 50_000
"""So many corrections one file holds."""
_SORTS = {"newest": ["-at", "-pk"], "title": ["title", "pk"], "demands": ["demands", "pk"], "stopping": ["stopping", "pk"], "hours": ["hours", "pk"]}  # fmt: skip


@for_roles(*SCREENERS)
@require_safe
def screenings(request: HttpRequest) -> HttpResponse:
    """The screenings that the reader may see: their own, their office's, their village's."""
    form = ScreeningFilter(request.GET or None)
    said, filters = narrowed(form)
    listing: Listing[Screening] = Listing(request, listed(access_of(request), said), sorts=_SORTS, filters=filters, per_page=30)  # fmt: skip
    context = {
        "form": form, "listing": listing, "query": request.GET.urlencode(), "crumbs": crumbs(None, "筛过的文件"),
        "shown": [(each, VERDICT_TAGS[PaperVerdict(each.verdict)], verdict_word(each)) for each in listing.page],
    }  # fmt: skip
    return render(request, "screening/screenings.html", context)


@for_roles(*HISTORIANS)
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """How many papers offices screened before sending, and what became of the demands in them."""
    access = access_of(request)
    form = HistoryFilter(request.GET or None)
    said, filters = narrowed(form)
    by_month = said.get("by") != "total"
    sorts = {"month": ["-month", "body__name"]} if by_month else {}
    sorts |= {"office": ["body__name"], **{name: [f"-{name}", "body__name"] for name in ("papers", "asked", "stopped", "gone", "left")}}  # fmt: skip
    listing: Listing[dict[str, Any]] = Listing(request, history(access, said), sorts=sorts, filters=filters)
    page = list(listing.page)
    leads = leads_about(access, {row["body_id"] for row in page}, said) if not by_month else {}
    context = {
        "form": form, "listing": listing, "by_month": by_month, "oversees": bool(access.overseen),
        "shown": [(row, leads.get(row["body_id"], 0), row["body_id"] in access.body_ids) for row in page],
    }  # fmt: skip
    return render(request, "screening/offices.html", context)


@for_roles(*CORRECTORS)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What people said of sentences that the machine read otherwise."""
    form = CorrectionFilter(request.GET or None)
    said, filters = narrowed(form)
    listing: Listing[Correction] = Listing(request, corrected(access_of(request), said), sorts={"newest": ["-at", "-pk"]}, filters=filters)  # fmt: skip
    context = {
        "form": form, "listing": listing, "query": request.GET.urlencode(),
        "shown": [(each, _was(each), _is(each)) for each in listing.page],
    }  # fmt: skip
    return render(request, "screening/corrections.html", context)


def _was(each: Correction) -> str:
    return f"要求：{_kinds(each.said_kinds)}" if each.said_demand else "没有认成要求"


def _is(each: Correction) -> str:
    return f"要求：{_kinds(each.kinds)}" if each.demand else f"不是要求：{NOT_DEMAND_WORDS[NotDemand(each.not_demand)]}"


def _kinds(kinds: list[str]) -> str:
    return "、".join(KIND_LABELS[Kind(kind)] for kind in kinds)


@for_roles(*CORRECTORS)
@require_safe
def corrections_file(request: HttpRequest) -> HttpResponse:
    """The corrections found, as labelled data: a JSON object a line, in the form of the examples."""
    said, _filters = narrowed(CorrectionFilter(request.GET or None))
    rows = corrected(access_of(request), said).order_by("pk")[:MOST_ROWS]
    body = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in map(labelled, rows))
    return file_response(body.encode("utf-8", errors="replace"), "改正.jsonl", "application/x-ndjson")


def labelled(each: Correction) -> dict[str, Any]:
    """One correction as a labelled example (docs/screening.md)."""
    return {
        "id": f"C{each.pk}", "text": each.text, "demand": each.demand, "kinds": sorted(each.kinds), "level": None, "origin": "corrected",
        "neg_type": each.not_demand or None,
    }  # fmt: skip
