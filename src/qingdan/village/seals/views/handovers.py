"""Handing seals over: the list, beginning one, the inventory on paper, the word of both sides."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.choosing import choose_page, chosen
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.village.seals import services
from qingdan.village.seals.access import SealAccess, people_of
from qingdan.village.seals.choices import SealState
from qingdan.village.seals.forms.seals import HandoverForm, SideForm
from qingdan.village.seals.models import Handover
from qingdan.village.seals.roles import READERS, RECORDERS
from qingdan.village.seals.services.handing import Side
from qingdan.village.seals.views.pages import GET_OR_POST, access_of, acted, crumbs, done, form_page

_SIDES: dict[str, Side] = {"given": "given", "taken": "taken"}


@for_roles(*READERS)
@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """The handovers that the reader may see."""
    access = access_of(request)
    listing: Listing[Handover] = Listing(request, access.handovers().order_by("-begun_at", "-pk"))
    context = {
        "listing": listing, "keeps": bool(access.villages or access.towns), "wide": not access.villages, "crumbs": crumbs("印章移交"),
    }  # fmt: skip
    return render(request, "seals/handovers.html", context)


@for_roles(*RECORDERS)
@GET_OR_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Write down what is handed over."""
    access, title = access_of(request), "印章移交"
    held = list(access.places())
    place = chosen(request, "place", held)
    path = crumbs(Crumb("印章移交", reverse("seals:handovers")), "新的移交")
    if place is None:
        return choose_page(request, "place", held, title, "先选是哪个村（社区）。", reverse("seals:handovers"), path)
    seals = list(access.seals().filter(division=place).exclude(state=SealState.DESTROYED).order_by("kind", "pk"))
    form = with_key(HandoverForm(request.POST or None, held=seals, people=people_of(place.pk)))
    made = done(
        request, form, f"seals.handover.{place.pk}",
        lambda: services.begin_handover(actor=access.actor, division=place, plan=form.plan()),
        "已写下。移交人、接收人各自确认以后才算移交。",
    )  # fmt: skip
    if made is not None:
        return redirect("seals:handover", made)
    intro = f"{place}的印章。移交人、接收人、监交人是三个不同的人；没有账号的在打印的清单上签字。"
    return form_page(request, form, title, "写下移交", path, intro=intro)


def _shown(request: HttpRequest, pk: int) -> tuple[SealAccess, Handover]:
    access = access_of(request)
    return access, get_object_or_404(access.handovers(), pk=pk)


@for_roles(*READERS)
@require_safe
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """One handover, as a form that can be printed and signed."""
    access, shown = _shown(request, pk)
    keeps = access.acts_for(shown.division_id) is not None and shown.open
    context = {
        "shown": shown, "seals": list(shown.seals.order_by("kind", "pk")), "lines": shown.inventory.splitlines(), "keeps": keeps,
        "may_give": keeps and shown.given_at is None and shown.giver_id in (None, access.actor.pk),
        "may_take": keeps and shown.taken_at is None and shown.taker_id in (None, access.actor.pk),
        "crumbs": crumbs(Crumb("印章移交", reverse("seals:handovers")), str(shown)),
    }  # fmt: skip
    return render(request, "seals/handover.html", context)


@for_roles(*RECORDERS)
@GET_OR_POST
def confirm(request: HttpRequest, pk: int, side: str) -> HttpResponse:
    """Confirm one side."""
    access, shown = _shown(request, pk)
    if side not in _SIDES or access.acts_for(shown.division_id) is None:
        raise Http404
    account, name = (shown.giver_id, shown.giver_name) if side == "given" else (shown.taker_id, shown.taker_name)
    if account not in (None, access.actor.pk):
        raise Http404
    form = with_key((forms.Form if account else SideForm)(request.POST or None))
    made = done(
        request, form, f"seals.confirm.{pk}.{side}",
        lambda: services.confirm_handover(
            actor=access.actor, handover=shown, side=_SIDES[side], paper=form.cleaned_data.get("paper", "")
        ),
        "已确认。",
    )  # fmt: skip
    if made is not None:
        return redirect("seals:handover", pk)
    what = "移交" if side == "given" else "接收"
    intro = (
        f"确认{what}：清单上写的和实物一致。"
        if account
        else f"{name}没有账号：在打印的移交清单上签字以后，在这里登记。"
    )
    path = crumbs(Crumb(str(shown), reverse("seals:handover", args=[pk])), f"确认{what}")
    return form_page(request, form, f"{name}确认{what}", f"确认{what}", path, intro=intro)


@for_roles(*RECORDERS)
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off."""
    access, shown = _shown(request, pk)
    if access.acts_for(shown.division_id) is None:
        raise Http404
    acted(request, lambda: services.call_off_handover(actor=access.actor, handover=shown), "已取消这次移交。")
    return redirect("seals:handover", pk)
