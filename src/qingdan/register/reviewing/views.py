"""Pages of the annual review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.fields import in_words
from qingdan.register.lists.forms.items import BasisFormSet, ItemForm, bases_from, faults_of, initial_bases, initial_of
from qingdan.register.lists.queries import own_division
from qingdan.register.reviewing import services
from qingdan.register.reviewing.forms import AnswerFilter, AnswerForm, OpenForm
from qingdan.register.reviewing.models import Answer, ReviewedItem, ReviewRound
from qingdan.register.reviewing.queries import READERS, answers_for, items_for, keeps, oversees, progress, reviews_of
from qingdan.register.reviewing.services import ReviewProblem

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
_TAGS = {Answer.KEEP: "tag--done", Answer.AMEND: "tag--amber", Answer.GIVE_UP: "tag--red", Answer.WAITING: "tag--wait"}


@for_roles(*READERS)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """All rounds of the reader's place."""
    actor = actor_of(request)
    listing: Listing[ReviewRound] = Listing(request, reviews_of(actor), sorts={"opened": ["-opened_at"]})
    division = own_division(actor, Role.LIST_STEWARD)
    may_open = division is not None and not ReviewRound.objects.filter(division=division.pk, closed_at=None).exists()
    return render(
        request, "reviewing/reviews.html", {"listing": listing, "may_open": may_open, "crumbs": [Crumb("年度复核")]}
    )


@for_roles(Role.LIST_STEWARD)
@_GET_OR_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a round."""
    actor = actor_of(request)
    division = own_division(actor, Role.LIST_STEWARD)
    if division is None:
        raise Http404
    initial = {"title": f"{today().year}年清单复核", "due_on": today() + timedelta(days=30)}
    form = OpenForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            review = services.open_review(actor=actor, division=division.pk, **form.cleaned_data)
        except ReviewProblem as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(request, "已发起，各牵头单位都收到了通知。")
            return redirect("reviewing:review", review.pk)
    context = {
        "form": form, "title": f"发起{division}的清单复核", "submit": "发起", "cancel_url": reverse("reviewing:reviews"),
        "intro": "本地现行清单的每一项，都请牵头单位说明理由、修改或退出。到期没有答复的，事项不变，只标出来。",
        "crumbs": [Crumb("年度复核", reverse("reviewing:reviews")), Crumb("发起")],
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@for_roles(*READERS)
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: how far each body is, and the items that the reader may see."""
    actor, shown = actor_of(request), _readable(request, pk)
    rows, filters = _found(request, items_for(actor, shown))
    listing: Listing[ReviewedItem] = Listing(
        request,
        rows,
        filters=filters,
        sorts={"list": ["item__edition_id", "item__position"], "answer": ["answer", "pk"]},
    )
    whole = oversees(actor, shown)
    context = {
        "review": shown, "listing": listing, "form": AnswerFilter(request.GET or None), "whole": whole,
        "keeps": keeps(actor, shown), "progress": progress(shown) if whole else [], "today": today(),
        "shown": [(each, _TAGS[Answer(each.answer)]) for each in listing.page],
        "to_write": shown.items.filter(answer__in=[Answer.AMEND, Answer.GIVE_UP], taken_into=None).count() if whole else 0,
        "crumbs": [Crumb("年度复核", reverse("reviewing:reviews")), Crumb(shown.title)],
    }  # fmt: skip
    return render(request, "reviewing/review.html", context)


def _found(request: HttpRequest, rows: Any) -> tuple[Any, dict[str, str]]:
    words = clean_words(request.GET.get("q"), longest=60)
    answer = clean_words(request.GET.get("answer"))
    if words:
        rows = rows.filter(
            Q(item__title__contains=words) | Q(body__name__contains=words) | Q(item__lead_body__contains=words)
        )
    if answer in set(Answer):
        rows = rows.filter(answer=answer)
    return rows, {"q": words, "answer": answer if answer in set(Answer) else ""}


