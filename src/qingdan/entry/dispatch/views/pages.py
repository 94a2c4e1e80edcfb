"""What the pages of dispatch share: the dispatch that the reader may see, files of forms, doing a thing once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.models import Dispatch, DispatchState
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.evidence import keep, looked_through
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.web import form_acts
from qingdan.foundation.web.components import Crumb

MOST_ROWS = 20_000
"""So many rows an Excel file has at most."""
STATE_TAGS = {DispatchState.DRAFT: "tag--wait", DispatchState.SENT: "tag--done", DispatchState.WITHDRAWN: "tag--wait"}


def done_once(
    request: HttpRequest, form: Any, purpose: str, act: Callable[[], dict[str, Any]], *, files: str = ""
) -> dict[str, Any] | None:
    """Do what a valid form asks, once for its key; None where dispatch refuses it (the form says why)."""
    return form_acts.done_once(request, form, purpose, act, refusals=(DispatchProblem,), files=files)


def access_of(request: HttpRequest) -> DispatchAccess:
    """What the signed-in person may do with dispatches."""
    return DispatchAccess(actor_of(request))


def dispatch_of(request: HttpRequest, pk: int) -> tuple[DispatchAccess, Dispatch]:
    """A dispatch that the reader may see, with their access; 404 else."""
    access = access_of(request)
    return access, get_object_or_404(access.rows(), pk=pk)


def own_dispatch(request: HttpRequest, pk: int) -> tuple[DispatchAccess, Dispatch]:
    """A dispatch of one of the reader's bodies; 404 else."""
    access, found = dispatch_of(request, pk)
    if not access.sends(found):
        raise Http404
    return access, found


def own_body(access: DispatchAccess, pk: int) -> Body:
    """One of the bodies for which the reader sends; 404 else."""
    return get_object_or_404(access.bodies(), pk=pk)


def taken(actor: Account, division: str, files: Sequence[Any]) -> list[Attachment]:
    """The files of a form, read only through what they belong to; all are looked through first. Raises ``BadFile``."""
    return keep(actor, Division.objects.get(pk=division), looked_through(files)) if files else []


def crumbs(dispatch: Dispatch | None = None, *more: str) -> list[Crumb]:
    """The way to a dispatch's page."""
    path = [Crumb("派发", reverse("dispatch:dispatches"))]
    if dispatch is not None:
        path.append(Crumb(dispatch.title, reverse("dispatch:dispatch", args=[dispatch.pk]) if more else ""))
    return [*path, *map(Crumb, more)]


def form_page(
    request: HttpRequest, form: Any, title: str, submit: str, back: str, path: list[Crumb], **more: Any
) -> HttpResponse:
    """The plain page of a form."""
    context = {"form": form, "title": title, "submit": submit, "cancel_url": back, "crumbs": path, **more}
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)
