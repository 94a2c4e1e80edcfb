"""The counter, step by step: which kind, who demands it, what the rules say, who the resident is. Works without JavaScript."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.choosing import choose_page, chosen
from qingdan.foundation.web.components import Step
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.text import clean_words
from qingdan.village.certificates.choices import Channel
from qingdan.village.certificates.forms.counter import ContactForm, DemandForm, PersonForm, TestsForm, request_of
from qingdan.village.certificates.judging import Judged, judge
from qingdan.village.certificates.models import Appointment
from qingdan.village.certificates.presentation import judged_card, kinds_found, kinds_kept, villages_of
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.roles import HANDLERS
from qingdan.village.certificates.services import booking
from qingdan.village.certificates.services.receiving import Party, explained, receive
from qingdan.village.certificates.views.pages import GET_OR_POST, access_of, crumbs, done_once, looked_at
from qingdan.village.guides.queries import kind_at

TITLE = "办一件证明"
_STEPS = ("办哪一种", "谁要的", "规定怎么说", "核对身份")
_MOST_WORDS = 60


@for_roles(*HANDLERS)
@GET_OR_POST
def counter(request: HttpRequest) -> HttpResponse:
    """One page for one resident; the answers so far stand in the address, nothing of the person does."""
    held = villages_of(access_of(request))
    place = chosen(request, "division", held)
    if place is None:
        back = reverse("certificates:applications")
        return choose_page(
            request, "division", held, TITLE, "替哪个村（社区）办？会注明代录。", back, crumbs(None, TITLE)
        )
    code, title = _words(request, "code"), _words(request, "title")
    if not (code or title):
        return _which(request, place)
    demand = DemandForm(request.GET if "demander_class" in request.GET else None)
    if not demand.is_valid():
        return _page(request, place, "counter_demand.html", 1, form=demand, kind_title=_title(place, code, title))
    return _decided(request, place, code, title, demand.cleaned_data)


def _words(request: HttpRequest, name: str) -> str:
    return clean_words(request.GET.get(name), longest=_MOST_WORDS)


def _which(request: HttpRequest, place: Division) -> HttpResponse:
    words = _words(request, "q")
    found = kinds_found(place.pk, words, today()) if words else []
    return _page(request, place, "counter_kind.html", 0, words=words, found=found, kinds=kinds_kept(place.pk, today()))


def _title(place: Division, code: str, title: str) -> str:
    kind = kind_at(place.pk, code or title, today())
    if code and kind is None:
        raise Http404
    return kind.title if kind else title


def _decided(request: HttpRequest, place: Division, code: str, title: str, said: dict[str, Any]) -> HttpResponse:
    try:
        judged = judge(request_of(place.pk, code, title, said, request.GET.dict()), today())
    except CertificateProblem as problem:
        messages.error(request, str(problem))
        return redirect(f"{reverse('certificates:counter')}?{urlencode({'division': place.pk})}")
    if judged.decision.unanswered:
        sent = request.GET if {"cause", "within_duty", "verifiable"} & set(request.GET) else None
        form = TestsForm(sent, judged=judged)
        return _page(request, place, "counter_tests.html", 2, form=form, judged=judged, card=judged_card(judged))
    return _received(request, place, judged)


def _received(request: HttpRequest, place: Division, judged: Judged) -> HttpResponse:
    kind = PersonForm if judged.issuing else ContactForm
    form = with_key(kind(request.POST or None, request.FILES or None))
    if form.is_valid():
        answer = done_once(
            request, form, "certificates.receive", lambda: _receive(request, judged, form.cleaned_data), files="proxy"
        )
        if answer is not None:
            messages.success(
                request, "已受理，请填证明内容。" if judged.issuing else "已记下。把解释说明单交给居民，并记下送达。"
            )
            return redirect("certificates:application", answer["application"])
    slip = None if judged.issuing else explained(judged)
    context = {"form": form, "judged": judged, "card": judged_card(judged), "slip": slip}
    return _page(request, place, "counter_person.html", 3 if judged.issuing else 2, **context)


def _receive(request: HttpRequest, judged: Judged, said: dict[str, Any]) -> dict[str, Any]:
    actor = actor_of(request)
    appointment = _appointment(request)
    proxy = looked_at(said.get("proxy"))
    came_by = (
        Channel.APPOINTMENT.value if appointment and said.get("channel") == Channel.COUNTER else said.get("channel")
    )
    party = Party(
        person=said.get("person"), identity_checked=bool(said.get("identity_checked")), agent=said.get("agent"),
        proxy_seen=bool(said.get("proxy_seen")), proxy=proxy, channel=came_by or Channel.COUNTER.value,
    )  # fmt: skip
    wanted = replace(judged.request, purpose=said.get("purpose") or "")
    made = receive(actor=actor, request=wanted, party=party)
    if appointment is not None:
        booking.arrive(actor=actor, appointment=appointment, application=made)
    return {"application": made.pk}


def _appointment(request: HttpRequest) -> Appointment | None:
    """The appointment from which the clerk came here; one that is not theirs is none."""
    key = clean_words(request.GET.get("appointment"), longest=12)
    return access_of(request).appointments().filter(pk=key, application=None).first() if key.isdigit() else None


def _page(request: HttpRequest, place: Division, template: str, at: int, **more: Any) -> HttpResponse:
    steps = [Step(label, state="done" if n < at else "now" if n == at else "to_come") for n, label in enumerate(_STEPS)]
    form = more.get("form")
    kept = [(name, value) for name, value in request.GET.items() if name not in {"q", *(form.fields if form else ())}]
    again = urlencode([(name, value) for name, value in kept if name in ("division", "appointment")])
    context = {"place": place, "steps": steps, "kept": kept, "again": again, "crumbs": crumbs(None, TITLE), **more}
    wrong = request.method == "POST" and form is not None and form.errors
    return render(request, f"certificates/{template}", context, status=400 if wrong else 200)