@for_roles(*READERS)
@require_safe
def review_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The items and answers of a round as an Excel file."""
    shown = _readable(request, pk)
    rows, _filters = _found(request, items_for(actor_of(request), shown))
    header = ("清单", "编号", "事项", "牵头单位", "答复", "理由", "答复人", "答复日期", "代录", "写进草稿")
    lines = (
        (
            each.item.edition.item_list.title, each.item.code, each.item.title, str(each.body or each.item.lead_body),
            each.get_answer_display(), each.reason, str(each.answered_by or ""),
            f"{each.answered_at:%Y-%m-%d}" if each.answered_at else "", "是" if each.on_behalf else "",
            "是" if each.taken_into_id else "",
        )
        for each in rows
    )  # fmt: skip
    return excel_response(shown.title, header, lines)


@for_roles(*READERS)
@_GET_OR_POST
def answer(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Justify, amend or give up one item."""
    actor, shown = actor_of(request), _readable(request, pk)
    reviewed = get_object_or_404(items_for(actor, shown), pk=item)
    if answers_for(actor, reviewed) is None:
        raise Http404
    content = reviewed.proposal or reviewed.item.spec
    form = AnswerForm(request.POST or None, initial={"said": reviewed.answer, "reason": reviewed.reason})
    wish = ItemForm(
        request.POST or None,
        initial=initial_of(content),
        kind=ListKind(reviewed.item.edition.item_list.kind),
        prefix="wish",
    )
    del wish.fields["reason"]
    bases = BasisFormSet(request.POST or None, initial=initial_bases(content), prefix="basis")
    if request.method == "POST" and form.is_valid() and _save(request, reviewed, form, wish, bases):
        messages.success(request, f"已答复“{reviewed.item.title}”。")
        return redirect("reviewing:review", shown.pk)
    context = {
        "form": form, "wish": wish, "bases": bases, "reviewed": reviewed, "review": shown,
        "pairs": in_words(reviewed.item.spec), "on_behalf": not answers_for(actor, reviewed),
        "crumbs": [Crumb("年度复核", reverse("reviewing:reviews")), Crumb(shown.title, reverse("reviewing:review", args=[pk])), Crumb("答复")],
    }  # fmt: skip
    return render(request, "reviewing/answer.html", context, status=400 if form.errors or wish.errors else 200)


def _save(request: HttpRequest, reviewed: ReviewedItem, form: AnswerForm, wish: ItemForm, bases: Any) -> bool:
    said = Answer(form.cleaned_data["said"])
    try:
        proposal = _proposal(wish, bases, reviewed) if said is Answer.AMEND else None
        if said is Answer.AMEND and proposal is None:
            return False
        services.answer(
            actor=actor_of(request), reviewed=reviewed, said=said, reason=form.cleaned_data["reason"], proposal=proposal
        )
    except ValidationError as error:
        for fault in faults_of(error):
            wish.add_error(None, fault)
        return False
    except ReviewProblem as problem:
        form.add_error(problem.field or None, str(problem))
        return False
    return True


def _proposal(wish: ItemForm, bases: Any, reviewed: ReviewedItem) -> ItemSpec | None:
    if not (wish.is_valid() and bases.is_valid()):
        return None
    return wish.spec(bases_from(bases, reviewed.item.spec), reviewed.item.spec)


@for_roles(Role.LIST_STEWARD)
@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the answers into the drafts."""
    shown = _kept(request, pk)
    try:
        drafts = services.take_over(actor=actor_of(request), review=shown)
    except ReviewProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"已写进 {len(drafts)} 份草稿，请到“清单编修”里核对后提交发布。")
    return redirect("reviewing:review", pk)


@for_roles(Role.LIST_STEWARD)
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the bodies that have not answered."""
    try:
        number = services.remind(actor=actor_of(request), review=_kept(request, pk))
    except ReviewProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"已提醒 {number} 个单位。同一天只提醒一次。")
    return redirect("reviewing:review", pk)


@for_roles(Role.LIST_STEWARD)
@_GET_OR_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end the round."""
    shown = _kept(request, pk)
    if request.method == "POST":
        try:
            services.close_review(actor=actor_of(request), review=shown)
        except ReviewProblem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "这一轮复核已经结束。")
        return redirect("reviewing:review", pk)
    left = shown.items.filter(answer=Answer.WAITING).count()
    context = {
        "title": f"结束“{shown.title}”？", "effect": f"还有 {left} 项没有答复，它们照旧留在清单上，标明没有答复。结束以后不能再答复。",
        "submit": "结束这一轮", "sent": ("sure", "1"), "cancel_url": reverse("reviewing:review", args=[pk]),
        "crumbs": [Crumb("年度复核", reverse("reviewing:reviews")), Crumb(shown.title)],
    }  # fmt: skip
    return render(request, "web/confirm.html", context)


def _readable(request: HttpRequest, pk: int) -> ReviewRound:
    return get_object_or_404(reviews_of(actor_of(request)), pk=pk)


def _kept(request: HttpRequest, pk: int) -> ReviewRound:
    """A round that the reader keeps; 404 else."""
    shown = _readable(request, pk)
    if not keeps(actor_of(request), shown):
        raise Http404
    return shown
