"""Reviews of kinds, and what offices put on record about certificates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.orgs.queries import scopes_of
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.foundation.web.listing import Listing
from qingdan.register.lists.models import Edition
from qingdan.village.guides import services
from qingdan.village.guides.access import OfficeAccess, ReviewAccess
from qingdan.village.guides.forms.duties import ApprovalForm, CloseForm, ConfirmForm, GuidanceForm, ReviewForm, StepForm
from qingdan.village.guides.models import KindReview
from qingdan.village.guides.queries import kinds_at
from qingdan.village.guides.queries.reviews import clauses_of_notice, lacks_notice, notice_channels, notice_of
from qingdan.village.guides.roles import OFFICERS, PREPARERS, READERS
from qingdan.village.guides.services.offices import negative_editions
from qingdan.village.guides.services.reviewing import Done, Ending
from qingdan.village.guides.views.pages import done_once, form_page, own_county

ACTS = {"confirm": "确认列入负面清单", "approval": "登记审批服务的材料", "guidance": "登记对村（社区）的指导"}


@for_roles(*READERS)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """The kinds under review and those that were, of the reader's places and bodies."""
    listing: Listing[KindReview] = Listing(request, ReviewAccess(actor_of(request)).rows())
    may_flag = bool(scopes_of(actor_of(request), PREPARERS))
    context = {"listing": listing, "may_flag": may_flag, "crumbs": _crumbs("证明事项清理")}
    return render(request, "guides/reviews.html", context)


@for_roles(*READERS)
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One review with its steps."""
    access, shown = _review(request, pk)
    clauses, acts = clauses_of_notice(shown), access.may_act(shown)
    unnoticed = bool(clauses) and lacks_notice(shown)
    context = {
        "shown": shown, "steps": shown.steps.select_related("by"), "crumbs": _crumbs("证明事项清理", shown.title),
        "may_act": acts and (not shown.outcome or unnoticed), "may_close": not shown.outcome and access.may_close(shown),
        "notice_clauses": clauses, "unnoticed": unnoticed,
        "lacks_notice": clauses and not shown.outcome and notice_of(shown) is None,
    }  # fmt: skip
    return render(request, "guides/review.html", context)


@for_roles(*PREPARERS)
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest) -> HttpResponse:
    """Flag a kind as outdated, not verifiable, or without basis."""
    division, actor = own_county(request), actor_of(request)
    bodies = Body.objects.filter(division_id=division, valid_to=None).order_by("name")
    form = with_key(ReviewForm(request.POST or None, kinds=kinds_at(division, today()), bodies=bodies))
    if form.is_valid():
        answer = done_once(
            request, form, "guides.flag",
            lambda: {"pk": services.open_review(actor=actor, division=division, **said(form)).pk},
        )  # fmt: skip
        if answer is not None:
            messages.success(request, "已提出，承办部门会看到。办结以前照现在的清单办。")
            return redirect("guides:review", answer["pk"])
    return form_page(
        request, form, "提出清理一种证明", "提出", reverse("guides:reviews"), _crumbs("证明事项清理", "提出")
    )


@dataclass(frozen=True, slots=True)
class _ReviewAct:
    """An act on a review: its form, when and by whom it is done, what it does with the form, and the words of its page."""

    name: str
    form: Callable[[Any, KindReview], StepForm | CloseForm]
    open: Callable[[KindReview], bool]
    may: Callable[[ReviewAccess, KindReview], bool]
    do: Callable[[ReviewAccess, KindReview, dict[str, Any]], Any]
    title: str
    submit: str
    told: str


_STEP = _ReviewAct(
    "step", lambda data, shown: StepForm(data, channels=notice_channels(shown.division)),
    lambda shown: not shown.outcome or lacks_notice(shown), ReviewAccess.may_act,
    lambda access, shown, told: services.take_step(actor=access.actor, review=shown, done=Done(**told)),
    "登记步骤", "登记", "已登记。",
)  # fmt: skip
_CLOSE = _ReviewAct(
    "close", lambda data, _shown: CloseForm(data), lambda shown: not shown.outcome, ReviewAccess.may_close,
    lambda access, shown, told: services.close_review(actor=access.actor, review=shown, ending=Ending(**told)),
    "办结", "办结", "已办结。清单由清单管理员在下一版里改。",
)  # fmt: skip


@for_roles(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a step on record."""
    return _on_review(request, pk, _STEP)


