"""Frozen ledgers: who has handed one in, freezing one, its print with the signature block, Word, Excel and scan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.rules import period_of
from qingdan.foundation.documents.downloads import download, word_response
from qingdan.foundation.documents.papers import to_docx
from qingdan.foundation.documents.rules import BadFile
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.ledger import services
from qingdan.ledger.forms import FileForm, PeriodForm
from qingdan.ledger.frozen_papers import COLUMNS, PRINTED, SIGNATURE, paper_of, printed_rows
from qingdan.ledger.models import FrozenLedger
from qingdan.ledger.queries import missing_bodies, units_to_freeze
from qingdan.ledger.roles import FREEZERS, READERS
from qingdan.ledger.services import LedgerProblem
from qingdan.ledger.views.pages import done_once, powers_of, taken, with_key

_MOST_ON_PAPER = 2000
_SORTS = {"period": ["-last", "-frozen_at"], "unit": ["division_id", "body_id", "-last"]}


@for_roles(*READERS)
@require_safe
def frozen(request: HttpRequest) -> HttpResponse:
    """The frozen ledgers of the reader's units; for the lead office also who has not handed one in."""
    powers = powers_of(request)
    first, last = _last_quarter()
    rows = powers.frozen().select_related("body", "division", "frozen_by")
    listing: Listing[FrozenLedger] = Listing(request, rows, sorts=_SORTS)
    offices = powers.scopes([Role.LEAD_OFFICER])
    context = {
        "listing": listing, "may_freeze": bool(powers.scopes(FREEZERS)), "missing": missing_bodies(offices, first, last),
        "label": period_of(first, "quarterly").label, "offices": bool(offices), "crumbs": _crumbs(),
    }  # fmt: skip
    return render(request, "ledger/frozen.html", context)


def _last_quarter() -> tuple[date, date]:
    before = period_of(period_of(today(), "quarterly").first - timedelta(days=1), "quarterly")
    return before.first, before.last


@for_roles(*FREEZERS)
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze a unit's ledger for a period, or say that there is nothing."""
    powers = powers_of(request)
    units = units_to_freeze(powers)
    if not units:
        raise Http404
    first, last = _last_quarter()
    initial = {"first": first, "last": last, "unit": units[0][0]}
    form = with_key(PeriodForm(request.POST or None, units=units, initial=initial))
    if form.is_valid():
        answer = done_once(request, form, "ledger.freeze", lambda: {"frozen": _freeze(request, form.cleaned_data)})
        if answer is not None:
            messages.success(request, "已定稿。请打印、签字、盖章，再把扫描件传上来。")
            return redirect("ledger:frozen-one", answer["frozen"])
    context = {
        "form": form, "title": "定稿台账", "submit": "定稿", "cancel_url": reverse("ledger:frozen"), "crumbs": _crumbs("定稿"),
        "intro": "定稿以后内容不能再改，要改就再定一版。每件问题都要有整改措施和时限。",
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _freeze(request: HttpRequest, said: dict[str, Any]) -> int:
    sort, _colon, key = said["unit"].partition(":")
    body = Body.objects.get(pk=int(key)) if sort == "body" else None
    division = body.division if body is not None else Division.objects.get(pk=key)
    made = services.freeze(
        actor=powers_of(request).actor, body=body, division=division, first=said["first"], last=said["last"],
        zero=said["zero"],
    )  # fmt: skip
    return made.pk


@for_roles(*READERS)
@require_safe
def frozen_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One frozen ledger as it prints."""
    kept, powers = _frozen(request, pk), powers_of(request)
    listing: Listing[Any] = Listing(request, printed_rows(_rows(kept)), per_page=500)
    context = {
        "frozen": kept, "head": PRINTED, "listing": listing, "signature": SIGNATURE, "whole": services.still_whole(kept),
        "may_scan": kept.scan_id is None and powers.may_freeze(kept.body, kept.division_id), "form": FileForm(),
        "crumbs": _crumbs(str(kept)),
    }  # fmt: skip
    return render(request, "ledger/frozen_one.html", context)


@for_roles(*READERS)
@require_safe
def frozen_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The Word table with its signature block."""
    kept = _frozen(request, pk)
    if kept.rows > _MOST_ON_PAPER:
        said = f"这份台账有 {kept.rows} 条，Word 里放不下，请存为 Excel。"
        return render(request, "web/error.html", {"title": "太长了", "advice": said}, status=400)
    note = f"{localtime(kept.frozen_at):%Y-%m-%d %H:%M} 由{kept.frozen_by}定稿，第 {kept.version} 版，校验码 {kept.digest[:16]}。"
    return word_response(
        to_docx(paper_of(kept.unit, kept.label, note, _rows(kept))), f"{kept.unit}问题台账 {kept.label}"
    )


@for_roles(*READERS)
@require_safe
def frozen_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows as an Excel file."""
    kept = _frozen(request, pk)
    rows = ([row[name] for name in COLUMNS] for row in _rows(kept))
    return excel_response(f"{kept.unit}问题台账 {kept.label}", COLUMNS, rows)


@for_roles(*FREEZERS)
@require_POST
def add_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the scan of the stamped print."""
    kept = _frozen(request, pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请选扫描件。")
        return redirect("ledger:frozen-one", pk)
    try:
        with transaction.atomic():
            [scan] = taken(powers_of(request).actor, kept.division, [form.cleaned_data["file"]])
            services.add_scan(actor=powers_of(request).actor, frozen=kept, scan=scan)
    except (LedgerProblem, BadFile) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "盖章的扫描件已经收好。")
    return redirect("ledger:frozen-one", pk)


@for_roles(*READERS)
@require_safe
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan as a download."""
    kept = _frozen(request, pk)
    return download(kept.scan)


def _frozen(request: HttpRequest, pk: int) -> FrozenLedger:
    rows = powers_of(request).frozen().select_related("body", "division", "frozen_by", "scan", "scanned_by")
    return get_object_or_404(rows, pk=pk)


def _rows(kept: FrozenLedger) -> list[dict[str, str]]:
    return list(kept.kept.order_by("position").values_list("content", flat=True))


def _crumbs(*more: str) -> list[Crumb]:
    own = Crumb("定稿台账", reverse("ledger:frozen") if more else "")
    return [Crumb("问题台账", reverse("ledger:findings")), own, *map(Crumb, more)]
