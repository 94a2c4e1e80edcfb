"""Asking for a seal, entering a paper approval, asking to take a seal outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.form_acts import with_key
from qingdan.village.seals import services
from qingdan.village.seals.access import SealAccess, people_of
from qingdan.village.seals.forms.asking import AskForm, AskOutForm, PaperForm
from qingdan.village.seals.models import Seal, SealApproval
from qingdan.village.seals.roles import RECORDERS
from qingdan.village.seals.settings import seal_rules
from qingdan.village.seals.views.pages import GET_OR_POST, crumbs, done, form_page, seal_crumb, seal_of


@for_roles(*RECORDERS)
@GET_OR_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a use."""
    access, shown = seal_of(request, pk, to_keep=True)
    form = _form(AskForm, request, access, shown)
    intro = f"申请盖“{shown}”。{shown.approver_title}批准以后才能盖章。"
    if not shown.approver_role:
        intro += "这枚印章用纸质审批单，请改用“录入纸质批准”。"
    act = _asking(access, shown, form)
    return _page(request, form, shown, "申请用印", "送去批准", intro, act, f"已送{shown.approver_title}批准。")


@for_roles(*RECORDERS)
@GET_OR_POST
def ask_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to take a seal outside."""
    access, shown = seal_of(request, pk, to_keep=True)
    form = _form(AskOutForm, request, access, shown)
    intro = f"印章一般不带出。确实要带的，{shown.approver_title}批准以后登记带到哪里、哪天带回。在外面盖的章另外申请、另外登记。"
    act = _asking(access, shown, form)
    return _page(request, form, shown, "申请带出", "送去批准", intro, act, f"已送{shown.approver_title}批准。")


@for_roles(*RECORDERS)
@GET_OR_POST
def enter_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an approval that was given on paper."""
    access, shown = seal_of(request, pk, to_keep=True)
    form = _form(PaperForm, request, access, shown)
    days = seal_rules(shown.division_id, today()).late_days
    intro = f"照签过字的审批单录入，录入马上有效，再由另一位同志对照原件核对。不是当天录的注明补录；超过 {days} 天的由镇街代录。"

    def act() -> SealApproval:
        return services.record_approval(actor=access.actor, seal=shown, wanted=form.wanted(), paper=form.paper())

    told = "已录入，可以登记盖章了。请另一位同志对照原件核对。"
    return _page(request, form, shown, "录入纸质批准", "录入", intro, act, told)


def _form(kind: type[Any], request: HttpRequest, access: SealAccess, seal: Seal) -> Any:
    people = people_of(seal.division_id)
    return with_key(kind(request.POST or None, seal=seal, people=people, actor=access.actor))


def _asking(access: SealAccess, seal: Seal, form: Any) -> Callable[[], SealApproval]:
    return lambda: services.ask_approval(actor=access.actor, seal=seal, wanted=form.wanted())


def _page(
    request: HttpRequest,
    form: Any,
    seal: Seal,
    title: str,
    submit: str,
    intro: str,
    act: Callable[[], SealApproval],
    told: str,
) -> HttpResponse:
    made = done(request, form, f"seals.{title}.{seal.pk}", act, told)
    if made is not None:
        return redirect("seals:approval", made)
    return form_page(request, form, title, submit, crumbs(seal_crumb(seal), title), intro=intro)
