"""Pages of a file: read, shown, registered."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words
from qingdan.register.existing import files, services
from qingdan.register.existing.forms import FileForm
from qingdan.register.existing.models import PendingEntries, Round, State
from qingdan.register.existing.services import Burden, ExistingProblem
from qingdan.register.existing.views.pages import GET_OR_POST, WRITERS, bodies_to_write_for, crumbs, readable
from qingdan.register.lists.annexes.model import BadAnnex


@for_roles(*WRITERS)
@GET_OR_POST
def choose_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a filled template; it is read and shown, nothing is registered yet."""
    shown = readable(request, pk)
    form = FileForm(request.POST or None, request.FILES or None, bodies=bodies_to_write_for(request, shown))
    if form.is_valid():
        body, file = form.cleaned_data["body"], form.cleaned_data["file"]
        known = shown.entries.filter(body=body).exclude(state=State.WITHDRAWN).values_list("kind", "key", "title")
        try:
            registrar = files.Registrar(
                {(kind, name): title for kind, name, title in known},
                frozenset({body.name, *body.aliases}),
                shown.division,
            )
            rows = files.read(file.name, file.read(), registrar)
        except BadAnnex as fault:
            form.add_error("file", str(fault))
        else:
            PendingEntries.objects.filter(round=shown, owner=actor_of(request)).delete()
            name = clean_words(file.name, longest=150)
            pending = PendingEntries.objects.create(
                round=shown, owner=actor_of(request), body=body, name=name, rows=rows
            )
            return redirect("existing:import", pk, pending.pk)
    context = {
        "form": form,
        "round": shown,
        "crumbs": crumbs(shown, "从 Excel 导入"),
        "cancel_url": reverse("existing:round", args=[pk]),
    }
    return render(request, "existing/import_choose.html", context, status=400 if form.errors else 200)


@for_roles(*WRITERS)
@GET_OR_POST
def confirm_file(request: HttpRequest, pk: int, pending: int) -> HttpResponse:
    """What was understood, row by row; confirming registers it."""
    shown = readable(request, pk)
    kept = get_object_or_404(PendingEntries, pk=pending, round=shown, owner=actor_of(request))
    fresh = [row for row in kept.rows if row["effect"] == "add"]
    if request.method == "POST":
        return _register_file(request, shown, kept, fresh)
    listing: Listing[Any] = Listing(request, kept.rows, per_page=100)
    labels = {"add": ("新登记", "tag--done"), "same": ("已登记过", "tag--wait"), "fault": ("有错，不登记", "tag--red")}
    context = {
        "round": shown, "pending": kept, "listing": listing, "fresh": len(fresh), "late": today() > shown.register_by,
        "shown": [(row, *labels[row["effect"]], files.understood(row["burden"])) for row in listing.page], "crumbs": crumbs(shown, "核对"),
        "counts": [(labels[effect][0], number) for effect, number in Counter(r["effect"] for r in kept.rows).items()],
    }  # fmt: skip
    return render(request, "existing/import_preview.html", context)


def _register_file(
    request: HttpRequest, shown: Round, kept: PendingEntries, fresh: list[dict[str, Any]]
) -> HttpResponse:
    if "discard" in request.POST:
        kept.delete()
        messages.success(request, "没有登记，文件已丢掉。")
        return redirect("existing:round", shown.pk)
    burdens = [Burden(**(row["burden"] | {"since": _day(row["burden"]["since"])})) for row in fresh]
    try:
        services.register(
            actor=actor_of(request),
            round_=shown,
            body=kept.body,
            burdens=burdens,
            late_for=clean_words(request.POST.get("late_for"), longest=500),
        )
    except ExistingProblem as problem:
        messages.error(request, str(problem))
        return redirect("existing:import", shown.pk, kept.pk)
    kept.delete()
    messages.success(request, f"已登记 {len(burdens)} 项。")
    return redirect("existing:round", shown.pk)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
