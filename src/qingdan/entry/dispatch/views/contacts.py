"""Ordinary contact: the list for those who send, receive and oversee; writing one; reading one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.contact_access import contacts_for
from qingdan.entry.dispatch.contact_forms import ContactFilter, ContactForm
from qingdan.entry.dispatch.models import Contact
from qingdan.entry.dispatch.places import in_words, places_for
from qingdan.entry.dispatch.roles import CONTACT_READERS, SENDERS
from qingdan.entry.dispatch.services.contacting import contact as send_contact
from qingdan.entry.dispatch.views.pages import access_of, done_once, form_page, own_body
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.orgs.nameless import nameless
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind


@for_roles(*CONTACT_READERS)
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """What the reader's bodies sent, what reached their villages, what they oversee."""
    actor = actor_of(request)
    form = ContactFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(asked.get(name), longest=60) for name in ("q", "sort")}
    rows = contacts_for(actor)
    if filters["q"]:
        rows = rows.filter(Q(title__contains=filters["q"]) | Q(issuer__name__contains=filters["q"]))
    if filters["sort"]:
        rows = rows.filter(sort=filters["sort"])
    listing: Listing[Contact] = Listing(request, rows, filters=filters)
    context = {
        "form": form,
        "listing": listing,
        "bodies": list(DispatchAccess(actor).bodies()),
        "nameless": nameless(actor, SENDERS),
    }
    return render(request, "dispatch/contacts.html", context)


@for_roles(*CONTACT_READERS)
@require_safe
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact."""
    actor = actor_of(request)
    shown = get_object_or_404(contacts_for(actor), pk=pk)
    sends = shown.issuer_id in DispatchAccess(actor).body_ids
    codes = list(shown.places.values_list("division_id", flat=True)) if sends else []
    context = {
        "shown": shown, "places": in_words(codes) if codes else "", "like": "、".join(KIND_LABELS[Kind(kind)] for kind in shown.looks_like),
        "sends": sends, "crumbs": _crumbs(shown.title),
    }  # fmt: skip
    return render(request, "dispatch/contact.html", context)


@for_roles(*SENDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, body: int) -> HttpResponse:
    """Write one; words that look like a demand are asked about."""
    access = access_of(request)
    issuer = own_body(access, body)
    form = with_key(ContactForm(request.POST or None, offered=places_for(access.reach(issuer))))
    if form.is_valid():
        answer = done_once(request, form, f"dispatch.contact.{body}", lambda: _send(access, issuer, form))
        if answer is not None:
            messages.success(request, f"已发给 {answer['number']} 个村（社区），记为普通联系。")
            return redirect("dispatch:contact", answer["contact"])
    intro = f"{issuer}。只用来邀请、答复一位居民的事，不经清单核对，但会记下来、计数。要村里办、填、报的，走派发。"
    return form_page(request, form, "普通联系", "发出", reverse("dispatch:contacts"), _crumbs("写一条"), intro=intro)


def _send(access: DispatchAccess, issuer: Body, form: Any) -> dict[str, Any]:
    words = {name: value for name, value in said(form).items() if name not in {"named", "places"}}
    made = send_contact(actor=access.actor, issuer=issuer, **words)
    return {"contact": made.pk, "number": made.places.count()}


def _crumbs(*more: str) -> list[Crumb]:
    return [Crumb("普通联系", reverse("dispatch:contacts")), *map(Crumb, more)]
