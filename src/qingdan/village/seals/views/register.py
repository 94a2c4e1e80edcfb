"""The register: entering a use, the list of entries, one entry, what is said of it later."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.village.seals import services
from qingdan.village.seals.access import SealAccess, people_of
from qingdan.village.seals.forms.asking import NoteForm, PressForm
from qingdan.village.seals.forms.filters import LogFilter
from qingdan.village.seals.models import SealUse, UseNote
from qingdan.village.seals.presentation import pairs_of_use
from qingdan.village.seals.queries import entered_in, month_of, with_spoiled
from qingdan.village.seals.roles import READERS, RECORDERS
from qingdan.village.seals.services.pressing import copies_left
from qingdan.village.seals.sources import sealed_thing
from qingdan.village.seals.views.pages import (
    GET_OR_POST,
    MOST_ROWS,
    access_of,
    approval_crumb,
    approval_of,
    crumbs,
    done,
    form_page,
)

MOST_SEALS = 200
_SORTS = {"newest": ["-recorded_at", "-pk"], "number": ["seal", "year", "number"]}
_HEADER = (
    "村（社区）", "印章", "编号", "盖章日期", "什么材料", "做什么用", "份数", "每份页数", "经办人", "批准人", "纸质批准", "盖章人", "保管人", "说明",
    "留存件",
)  # fmt: skip


@for_roles(*RECORDERS)
@GET_OR_POST
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that a seal was pressed on an approval."""
    access, given = approval_of(request, pk, to_keep=True)
    thing = sealed_thing(given.source)
    if thing is not None and (its_page := thing.url(given.reference)):
        messages.info(request, f"这是{thing.label}的用印，在它自己的页面登记盖章。")
        return redirect(its_page)
    left = copies_left(given)
    if left <= 0:
        messages.info(request, "批准的份数已经盖完了。")
        return redirect("seals:approval", pk)
    people = people_of(given.seal.division_id)
    form = with_key(PressForm(request.POST or None, approval=given, people=people, left=left))
    made = done(
        request, form, f"seals.press.{pk}",
        lambda: services.record_use(actor=access.actor, approval=given, **form.pressed()),
        "已登记用印。请核对一遍编号、份数。",
    )  # fmt: skip
    if made is not None:
        return redirect("seals:use", made)
    intro = (
        f"“{given}”，{given.approver_name}已批准，盖“{given.seal}”。盖一次登记一次，登记以后不能改，写错了用“更正”。"
    )
    return form_page(request, form, "盖章登记", "登记", crumbs(approval_crumb(given), "盖章登记"), intro=intro)


