"""Finding what somebody who stands at the counter has here; what is typed never stands in an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.form_acts import with_key
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import SearchBy, State
from qingdan.village.certificates.forms.filters import SearchForm
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.presentation import TAGS
from qingdan.village.certificates.roles import HANDLERS
from qingdan.village.certificates.sealed import open_application
from qingdan.village.certificates.services.searching import MOST_FOUND, find_matters, searched_once_more, was_no_miss
from qingdan.village.certificates.standing import STATUS_LABELS, STATUS_TAGS, status_of
from qingdan.village.certificates.tries import TooManyTries
from qingdan.village.certificates.views.appointments import appointment_row
from qingdan.village.certificates.views.pages import GET_OR_POST, access_of, crumbs, done_once

TITLE = "查居民办过的"


@for_roles(*HANDLERS)
@sensitive_post_parameters("text")
@GET_OR_POST
def find(request: HttpRequest) -> HttpResponse:
    """The number of the paper, the phone or the word that a resident shows; then what is on record, masked."""
    access = access_of(request)
    if request.method != "POST":
        by = request.GET.get("by")
        return _page(request, _asked_by(by if by in SearchBy.values else SearchBy.ID_CARD.value))
    form = with_key(SearchForm(request.POST))
    answer = _answer(request, access, form) if form.is_valid() else None
    if answer is None:
        return _page(request, form, status=400)
    return _page(request, _asked_by(form.cleaned_data["by"]), **_shown(access, answer))


def _asked_by(by: str) -> SearchForm:
    """An empty form: what was typed is not shown again."""
    form: SearchForm = with_key(SearchForm(initial={"by": by}))
    return form


def _answer(request: HttpRequest, access: ApplicationAccess, form: SearchForm) -> dict[str, Any] | None:
    """Keys of what was found, the same for a repeated request; None where it is refused (the form says why)."""
    try:
        tried = searched_once_more(access.actor)
    except TooManyTries as limited:
        form.add_error(None, f"{limited}{_LIMITED}")
        return None
    said = form.cleaned_data

    def act() -> dict[str, Any]:
        found = find_matters(actor=access.actor, by=said["by"], text=said["text"], why=said["why"])
        return {"applications": found.applications, "appointments": found.appointments}

    answer = done_once(request, form, "certificates.person", act)
    if answer and any(answer.values()):
        was_no_miss(access.actor, tried)
    return answer


_LIMITED = "没查到的次数多了会停一停，免得有人拿号码来试。"


def _shown(access: ApplicationAccess, answer: dict[str, Any]) -> dict[str, Any]:
    """What was found, as far as the reader may still see it; as many queries however much it is."""
    rows = access.rows().filter(pk__in=answer["applications"]).order_by("-received_at", "-pk")
    booked = access.appointments().filter(pk__in=answer["appointments"]).order_by("-day", "-pk")
    return {
        "searched": True, "today": today(), "most": MOST_FOUND,
        "applications": [_row(each) for each in rows.prefetch_related("certificates__replaced_by")],
        "appointments": list(map(appointment_row, booked)),
    }  # fmt: skip


def _row(each: Application) -> tuple[Application, str, str, list[tuple[str, str, str]]]:
    """An application with its masked name, its tag, and its certificates by number with how each stands."""
    standing = [(kept.number, status_of(kept, today())) for kept in each.certificates.all()]
    certificates = [(number, STATUS_LABELS[status], STATUS_TAGS[status]) for number, status in standing]
    return each, open_application(each).masked_name, TAGS[State(each.state)], certificates


def _page(request: HttpRequest, form: SearchForm, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "title": TITLE, "crumbs": crumbs(None, TITLE), **more}
    return render(request, "certificates/person.html", context, status=status)
