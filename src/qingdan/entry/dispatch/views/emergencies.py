"""Emergencies: the list, putting one on record, the second person, closing it with the response, filing afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.entry.dispatch.emergency_access import EmergencyAccess, running_for
from qingdan.entry.dispatch.emergency_forms import CloseForm, DeclareForm, EmergencyFilter, FilingForm, ImminentForm
from qingdan.entry.dispatch.models import DispatchState, Emergency, EmergencyBasis
from qingdan.entry.dispatch.places import in_words, places_for
from qingdan.entry.dispatch.presentation import emergency_standing
from qingdan.entry.dispatch.roles import READERS, RECORDERS, SENDERS
from qingdan.entry.dispatch.services import emergencies as services
from qingdan.entry.dispatch.views.pages import access_of, crumbs, done_once, form_page, own_dispatch, taken
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import download
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.choosing import choose_page, chosen
from qingdan.foundation.web.components import Crumb, Pair
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
MOST_UNFILED = 100


@for_roles(*READERS)
@require_safe
def emergencies(request: HttpRequest) -> HttpResponse:
    """The emergencies of the reader's places, and what was sent under one and is not filed yet."""
    access = EmergencyAccess(actor_of(request))
    form = EmergencyFilter(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(said.get(name), longest=60) for name in ("standing", "q")}
    listing: Listing[Emergency] = Listing(request, _wanted(access, filters), filters=filters)
    unfiled = (
        access_of(request).rows().filter(emergency__isnull=False, filed_at=None).exclude(state=DispatchState.DRAFT)
    )
    context = {
        "form": form, "listing": listing, "shown": [(each, *emergency_standing(each)) for each in listing.page], "may_record": bool(access.districts),
        "unfiled": list(unfiled.order_by("filing_due", "pk")[:MOST_UNFILED]), "today": today(),
    }  # fmt: skip
    return render(request, "dispatch/emergencies.html", context)


def _wanted(access: EmergencyAccess, filters: dict[str, str]) -> QuerySet[Emergency]:
    rows, day = access.rows(), today()
    if filters["q"]:
        rows = rows.filter(title__contains=filters["q"])
    conditions = {
        "running": Q(starts__lte=day, ends__gte=day, confirmed_at__isnull=False, closed_at=None), "to_check": Q(checked_at=None, closed_at=None),
        "closed": Q(closed_at__isnull=False) | Q(ends__lt=day),
    }  # fmt: skip
    return rows.filter(conditions.get(filters["standing"], Q())).order_by("-recorded_at", "-pk")


@for_roles(*RECORDERS)
@GET_OR_POST
def declare(request: HttpRequest, basis: str) -> HttpResponse:
    """Put an emergency on record: by a paper, or by a duty officer's decision, which counts at once."""
    access = EmergencyAccess(actor_of(request))
    if basis not in EmergencyBasis.values or not access.districts:
        raise Http404
    imminent = basis == EmergencyBasis.IMMINENT
    title = "登记眼前的危险" if imminent else "登记已宣布的紧急情况"
    path, back = _crumbs(None, title), reverse("dispatch:emergencies")
    held = list(Division.objects.filter(pk__in=access.districts).order_by("code"))
    place = chosen(request, "district", held)
    if place is None:
        return choose_page(request, "district", held, title, "您管几个地方，先选是哪里的紧急情况。", back, path)
    district = place.code
    kind = ImminentForm if imminent else DeclareForm
    form = with_key(
        kind(request.POST or None, request.FILES or None, district=district, wholes=places_for([district]).wholes)
    )
    if form.is_valid():
        answer = done_once(
            request, form, f"dispatch.declare.{basis}", lambda: _declare(access, district, form), files="scan"
        )
        if answer is not None:
            told = (
                "已登记，马上有效，现在就可以派。请尽快由另一位同志核对。"
                if imminent
                else "已登记。由另一位同志对照文件核对以后生效。"
            )
            messages.success(request, told)
            return redirect("dispatch:emergency", answer["emergency"])
    intro = (
        "值班负责人决定了就能登记，登记马上有效，事后由第二人核对。经常性报送、拍照留痕不算。"
        if imminent
        else "按文件登记，由第二人对照文件核对以后生效。"
    )
    where = f"{place}的紧急情况。" if len(held) > 1 else ""
    return form_page(request, form, title, "登记", back, path, intro=where + intro, multipart=True)


def _declare(access: EmergencyAccess, district: str, form: DeclareForm) -> dict[str, Any]:
    scan = form.cleaned_data.get("scan")
    kept = taken(access.actor, district, [scan] if scan else [])
    declared = form.declaration(kept[0] if kept else None)
    return {"emergency": services.put_on_record(actor=access.actor, district=district, declared=declared).pk}


@for_roles(*READERS)
@require_safe
def emergency(request: HttpRequest, pk: int) -> HttpResponse:
    """One emergency: what it covers, on what it stands, what was sent under it."""
    access, shown = _emergency(request, pk)
    senders = access_of(request)
    word, tag = emergency_standing(shown)
    records = access.records(shown)
    running = running_for(senders).filter(pk=pk).exists()
    context = {
        "shown": shown, "word": word, "tag": tag, "pairs": _pairs(shown), "crumbs": _crumbs(shown), "today": today(),
        "may_check": records and shown.checked_at is None and shown.recorded_by_id != access.actor.pk and shown.closed_at is None,
        "may_close": records and shown.closed_at is None, "bodies": list(senders.bodies()) if running else [],
        "sent": list(senders.rows().filter(emergency=shown).exclude(state=DispatchState.DRAFT).order_by("-sent_at")[:MOST_UNFILED]),
    }  # fmt: skip
    return render(request, "dispatch/emergency.html", context)