@for_roles(*READERS)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The entries of the register, found by seal, month, person, words."""
    access = access_of(request)
    form, rows, filters = found(request, access)
    listing: Listing[Any] = Listing(request, rows, sorts=_SORTS, filters=filters)
    seal = filters["seal"]
    context = {
        "form": form, "listing": listing, "query": request.GET.urlencode(), "wide": not access.villages, "crumbs": crumbs("用印登记"),
        "month_url": f"{reverse('seals:month', args=[int(seal)])}?month={filters['month']}" if seal else "",
    }  # fmt: skip
    return render(request, "seals/log.html", context)


def found(request: HttpRequest, access: SealAccess) -> tuple[LogFilter, QuerySet[Any], dict[str, str]]:
    """The entries that the address asks for, the newest first unless sorted."""
    form = LogFilter(request.GET or None, seals=access.seals()[:MOST_SEALS])
    said = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(said.get(name), longest=60) for name in ("q", "seal", "month", "mark")}
    rows: QuerySet[Any] = with_spoiled(access.uses()).order_by("-recorded_at", "-pk")
    if words := filters["q"]:
        rows = rows.filter(_matching(words))
    if filters["seal"]:
        rows = rows.filter(seal=int(filters["seal"]))
    month = month_of(filters["month"])
    if month is not None:
        rows = rows.filter(entered_in(month))
    marks = {name: Q(**{name: True}) for name in ("late", "outside", "on_behalf")} | {
        "spoiled": Q(spoiled__isnull=False)
    }
    return form, rows.filter(marks.get(filters["mark"], Q())), filters


def _matching(words: str) -> Q:
    fields = (
        "approval__document_title", "approval__purpose", "approval__applicant_name", "approval__approver_name",
        "approval__paper_number", "presser_name", "keeper_name", "seal__name", "seal__division__name",
    )  # fmt: skip
    meant = Q(pk__in=[])
    for field in fields:
        meant |= Q(**{f"{field}__contains": words})
    year, _, number = words.partition("-")
    if year.isdecimal() and number.isdecimal() and len(words) < 16:
        meant |= Q(year=int(year), number=int(number))
    return meant


@for_roles(*READERS)
@require_safe
def log_excel(request: HttpRequest) -> HttpResponse:
    """The entries found, as an Excel file."""
    _form, rows, _filters = found(request, access_of(request))
    return excel_response("用印登记", _HEADER, [_row(each) for each in rows[:MOST_ROWS]])


def _row(use: Any) -> tuple[object, ...]:
    given = use.approval
    paper = f"{given.paper_number}（{given.paper_on}）" if given.on_paper else ""
    return (
        str(use.seal.division), str(use.seal), use.label, use.pressed_on, given.document_title, given.purpose, use.copies, use.pages,
        given.applicant_name, given.approver_name, paper, use.presser_name, use.keeper_name, remarks(use), given.kept_at,
    )  # fmt: skip


def remarks(use: Any, *, short: bool = False) -> str:
    """What is marked on an entry, in words; ``short`` leaves out why it is spoiled."""
    marks = [
        ("作废" if short else f"作废：{use.spoiled}") if use.spoiled is not None else "", "补录" if use.late or use.approval.late else "",
        "在外面盖的" if use.outside else "", "代录" if use.on_behalf else "",
    ]  # fmt: skip
    return "；".join(mark for mark in marks if mark)


@for_roles(*READERS)
@require_safe
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with everything that was said of it later."""
    access = access_of(request)
    shown = get_object_or_404(with_spoiled(access.uses()), pk=pk)
    context = {
        "shown": shown, "pairs": pairs_of_use(shown), "notes": list(shown.notes.select_related("by")),
        "keeps": access.acts_for(shown.seal.division_id) is not None, "remarks": remarks(shown),
        "times": [f"{localtime(note.at):%Y-%m-%d}" for note in shown.notes.all()],
        "crumbs": crumbs(Crumb("用印登记", reverse("seals:log")), shown.label),
    }  # fmt: skip
    return render(request, "seals/use.html", context)


@for_roles(*RECORDERS)
@GET_OR_POST
def spoil(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an entry as spoiled."""
    told = "盖坏、盖错的登记作废：编号留着，份数可以重新盖。请写为什么作废、废件怎么处理的。"
    return _note(
        request,
        pk,
        "作废",
        told,
        lambda actor, entry, words: services.mark_spoiled(actor=actor, use=entry, reason=words),
    )


@for_roles(*RECORDERS)
@GET_OR_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a correction to an entry."""
    told = "原来的登记不改，更正写在后面，谁什么时候更正的都看得到。"
    return _note(
        request, pk, "更正", told, lambda actor, entry, words: services.correct(actor=actor, use=entry, text=words)
    )


def _note(
    request: HttpRequest, pk: int, title: str, intro: str, add: Callable[[Account, SealUse, str], UseNote]
) -> HttpResponse:
    access = access_of(request)
    entry = get_object_or_404(access.uses(), pk=pk)
    if access.acts_for(entry.seal.division_id) is None:
        raise Http404
    form = with_key(NoteForm(request.POST or None))
    act = partial(_add, add, access.actor, entry, form)
    if done(request, form, f"seals.{title}.{pk}", act, f"已登记{title}。") is not None:
        return redirect("seals:use", pk)
    path = crumbs(Crumb("用印登记", reverse("seals:log")), Crumb(entry.label, reverse("seals:use", args=[pk])), title)
    return form_page(request, form, f"{title} {entry.label}", title, path, intro=intro)


def _add(add: Callable[[Account, SealUse, str], UseNote], actor: Account, entry: SealUse, form: NoteForm) -> UseNote:
    return add(actor, entry, form.cleaned_data["words"])
