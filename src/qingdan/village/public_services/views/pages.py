"""What the pages share: the village or place that is meant, the plain page of a form, doing a thing once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.personal.problems import PersonalProblem
from qingdan.foundation.web import form_acts
from qingdan.foundation.web.choosing import choose_page, chosen
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.text import clean_words
from qingdan.policy.packs.queries import OutsideEveryPack
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.roles import READERS

MOST_ROWS = 20_000
"""So many rows an Excel file has at most."""
REFUSALS = (ServiceProblem, PersonalProblem, OutsideEveryPack)


def access_of(request: HttpRequest) -> ServicesAccess:
    """What the signed-in person may do in services."""
    return ServicesAccess(actor_of(request))


def done_once(
    request: HttpRequest, form: Any, purpose: str, act: Callable[[], dict[str, Any]]
) -> dict[str, Any] | None:
    """Do what a valid form asks, once for its key; None where it is refused (the form says why)."""
    return form_acts.done_once(request, form, purpose, act, refusals=REFUSALS)


def form_page(
    request: HttpRequest, form: Any, title: str, submit: str, back: str, path: Sequence[Crumb], **more: Any
) -> HttpResponse:
    """The plain page of a form."""
    context = {"form": form, "title": title, "submit": submit, "cancel_url": back, "crumbs": path, **more}
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def village_of(request: HttpRequest, access: ServicesAccess) -> Division | None:
    """The village that the address names, or the only one for which the person acts; None: they must choose."""
    return chosen(request, "village", list(access.villages()))


def choose_village(request: HttpRequest, access: ServicesAccess, title: str, back: str, crumb: Crumb) -> HttpResponse:
    """The page that asks for which village."""
    held = list(access.villages())
    return choose_page(request, "village", held, title, "替哪个村（社区）办？", back, [crumb, Crumb(title)])


def place_of(request: HttpRequest, access: ServicesAccess, roles: Collection[str] = READERS) -> Division:
    """The place that a page is about: what the address names, if the person reads there, else their own; 404 for none."""
    held = access.scopes(roles)
    code = clean_words(request.GET.get("place"), longest=12)
    try:
        wanted = full_code(code) if code else (held[0] if held else "")
    except BadDivisionCode:
        raise Http404 from None
    found = Division.objects.filter(pk=wanted).first() if access.covers(roles, wanted) else None
    if found is None:
        raise Http404
    return found


def asked(form: Any, *names: str) -> dict[str, str]:
    """What a filter form says, as words for a query; what is not valid asks for nothing."""
    said = form.cleaned_data if form.is_valid() else {}
    return {name: clean_words(str(said.get(name) or ""), longest=60) for name in names}
