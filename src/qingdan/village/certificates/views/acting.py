"""The acts on an application: one table says for each its step, its words, its form and its service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Pair
from qingdan.foundation.web.form_acts import with_key
from qingdan.village.certificates.choices import Cause, Need, Verb
from qingdan.village.certificates.forms import acts
from qingdan.village.certificates.forms_of import fields_of
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.queries import values_on_record
from qingdan.village.certificates.roles import HANDLERS
from qingdan.village.certificates.sealed import LABELS
from qingdan.village.certificates.services import erasing, explaining, handling, issuing
from qingdan.village.certificates.services.handling import Entry
from qingdan.village.certificates.views.pages import (
    GET_OR_POST,
    application_of,
    crumbs,
    done_once,
    form_page,
    looked_at,
)

Made = Callable[[Application, Any, Any], Any]
Done = Callable[[Account, Application, Any], Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: the row of the table that it needs, its words on the page, its form, its service."""

    verb: Verb
    title: str
    submit: str
    told: str
    form: Made
    do: Done
    intro: str = ""
    files: str = ""


def _plain(kind: Any) -> Made:
    return lambda _application, data, files: kind(data, files)


def _of_application(kind: Any) -> Made:
    return lambda application, data, files: kind(data, files, application=application)


def _fields(application: Application, data: Any, files: Any) -> acts.FieldsForm:
    initial = {f"v_{name}": value for name, value in values_on_record(application).items()}
    return acts.FieldsForm(data, files, fields=fields_of(application), initial=initial)


def _issue_form(application: Application, data: Any, files: Any) -> acts.HowForm:
    """Where nothing has to be on record first, the fields are filled in the same step."""
    fields = fields_of(application) if not application.safeguards.exists() else ()
    initial = {f"v_{name}": value for name, value in values_on_record(application).items()}
    return acts.HowForm(data, files, fields=fields, initial=initial)


def _issue(actor: Account, application: Application, form: acts.HowForm) -> Any:
    how = form.verified_how
    if application.safeguards.exists():
        return issuing.issue(actor=actor, application=application, verified_how=how)
    return issuing.fill_and_issue(actor=actor, application=application, values=form.values, verified_how=how)


def _record(need: Need) -> tuple[Made, Done]:
    def do(actor: Account, application: Application, form: Any) -> Any:
        said = dict(form.cleaned_data)
        scan = looked_at(said.pop("scan", None))
        entry = Entry(
            said["held_on"], said["method"], said["text"], said["favourable"] == "yes", said.get("entitled"), said.get("present"),
            said.get("in_favour"), scan,
        )  # fmt: skip
        return handling.record_safeguard(actor=actor, application=application, need=need.value, entry=entry)

    return (lambda _application, data, files: acts.RecordForm(data, files, need=need.value)), do


def _record_act(need: Need, verb: Verb) -> Act:
    form, do = _record(need)
    return Act(verb, f"记录：{need.label}", "记下", f"已记下{need.label}。", form, do, files="scan")


def _reasoned(service: Callable[..., Any]) -> Done:
    return lambda actor, application, form: service(
        actor=actor, application=application, reason=form.cleaned_data["reason"]
    )


def _said(service: Callable[..., Any], **names: str) -> Done:
    """A service that takes what the form says, under other names where ``names`` says so."""

    def do(actor: Account, application: Application, form: Any) -> Any:
        known = [name for name in form.fields if name in form.cleaned_data and name != "once"]
        said = {names.get(name, name): form.cleaned_data[name] for name in known}
        return service(actor=actor, application=application, **said)

    return do


def _escalate(actor: Account, application: Application, form: Any) -> Any:
    said = form.cleaned_data
    return explaining.escalate(
        actor=actor, application=application, cause=said.get("cause", Cause.NO_RULE), demander=said.get("demander", ""),
        reason=said.get("reason", ""), contact=said.get("contact"),
    )  # fmt: skip


