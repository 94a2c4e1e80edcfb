"""Voluntary consultation of towns and villages, and the hand-over of what was approved to its list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from qingdan.entry.admission import services
from qingdan.entry.admission.application_form import ConsultForm, OpinionForm
from qingdan.entry.admission.models import ConsultedDivision
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.roles import CASE_READERS, VILLAGES
from qingdan.entry.admission.rules import Stance
from qingdan.entry.admission.views.pages import case_crumbs, case_of
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.queries import divisions_within
from qingdan.foundation.web.access import for_roles

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@for_roles(*CASE_READERS)
@_GET_OR_POST
def consult(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the towns of the scope and a sample of its villages."""
    case = case_of(request, pk)
    form = ConsultForm(request.POST or None)
    if form.is_valid():
        try:
            services.consult(actor=actor_of(request), case=case, **form.cleaned_data)
        except AdmissionProblem as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, "已发出，自愿回复。")
            return redirect("admission:case", pk)
    context = {
        "form": form, "title": "征求镇村意见", "submit": "征求", "cancel_url": reverse("admission:case", args=[pk]),
        "crumbs": case_crumbs(case, "征求镇村意见"),
        "intro": "问范围里的镇街，再随机抽几个村（社区）。自愿回复，不等它，和各单位的意见并列。",
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@for_roles(*VILLAGES)
@_GET_OR_POST
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """A town or village says what it thinks; voluntary."""
    actor = actor_of(request)
    rows = ConsultedDivision.objects.filter(division__in=divisions_within(actor, VILLAGES))
    row = get_object_or_404(rows.select_related("consultation__case__body", "division"), pk=pk)
    form = OpinionForm(request.POST or None, initial={"stance": row.stance, "text": row.text})
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.answer_consultation(actor=actor, row=row, stance=Stance(said["stance"]), text=said["text"])
        except AdmissionProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "收到了，谢谢。")
            return redirect("web:home")
    context = {"form": form, "row": row, "case": row.consultation.case, "title": "听听您的意见"}
    return render(request, "admission/consultation.html", context, status=400 if form.errors else 200)


@for_roles(Role.LIST_STEWARD)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an approved item into the draft of its list, where it could not be done by itself."""
    case = case_of(request, pk)
    try:
        services.take_into_list(actor=actor_of(request), case=case)
    except AdmissionProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "已写进清单草稿。")
    return redirect("admission:case", pk)
