"""The ledger's list with filters and totals, a finding's page, and the ledgers by unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.documents.downloads import download, file_response
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import CONTENT_TYPE, excel_response
from qingdan.ledger import files, services
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import FindingState
from qingdan.ledger.forms import FindingFilter
from qingdan.ledger.models import Finding
from qingdan.ledger.presentation import finding_pairs, finding_steps, history, shown, shown_all
from qingdan.ledger.queries import (
    UnitLedger,
    bodies_to_filter,
    found,
    in_state,
    shown_rows,
    totals,
    towns_to_filter,
    unit_ledgers,
)
from qingdan.ledger.roles import OFFICERS, READERS
from qingdan.ledger.views.acting import open_acts
from qingdan.ledger.views.pages import finding_crumbs, finding_of, powers_of

_SORTS = {
    "due": ["due", "pk"], "opened": ["opened_on", "pk"], "code": ["year", "number"], "body": ["body_id", "due", "pk"],
}  # fmt: skip
_BY = {"body": "责任单位", "town": "镇街", "village": "村（社区）"}
UNIT_HEADER = ("问题", "没销号", "逾期", "待核验", "已销号")


def _filter(request: HttpRequest, powers: Powers) -> FindingFilter:
    places: list[Division] = list(towns_to_filter(powers))
    wanted = request.GET.get("place", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) == 12 and wanted not in {place.pk for place in places}:
        places += Division.objects.filter(pk=wanted)
    return FindingFilter(request.GET, bodies=bodies_to_filter(powers), places=places)


@for_roles(*READERS)
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """The ledger: what is found, with its totals."""
    powers = powers_of(request)
    form = _filter(request, powers)
    chosen = form.chosen()
    rows = found(powers, chosen)
    sums = totals(rows)
    listing: Listing[Finding] = Listing(
        request, shown_rows(in_state(rows, chosen)), sorts=_SORTS, filters=form.as_sent(), total=sums.matching(chosen),
        by_keys=True,
    )  # fmt: skip
    context = {
        "form": form, "listing": listing, "shown": shown_all(powers, listing.page), "totals": sums,
        "figures": [(FindingState(state).label, number) for state, number in sums.by_state.items() if number],
        "query": request.GET.urlencode(), "may_import": bool(powers.scopes(OFFICERS)), "own": bool(powers.bodies),
    }  # fmt: skip
    return render(request, "ledger/findings.html", context)


@for_roles(*READERS)
@require_safe
def findings_excel(request: HttpRequest) -> HttpResponse:
    """The findings found as the Excel file that import reads back."""
    powers = powers_of(request)
    chosen = _filter(request, powers).chosen()
    rows = in_state(found(powers, chosen), chosen).select_related("body", "division").order_by("due", "pk")
    kept = list(rows[: services.MOST_ROWS + 1])
    if len(kept) > services.MOST_ROWS:
        said = f"一次最多导出 {services.MOST_ROWS} 条。请用筛选缩小范围，比如按镇街或者按日期分几次导出。"
        return render(request, "web/error.html", {"title": "太多了", "advice": said}, status=400)
    return file_response(files.write("问题台账", shown_all(powers, kept)), "问题台账.xlsx", CONTENT_TYPE)


@for_roles(*READERS)
@require_safe
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: where it stands, what has to be mended, evidence before and after, and what may be done now."""
    kept, powers = finding_of(request, pk), powers_of(request)
    seen = shown(powers, kept)
    leads = [] if kept.body_id in powers.own_bodies else list(powers.leads().filter(finding=kept).order_by("pk"))
    context = {
        "finding": kept, "seen": seen, "pairs": finding_pairs(seen), "steps": finding_steps(seen), "leads": leads,
        "history": history(powers, kept), "acts": open_acts(request, kept), "crumbs": finding_crumbs(kept),
        "extensions": list(kept.extensions.select_related("asked_by", "decided_by")),
    }  # fmt: skip
    return render(request, "ledger/finding.html", context)


@for_roles(*READERS)
@require_safe
def finding_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of a finding, as a download, if the reader sees the step that it belongs to."""
    kept = finding_of(request, pk)
    seen = {attached.pk for step in history(powers_of(request), kept) for attached in step.files}
    return download(get_object_or_404(Attachment.objects.filter(pk__in=seen), pk=file))


@for_roles(*READERS)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The ledgers by body, town or village in numbers."""
    by, ledgers, form = _unit_ledgers(request)
    listing: Listing[UnitLedger] = Listing(request, ledgers, filters={"by": by, **form.as_sent()})
    context = {
        "by": by, "heading": _BY[by], "choices": _BY.items(), "listing": listing, "query": request.GET.urlencode(),
        "crumbs": [Crumb("问题台账", reverse("ledger:findings")), Crumb("各单位台账")],
    }  # fmt: skip
    return render(request, "ledger/units.html", context)


@for_roles(*READERS)
@require_safe
def units_excel(request: HttpRequest) -> HttpResponse:
    """The same numbers as an Excel file."""
    by, ledgers, _form = _unit_ledgers(request)
    rows = [(str(each.unit), each.total, each.live, each.overdue, each.reported, each.closed) for each in ledgers]
    return excel_response(f"各{_BY[by]}台账", (_BY[by], *UNIT_HEADER), rows)


def _unit_ledgers(request: HttpRequest) -> tuple[str, list[UnitLedger], FindingFilter]:
    powers = powers_of(request)
    form = _filter(request, powers)
    by = request.GET.get("by", "")
    by = by if by in _BY else "body"
    return by, unit_ledgers(powers, found(powers, form.chosen()), by), form