ACTS: Mapping[str, Act] = {
    "fill": Act(
        Verb.FILL, "填写证明内容", "存下", "已存下。", _fields,
        lambda actor, application, form: handling.fill(actor=actor, application=application, values=form.values),
        "只填样表上的栏目；姓名和证件号码用核对过的。",
    ),
    "issue": Act(
        Verb.ISSUE, "出具证明", "出具", "已出具。下一步：打印、盖章、交给居民。", _issue_form, _issue,
        "出具以后内容不能再改；编号只取一次，按两次也是同一份。",
    ),
    "assign": Act(Verb.ASSIGN, "交办核实", "交办", "已交办。", _of_application(acts.AssignForm), _said(handling.assign)),
    "investigation": _record_act(Need.INVESTIGATION, Verb.FIND),
    "deliberation": _record_act(Need.DELIBERATION, Verb.SAFEGUARD),
    "meeting": _record_act(Need.MEETING, Verb.SAFEGUARD),
    "assessment": _record_act(Need.ASSESSMENT, Verb.SAFEGUARD),
    "prevention": _record_act(Need.PREVENTION, Verb.SAFEGUARD),
    "ask-for": Act(Verb.SAFEGUARD, "还要别的记录", "加上", "已加上，有了记录才能出具。", _plain(acts.NeedForm), _said(handling.ask_for)),
    "sign": Act(
        Verb.SIGN, "负责人签字", "同意出具，签字", "已签字。", _plain(forms.Form),
        lambda actor, application, form: handling.sign(actor=actor, application=application),
        "签字是同意按现在填的内容出具、用印。内容再改，要重新签。",
    ),
    "reject": Act(Verb.REJECT, "不予出具", "不予出具", "已记下理由。把解释说明单交给居民。", _plain(acts.RejectForm), _said(handling.reject),
        "保留清单上的证明，没有理由不能不出；理由会写在给居民的单子上。"),
    "explain": Act(Verb.EXPLAIN, "送达解释说明单", "记下送达", "已记下送达。", _plain(acts.TellForm), _said(explaining.deliver_explanation)),
    "refer": Act(Verb.REFER, "代办、领办记录", "记下", "已记下。", _plain(acts.ReferForm), _said(handling.refer)),
    "escalate": Act(Verb.ESCALATE, "向镇街反映", "报给镇街", "已报给镇街，由镇街联系有关单位协调。", _of_application(acts.EscalateForm), _escalate,
        "这一步不出证明。镇街有了结果会告诉您，由您告诉居民。"),
    "contact": Act(Verb.CONTACT, "联系有关单位", "记下", "已记下。", _plain(acts.ContactedForm), _said(explaining.record_contact, contacted="body")),
    "answer": Act(Verb.ANSWER, "记录协调结果", "告诉村里", "已告诉村里，由村里告诉居民。", _of_application(acts.AnswerForm), _said(explaining.answer)),
    "tell": Act(Verb.TELL, "告知居民结果", "记下告知", "已记下告知，这件办完了。", _plain(acts.TellForm), _said(explaining.tell_resident)),
    "withdraw": Act(Verb.WITHDRAW, "撤回申请", "撤回", "已撤回。", _plain(acts.ReasonForm), _reasoned(handling.withdraw)),
}  # fmt: skip
RECORDS = frozenset({"investigation", "deliberation", "meeting", "assessment", "prevention"})


@for_roles(*HANDLERS)
@GET_OR_POST
def act_on(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act on an application, by the table; what may not be done now leads back to the application."""
    access, shown = application_of(request, pk)
    wanted = ACTS.get(act)
    if wanted is None:
        raise Http404
    if not access.may(wanted.verb, shown):
        messages.info(request, f"这件申请{shown.get_state_display()}，现在不能{wanted.title}。")
        return redirect("certificates:application", pk)
    form = with_key(wanted.form(shown, request.POST if request.method == "POST" else None, request.FILES or None))
    if request.method == "POST" and form.is_valid():
        done = done_once(
            request,
            form,
            f"certificates.{act}.{pk}",
            lambda: _done(access.actor, shown, wanted, form),
            files=wanted.files,
        )
        if done is not None:
            messages.success(request, wanted.told)
            return redirect("certificates:application", pk)
    back = reverse("certificates:application", args=[pk])
    return form_page(
        request, form, f"{wanted.title}：{shown}", wanted.submit, back, crumbs(shown, wanted.title), intro=wanted.intro, multipart=bool(wanted.files)
    )  # fmt: skip


def _done(actor: Account, application: Application, wanted: Act, form: Any) -> dict[str, Any]:
    wanted.do(actor, application, form)
    return {"application": application.pk}


@for_roles(*HANDLERS)
@GET_OR_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at what is masked, with a reason that is kept; the answer is shown once and stands nowhere."""
    access, shown = application_of(request, pk)
    form = acts.ReasonForm(request.POST or None)
    form.fields["reason"].label = "为什么要看"
    back = reverse("certificates:application", args=[pk])
    more: dict[str, Any] = {"intro": "看过会记下：谁、什么时候、为什么。"}
    if form.is_valid():
        opened: dict[str, Any] = {}

        def act() -> dict[str, Any]:
            found = erasing.reveal(actor=access.actor, application=shown, reason=form.cleaned_data["reason"])
            opened.update(found.parts)
            return {}

        if done_once(request, form, f"certificates.reveal.{pk}", act) is not None:
            return _revealed(request, shown, opened, back)
    return form_page(request, form, f"看完整信息：{shown}", "记下并查看", back, crumbs(shown, "看完整信息"), **more)


def _revealed(request: HttpRequest, shown: Application, opened: Mapping[str, str], back: str) -> HttpResponse:
    pairs = [Pair(LABELS[name], value) for name, value in opened.items() if name in LABELS and value]
    context = {"shown": shown, "pairs": pairs, "back": back, "crumbs": crumbs(shown, "完整信息")}
    return render(request, "certificates/revealed.html", context)


@for_roles(*HANDLERS)
@GET_OR_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase the person of a matter that has ended, on their request."""
    access, shown = application_of(request, pk)
    form = with_key(acts.ReasonForm(request.POST or None))
    if form.is_valid():

        def act() -> dict[str, Any]:
            erasing.erase_application(actor=access.actor, application=shown, reason=form.cleaned_data["reason"])
            return {}

        if done_once(request, form, f"certificates.erase.{pk}", act) is not None:
            messages.success(request, "个人信息已删除，统计和办理记录还在。")
            return redirect("certificates:application", pk)
    back = reverse("certificates:application", args=[pk])
    intro = "删除以后谁也看不到姓名、号码和证明内容，不能恢复；什么时候办的、谁要的、用了几天还在。"
    return form_page(request, form, "删除个人信息", "删除", back, crumbs(shown, "删除个人信息"), intro=intro)
