"""What the pages share: who reads and keeps, where an act leads, the crumbs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.web.components import Crumb
from qingdan.register.existing.models import AskedBody, Entry, Round, State
from qingdan.register.existing.queries import (
    bodies_of,
    keeps,
    rounds_for,
)
from qingdan.register.existing.roles import KEEPERS, OFFICERS
from qingdan.register.existing.services import ExistingProblem

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


WRITERS = tuple(dict.fromkeys((*KEEPERS, *OFFICERS)))


TAGS = {
    State.WAITING: "tag--amber", State.KEPT: "tag--done", State.MERGED: "tag--wait", State.CANCELLED: "tag--red",
    State.WITHDRAWN: "tag--wait",
}  # fmt: skip


def readable(request: HttpRequest, pk: int) -> Round:
    """A round that the person may read; 404 for others."""
    return get_object_or_404(rounds_for(actor_of(request)), pk=pk)


def kept(request: HttpRequest, pk: int) -> Round:
    """A round that the reader keeps; 404 else."""
    shown = readable(request, pk)
    if not keeps(actor_of(request), shown.division):
        raise Http404
    return shown


def bodies_to_write_for(request: HttpRequest, shown: Round) -> QuerySet[Body]:
    """The asked bodies for which the reader may register; 404 where there is none."""
    asked = AskedBody.objects.filter(round=shown).values("body")
    rows = Body.objects.filter(pk__in=asked)
    if not keeps(actor_of(request), shown.division):
        rows = rows.filter(pk__in=bodies_of(actor_of(request)))
    if shown.closed_at is not None or not rows.exists():
        raise Http404
    return rows


def demand_writer(request: HttpRequest, entry: Entry) -> None:
    """404 for whoever neither registers for the entry's body nor keeps its round."""
    actor = actor_of(request)
    if entry.body_id not in bodies_of(actor) and not keeps(actor, entry.round.division):
        raise Http404


def done(request: HttpRequest, shown: Round, act: Any, said: str, back: str = "existing:round") -> HttpResponse:
    """Run an act, say how it went, and go back to the round."""
    try:
        act()
    except ExistingProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect(back, shown.pk)


def add_problem(form: Any, problem: ExistingProblem) -> None:
    """Put a problem of the service at its field of the form."""
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))


def crumbs(shown: Round | None, *more: str) -> list[Crumb]:
    """The way to a page."""
    path = [Crumb("存量登记", reverse("existing:rounds"))]
    if shown is not None:
        path.append(Crumb(shown.title, reverse("existing:round", args=[shown.pk]) if more else ""))
    return [*path, *map(Crumb, more)]
