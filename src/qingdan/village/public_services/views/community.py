"""What villages note: entries of six sorts, organisations, who has none, the year in short."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb, Link, Pair
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.village.public_services.choices import EntrySort
from qingdan.village.public_services.forms.community import (
    EntryFilter,
    EntryForm,
    FollowUpForm,
    OrganisationFilter,
    OrganisationForm,
)
from qingdan.village.public_services.models import Entry, Organisation
from qingdan.village.public_services.queries.community import shares, units_without, year_in_short
from qingdan.village.public_services.roles import READERS, WINDOW
from qingdan.village.public_services.services import community as services
from qingdan.village.public_services.settings import settings_at
from qingdan.village.public_services.views.pages import (
    MOST_ROWS,
    access_of,
    asked,
    choose_village,
    done_once,
    form_page,
    place_of,
    village_of,
)

HERE = Crumb("村里的记事", "/community/")
GROUPS = Crumb("村里的组织", "/community/organisations/")
_SUMS = (
    "leaders_party", "leaders_residents", "leaders_others", "members_party", "members_residents", "members_others",
)  # fmt: skip


@for_roles(*READERS)
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """What the villages of the reader's place noted; all of it is voluntary."""
    access = access_of(request)
    form = EntryFilter(request.GET or None)
    rows, filters = _filtered(access.entries(), form)
    listing: Listing[Entry] = Listing(request, rows, filters=filters)
    writes = bool(access.scopes(WINDOW))
    links = [Link(sort.label, reverse("public_services:write-entry", args=[sort.value])) for sort in EntrySort]
    context = {
        "form": form, "listing": listing, "links": links if writes else [], "query": request.GET.urlencode(),
        "several": not access.scopes(["village_clerk", "village_head"]),
    }  # fmt: skip
    return render(request, "public_services/entries.html", context)


def _filtered(rows: QuerySet[Entry], form: Any) -> tuple[QuerySet[Entry], dict[str, str]]:
    filters = asked(form, "q", "sort", "field", "year")
    if filters["q"]:
        rows = rows.filter(Q(title__contains=filters["q"]) | Q(division__name__contains=filters["q"]))
    for name, field in (("sort", "sort"), ("field", "field"), ("year", "day__year")):
        if filters[name]:
            rows = rows.filter(**{field: filters[name]})
    return rows, filters


@for_roles(*READERS)
@require_safe
def entries_excel(request: HttpRequest) -> HttpResponse:
    """The same as Excel."""
    rows, _filters = _filtered(access_of(request).entries(), EntryFilter(request.GET))
    header = (
        "村（社区）", "是什么", "标题", "种类", "领域", "对象", "作用", "日期", "做了的日期", "谁做的", "组织", "人数（户数）", "志愿者", "小时",
        "花费（元）", "急不急", "第几版", "结果", "后来怎样",
    )  # fmt: skip
    cells = (
        (
            str(row.division), row.get_sort_display(), row.title, row.get_kind_display(), row.get_field_display(),
            row.get_group_display(), row.get_part_display(), str(row.day), str(row.done_on or ""), row.workers,
            str(row.organisation or ""), row.people, row.volunteers, float(row.hours), float(row.money),
            row.get_urgency_display() if row.urgency else "", row.version or "", row.result, row.follow_up,
        )
        for row in rows[:MOST_ROWS]
    )  # fmt: skip
    return excel_response("村里的记事", header, cells)


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, sort: str) -> HttpResponse:
    """Note something of a sort; of rules a new version."""
    if sort not in EntrySort.values:
        raise Http404
    access, chosen = access_of(request), EntrySort(sort)
    village, title = village_of(request, access), f"记一条：{EntrySort(sort).label}"
    if village is None:
        return choose_village(request, access, title, HERE.url, HERE)
    form = with_key(EntryForm(request.POST or None, sort=chosen, village=village.pk, initial=_first(chosen)))
    if form.is_valid():
        answer = done_once(
            request, form, f"entry.{sort}.{village.pk}", lambda: _write(access.actor, village, chosen, form)
        )
        if answer is not None:
            messages.success(request, "已记下。")
            return redirect("public_services:entry", answer["entry"])
    intro = f"{village}。自愿记，不考核、不排名。"
    return form_page(request, form, title, "记下", HERE.url, [HERE, Crumb(chosen.label)], intro=intro)


