"""A sender's drafts: choosing what stands on record, saying what, when and where, changing it, throwing it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.emergency_access import running_for
from qingdan.entry.dispatch.matters import KINDS_OF_LISTS, Matter, matter_of, matters_of, names_led
from qingdan.entry.dispatch.models import Dispatch, DispatchState
from qingdan.entry.dispatch.offers import record_pairs
from qingdan.entry.dispatch.places import places_for
from qingdan.entry.dispatch.roles import SENDERS
from qingdan.entry.dispatch.sending_forms import MatterFilter, SendForm, UrgentForm, initial_for, initial_of
from qingdan.entry.dispatch.services.drafting import amend, discard, draft
from qingdan.entry.dispatch.views.pages import access_of, crumbs, done_once, form_page, own_body, own_dispatch, taken
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.orgs.nameless import nameless
from qingdan.foundation.orgs.queries import names_of
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.register.burden.rules import in_words

_KINDS = list(dict.fromkeys(KINDS_OF_LISTS.values()))
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@for_roles(*SENDERS)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """What the reader's bodies may send, as it stands on record; what is not here has to be admitted first."""
    access, day = access_of(request), today()
    form = MatterFilter(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(said.get(name), longest=60) for name in ("q", "kind")}
    rows = [(body, matter) for body in access.bodies() for matter in matters_of(body, day) if _fits(matter, **filters)]
    rows.sort(key=_likeliest_first)
    listing: Listing[tuple[Body, Matter]] = Listing(request, rows, filters=filters, per_page=30)
    context = {
        "form": form, "listing": listing, "several": len({body.pk for body, _matter in rows}) > 1, "crumbs": crumbs(None, "选要派的事"),
        "shown": [(body, matter, KIND_LABELS[matter.kind], _burden(matter)) for body, matter in listing.page],
        "urgent": running_for(access).exists(), "nameless": nameless(access.actor, SENDERS),
    }  # fmt: skip
    return render(request, "dispatch/choose.html", context)


def _likeliest_first(row: tuple[Body, Matter]) -> tuple[bool, bool, bool, int]:
    """What was admitted for the body, then what it leads, then what others lead, then what nobody is named for; work first."""
    body, matter = row
    named = names_led(matter) & set(names_of(body))
    return not matter.admitted, not named, not matter.lead_body, _KINDS.index(matter.kind)


def _fits(matter: Matter, q: str, kind: str) -> bool:
    return (not q or q in matter.title or q.upper() in matter.code.upper()) and (not kind or matter.kind.value == kind)


def _burden(matter: Matter) -> str:
    return in_words(matter.minutes, matter.frequency or None, 1) if matter.minutes is not None else ""


@for_roles(*SENDERS)
@GET_OR_POST
def begin(request: HttpRequest, body: int) -> HttpResponse:
    """A new dispatch of one matter, kept as a draft."""
    access = access_of(request)
    issuer = own_body(access, body)
    matter = matter_of(clean_words(request.GET.get("code"), longest=64), issuer, today())
    if matter is None:
        raise Http404
    form = with_key(
        SendForm(
            request.POST or None, request.FILES or None, offered=places_for(access.reach(issuer)), limit=matter.frequency,
            initial=initial_for(matter),
        )
    )  # fmt: skip
    return _drafted(request, access, issuer, form, matter)


@for_roles(*SENDERS)
@GET_OR_POST
def begin_urgent(request: HttpRequest, body: int) -> HttpResponse:
    """A new dispatch under an emergency on record."""
    access = access_of(request)
    issuer = own_body(access, body)
    running = running_for(access)
    if not running.exists():
        messages.info(request, "现在没有登记在案的紧急情况。先由牵头单位登记，登记以后马上可以派。")
        return redirect("dispatch:emergencies")
    form = with_key(
        UrgentForm(
            request.POST or None, request.FILES or None, offered=places_for(access.reach(issuer)), running=running,
            initial=initial_for(None),
        )
    )  # fmt: skip
    return _drafted(request, access, issuer, form, None)