@for_roles(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a review."""
    return _on_review(request, pk, _CLOSE)


def _on_review(request: HttpRequest, pk: int, act: _ReviewAct) -> HttpResponse:
    access, shown = _review(request, pk)
    if not act.open(shown) or not act.may(access, shown):
        raise Http404
    form, back = with_key(act.form(request.POST or None, shown)), reverse("guides:review", args=[pk])
    if form.is_valid():
        purpose = f"guides.{act.name}.{pk}"
        if done_once(request, form, purpose, lambda: {"pk": act.do(access, shown, said(form)).pk}) is not None:
            messages.success(request, act.told)
            return redirect("guides:review", pk)
    path = _crumbs("证明事项清理", act.title)
    return form_page(request, form, f"{act.title}：{shown.title}", act.submit, back, path)


@for_roles(*READERS)
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """What bodies put on record: negative lists, materials, guidance; and who has not confirmed a list in force."""
    access, division = OfficeAccess(actor_of(request)), own_county(request)
    editions = negative_editions(division)
    done = set(access.confirmations().filter(edition__in=editions).values_list("body_id", "edition_id"))
    open_ = [(body, each) for body in access.bodies() for each in editions if (body.pk, each.pk) not in done]
    context = {
        "confirmations": access.confirmations()[:200], "open": open_, "guidance": access.guidance()[:200],
        "listing": Listing(request, access.approvals().order_by("-faults", "title")), "acts": ACTS if access.body_ids else {},
        "crumbs": _crumbs("部门落实"),
    }  # fmt: skip
    return render(request, "guides/offices.html", context)


@for_roles(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, act: str) -> HttpResponse:
    """One of the three things that an officer puts on record for their body."""
    if act not in ACTS:
        raise Http404
    access, division = OfficeAccess(actor_of(request)), own_county(request)
    form = with_key(_form(request, act, access, division))
    if form.is_valid():
        answer = done_once(request, form, f"guides.{act}", lambda: _record(act, access, said(form)))
        if answer is not None:
            words = (
                "已登记。"
                if not answer["faults"]
                else f"已登记：有 {answer['faults']} 件材料是不该要的证明，已记成线索，请改材料清单。"
            )
            messages.success(request, words)
            return redirect("guides:offices")
    return form_page(request, form, ACTS[act], "登记", reverse("guides:offices"), _crumbs("部门落实", ACTS[act]))


def _form(request: HttpRequest, act: str, access: OfficeAccess, division: str) -> Any:
    data, bodies = request.POST or None, access.bodies()
    if act == "confirm":
        return ConfirmForm(data, bodies=bodies, editions=negative_editions(division))
    if act == "approval":
        return ApprovalForm(data, bodies=bodies)
    return GuidanceForm(data, bodies=bodies, kinds=kinds_at(division, today()))


def _record(act: str, access: OfficeAccess, told: dict[str, Any]) -> dict[str, Any]:
    if act == "confirm":
        edition = Edition.objects.get(pk=told.pop("edition"))
        return {"pk": services.confirm_negative(actor=access.actor, edition=edition, **told).pk, "faults": 0}
    if act == "guidance":
        return {"pk": services.record_guidance(actor=access.actor, **told).pk, "faults": 0}
    told["materials"] = told["materials"].splitlines()
    made = services.record_approval(actor=access.actor, **told)
    return {"pk": made.pk, "faults": made.faults}


def _review(request: HttpRequest, pk: int) -> tuple[ReviewAccess, KindReview]:
    access = ReviewAccess(actor_of(request))
    return access, get_object_or_404(access.rows(), pk=pk)


def _crumbs(*more: str) -> list[Crumb]:
    return [Crumb("证明目录和指南", reverse("guides:catalogue")), *map(Crumb, more)]