def _first(sort: EntrySort) -> dict[str, Any]:
    first: dict[str, Any] = {"day": today(), "field": "other", "group": "all", "part": "serve", "urgency": 2}
    return first


def _write(actor: Account, village: Division, sort: EntrySort, form: EntryForm) -> dict[str, Any]:
    return {"entry": services.write_entry(actor=actor, division=village.pk, sort=sort, said=form.noted()).pk}


@for_roles(*READERS)
@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: a joint project with its three sides, rules with their other versions."""
    access = access_of(request)
    row = get_object_or_404(access.entries().select_related("by"), pk=pk)
    versions = Entry.objects.filter(division=row.division_id, sort=EntrySort.SELF_RULES, kind=row.kind).order_by(
        "-version"
    )
    context = {
        "entry": row, "pairs": _pairs(row), "versions": versions if row.sort == EntrySort.SELF_RULES else [],
        "may": access.acts_for(row.division_id) is not None and row.sort != EntrySort.SELF_RULES, "crumbs": [HERE, Crumb(row.title)],
    }  # fmt: skip
    return render(request, "public_services/entry.html", context)


def _pairs(row: Entry) -> list[Pair]:
    joint = row.kind == "joint"
    said: tuple[tuple[str, Any], ...] = (
        ("村（社区）", row.division), ("种类", row.get_kind_display()), ("第几版", row.version), ("领域", row.get_field_display()),
        ("对象", row.get_group_display()), ("村里起的作用", row.get_part_display()), ("急不急", row.get_urgency_display() if row.urgency else ""),
        ("日期", row.day), ("到", row.until), ("做了的日期" if row.sort != "self_rules" else "通过日期", row.done_on),
        ("社会组织" if joint else "组织", row.organisation), ("社会工作者" if joint else "谁做的", row.workers), ("回应的需求", row.need),
        ("人数（户数）", row.people), ("志愿者", row.volunteers), ("小时", row.hours if row.hours else ""),
        ("花费（元）", row.money if row.money else ""), ("结果", row.result), ("后来怎样", row.follow_up),
        ("谁记的", f"{row.by}{'（镇街代录）' if row.on_behalf else ''}"),
    )  # fmt: skip
    return [Pair(label, str(value)) for label, value in said if value]


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of an entry."""
    access = access_of(request)
    row = get_object_or_404(access.entries().exclude(sort=EntrySort.SELF_RULES), pk=pk)
    if access.acts_for(row.division_id) is None:
        raise Http404
    back = reverse("public_services:entry", args=[pk])
    initial = {"done_on": row.done_on, "result": row.result, "text": row.follow_up}
    form = with_key(FollowUpForm(request.POST or None, initial=initial))
    if form.is_valid():
        words = said(form)

        def run() -> dict[str, Any]:
            services.follow_up(actor=access.actor, entry=row, **words)
            return {"entry": pk}

        if done_once(request, form, f"entry.follow.{pk}", run) is not None:
            messages.success(request, "已记下。")
            return redirect(back)
    path = [HERE, Crumb(row.title, back), Crumb("后来怎样")]
    return form_page(request, form, "后来怎样", "记下", back, path, intro=row.title)