def _emergency(request: HttpRequest, pk: int) -> tuple[EmergencyAccess, Emergency]:
    access = EmergencyAccess(actor_of(request))
    return access, get_object_or_404(access.rows(), pk=pk)


def _pairs(shown: Emergency) -> list[Pair]:
    checked = f"{shown.checked_by}，{shown.checked_at:%Y-%m-%d}" if shown.checked_at else "还没有"
    pairs = [
        Pair("级别", shown.level),
        Pair("哪些地方", in_words(shown.divisions)),
        Pair("时间", f"{shown.starts} 到 {shown.ends}"),
        Pair("凭什么", str(shown.get_basis_display())),
        Pair("谁宣布、决定的", f"{shown.declared_by}，{shown.decided_on}"),
        Pair("危险", shown.danger),
        Pair("文件", f"{shown.document} {shown.document_number}".strip()),
        Pair("扫描件", str(shown.scan or ""), reverse("dispatch:emergency-scan", args=[shown.pk]) if shown.scan_id else ""),
        Pair("原件存放处", shown.kept_at),
        Pair("录入", f"{shown.recorded_by}，{shown.recorded_at:%Y-%m-%d}"),
        Pair("第二人核对", checked),
        Pair("处置结果", f"{shown.response}（{shown.closed_by}，{shown.closed_at:%Y-%m-%d}）" if shown.closed_at else ""),
    ]  # fmt: skip
    return [pair for pair in pairs if pair.value]


@for_roles(*READERS)
@require_safe
def emergency_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of the paper on which it stands."""
    _access, shown = _emergency(request, pk)
    return download(shown.scan)


@for_roles(*RECORDERS)
@GET_OR_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person confirms it."""
    access, shown = _kept(request, pk)
    if shown.checked_at is not None:
        messages.info(request, "已经核对过了。")
        return redirect("dispatch:emergency", pk)
    what = "对照值班记录" if shown.basis == EmergencyBasis.IMMINENT else "对照文件"
    form = with_key(forms.Form(request.POST or None))
    act = lambda: services.check(actor=access.actor, emergency=shown)  # noqa: E731 - the one act of this page
    intro = f"{shown}：{what}核对过级别、地方和时间，与录入的一致。录入的人不能自己核对。"
    return _act(request, shown, form, act, "第二人核对", "核对一致", "已核对。", intro)


@for_roles(*RECORDERS)
@GET_OR_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it with the response."""
    access, shown = _kept(request, pk)
    if shown.closed_at is not None:
        messages.info(request, "已经结束了。")
        return redirect("dispatch:emergency", pk)
    form = with_key(CloseForm(request.POST or None))
    act = lambda: services.close(actor=access.actor, emergency=shown, response=form.cleaned_data["response"])  # noqa: E731 - as above
    intro = f"{shown}。结束以后不能再按这一起派；派出去的要补备案。"
    return _act(request, shown, form, act, "结束紧急情况", "结束", "已结束。", intro)


def _kept(request: HttpRequest, pk: int) -> tuple[EmergencyAccess, Emergency]:
    access, shown = _emergency(request, pk)
    if not access.records(shown):
        raise Http404
    return access, shown


def _act(
    request: HttpRequest,
    shown: Emergency,
    form: Any,
    act: Callable[[], Any],
    title: str,
    submit: str,
    told: str,
    intro: str,
) -> HttpResponse:
    if form.is_valid():
        answer = done_once(request, form, f"dispatch.emergency.{submit}.{shown.pk}", lambda: {"emergency": act().pk})
        if answer is not None:
            messages.success(request, told)
            return redirect("dispatch:emergency", shown.pk)
    back = reverse("dispatch:emergency", args=[shown.pk])
    return form_page(request, form, title, submit, back, _crumbs(shown, title), intro=intro)


@for_roles(*SENDERS)
@GET_OR_POST
def file_afterwards(request: HttpRequest, pk: int) -> HttpResponse:
    """File what passed as an emergency."""
    access, shown = own_dispatch(request, pk)
    if shown.emergency_id is None or shown.state == DispatchState.DRAFT:
        raise Http404
    if shown.filed_at is not None:
        messages.info(request, "已经备案了。")
        return redirect("dispatch:dispatch", pk)
    form = with_key(FilingForm(request.POST or None))
    if form.is_valid():
        said = form.cleaned_data["filing"]
        act = lambda: {"dispatch": services.file_afterwards(actor=access.actor, dispatch=shown, filing=said).pk}  # noqa: E731 - as above
        if done_once(request, form, f"dispatch.filing.{pk}", act) is not None:
            messages.success(request, "已记下备案。")
            return redirect("dispatch:dispatch", pk)
    intro = f"“{shown}”按紧急情况先派了，{shown.filing_due} 前补备案。"
    return form_page(
        request,
        form,
        "补备案",
        "记下备案",
        reverse("dispatch:dispatch", args=[pk]),
        crumbs(shown, "补备案"),
        intro=intro,
    )


def _crumbs(shown: Emergency | None, *more: str) -> list[Crumb]:
    path = [Crumb("紧急情况", reverse("dispatch:emergencies"))]
    if shown is not None:
        path.append(Crumb(shown.title, reverse("dispatch:emergency", args=[shown.pk]) if more else ""))
    return [*path, *map(Crumb, more)]
