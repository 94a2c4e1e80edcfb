"""Local methods of places whose documents state no steps: recorded by a steward with the source, confirmed by the lead body."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.entry.admission import forms, services
from qingdan.entry.admission.access import oversees
from qingdan.entry.admission.beside_forms import MethodForm, method_of
from qingdan.entry.admission.beside_presentation import method_pairs, method_state, method_steps, unstated_kinds
from qingdan.entry.admission.models import LocalProcedure
from qingdan.entry.admission.queries.procedures import local_procedures_for
from qingdan.entry.admission.roles import OVERSEERS
from qingdan.entry.admission.views.pages import done_once, taken
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.downloads import download
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.orgs.queries import scopes_of
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.foundation.web.listing import Listing

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
_SORTS = {"newest": ["-recorded_at", "-pk"], "document": ["document", "pk"]}


@for_roles(*OVERSEERS)
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """The local methods of the reader's places, and for which kinds their document states no steps."""
    actor = actor_of(request)
    listing: Listing[Any] = Listing(request, local_procedures_for(actor), sorts=_SORTS)
    names = _names({each.division for each in listing.page})
    context = {
        "listing": listing, "shown": [(each, names.get(each.division, each.division), *method_state(each)) for each in listing.page],
        "unstated": [(place, unstated_kinds(place.code)) for place in _places(actor, OVERSEERS)],
        "may_record": bool(scopes_of(actor, (Role.LIST_STEWARD,))),
    }  # fmt: skip
    return render(request, "admission/methods.html", context)


def _names(codes: set[str]) -> dict[str, str]:
    return dict(Division.objects.filter(pk__in=codes).values_list("code", "name"))


def _places(actor: Account, roles: tuple[Role, ...]) -> list[Division]:
    """The divisions in which the actor holds one of the roles."""
    return list(Division.objects.filter(pk__in=scopes_of(actor, roles)).order_by("code"))


@for_roles(Role.LIST_STEWARD)
@_GET_OR_POST
def record(request: HttpRequest) -> HttpResponse:
    """Record a local method with its source; it works when the lead body has confirmed it."""
    actor = actor_of(request)
    places = [(each.code, each.name) for each in _places(actor, (Role.LIST_STEWARD,))]
    form = with_key(MethodForm(request.POST or None, request.FILES or None, divisions=places))
    if form.is_valid():
        answer = done_once(request, form, "admission.method", lambda: _record(actor, said(form)))
        if answer is not None:
            messages.success(request, "已登记。由牵头单位的同志对照文件确认以后才能照着办。")
            return redirect("admission:method", answer["method"])
    context = {
        "form": form, "title": "登记本地办法", "submit": "登记", "multipart": True, "cancel_url": reverse("admission:methods"),
        "crumbs": _crumbs("登记本地办法"),
        "intro": "只有这个地方的文件没有写准入步骤，才用登记。照本地正式文件写谁审核、谁审批、报谁备案；文件没有写的步骤不要添。",
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _record(actor: Account, words: dict[str, Any]) -> dict[str, Any]:
    division, scan = words["division"], taken(actor, words["division"], words.get("scan"))
    made = services.record_local_procedure(actor=actor, division=division, method=method_of(words), scan=scan)
    return {"method": made.pk}


@for_roles(*OVERSEERS)
@require_safe
def method(request: HttpRequest, pk: int) -> HttpResponse:
    """A local method: its source, its steps, who recorded and confirmed it."""
    shown, actor = _method_of(request, pk), actor_of(request)
    word, tag = method_state(shown)
    context = {
        "method": shown, "word": word, "tag": tag, "pairs": method_pairs(shown), "steps": method_steps(shown), "crumbs": _crumbs(str(shown)),
        "acts": [(_ACTS[slug], reverse("admission:method-act", args=[pk, slug])) for slug in _open(actor, shown)],
        "own": shown.recorded_by_id == actor.pk,
    }  # fmt: skip
    return render(request, "admission/method.html", context)


_ACTS = {"confirm": "对照文件确认", "end": "停用"}


def _open(actor: Account, shown: LocalProcedure) -> list[str]:
    """What the reader may do with a method."""
    if shown.ended_at is not None or not oversees(actor, shown.division, [Role.LEAD_OFFICER]):
        return []
    may_confirm = shown.confirmed_at is None and shown.recorded_by_id != actor.pk
    return ["confirm", "end"] if may_confirm else ["end"]


@for_roles(Role.LEAD_OFFICER)
@_GET_OR_POST
def method_act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Confirm a recorded method, or take it out of use."""
    shown, actor = _method_of(request, pk), actor_of(request)
    if slug not in _open(actor, shown):
        raise Http404
    confirming = slug == "confirm"
    form = with_key((forms.ConfirmForm if confirming else forms.ReasonForm)(request.POST or None))
    if form.is_valid():
        answer = done_once(request, form, f"admission.method.{slug}.{pk}", lambda: _act(actor, shown, slug, said(form)))
        if answer is not None:
            messages.success(request, "已确认，从现在起照着办。" if confirming else "已停用，办着的申请照原来的走完。")
            return redirect("admission:method", pk)
    intro = f"《{shown.document}》{shown.document_number}。来源：{shown.source}"
    context = {
        "form": form, "title": _ACTS[slug], "submit": "与文件一致，确认" if confirming else "停用", "danger": not confirming,
        "intro": intro, "cancel_url": reverse("admission:method", args=[pk]), "crumbs": _crumbs(str(shown), _ACTS[slug], pk=pk),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _act(actor: Account, shown: LocalProcedure, slug: str, words: dict[str, Any]) -> dict[str, Any]:
    if slug == "confirm":
        services.confirm_local_procedure(actor=actor, procedure=shown)
    else:
        services.end_local_procedure(actor=actor, procedure=shown, reason=words["reason"])
    return {"method": shown.pk}


@for_roles(*OVERSEERS)
@require_safe
def method_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of a local method's document."""
    shown = _method_of(request, pk)
    return download(shown.scan)


def _method_of(request: HttpRequest, pk: int) -> LocalProcedure:
    return get_object_or_404(local_procedures_for(actor_of(request)), pk=pk)


def _crumbs(label: str, *more: str, pk: int | None = None) -> list[Crumb]:
    own = Crumb(label, reverse("admission:method", args=[pk]) if pk else "")
    return [Crumb("本地准入办法", reverse("admission:methods")), own, *map(Crumb, more)]
