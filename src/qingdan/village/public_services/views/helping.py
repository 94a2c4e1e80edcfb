"""Guidance, training and support that offices gave villages; kept items that nobody has supported yet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import level
from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.village.public_services.choices import HelpSort, ServiceClass
from qingdan.village.public_services.forms.town import HelpFilter, HelpForm, KeptFilter
from qingdan.village.public_services.models import Help
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.queries.kept_items import Kept, find_kept, kept_items
from qingdan.village.public_services.roles import OFFICES, READERS
from qingdan.village.public_services.services.town import Helped, record_help
from qingdan.village.public_services.views.pages import MOST_ROWS, access_of, asked, done_once, form_page, place_of

HERE = Crumb("指导和保障", "/help/")


@for_roles(*READERS)
@require_safe
def helped(request: HttpRequest) -> HttpResponse:
    """What offices did for the villages of the reader's place, and what the reader's own body did."""
    access = access_of(request)
    form = HelpFilter(request.GET or None)
    rows, filters = _filtered(access.helped(), form)
    listing: Listing[Help] = Listing(request, rows, filters=filters)
    counts = rows.order_by().values_list("service_class").annotate(number=Count("pk"))
    labels = dict(ServiceClass.choices) | {"": "清单上的事项"}
    context = {
        "form": form, "listing": listing, "bodies": list(access.own_bodies()), "query": request.GET.urlencode(),
        "counts": [(labels[name], number) for name, number in sorted(counts, key=lambda row: list(labels).index(row[0]))],
    }  # fmt: skip
    return render(request, "public_services/helped.html", context)


def _filtered(rows: QuerySet[Help], form: Any) -> tuple[QuerySet[Help], dict[str, str]]:
    filters = asked(form, "q", "sort", "service_class")
    if filters["q"]:
        words = filters["q"]
        rows = rows.filter(Q(text__contains=words) | Q(body__name__contains=words) | Q(item_title__contains=words))
    for name in ("sort", "service_class"):
        if filters[name]:
            rows = rows.filter(**{name: filters[name]})
    return rows, filters


@for_roles(*READERS)
@require_safe
def helped_excel(request: HttpRequest) -> HttpResponse:
    """The same as Excel."""
    rows, _filters = _filtered(access_of(request).helped(), HelpFilter(request.GET))
    header = ("日期", "单位", "哪里", "做了什么", "哪一类事", "清单事项", "内容")
    cells = (
        (
            str(row.day), str(row.body), str(row.division), row.get_sort_display(), row.get_service_class_display(), row.item_title,
            row.text,
        )
        for row in rows[:MOST_ROWS]
    )  # fmt: skip
    return excel_response("指导和保障", header, cells)


@for_roles(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, body: int) -> HttpResponse:
    """Record what the reader's body did."""
    access = access_of(request)
    own = get_object_or_404(access.own_bodies(), pk=body)
    code = request.GET.get("item", "")[:40]
    form = with_key(
        HelpForm(request.POST or None, places=_places(own), initial={"day": today(), "item": code, "sort": "guidance"})
    )
    if form.is_valid():
        answer = done_once(request, form, f"help.{body}", lambda: _record(access.actor, own, said(form)))
        if answer is not None:
            messages.success(request, "已记下。")
            return redirect("public_services:helped")
    return form_page(request, form, "记一次指导或保障", "记下", HERE.url, [HERE, Crumb("记一次")], intro=str(own))


def _places(body: Body) -> list[tuple[str, str]]:
    """The body's own place and what is right below it; of a town its villages."""
    own = Division.objects.get(pk=body.division_id)
    below = Division.objects.filter(parent=own, valid_to=None).order_by("code")
    every = "全镇（街）" if level(own.pk) is Level.TOWN else f"{own}全部"
    return [(own.pk, every), *((each.pk, each.name) for each in below)]


def _record(actor: Any, body: Body, words: dict[str, Any]) -> dict[str, Any]:
    item = find_kept(words["division"], words["item"], today()) if words["item"].strip() else None
    if words["item"].strip() and item is None:
        raise ServiceProblem("现行的清单里没有找到这一项，请照清单上的名称或者编号写。", "item")
    kind = ServiceClass(words["service_class"]) if words["service_class"] else None
    told = Helped(
        words["division"], HelpSort(words["sort"]), words["day"], words["text"], kind, item.code if item else "",
        item.title if item else "",
    )  # fmt: skip
    return {"help": record_help(actor=actor, body=body, helped=told).pk}


@for_roles(*READERS)
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Kept work items, mechanisms, plaques and certificates with their supporting unit and how often it helped (NH-105)."""
    access = access_of(request)
    place = place_of(request, access)
    form = KeptFilter(request.GET or None)
    filters = asked(form, "q", "none")
    rows = kept_items(place.pk, today(), words=filters["q"], none=bool(filters["none"]))
    listing: Listing[Kept] = Listing(request, rows, filters=filters)
    bodies = list(access.own_bodies()[:1])
    context = {
        "form": form, "place": place, "listing": listing, "body": bodies[0] if bodies else None,
        "crumbs": [HERE, Crumb("保留的事项")], "query": request.GET.urlencode(), "back": reverse("public_services:helped"),
    }  # fmt: skip
    return render(request, "public_services/kept.html", context)


@for_roles(*READERS)
@require_safe
def kept_excel(request: HttpRequest) -> HttpResponse:
    """The same as Excel."""
    place = place_of(request, access_of(request))
    filters = asked(KeptFilter(request.GET), "q", "none")
    rows = kept_items(place.pk, today(), words=filters["q"], none=bool(filters["none"]))
    header = ("编号", "事项", "清单", "支持单位", "指导、保障次数", "最近一次")
    cells = ((row.code, row.title, row.list_title, row.body, row.number, str(row.last or "")) for row in rows)
    return excel_response(f"{place}保留事项的指导和保障", header, cells)
