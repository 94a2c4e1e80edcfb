"""The applicant's pages: the form, the pre-check, handing in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.entry.admission import services
from qingdan.entry.admission.access import bodies_of, cases_for, own_bodies
from qingdan.entry.admission.application_form import ApplicationForm, ChainForm, initial_of
from qingdan.entry.admission.checking import Checked, check
from qingdan.entry.admission.forms import ConfirmForm
from qingdan.entry.admission.models import Case
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.queries.procedures import asked_of_certificates, kinds_to_apply_for
from qingdan.entry.admission.roles import APPLICANTS
from qingdan.entry.admission.rules import State
from qingdan.entry.admission.services.drafting import chain_of, discardable
from qingdan.entry.admission.services.handing import procedure_of
from qingdan.entry.admission.views.pages import case_crumbs
from qingdan.entry.admission.wanting import missing_parts
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.rules import BadFile
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.choosing import choose_page, chosen
from qingdan.foundation.web.components import VerdictCard
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.facts import FACTS
from qingdan.policy.gate.model import Outcome, Verdict
from qingdan.policy.packs.procedures import Procedure
from qingdan.policy.packs.queries import OutsideEveryPack
from qingdan.register.check.answering import card_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@for_roles(*APPLICANTS)
@GET_OR_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A new application."""
    actor = actor_of(request)
    held = list(own_bodies(actor).order_by("pk"))
    body = chosen(request, "body", held)
    if body is None:
        return _which(request, held, "申请准入", "您代表几个单位，先选以哪个单位的名义申请。")
    form = _form(request, body, {"openness": "internal", "places": [body.division_id], **_said_before(request)})
    if form.is_valid():
        chart = upload(request, form, actor, body, "flow_file")
        if not form.errors:
            try:
                case = services.start_case(actor=actor, body=body, application=form.application(chart))
            except AdmissionProblem as problem:
                add(form, problem)
            else:
                messages.success(request, "草稿已保存，别的单位看不到。")
                return _after(request, case)
    return _page(request, form, None)


@for_roles(*APPLICANTS)
@GET_OR_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft or a returned application."""
    actor = actor_of(request)
    case = own_case(actor, pk)
    form = _form(request, case.body, initial_of(case), case.kept_procedure)
    if form.is_valid():
        chart = upload(request, form, actor, case.body, "flow_file") or case.flow_chart
        if not form.errors:
            try:
                services.save_draft(
                    actor=actor, case=case, application=form.application(chart), seen=form.cleaned_data["revision"]
                )
            except AdmissionProblem as problem:
                add(form, problem)
            else:
                messages.success(request, "已保存。")
                return _after(request, case)
    return _page(request, form, case)


@for_roles(*APPLICANTS)
@GET_OR_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away that was never sent anywhere; asked first."""
    actor = actor_of(request)
    case = own_case(actor, pk)
    if not discardable(case):
        raise Http404
    if request.method == "POST":
        try:
            services.discard_draft(actor=actor, case=case)
        except AdmissionProblem as problem:  # somebody was faster and sent it off
            messages.error(request, str(problem))
            return redirect("admission:case", pk)
        messages.success(request, f"“{case.title}”的草稿已删掉。")
        return redirect("admission:cases")
    context = {
        "form": ConfirmForm(), "title": "删掉草稿", "submit": "删掉", "danger": True, "crumbs": case_crumbs(case, "删掉草稿"),
        "intro": f"{case.title}（{case.body}）。删掉以后找不回来。", "cancel_url": reverse("admission:case", args=[pk]),
    }  # fmt: skip
    return render(request, "web/form_page.html", context)


def _after(request: HttpRequest, case: Case) -> HttpResponse:
    return redirect("admission:check" if "check" in request.POST else "admission:case", case.pk)


def _which(request: HttpRequest, held: list[Body], title: str, intro: str) -> HttpResponse:
    return choose_page(request, "body", held, title, intro, reverse("admission:cases"), case_crumbs(None, title))


def _said_before(request: HttpRequest) -> dict[str, str]:
    """What the address says of the matter already: a demand that was found in the body's own draft."""
    longest = {"kind": 20, "title": 200, "content": 4000, "frequency": 20, "verifiable": 5}
    said = {name: clean_words(request.GET.get(name), longest=most) for name, most in longest.items()}
    return {name: words for name, words in said.items() if words}


def _form(request: HttpRequest, body: Body, initial: dict[str, Any], kept: Procedure | None = None) -> ApplicationForm:
    """The form with the parts that the place asks for today, or asked when the case was handed in."""
    try:
        kinds = kinds_to_apply_for(body, today())
        parts = asked_of_certificates(body, kinds, today()) | {each.part for each in (kept.requires if kept else ())}
    except OutsideEveryPack as error:
        raise Http404 from error
    return ApplicationForm(
        request.POST or None, request.FILES or None, body=body, kinds=kinds, parts=parts, initial=initial
    )


