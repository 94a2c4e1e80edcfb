"""Purchases: the villages' opinions first, then the contract; the tests before the catalogue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import due_after
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.village.public_services.choices import PurchaseStance, PurchaseState, TakenUp
from qingdan.village.public_services.forms.purchasing import (
    ContractForm,
    OpinionForm,
    PurchaseFilter,
    PurchaseForm,
    SettleForm,
    StopForm,
)
from qingdan.village.public_services.models import Purchase, PurchaseOpinion
from qingdan.village.public_services.queries.catalogue import SERVED_KINDS, services_at
from qingdan.village.public_services.roles import OFFICES, READERS, WINDOW
from qingdan.village.public_services.services import purchasing as services
from qingdan.village.public_services.settings import settings_at
from qingdan.village.public_services.views.pages import MOST_ROWS, access_of, asked, done_once, form_page

HERE = Crumb("购买服务", "/purchases/")
_TAGS = {PurchaseState.ASKING: "tag--amber", PurchaseState.CONCLUDED: "tag--done", PurchaseState.STOPPED: "tag--wait"}


@for_roles(*READERS)
@require_safe
def purchases(request: HttpRequest) -> HttpResponse:
    """The purchases that the reader may see."""
    access = access_of(request)
    form = PurchaseFilter(request.GET or None)
    rows, filters = _filtered(access.purchases(), form)
    listing: Listing[Purchase] = Listing(request, rows, filters=filters)
    context = {
        "form": form, "listing": listing, "bodies": list(access.own_bodies()), "query": request.GET.urlencode(),
        "shown": [(row, _TAGS[PurchaseState(row.state)]) for row in listing.page],
    }  # fmt: skip
    return render(request, "public_services/purchases.html", context)


def _filtered(rows: QuerySet[Purchase], form: Any) -> tuple[QuerySet[Purchase], dict[str, str]]:
    filters = asked(form, "q", "state")
    if filters["q"]:
        rows = rows.filter(Q(title__contains=filters["q"]) | Q(buyer__name__contains=filters["q"]))
    return (rows.filter(state=filters["state"]) if filters["state"] else rows), filters


@for_roles(*READERS)
@require_safe
def purchases_excel(request: HttpRequest) -> HttpResponse:
    """The same as Excel."""
    rows, _filters = _filtered(access_of(request).purchases(), PurchaseFilter(request.GET))
    header = ("买什么服务", "购买单位", "状态", "意见截止", "承接方类别", "承接方", "合同", "起", "止", "不买的理由")
    cells = (
        (
            row.title, str(row.buyer), row.get_state_display(), str(row.opinions_until), row.get_provider_kind_display(),
            row.provider, row.contract, str(row.begins or ""), str(row.ends or ""), row.stopped_for,
        )
        for row in rows[:MOST_ROWS]
    )  # fmt: skip
    return excel_response("购买服务", header, cells)


@for_roles(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, body: int) -> HttpResponse:
    """Begin by asking the villages concerned."""
    access = access_of(request)
    buyer = get_object_or_404(access.own_bodies(), pk=body)
    rules = settings_at(buyer.division_id, today())
    services_there = [(each.code, each.title) for each in services_at(buyer.division_id, today(), kinds=SERVED_KINDS)]
    until = due_after(today(), rules.opinion_workdays).day
    form = with_key(
        PurchaseForm(
            request.POST or None, services=services_there, places=_places(buyer), initial={"opinions_until": until}
        )
    )
    if form.is_valid():
        answer = done_once(request, form, f"purchase.{body}", lambda: _begin(access.actor, buyer, said(form)))
        if answer is not None:
            messages.success(request, "已征求村里的意见。")
            return redirect("public_services:purchase", answer["purchase"])
    intro = f"{buyer}。买服务以前先听村里的意见{rules.cited('opinions_first')}；村里按一下就能答。"
    return form_page(request, form, "购买服务", "征求意见", HERE.url, [HERE, Crumb("征求意见")], intro=intro)


def _places(body: Body) -> list[tuple[str, str]]:
    below = Division.objects.filter(parent=body.division_id, valid_to=None).exclude(kind="none").order_by("code")
    return [(each.pk, each.name) for each in below]


def _begin(actor: Any, buyer: Body, words: dict[str, Any]) -> dict[str, Any]:
    """The places that were ticked are towns or villages; of a town all its villages are meant."""
    ticked = words["towns"]
    meant = Q(pk__in=ticked) | Q(parent__in=ticked)
    rows = Division.objects.filter(meant, level=Level.VILLAGE, valid_to=None).exclude(kind__in=["", "none"])
    wanted = services.Wanted(
        words["title"], words["text"], list(rows.values_list("code", flat=True)), words["opinions_until"], words["item_code"]
    )  # fmt: skip
    return {"purchase": services.ask_villages(actor=actor, buyer=buyer, wanted=wanted).pk}


@for_roles(*READERS)
@require_safe
def purchase(request: HttpRequest, pk: int) -> HttpResponse:
    """A purchase: what is bought, what the villages say, what was done with it."""
    access = access_of(request)
    shown = get_object_or_404(access.purchases(), pk=pk)
    rows = access.opinions(shown).order_by("division")
    listing: Listing[PurchaseOpinion] = Listing(request, rows)
    asking, buys = shown.state == PurchaseState.ASKING, access.buys(shown)
    context = {
        "purchase": shown, "tag": _TAGS[PurchaseState(shown.state)], "listing": listing, "buys": buys and asking,
        "shown": [(row, asking and access.acts_for(row.division_id) is not None) for row in listing.page],
        "silent": rows.filter(stance="").count(), "crumbs": [HERE, Crumb(shown.title)],
        "clause": settings_at(shown.buyer.division_id, today()).cited("opinions_first"),
    }  # fmt: skip
    return render(request, "public_services/purchase.html", context)


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def opine(request: HttpRequest, pk: int, division: str) -> HttpResponse:
    """A village says what it thinks; its town for it."""
    access = access_of(request)
    shown = get_object_or_404(access.purchases(), pk=pk)
    row = get_object_or_404(shown.opinions.select_related("division"), division=division)
    if access.acts_for(division) is None:
        raise Http404
    back = reverse("public_services:purchase", args=[pk])
    form = with_key(OpinionForm(request.POST or None, initial={"stance": row.stance or None, "text": row.text}))
    if form.is_valid():
        words = said(form)

        def run() -> dict[str, Any]:
            services.give_opinion(
                actor=access.actor, purchase=shown, division=division, stance=PurchaseStance(words["stance"]), text=words["text"]
            )  # fmt: skip
            return {"purchase": pk}

        if done_once(request, form, f"purchase.opine.{row.pk}", run) is not None:
            messages.success(request, "已记下村里的意见，定下来以前可以改。")
            return redirect(back)
    path = [HERE, Crumb(shown.title, back), Crumb("村里的意见")]
    return form_page(
        request, form, "村里的意见", "记下", back, path, intro=f"{row.division}：{shown.title}（{shown.buyer}）"
    )


@for_roles(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """The buyer says what was done with an opinion."""
    access = access_of(request)
    shown = get_object_or_404(access.purchases(), pk=pk)
    row = get_object_or_404(shown.opinions.select_related("division", "purchase"), pk=opinion)
    if not access.buys(shown):
        raise Http404
    back = reverse("public_services:purchase", args=[pk])
    form = with_key(SettleForm(request.POST or None))
    if form.is_valid():
        words = said(form)

        def run() -> dict[str, Any]:
            services.settle_opinion(
                actor=access.actor, opinion=row, taken_up=TakenUp(words["taken_up"]), why=words["why"]
            )
            return {"purchase": pk}

        if done_once(request, form, f"purchase.settle.{row.pk}", run) is not None:
            messages.success(request, "已记下怎么处理。")
            return redirect(back)
    path = [HERE, Crumb(shown.title, back), Crumb("处理意见")]
    intro = f"{row.division}：{row.get_stance_display()}。{row.text}"
    return form_page(request, form, "处理村里的意见", "记下", back, path, intro=intro)


@for_roles(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Record the contract, or end without buying."""
    access = access_of(request)
    shown = get_object_or_404(access.purchases(), pk=pk)
    if slug not in {"conclude", "stop"} or not access.buys(shown):
        raise Http404
    back = reverse("public_services:purchase", args=[pk])
    if shown.state != PurchaseState.ASKING:
        messages.info(request, f"这次购买{shown.get_state_display()}。")
        return redirect(back)
    buying = slug == "conclude"
    first = {"begins": today(), "ends": today() + timedelta(days=364)}
    form = with_key(ContractForm(request.POST or None, initial=first) if buying else StopForm(request.POST or None))
    if form.is_valid():

        def run() -> dict[str, Any]:
            if buying:
                services.conclude(actor=access.actor, purchase=shown, contract=form.contract_said())
            else:
                services.stop(actor=access.actor, purchase=shown, reason=form.cleaned_data["reason"])
            return {"purchase": pk}

        if done_once(request, form, f"purchase.{slug}.{pk}", run) is not None:
            messages.success(request, "已记下。" if buying else "已结束，没有购买。")
            return redirect(back)
    title = "登记购买结果" if buying else "不买了"
    path = [HERE, Crumb(shown.title, back), Crumb(title)]
    return form_page(request, form, title, title, back, path, intro=shown.title, danger=not buying)
