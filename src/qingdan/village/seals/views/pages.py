"""What the pages of seals share: the reader's access, things that they may see, forms done once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.web import form_acts
from qingdan.foundation.web.components import Crumb
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.models import Seal, SealApproval
from qingdan.village.seals.problems import SealProblem

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
MOST_ROWS = 20_000
"""So many rows an Excel file has at most."""


def access_of(request: HttpRequest) -> SealAccess:
    """What the signed-in person may do with seals."""
    return SealAccess(actor_of(request))


def seal_of(request: HttpRequest, pk: int, *, to_keep: bool = False) -> tuple[SealAccess, Seal]:
    """A seal that the reader may see (or whose register they keep); 404 else."""
    access = access_of(request)
    found = get_object_or_404(access.seals(), pk=pk)
    if to_keep and access.acts_for(found.division_id) is None:
        raise Http404
    return access, found


def approval_of(request: HttpRequest, pk: int, *, to_keep: bool = False) -> tuple[SealAccess, SealApproval]:
    """An approval that the reader may see (or whose register they keep); 404 else."""
    access = access_of(request)
    found = get_object_or_404(access.approvals(), pk=pk)
    if to_keep and access.acts_for(found.seal.division_id) is None:
        raise Http404
    return access, found


def done(request: HttpRequest, form: Any, purpose: str, act: Callable[[], Model], told: str) -> int | None:
    """Do what a form asks, once for its key, and say so; the key of what was made, None where nothing was done.

    What the rules refuse stands on the form.
    """
    if not form.is_valid():
        return None
    answer = form_acts.done_once(request, form, purpose, lambda: {"pk": act().pk}, refusals=(SealProblem,))
    if answer is None:
        return None
    messages.success(request, told)
    return int(answer["pk"])


def acted(request: HttpRequest, act: Callable[[], object], told: str) -> None:
    """Do a single act that needs no words, and say what became of it; pressing twice says how it stands already."""
    try:
        act()
    except SealProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, told)


def form_page(
    request: HttpRequest, form: Any, title: str, submit: str, path: list[Crumb], intro: str = "", **more: Any
) -> HttpResponse:
    """The plain page of a form; back is the last address of the path."""
    back = next((crumb.url for crumb in reversed(path) if crumb.url), reverse("seals:seals"))
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "cancel_url": back,
        "crumbs": path,
        "intro": intro,
        **more,
    }
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def crumbs(*more: Crumb | str) -> list[Crumb]:
    """The way from the page of seals."""
    parts = [part if isinstance(part, Crumb) else Crumb(part) for part in more]
    return [Crumb("用印", reverse("seals:seals")), *parts]


def seal_crumb(seal: Seal) -> Crumb:
    """The way to a seal's page."""
    return Crumb(str(seal), reverse("seals:seal", args=[seal.pk]))


def approval_crumb(approval: SealApproval) -> Crumb:
    """The way to an approval's page."""
    return Crumb(approval.document_title, reverse("seals:approval", args=[approval.pk]))