def _page(request: HttpRequest, form: ApplicationForm, case: Case | None) -> HttpResponse:
    title = "修改申请" if case else "申请准入"
    context = {
        "form": form,
        "case": case,
        "title": title,
        "body": form.body,
        "crumbs": case_crumbs(case, title),
    }
    return render(request, "admission/application.html", context, status=400 if form.errors else 200)


def upload(request: HttpRequest, form: Any, actor: Account, body: Body, name: str) -> Attachment | None:
    """The uploaded file as an attachment of the body's division; a file that is not taken becomes the field's error."""
    sent = request.FILES.get(name)
    if sent is None:
        return None
    try:
        return attach(actor=actor, division=body.division, name=sent.name or "", data=sent.read(), of_case=True)
    except BadFile as error:
        form.add_error(name, str(error))
        return None


def add(form: Any, problem: AdmissionProblem) -> None:
    """A service's refusal at the field that it is about, or above the form."""
    names = {"divisions": "places", "scan": "scan_file", "facts": None}
    name = names.get(problem.field, problem.field)
    form.add_error(name if name in form.fields else None, str(problem))


def own_case(actor: Account, pk: int) -> Case:
    """A case of the actor's own body; 404 for every other."""
    return get_object_or_404(cases_for(actor).filter(body__in=bodies_of(actor)), pk=pk)


@for_roles(*APPLICANTS)
@require_safe
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The pre-check: red lines, similar items, the burden, what is missing; from here the application is handed in."""
    case = own_case(actor_of(request), pk)
    procedure, undecided = _procedure_or_why(case)
    checked = check(case, procedure)
    editable = case.state in {State.DRAFT, State.RETURNED}
    missing = missing_parts(case, procedure) if procedure else []
    refused = [each for each in missing if each.refused]
    context = {
        "case": case, "checked": checked, "missing": [each for each in missing if not each.refused], "refused": refused, "undecided": undecided,
        "unknown": [FACTS[name].question for name in checked.unknown],
        "cards": [(place.name, _card(place.verdict)) for place in (checked.forbidden[:5] or [checked.worst])], "standing": _standing(checked, bool(procedure), bool(refused)),
        "warnings": [(each.label, card_of(each.verdict)) for each in checked.warnings], "editable": editable,
        "may_hand_in": bool(procedure) and editable and not checked.forbidden and not checked.needless and not refused,
        "chain": len(case.chain) > 1, "crumbs": case_crumbs(case, "预检"),
    }  # fmt: skip
    return render(request, "admission/check.html", context)


def _card(verdict: Verdict) -> VerdictCard:
    """The gate's answer as an applicant needs it: what to do next stands elsewhere on the page."""
    card = card_of(verdict)
    return replace(card, next_step="", links=[replace(link, main=False) for link in card.links])


def _standing(checked: Checked, has_procedure: bool, refused: bool) -> str:
    """Whether the application can be handed in, in one sentence."""
    if checked.forbidden:
        return "清单不允许，不能报送。下面写着是哪一条。"
    if refused:
        return "不符合准入的条件，不能报送。下面写着是哪一条、可以怎么办。"
    if checked.needless:
        return "不用申请：清单上已经有，照清单办就可以。"
    if not has_procedure:
        return "现在不能报送：这个地方还没有准入步骤。草稿会留着。"
    if checked.outcome in {Outcome.UNLISTED, Outcome.UNDECIDED}:
        return "没有碰到不允许的。现有清单上找不到这件事，所以要走准入。"
    return "没有碰到不允许的。下面说的条件，审核时会看。"


def _procedure_or_why(case: Case) -> tuple[Procedure | None, str]:
    """The procedure, or why there is none."""
    try:
        return procedure_of(case), ""
    except AdmissionProblem as problem:
        return None, str(problem)


@for_roles(*APPLICANTS)
@GET_OR_POST
def chain(request: HttpRequest) -> HttpResponse:
    """Who signs in the body before an application leaves it."""
    actor = actor_of(request)
    held = list(own_bodies(actor).order_by("pk"))
    body = chosen(request, "body", held)
    if body is None:
        return _which(request, held, "审签步骤", "您代表几个单位，先选是哪个单位的。")
    form = ChainForm(request.POST or None, initial={"steps": "\n".join(chain_of(body))})
    if form.is_valid():
        try:
            services.set_chain(actor=actor, body=body, steps=form.cleaned_data["steps"].splitlines())
        except AdmissionProblem as problem:
            add(form, problem)
        else:
            messages.success(request, "已设置。")
            return redirect("admission:cases")
    context = {
        "form": form, "title": f"{body}的审签步骤", "submit": "保存", "cancel_url": reverse("admission:cases"), "crumbs": case_crumbs(None, "审签步骤"),
        "intro": "申请报送以前在本单位走这些步骤，每一步由不同的人签；也可以上传盖好章的扫描件代替。",
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)
