"""Items from a file: choose it, see row by row what was understood, confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.downloads import file_response
from qingdan.foundation.documents.rules import BadFile
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import CONTENT_TYPE
from qingdan.foundation.web.text import clean_words
from qingdan.register.lists import services
from qingdan.register.lists.annexes.excel import empty_template
from qingdan.register.lists.annexes.model import BadAnnex
from qingdan.register.lists.fields import in_words
from qingdan.register.lists.forms.editions import ReasonForm, UploadForm
from qingdan.register.lists.incoming import EFFECT_LABELS, STORED
from qingdan.register.lists.models import Edition, PendingImport
from qingdan.register.lists.roles import PREPARERS
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.views.pages import crumbs, draft_of, edition_url

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@for_roles(*PREPARERS)
@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty Excel file that import reads."""
    draft = draft_of(request, pk)
    return file_response(empty_template(draft.item_list.kind), f"{draft.item_list.title}模板.xlsx", CONTENT_TYPE)


@for_roles(*PREPARERS)
@_GET_OR_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file; it is read and shown, nothing of it is stored yet."""
    draft = draft_of(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            pending = services.prepare_import(
                actor=actor_of(request), edition=draft, name=clean_words(file.name, longest=150), data=file.read(),
                whole=form.cleaned_data["whole"],
            )  # fmt: skip
        except (BadAnnex, BadFile) as fault:
            form.add_error("file", str(fault))
        except ListsProblem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("lists:import", pending.pk)
    waiting = PendingImport.objects.filter(edition=draft, owner=actor_of(request)).only("pk", "name").first()
    context = {
        "form": form,
        "draft": draft,
        "waiting": waiting,
        "crumbs": crumbs(draft, "从文件导入"),
        "cancel_url": edition_url(draft),
    }
    return render(request, "lists/import_choose.html", context, status=400 if form.errors else 200)


@for_roles(*PREPARERS)
@_GET_OR_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What was understood, row by row; confirming stores it."""
    pending = get_object_or_404(
        PendingImport.objects.select_related("edition__item_list"), pk=pk, owner=actor_of(request)
    )
    draft = draft_of(request, pending.edition_id)
    counts = Counter(row["effect"] for row in pending.rows)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].required = bool(draft.based_on_id and (counts["amend"] or counts["remove"]))
    form.fields["reason"].label = "为什么增改（文件里没有写理由的行都用这一句）"
    if form.is_valid():
        try:
            stored = services.confirm_import(
                actor=actor_of(request), pending=pending, reason=form.cleaned_data["reason"]
            )
        except ListsProblem as problem:
            form.add_error(None, str(problem))
        else:
            said = "、".join(f"{EFFECT_LABELS[effect]} {number} 项" for effect, number in stored.items() if number)
            messages.success(request, f"已导入：{said or '没有要改的'}。")
            return redirect(edition_url(draft))
    return render(
        request,
        "lists/import_preview.html",
        _preview(request, pending, draft, counts, form),
        status=400 if form.errors else 200,
    )


def _preview(
    request: HttpRequest, pending: PendingImport, draft: Edition, counts: Counter[str], form: ReasonForm
) -> dict[str, object]:
    wanted = clean_words(request.GET.get("effect"))
    rows = [row for row in pending.rows if not wanted or row["effect"] == wanted]
    listing: Listing[dict[str, Any]] = Listing(request, rows, filters={"effect": wanted}, per_page=100)
    tags = {"add": "tag--done", "amend": "tag--amber", "fault": "tag--red", "remove": "tag--red"}
    return {
        "pending": pending, "draft": draft, "form": form, "listing": listing, "wanted": wanted, "total": len(pending.rows),
        "counts": [(effect, label, counts[effect]) for effect, label in EFFECT_LABELS.items() if counts[effect]],
        "shown": [
            (row, EFFECT_LABELS[str(row["effect"])], tags.get(str(row["effect"]), ""), _understood(row))
            for row in listing.page
        ],
        "stored": sum(counts[effect] for effect in STORED), "crumbs": crumbs(draft, "从文件导入", "核对"),
        "notes": pending.notes, "cancel_url": reverse("lists:import-cancel", args=[pending.pk]),
    }  # fmt: skip


def _understood(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a row was understood to say, by the names of the fields; of an amended item only what is new."""
    if not row["spec"] or row["effect"] not in ("add", "amend"):
        return []
    said = [pair for pair in in_words(row["spec"]) if pair[0] != "事项" or row["effect"] == "amend"]
    changed = row["message"].split("、")
    return said if row["effect"] == "add" else [(label, words) for label, words in said if label in changed]


@for_roles(*PREPARERS)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the file away."""
    pending = get_object_or_404(PendingImport, pk=pk, owner=actor_of(request))
    draft = draft_of(request, pending.edition_id)
    services.cancel_import(actor=actor_of(request), pending=pending)
    messages.success(request, "文件没有导入，草稿没有变。")
    return redirect(edition_url(draft))
