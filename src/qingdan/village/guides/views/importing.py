"""Guides from an Excel sheet: the template, choosing a file, seeing row by row what it would do, confirming."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import file_response
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.grids import BadTable
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import CONTENT_TYPE
from qingdan.foundation.web.text import clean_words
from qingdan.village.guides import services
from qingdan.village.guides.access import GuideAccess
from qingdan.village.guides.forms.versions import SheetForm
from qingdan.village.guides.models import PendingGuides
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries.catalogue import catalogue
from qingdan.village.guides.queries.known import known_guides
from qingdan.village.guides.roles import PREPARERS
from qingdan.village.guides.sheet.judging import DOING
from qingdan.village.guides.sheet.writing import write
from qingdan.village.guides.views.pages import crumbs, own_county
from qingdan.village.guides.views.public import name_of

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
LABELS = {
    "add": ("起草新的", "tag--done"), "amend": ("改您的草稿", "tag--amber"), "fault": ("有错，不导入", "tag--red"),
    "same": ("没有变", "tag--wait"),
}  # fmt: skip


@for_roles(*PREPARERS)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The sheet to fill in: a row for each kind that is kept, what is known filled in, and how it is done."""
    division = _writing_at(request)
    rows = [row for row in catalogue(division, today()) if row.kind.regime == "retained"]
    name = f"{name_of(division)}办事指南"
    data = write(name, rows, known_guides(division, [row.kind.code for row in rows]))
    return file_response(data, f"{name}模板.xlsx", CONTENT_TYPE)


@for_roles(*PREPARERS)
@_GET_OR_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read and shown, nothing is stored as a draft yet."""
    division = _writing_at(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            pending = services.prepare_import(
                actor=actor_of(request), division=division, name=file.name, data=file.read()
            )
        except BadTable as fault:
            form.add_error("file", str(fault))
        else:
            return redirect("guides:import", pending.pk)
    waiting = PendingGuides.objects.filter(owner=actor_of(request), made=None).only("pk", "name").first()
    context = {
        "form": form, "waiting": waiting, "crumbs": crumbs(None, "从 Excel 导入"), "cancel_url": reverse("guides:catalogue"),
    }  # fmt: skip
    return render(request, "guides/import_choose.html", context, status=400 if form.errors else 200)


@for_roles(*PREPARERS)
@_GET_OR_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What was understood, row by row, with what stands there now; confirming makes the drafts."""
    kept = get_object_or_404(PendingGuides, pk=pk, owner=actor_of(request))
    if request.method == "POST":
        return _decide(request, kept)
    if kept.made is not None:
        return redirect("guides:catalogue")
    wanted = clean_words(request.GET.get("effect"))
    rows = [row for row in kept.rows if not wanted or row["effect"] == wanted]
    listing: Listing[dict[str, Any]] = Listing(request, rows, filters={"effect": wanted}, per_page=50)
    counts = Counter(row["effect"] for row in kept.rows)
    context = {
        "pending": kept, "listing": listing, "wanted": wanted, "crumbs": crumbs(None, "从 Excel 导入", "核对"),
        "shown": [(row, *LABELS[row["effect"]]) for row in listing.page], "doing": sum(counts[name] for name in DOING),
        "counts": [(name, label, counts[name]) for name, (label, _tag) in LABELS.items() if counts[name]],
    }  # fmt: skip
    return render(request, "guides/import_preview.html", context)


def _decide(request: HttpRequest, kept: PendingGuides) -> HttpResponse:
    actor = actor_of(request)
    if "discard" in request.POST:
        services.cancel_import(actor=actor, pending=kept)
        messages.success(request, "没有导入，文件已丢掉。")
        return redirect("guides:catalogue")
    try:
        made = services.confirm_import(actor=actor, pending=kept)
    except GuidesProblem as problem:
        services.judge_again(actor=actor, pending=kept)
        messages.error(request, str(problem))
        return redirect("guides:import", kept.pk)
    messages.success(request, f"已保存 {made} 份草稿，都没有发布。请逐份打开，补齐以后提交审查。")
    return redirect("guides:catalogue")


def _writing_at(request: HttpRequest) -> str:
    """The county whose guides the person writes; 404 for others."""
    division = own_county(request)
    if not GuideAccess(actor_of(request)).may_prepare(division):
        raise Http404
    return division
