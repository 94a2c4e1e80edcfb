"""What villages offer: the catalogue with coverage, the six fields by village, what stands out, saying it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import level
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.register.lists.models import Item
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.choices import SIX_FIELDS
from qingdan.village.public_services.forms.items import CatalogueFilter, DescriptionForm, OfferForm
from qingdan.village.public_services.models import ServiceItem, VillageService
from qingdan.village.public_services.queries import coverage
from qingdan.village.public_services.queries.catalogue import Service, searched, service_at, services_at
from qingdan.village.public_services.roles import DESCRIBERS, READERS, WINDOW
from qingdan.village.public_services.services.items import describe, say_offer
from qingdan.village.public_services.settings import settings_at
from qingdan.village.public_services.views.pages import MOST_ROWS, access_of, asked, done_once, form_page, place_of

HERE = Crumb("村里的服务", "/coverage/")


@for_roles(*READERS)
@require_safe
def covered(request: HttpRequest) -> HttpResponse:
    """The services of a place and how many of its villages have each; of a village what it says itself."""
    access = access_of(request)
    place = place_of(request, access)
    if level(place.pk) is Level.VILLAGE:
        return _of_village(request, access, place)
    services = services_at(place.pk, today())
    villages = access.villages(READERS).filter(code__in=_under(access, place))
    every = coverage.covered(services, villages)
    form = CatalogueFilter(request.GET or None)
    filters = asked(form, "q", "service_class", "field", "unit")
    shown = {each.code for each in searched(services, **_words(filters))}
    listing: Listing[coverage.Covered] = Listing(
        request, [row for row in every if row.service.code in shown], filters=filters | _kept(request)
    )
    context = {
        "place": place, "form": form, "listing": listing, "rate": coverage.rate_of(every), "number": len(services),
        "empty": coverage.empty_fields(services, villages), "flagged": coverage.standing_out(services, villages).count(),
        "unguided": len(coverage.without_guide(services)),
        "describes": access.scopes(DESCRIBERS), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "public_services/coverage.html", context)


def _words(filters: dict[str, str]) -> dict[str, str]:
    return {"words": filters["q"]} | {name: filters[name] for name in ("service_class", "field", "unit")}


def _kept(request: HttpRequest) -> dict[str, str]:
    return {"place": request.GET["place"]} if request.GET.get("place") else {}


def _under(access: ServicesAccess, place: Division) -> Any:
    return Division.objects.subtree(place.pk).values("code")


def _of_village(request: HttpRequest, access: ServicesAccess, village: Division) -> HttpResponse:
    services = services_at(village.pk, today())
    form = CatalogueFilter(request.GET or None)
    del form.fields["unit"]
    filters = asked(form, "q", "service_class", "field", "unit")
    listing: Listing[Service] = Listing(
        request, searched(services, **_words(filters)), filters=filters | _kept(request)
    )
    said = [each for each in services if each.said is not None]
    context = {
        "place": village, "form": form, "listing": listing, "number": len(services), "said": len(said),
        "shown": [(each, _flags(each)) for each in listing.page], "may": access.acts_for(village.pk) is not None,
    }  # fmt: skip
    return render(request, "public_services/offers.html", context)


def _flags(service: Service) -> list[str]:
    return [str(flag) for flag in coverage.flags(service.said, service.bottom_line)] if service.said else []


@for_roles(*READERS)
@require_safe
def covered_excel(request: HttpRequest) -> HttpResponse:
    """Coverage by item as Excel."""
    access = access_of(request)
    place = place_of(request, access)
    services = services_at(place.pk, today())
    villages = access.villages(READERS).filter(code__in=_under(access, place))
    header = (
        "编号", "事项", "清单", "类别", "领域", "主管部门", "由谁提供", "服务对象", "兜底保障", "可以代办", "办事指南", "网上能办到",
        "村（社区）数", "能办", "能代办", "办不了", "还没有说", "覆盖率（%）",
    )  # fmt: skip
    return excel_response(f"{place}服务事项覆盖", header, (_cells(row) for row in coverage.covered(services, villages)))


def _cells(row: coverage.Covered) -> tuple[object, ...]:
    each, known = row.service, row.service.known
    return (
        each.code, each.title, each.edition.item_list.title, each.service_class.label, each.field.label, each.department,
        known.provider if known else "", known.target if known else "", "是" if each.bottom_line else "",
        "是" if each.agency else "", "有" if each.guide else "没有", "、".join(step.label for step in each.online), row.villages,
        row.by_village, row.by_agent, row.not_available, row.not_said, "" if row.rate is None else row.rate,
    )  # fmt: skip


@for_roles(*READERS)
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """The six fields of every village: what is there, who gives it, how often (CC-23)."""
    access = access_of(request)
    place = place_of(request, access)
    services = services_at(place.pk, today())
    villages = access.villages(READERS).filter(code__in=_under(access, place)).select_related("parent")
    listing: Listing[Division] = Listing(request, villages, filters=_kept(request))
    context = {
        "place": place, "listing": listing, "fields": SIX_FIELDS, "rows": coverage.matrix(services, list(listing.page)),
        "empty": coverage.empty_fields(services, villages), "crumbs": [HERE, Crumb("六类服务")],
        "clause": settings_at(place.pk, today()).cited("six_fields"), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "public_services/matrix.html", context)


@for_roles(*READERS)
@require_safe
def matrix_excel(request: HttpRequest) -> HttpResponse:
    """The same as Excel, every village."""
    access = access_of(request)
    place = place_of(request, access)
    villages = list(
        access.villages(READERS).filter(code__in=_under(access, place)).select_related("parent")[:MOST_ROWS]
    )
    rows = coverage.matrix(services_at(place.pk, today()), villages)
    header = ("镇街", "村（社区）", *(field.label for field in SIX_FIELDS))
    cells = ((str(each.parent), str(each), *(cell.words or "没有" for cell in line)) for each, line in rows)
    return excel_response(f"{place}六类服务", header, cells)


@for_roles(*READERS)
@require_safe
def standing_out(request: HttpRequest) -> HttpResponse:
    """What stands out: given elsewhere, a second window, bottom-line support that is not there; hints, no marks."""
    access = access_of(request)
    place = place_of(request, access)
    services = services_at(place.pk, today())
    by_code = {each.code: each for each in services}
    villages = access.villages(READERS).filter(code__in=_under(access, place))
    listing: Listing[VillageService] = Listing(
        request, coverage.standing_out(services, villages), filters=_kept(request)
    )
    context = {
        "place": place, "listing": listing, "crumbs": [HERE, Crumb("要看一看的")],
        "shown": [
            (row, by_code[row.code], coverage.flags(row, by_code[row.code].bottom_line)) for row in listing.page
        ],
    }  # fmt: skip
    return render(request, "public_services/standing_out.html", context)


@for_roles(*READERS)
@require_safe
def unguided(request: HttpRequest) -> HttpResponse:
    """Services without a guide, by department: they cannot be opened at the window where the place asks for one."""
    place = place_of(request, access_of(request))
    listing: Listing[Service] = Listing(
        request, coverage.without_guide(services_at(place.pk, today())), filters=_kept(request)
    )
    context = {
        "place": place, "listing": listing, "crumbs": [HERE, Crumb("没有办事指南的")],
        "blocked": settings_at(place.pk, today()).cited("guide_required"),
    }  # fmt: skip
    return render(request, "public_services/unguided.html", context)


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, division: str, code: str) -> HttpResponse:
    """A village says what it can do of a service."""
    access = access_of(request)
    service = service_at(division, code, today()) if access.acts_for(division) is not None else None
    if service is None:
        raise Http404
    form = with_key(OfferForm(request.POST or None, initial=_initial(service.said)))
    back = f"{HERE.url}?place={division}"
    if form.is_valid():

        def run() -> dict[str, Any]:
            return {
                "said": say_offer(actor=access.actor, division=division, code=code, offer=form.offer()).pk
            }  # fmt: skip

        if done_once(request, form, f"offer.{division}.{code}", run) is not None:
            messages.success(request, "已记下。")
            return redirect(back)
    intro = f"{service.title}。照实说就行；办不了的不影响村里的评价。"
    return form_page(
        request, form, "村里能不能办", "记下", back, [HERE, Crumb(service.title)], intro=intro
    )  # fmt: skip


def _initial(said: VillageService | None) -> dict[str, Any]:
    if said is None:
        return {"place": "hall"}
    names = ("takes", "elsewhere", "second_window", "provider", "frequency")
    return {name: getattr(said, name) for name in names} | {"place": "hall" if said.in_hall else "elsewhere"}


@for_roles(*DESCRIBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def describe_item(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a service is: its steward, a lead officer, its department."""
    access = access_of(request)
    item, known = _item(access, code), ServiceItem.objects.filter(code=code).first()
    form = with_key(DescriptionForm(request.POST or None, initial=_known(known)))
    if form.is_valid():

        def run() -> dict[str, Any]:
            said = form.description()
            return {"item": describe(actor=access.actor, item=item, said=said, seen=form.cleaned_data["seen"] or 0).pk}

        if done_once(request, form, f"describe.{code}", run) is not None:
            messages.success(request, "已保存，村里和居民看得到。")
            return redirect("public_services:covered")
    intro = f"{item.code} {item.title}。清单上的名称、依据不在这里改。"
    return form_page(request, form, "服务事项说明", "保存", HERE.url, [HERE, Crumb(item.title)], intro=intro)


def _item(access: ServicesAccess, code: str) -> Item:
    rows = Item.objects.filter(code=code, published=True, edition__item_list__kind__in=["service", "purchase"])
    item = rows.select_related("edition__item_list").order_by("-edition__number").first()
    place = item.edition.item_list.division if item else ""
    body = resolve_body(item.lead_body, place) if item and item.lead_body else None
    if item is None or not access.describes(place, body.pk if body else None):
        raise Http404
    return item


def _known(known: ServiceItem | None) -> dict[str, Any]:
    if known is None:
        return {"service_class": "public", "field": "other", "seen": 0}
    names = [name for name in DescriptionForm.base_fields if name != "seen"]
    return {name: getattr(known, name) for name in names} | {"seen": known.revision}
