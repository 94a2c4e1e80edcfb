"""上级事项反映: what a document from above asks and the place's rules do not allow is told upwards, never a finding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.entry.admission import services
from qingdan.entry.admission.access import bodies_of, cases_for, own_bodies
from qingdan.entry.admission.beside_forms import AnswerFromAboveForm, UpwardForm, report_of
from qingdan.entry.admission.beside_presentation import upward_pairs
from qingdan.entry.admission.forms import UpwardFilter
from qingdan.entry.admission.models import Case, UpwardReport
from qingdan.entry.admission.papers import upward_letter
from qingdan.entry.admission.queries.upwards import upward_reports_for
from qingdan.entry.admission.roles import APPLICANTS, CASE_READERS
from qingdan.entry.admission.views.pages import done_once
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.downloads import word_response
from qingdan.foundation.documents.papers import to_docx
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.choosing import choose_page, chosen
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
_SORTS = {"newest": ["-reported_at", "-pk"], "title": ["upper_title", "pk"]}


@for_roles(*CASE_READERS)
@require_safe
def upwards(request: HttpRequest) -> HttpResponse:
    """What was told upwards, and what came back."""
    actor = actor_of(request)
    form = UpwardFilter(request.GET or None)
    rows, filters = _found(upward_reports_for(actor), form)
    listing: Listing[Any] = Listing(request, rows, sorts=_SORTS, filters=filters)
    context = {"form": form, "listing": listing, "may_report": own_bodies(actor).exists()}
    return render(request, "admission/upwards.html", context)


def _found(rows: QuerySet[UpwardReport], form: UpwardFilter) -> tuple[QuerySet[UpwardReport], dict[str, str]]:
    words = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(words.get(name), longest=60) for name in ("answered", "q")}
    if filters["answered"]:
        rows = rows.filter(answered_on__isnull=filters["answered"] == "no")
    if filters["q"]:
        wanted = filters["q"]
        rows = rows.filter(Q(upper_title__contains=wanted) | Q(upper_issuer__contains=wanted))
    return rows, filters


@for_roles(*APPLICANTS)
@_GET_OR_POST
def report(request: HttpRequest) -> HttpResponse:
    """Tell upwards that a document from above does not fit the place's rules; from a case its words come with it."""
    actor = actor_of(request)
    case = _case(actor, clean_words(request.GET.get("case")))
    held = list(own_bodies(actor).order_by("pk"))
    body = case.body if case else chosen(request, "body", held)
    if body is None:
        intro = "您代表几个单位，先选以哪个单位的名义反映。"
        return choose_page(
            request, "body", held, "反映上级事项", intro, reverse("admission:upwards"), _crumbs("反映上级事项")
        )
    form = with_key(UpwardForm(request.POST or None, initial=_words_of(case)))
    if form.is_valid():
        answer = done_once(request, form, "admission.upwards", lambda: _report(actor, body, case, said(form)))
        if answer is not None:
            messages.success(request, "已记录。请下载函的代拟稿，按公文程序报上去；答复来了在这里登记。")
            return redirect("admission:upward", answer["report"])
    context = {
        "form": form, "title": "反映上级事项", "submit": "记录", "crumbs": _crumbs("反映上级事项"),
        "cancel_url": reverse("admission:case", args=[case.pk]) if case else reverse("admission:upwards"),
        "intro": f"{body}反映。上级文件的要求和本地规定不一致的，逐级反映，不记上级的问题，也不能自己改着执行。",
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _case(actor: Account, wanted: str) -> Case | None:
    """The case of the actor's body from the address; 404 for any other."""
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit()):
        raise Http404
    return get_object_or_404(cases_for(actor).filter(body__in=bodies_of(actor)), pk=int(wanted))


def _words_of(case: Case | None) -> dict[str, Any]:
    """What the application says of the document from above."""
    if case is None:
        return {}
    words = {name: getattr(case, name) for name in ("upper_issuer", "upper_title", "upper_number")}
    return words | {"asks": case.upper_asks, "addressee": case.upper_issuer}


def _report(actor: Account, body: Body, case: Case | None, words: dict[str, Any]) -> dict[str, Any]:
    made = services.report_upwards(actor=actor, body=body, report=report_of(words), case=case)
    return {"report": made.pk}


@for_roles(*CASE_READERS)
@require_safe
def upward(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: what was told, the letter, what came back."""
    shown, actor = _report_of(request, pk), actor_of(request)
    context = {
        "report": shown, "pairs": upward_pairs(shown), "crumbs": _crumbs(shown.upper_title),
        "may_answer": shown.body_id in bodies_of(actor) and not shown.answered_on,
        "case": cases_for(actor).filter(pk=shown.case_id or 0).first(),
    }  # fmt: skip
    return render(request, "admission/upward.html", context)


@for_roles(*APPLICANTS)
@_GET_OR_POST
def upward_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what came back from above."""
    shown, actor = _report_of(request, pk), actor_of(request)
    if shown.body_id not in bodies_of(actor) or shown.answered_on:
        raise Http404
    form = with_key(AnswerFromAboveForm(request.POST or None))
    if form.is_valid():
        answer = done_once(request, form, f"admission.upwards.answer.{pk}", lambda: _answer(actor, shown, said(form)))
        if answer is not None:
            messages.success(request, "答复已登记。")
            return redirect("admission:upward", pk)
    context = {
        "form": form, "title": "登记答复", "submit": "登记", "intro": f"{shown.addressee}对《{shown.upper_title}》的答复",
        "cancel_url": reverse("admission:upward", args=[pk]), "crumbs": _crumbs(shown.upper_title, "登记答复", pk=pk),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _answer(actor: Account, shown: UpwardReport, words: dict[str, Any]) -> dict[str, Any]:
    services.record_answer(actor=actor, report=shown, **words)
    return {"report": shown.pk}


@for_roles(*CASE_READERS)
@require_safe
def upward_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as a draft."""
    made = upward_letter(_report_of(request, pk))
    return word_response(to_docx(made), made.title)


def _report_of(request: HttpRequest, pk: int) -> UpwardReport:
    return get_object_or_404(upward_reports_for(actor_of(request)), pk=pk)


def _crumbs(label: str, *more: str, pk: int | None = None) -> list[Crumb]:
    own = Crumb(label, reverse("admission:upward", args=[pk]) if pk else "")
    return [Crumb("上级事项反映", reverse("admission:upwards")), own, *map(Crumb, more)]
