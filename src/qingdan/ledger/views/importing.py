"""An Excel ledger comes back: choose it, see row by row what it would do, confirm."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.documents.downloads import file_response
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.grids import BadTable
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import CONTENT_TYPE
from qingdan.foundation.web.text import clean_words
from qingdan.ledger import files, services
from qingdan.ledger.forms import FileForm
from qingdan.ledger.models import PendingLedger
from qingdan.ledger.roles import OFFICERS
from qingdan.ledger.services import LedgerProblem
from qingdan.ledger.services.importing import DOING
from qingdan.ledger.views.pages import powers_of

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
LABELS = {
    "plan": ("改措施、时限", "tag--done"), "report": ("报告整改完成", "tag--done"), "add": ("记一条线索", "tag--done"),
    "conflict": ("冲突，不改", "tag--red"), "fault": ("有错，不改", "tag--red"), "same": ("没有变", "tag--wait"),
}  # fmt: skip


@for_roles(*OFFICERS)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty table, for what was found in a self-check."""
    return file_response(files.write("自查台账", ()), "自查台账模板.xlsx", CONTENT_TYPE)


@for_roles(*OFFICERS)
@_GET_OR_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read and shown, nothing is stored yet."""
    powers = powers_of(request)
    if not powers.scopes(OFFICERS):
        raise Http404
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            pending = services.prepare_import(actor=powers.actor, name=file.name, data=file.read())
        except BadTable as fault:
            form.add_error("file", str(fault))
        else:
            return redirect("ledger:import", pending.pk)
    context = {"form": form, "crumbs": _crumbs("从 Excel 导入"), "cancel_url": reverse("ledger:findings")}
    return render(request, "ledger/import_choose.html", context, status=400 if form.errors else 200)


@for_roles(*OFFICERS)
@_GET_OR_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What was understood, row by row, with what stands there now; confirming does it."""
    kept = get_object_or_404(PendingLedger, pk=pk, owner=powers_of(request).actor)
    if request.method == "POST":
        return _confirm(request, kept)
    wanted = clean_words(request.GET.get("effect"))
    rows = [row for row in kept.rows if not wanted or row["effect"] == wanted]
    listing: Listing[dict[str, Any]] = Listing(request, rows, filters={"effect": wanted}, per_page=100)
    counts = Counter(row["effect"] for row in kept.rows)
    context = {
        "pending": kept, "listing": listing, "crumbs": _crumbs("核对"), "wanted": wanted,
        "shown": [(row, *LABELS[row["effect"]]) for row in listing.page], "doing": sum(counts[name] for name in DOING),
        "counts": [(name, label, counts[name]) for name, (label, _tag) in LABELS.items() if counts[name]],
    }  # fmt: skip
    return render(request, "ledger/import_preview.html", context)


def _confirm(request: HttpRequest, kept: PendingLedger) -> HttpResponse:
    actor = powers_of(request).actor
    if "discard" in request.POST:
        services.cancel_import(actor=actor, pending=kept)
        messages.success(request, "没有导入，文件已丢掉。")
        return redirect("ledger:findings")
    try:
        done = services.confirm_import(actor=actor, pending=kept)
    except LedgerProblem as problem:
        services.judge_again(actor=actor, pending=kept)
        messages.error(request, str(problem))
        return redirect("ledger:import", kept.pk)
    said = "、".join(f"{LABELS[name][0]} {number} 行" for name, number in done.items())
    messages.success(request, f"已导入：{said or '没有要改的'}。")
    return redirect("ledger:findings")


def _crumbs(*more: str) -> list[Crumb]:
    return [Crumb("问题台账", reverse("ledger:findings")), *map(Crumb, more)]
