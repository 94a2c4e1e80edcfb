"""Seals: what is to be done and which seals there are, one seal with its history, registering and changing it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.choosing import choose_page, chosen
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.village.seals import services
from qingdan.village.seals.access import SealAccess, people_of
from qingdan.village.seals.choices import APPROVER_TITLES, ChangeSort, SealKind, SealState
from qingdan.village.seals.forms.filters import SealFilter
from qingdan.village.seals.forms.seals import ChangeForm, SealForm
from qingdan.village.seals.models import Seal
from qingdan.village.seals.presentation import SEAL_TAGS, pairs_of_seal
from qingdan.village.seals.queries import last_number, to_check, to_press, to_take_out
from qingdan.village.seals.roles import READERS, RECORDERS
from qingdan.village.seals.settings import seal_rules
from qingdan.village.seals.views.pages import (
    GET_OR_POST,
    MOST_ROWS,
    access_of,
    crumbs,
    done,
    form_page,
    seal_crumb,
    seal_of,
)

MOST_WAITING = 30
_HEADER = ("村（社区）", "印文", "哪一种", "状态", "谁保管", "放在哪里", "由谁批准", "登记日期", "代录")
_SORTS = {"division": ["division", "pk"], "keeper": ["keeper_name", "pk"]}


@for_roles(*READERS)
@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """What waits, and the seals of the reader's places."""
    access = access_of(request)
    form, rows, filters = _found(request, access)
    listing: Listing[Seal] = Listing(request, rows, sorts=_SORTS, filters=filters)
    context = {
        "form": form, "listing": listing, "query": request.GET.urlencode(), "keeps": bool(access.villages or access.towns),
        "own": bool(access.villages), "shown": [(each, SEAL_TAGS[SealState(each.state)]) for each in listing.page],
        "today": today(), **_waiting(access),
    }  # fmt: skip
    return render(request, "seals/seals.html", context)


def _waiting(access: SealAccess) -> dict[str, Any]:
    if not access.villages and not access.towns:
        return {}
    approvals = access.approvals()
    return {
        "to_approve": list(access.to_approve().order_by("asked_at")[:MOST_WAITING]) if access.approved else [],
        "to_press": list(to_press(approvals).order_by("decided_at")[:MOST_WAITING]),
        "to_take": list(to_take_out(approvals).order_by("decided_at")[:MOST_WAITING]),
        "to_check": list(to_check(approvals).exclude(asked_by=access.actor).order_by("asked_at")[:MOST_WAITING]),
        "outside": list(access.takeouts().filter(back_at=None).order_by("due_back")[:MOST_WAITING]),
    }


def _found(request: HttpRequest, access: SealAccess) -> tuple[SealFilter, QuerySet[Seal], dict[str, str]]:
    form = SealFilter(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(said.get(name), longest=60) for name in ("q", "kind", "state")}
    rows = access.seals()
    if words := filters["q"]:
        rows = rows.filter(Q(name__contains=words) | Q(keeper_name__contains=words) | Q(division__name__contains=words))
    for name in ("kind", "state"):
        if filters[name]:
            rows = rows.filter(**{name: filters[name]})
    return form, rows, filters


@for_roles(*READERS)
@require_safe
def seals_excel(request: HttpRequest) -> HttpResponse:
    """The seals found, as an Excel file."""
    _form, rows, _filters = _found(request, access_of(request))
    table = [
        (
            str(each.division), each.name, each.get_kind_display(), each.get_state_display(), each.keeper_name, each.kept_where,
            each.approver_title, f"{each.registered_at:%Y-%m-%d}", "是" if each.on_behalf else "",
        )
        for each in rows.order_by("division", "pk")[:MOST_ROWS]
    ]  # fmt: skip
    return excel_response("印章", _HEADER, table)


@for_roles(*READERS)
@require_safe
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """One seal: who keeps it, what happened to it, what can be done."""
    access, shown = seal_of(request, pk)
    out = shown.takeouts.filter(back_at=None).first()
    state = SealState(shown.state)
    context = {
        "shown": shown, "tag": SEAL_TAGS[state], "pairs": pairs_of_seal(shown, out, seal_rules(shown.division_id, today())), "out": out, "today": today(),
        "keeps": access.acts_for(shown.division_id) is not None, "in_use": state is SealState.IN_USE, "put_away": state is SealState.PUT_AWAY,
        "custodies": list(shown.custodies.order_by("since", "pk")), "changes": list(shown.changes.select_related("by")),
        "last": last_number(shown, today()), "crumbs": crumbs(str(shown)),
    }  # fmt: skip
    return render(request, "seals/seal.html", context)


@for_roles(*RECORDERS)
@GET_OR_POST
def register(request: HttpRequest) -> HttpResponse:
    """Put a seal on the register."""
    access = access_of(request)
    held = list(access.places())
    place = chosen(request, "place", held)
    title = "登记印章"
    if place is None:
        return choose_page(
            request, "place", held, title, "先选是哪个村（社区）的印章。", reverse("seals:seals"), crumbs(title)
        )
    initial = {"approver_title": APPROVER_TITLES[SealKind.COMMITTEE]}
    form = with_key(SealForm(request.POST or None, people=people_of(place.pk), initial=initial))
    made = done(
        request, form, f"seals.register.{place.pk}",
        lambda: services.register_seal(actor=access.actor, division=place, new=form.new_seal()),
        "已登记。以后用印从这枚印章的页面申请。",
    )  # fmt: skip
    if made is not None:
        return redirect("seals:seal", made)
    return form_page(
        request, form, title, "登记", crumbs(title), intro=f"{place}的印章。每一枚都要登记，谁保管、谁批准写清楚。"
    )


@for_roles(*RECORDERS)
@GET_OR_POST
def change(request: HttpRequest, pk: int, sort: str) -> HttpResponse:
    """Put a seal away, take it up again, destroy it."""
    access, shown = seal_of(request, pk, to_keep=True)
    if sort not in ChangeSort.values:
        raise Http404
    what = ChangeSort(sort)
    form = with_key(ChangeForm(request.POST or None, sort=what))
    made = done(
        request, form, f"seals.change.{pk}.{sort}",
        lambda: services.change_seal(
            actor=access.actor, seal=shown, sort=sort, reason=form.cleaned_data["reason"],
            receipt=form.cleaned_data.get("receipt", ""),
        ),
        f"已登记{what.label}。",
    )  # fmt: skip
    if made is not None:
        return redirect("seals:seal", pk)
    intro = {
        ChangeSort.PUT_AWAY: "封存以后不能用印，启封才能再用。换届、停用时用。",
        ChangeSort.TAKEN_UP: "启封以后可以再用印。",
        ChangeSort.DESTROYED: "印章交镇街收缴销毁。登记簿和以前的用印都留着。",
    }[what]
    path: list[Crumb | str] = [seal_crumb(shown), what.label]
    return form_page(
        request,
        form,
        f"{what.label}“{shown}”",
        what.label,
        crumbs(*path),
        intro=intro,
        danger=what is ChangeSort.DESTROYED,
    )