@for_roles(*READERS)
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations of villages, with the shares of their leaders and members by kind (NH-28)."""
    access = access_of(request)
    form = OrganisationFilter(request.GET or None)
    rows, filters = _groups(access.organisations(), form)
    listing: Listing[Organisation] = Listing(request, rows, filters=filters)
    context = {
        "form": form, "listing": listing, "writes": bool(access.scopes(WINDOW)), "shares": shares(rows.filter(ended_on=None)),
        "query": request.GET.urlencode(), "crumbs": [HERE, Crumb("村里的组织")],
        "shown": [(row, access.acts_for(row.division_id) is not None) for row in listing.page],
    }  # fmt: skip
    return render(request, "public_services/organisations.html", context)


def _groups(rows: QuerySet[Organisation], form: Any) -> tuple[QuerySet[Organisation], dict[str, str]]:
    filters = asked(form, "q", "sort", "standing")
    if filters["q"]:
        rows = rows.filter(Q(name__contains=filters["q"]) | Q(division__name__contains=filters["q"]))
    for name in ("sort", "standing"):
        if filters[name]:
            rows = rows.filter(**{name: filters[name]})
    return rows, filters


@for_roles(*READERS)
@require_safe
def organisations_excel(request: HttpRequest) -> HttpResponse:
    """The same as Excel."""
    rows, _filters = _groups(access_of(request).organisations(), OrganisationFilter(request.GET))
    labels = [str(Organisation._meta.get_field(name).verbose_name) for name in _SUMS]  # type: ignore[union-attr]  # own columns
    header = ("村（社区）", "是什么", "名称", "领域", "登记备案", *labels, "不再活动")
    cells = (
        (
            str(row.division), row.get_sort_display(), row.name, row.get_field_display(), row.get_standing_display(),
            *(getattr(row, name) for name in _SUMS), str(row.ended_on or ""),
        )
        for row in rows[:MOST_ROWS]
    )  # fmt: skip
    return excel_response("村里的组织", header, cells)


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Put an organisation on record, or say it anew."""
    access = access_of(request)
    kept = get_object_or_404(access.organisations(), pk=pk) if pk is not None else None
    village = kept.division if kept else village_of(request, access)
    if village is None:
        return choose_village(request, access, "登记组织", GROUPS.url, GROUPS)
    if access.acts_for(village.pk) is None:
        raise Http404
    first = (
        {name: getattr(kept, name) for name in OrganisationForm.base_fields}
        if kept
        else {"standing": "neither", "field": "other"}
    )
    form = with_key(OrganisationForm(request.POST or None, initial=first))
    if form.is_valid():

        def run() -> dict[str, Any]:
            made = services.register_organisation(
                actor=access.actor, division=village.pk, said=form.register(), organisation=kept
            )
            return {"organisation": made.pk}

        if done_once(request, form, f"organisation.{village.pk}.{pk or 'new'}", run) is not None:
            messages.success(request, "已记下。")
            return redirect("public_services:organisations")
    intro = f"{village}。只记人数，不记姓名；都可以不填。"
    return form_page(request, form, "村里的组织", "记下", GROUPS.url, [HERE, GROUPS, Crumb("登记")], intro=intro)


@for_roles(*READERS)
@require_safe
def without(request: HttpRequest) -> HttpResponse:
    """Units without meetings, rules or visits in the period: to offer them help, not to hold it against them."""
    access = access_of(request)
    place = place_of(request, access)
    days = settings_at(place.pk, today()).idle_days
    villages = access.villages(READERS).filter(code__in=Division.objects.subtree(place.pk).values("code"))
    asked_for = request.GET.get("sort", "")
    sort = EntrySort(asked_for) if asked_for in _MISSED else EntrySort.MEETING
    listing: Listing[Division] = Listing(
        request, units_without(sort, villages, today(), days).select_related("parent"), filters={"sort": sort.value}
    )
    tabs = [(each, f"?sort={each.value}", each is sort) for each in map(EntrySort, _MISSED)]
    context = {
        "place": place, "listing": listing, "tabs": tabs, "sort": sort, "days": days, "crumbs": [HERE, Crumb("还没有记过的")],
        "ever": sort is EntrySort.SELF_RULES,
    }  # fmt: skip
    return render(request, "public_services/without.html", context)


_MISSED = (EntrySort.MEETING.value, EntrySort.SELF_RULES.value, EntrySort.VISIT.value)


@for_roles(*READERS)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The year in short: activities by kind, group and part, volunteers, needs and where time and money went, the window."""
    access = access_of(request)
    place = place_of(request, access)
    year = _year(request)
    context = {
        "place": place, "year": year, "years": [today().year - back for back in range(4)], "short": year_in_short(place.pk, year),
        "crumbs": [HERE, Crumb("一年小结")],
    }  # fmt: skip
    return render(request, "public_services/report.html", context)


@for_roles(*READERS)
@require_safe
def report_excel(request: HttpRequest) -> HttpResponse:
    """The same as Excel: one row for each figure."""
    place, year = place_of(request, access_of(request)), _year(request)
    rows = year_in_short(place.pk, year).rows()
    return excel_response(
        f"{place}{year}年服务小结", ("哪一张", "项目", "次数", "人数（户数）", "小时", "花费（元）"), rows
    )


def _year(request: HttpRequest) -> int:
    said_year = request.GET.get("year", "")
    return int(said_year) if said_year.isdecimal() and len(said_year) == 4 and int(said_year) > 1999 else today().year