def _drafted(
    request: HttpRequest, access: DispatchAccess, issuer: Body, form: Any, matter: Matter | None
) -> HttpResponse:
    code = matter.code if matter else ""
    if form.is_valid():
        answer = done_once(
            request,
            form,
            f"dispatch.draft.{issuer.pk}.{code}",
            lambda: _draft(access, issuer, form, code),
            files="enclosed",
        )
        if answer is not None:
            messages.success(request, "草稿已保存，还没有派出去。请看下面的预览，没有问题再派发。")
            return redirect("dispatch:dispatch", answer["dispatch"])
    fresh = Dispatch(
        issuer=issuer, record=matter.as_record() if matter else {}, code=code, title=matter.title if matter else ""
    )
    return _form(request, form, fresh, matter)


def _draft(access: DispatchAccess, issuer: Body, form: Any, code: str) -> dict[str, Any]:
    files = taken(access.actor, access.reach(issuer)[0], form.cleaned_data["enclosed"])
    return {"dispatch": draft(actor=access.actor, issuer=issuer, wish=form.wish(files, code)).pk}


@for_roles(*SENDERS)
@GET_OR_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    access, kept = own_dispatch(request, pk)
    if kept.state != DispatchState.DRAFT:
        messages.info(request, f"“{kept.title}”{kept.get_state_display()}，不能再改。")
        return redirect("dispatch:dispatch", pk)
    offered = places_for(access.reach(kept.issuer))
    matter = matter_of(kept.code, kept.issuer, today()) if kept.code else None
    own = kept.attachments.order_by("pk")
    more: dict[str, Any] = {
        "offered": offered,
        "initial": initial_of(kept, offered),
        "kept": own if own.exists() else None,
    }
    said = (request.POST or None, request.FILES or None)
    form = with_key(
        UrgentForm(*said, running=running_for(access), **more)
        if kept.emergency_id
        else SendForm(*said, limit=kept.record.get("frequency") or "", **more)
    )
    if form.is_valid():
        answer = done_once(request, form, f"dispatch.amend.{pk}", lambda: _amend(access, kept, form), files="enclosed")
        if answer is not None:
            messages.success(request, "草稿已改好，还没有派出去。")
            return redirect("dispatch:dispatch", pk)
    return _form(request, form, kept, matter)


def _amend(access: DispatchAccess, kept: Dispatch, form: Any) -> dict[str, Any]:
    files = taken(access.actor, access.reach(kept.issuer)[0], form.cleaned_data["enclosed"])
    wish = form.wish([*form.cleaned_data.get("kept", ()), *files], kept.code)
    return {"dispatch": amend(actor=access.actor, dispatch=kept, wish=wish).pk}


def _form(request: HttpRequest, form: Any, kept: Dispatch, matter: Matter | None) -> HttpResponse:
    urgent = isinstance(form, UrgentForm)
    context = {
        "form": form, "dispatch": kept, "urgent": urgent, "pairs": record_pairs(kept), "kind": KIND_LABELS[matter.kind] if matter else "",
        "crumbs": crumbs(kept, "修改") if kept.pk else crumbs(None, "紧急派发" if urgent else "写清楚怎么派"),
        "back": reverse("dispatch:dispatch", args=[kept.pk]) if kept.pk else reverse("dispatch:choose"),
    }  # fmt: skip
    return render(request, "dispatch/form.html", context, status=400 if form.errors else 200)


@for_roles(*SENDERS)
@GET_OR_POST
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    access, kept = own_dispatch(request, pk)
    if kept.state != DispatchState.DRAFT:
        raise Http404
    form = with_key(forms.Form(request.POST or None))
    if form.is_valid():
        answer = done_once(request, form, f"dispatch.discard.{pk}", lambda: _discard(access, kept))
        if answer is not None:
            messages.success(request, "草稿已删除。")
            return redirect("dispatch:dispatches")
    return form_page(
        request, form, "删除草稿", "删除", reverse("dispatch:dispatch", args=[pk]), crumbs(kept, "删除草稿"),
        intro=f"“{kept.title}”还没有派出去。删除以后找不回来。", danger=True,
    )  # fmt: skip


def _discard(access: DispatchAccess, kept: Dispatch) -> dict[str, Any]:
    discard(actor=access.actor, dispatch=kept)
    return {"discarded": kept.pk}
