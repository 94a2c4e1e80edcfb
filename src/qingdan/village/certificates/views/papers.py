"""The acts on an issued certificate: printing, stamping, handing over, replacing, revoking; and its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.documents.downloads import file_response, given_out
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.services import opened
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.personal.models import Subject
from qingdan.foundation.personal.problems import PersonalProblem
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.form_acts import with_key
from qingdan.village.certificates.forms import acts
from qingdan.village.certificates.models import Application, Certificate
from qingdan.village.certificates.roles import HANDLERS
from qingdan.village.certificates.sealed import PROXY, RECORD_SCAN, SCAN
from qingdan.village.certificates.services import electronic, erasing, handing, issuing, stamping
from qingdan.village.certificates.setting import file_of
from qingdan.village.certificates.signing.providers import SealFailed
from qingdan.village.certificates.views.pages import (
    GET_OR_POST,
    application_of,
    certificate_of,
    crumbs,
    done_once,
    form_page,
    looked_at,
)


@dataclass(frozen=True, slots=True)
class PaperAct:
    """One act on a certificate: its words, its form, its service."""

    title: str
    submit: str
    told: str
    form: Callable[[Certificate, Any, Any], Any]
    do: Callable[[Account, Certificate, Any], Any]
    intro: str = ""
    files: str = ""


def _reason(_certificate: Certificate, data: Any, files: Any) -> Any:
    return acts.ReasonForm(data, files)


def _print_form(certificate: Certificate, data: Any, files: Any) -> Any:
    """The first print asks for nothing; another one for its reason."""
    return (acts.ReasonForm if certificate.printed_at else forms.Form)(data, files)


def _nothing(_certificate: Certificate, data: Any, files: Any) -> Any:
    return forms.Form(data, files)


def _with_reason(service: Callable[..., Any]) -> Callable[[Account, Certificate, Any], Any]:
    return lambda actor, kept, form: service(actor=actor, certificate=kept, reason=form.cleaned_data.get("reason", ""))


def _scan(actor: Account, certificate: Certificate, form: Any) -> Any:
    scan = looked_at(form.cleaned_data["scan"])
    if scan is None:
        raise Http404
    return handing.add_scan(actor=actor, certificate=certificate, scan=scan)


PAPER_ACTS: Mapping[str, PaperAct] = {
    "print": PaperAct("打印", "打印", "已记下打印。请打开文件，打在一张 A4 纸上，然后盖章。", _print_form, _with_reason(handing.record_print)),
    "stamp": PaperAct("盖章", "盖好章了", "已记入用印登记。", _nothing,
        lambda actor, kept, form: stamping.record_stamp(actor=actor, certificate=kept), "章盖好以后再记；会记入用印登记。"),
    "deliver": PaperAct("交给居民", "记下交付", "已记下交付。", lambda _kept, data, files: acts.DeliverForm(data, files),
        lambda actor, kept, form: handing.record_delivery(actor=actor, certificate=kept, to=form.cleaned_data["to"])),
    "seal": PaperAct("电子签章", "请电子签章服务签章", "已交给电子签章服务，签好以后打开文件就有。", _nothing,
        lambda actor, kept, form: electronic.ask_seal(actor=actor, certificate=kept)),
    "replace": PaperAct("补发、换发", "另出一份", "已另出一份，旧的一份不再有效。", _reason, _with_reason(issuing.replace),
        "另取编号和查验码，旧的一份马上失效。"),
    "revoke": PaperAct("撤销", "撤销", "已撤销，谁来查验都看得到。", _reason, _with_reason(handing.revoke), "撤销以后不能恢复。"),
    "void": PaperAct("作废", "作废", "已作废，编号留着不再用。", _reason, _with_reason(issuing.void_certificate), "打坏了、还没有交给居民的才作废；编号不再用。"),
    "scan": PaperAct("留存扫描件", "留存", "已留存。", lambda _kept, data, files: acts.ScanForm(data, files), _scan, files="scan"),
}  # fmt: skip


@for_roles(*HANDLERS)
@GET_OR_POST
def act_on(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act on a certificate, by the table."""
    access, shown = certificate_of(request, pk)
    wanted = PAPER_ACTS.get(act)
    if wanted is None:
        raise Http404
    sent = request.method == "POST"
    form = with_key(wanted.form(shown, request.POST if sent else None, request.FILES or None))
    if sent and form.is_valid():
        do = partial(_done, access.actor, shown, wanted, form)
        if done_once(request, form, f"certificates.paper.{act}.{pk}", do, files=wanted.files) is not None:
            messages.success(request, wanted.told)
            return redirect("certificates:application", shown.application_id)
    back = reverse("certificates:application", args=[shown.application_id])
    path = crumbs(shown.application, f"{wanted.title} {shown.number}")
    return form_page(
        request,
        form,
        f"{wanted.title}：{shown.kind_title}",
        wanted.submit,
        back,
        path,
        intro=wanted.intro,
        multipart=bool(wanted.files),
    )


def _done(actor: Account, certificate: Certificate, wanted: PaperAct, form: Any) -> dict[str, Any]:
    wanted.do(actor, certificate, form)
    return {"certificate": certificate.pk}


@for_roles(*HANDLERS)
@require_safe
def certificate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as PDF, once its print is on record."""
    _access, shown = certificate_of(request, pk)
    if shown.printed_at is None:
        raise Http404
    try:
        return file_response(file_of(shown), f"{shown.kind_title}{shown.number}.pdf", "application/pdf")
    except (PersonalProblem, SealFailed) as problem:
        messages.error(request, str(problem))
        return redirect("certificates:application", shown.application_id)


@for_roles(*HANDLERS)
@require_safe
def certificate_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The stamped paper as it was kept."""
    _access, shown = certificate_of(request, pk)
    return _given_out(request, shown.scan, shown.subject, SCAN, shown.application_id)


@for_roles(*HANDLERS)
@GET_OR_POST
def application_file(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """The letter of authority (``proxy``), or what was kept with a record (by its need); with a reason that is kept."""
    access, shown = application_of(request, pk)
    file, purpose, title = _file_of(shown, which)
    form = acts.ReasonForm(request.POST or None)
    form.fields["reason"].label = "为什么要看"
    if form.is_valid():

        def act() -> dict[str, Any]:
            erasing.reveal_file(actor=access.actor, application=shown, what=title, reason=form.cleaned_data["reason"])
            return {}

        if done_once(request, form, f"certificates.file.{which}.{pk}", act) is not None:
            return _given_out(request, file, shown.subject, purpose, pk)
    back, intro = reverse("certificates:application", args=[pk]), "看过会记下：谁、什么时候、为什么。"
    return form_page(request, form, title, "记下并打开", back, crumbs(shown, title), intro=intro, again=True)


def _file_of(shown: Application, which: str) -> tuple[Attachment, str, str]:
    """The file, what it was sealed for, and what it is called; ``Http404`` where there is none."""
    if which == "proxy":
        file, purpose, title = shown.proxy, PROXY, "委托书照片"
    else:
        record = get_object_or_404(shown.safeguards.select_related("scan"), need=which)
        file, purpose, title = record.scan, RECORD_SCAN, f"留存的材料：{record.get_need_display()}"
    if file is None:
        raise Http404
    return file, purpose, title


def _given_out(
    request: HttpRequest, file: Attachment | None, subject: Subject, purpose: str, application: int
) -> HttpResponse:
    if file is None:
        raise Http404
    try:
        return given_out(file, opened(file, subject, purpose=purpose))
    except PersonalProblem as problem:
        messages.error(request, str(problem))
        return redirect("certificates:application", application)
