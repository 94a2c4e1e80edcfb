"""The steps of a finding as pages: one for each verb of the table that a person takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import for_roles
from qingdan.ledger import forms, services
from qingdan.ledger.choices import LIVE, Verb
from qingdan.ledger.models import Finding
from qingdan.ledger.presentation import extension_words, shown
from qingdan.ledger.queries import asked_extension, responsible_bodies
from qingdan.ledger.roles import OFFICERS
from qingdan.ledger.rules import TRANSITIONS
from qingdan.ledger.services import LedgerProblem
from qingdan.ledger.views.pages import ONCE, done_once, finding_crumbs, finding_of, powers_of, taken, with_key

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """A verb as a page: its form, what the button says, and the service that does it. ``main``: the usual next step."""

    verb: Verb
    form: type[Any]
    button: str
    run: Callable[[Account, Finding, Said], object]
    main: bool = False
    told: str = "已记录。"


def _decide_extension(actor: Account, finding: Finding, said: Said) -> object:
    asked = asked_extension(finding)
    if asked is None:
        raise LedgerProblem("没有等批的延期申请，可能已经有人批了。")
    granted = said["granted"] == "yes"
    return services.decide_extension(actor=actor, extension=asked, granted=granted, reason=said["reason"])


def _by(service: Callable[..., object]) -> Callable[[Account, Finding, Said], object]:
    return lambda actor, finding, said: service(actor=actor, finding=finding, **said)


ACTS: Mapping[str, Act] = {
    "plan": Act(Verb.PLAN, forms.PlanForm, "写整改措施", _by(services.plan), main=True),
    "report": Act(
        Verb.REPORT, forms.ReportForm, "报告整改完成", _by(services.report_mended), main=True,
        told="已报告，等牵头单位或镇街核验。",
    ),
    "verify": Act(Verb.VERIFY, forms.VerifyForm, "核验销号", _by(services.verify), main=True, told="已核验销号。"),
    "send-back": Act(Verb.SEND_BACK, forms.SendBackForm, "退回再改", _by(services.send_back), told="已退回。"),
    "ask-extension": Act(
        Verb.ASK_EXTENSION, forms.ExtensionForm, "申请延期", _by(services.ask_extension),
        told="已申请，批准以前时限照旧。",
    ),
    "decide-extension": Act(Verb.GRANT_EXTENSION, forms.DecideForm, "批延期申请", _decide_extension, main=True),
    "reopen": Act(Verb.REOPEN, forms.ReopenForm, "重新整改", _by(services.reopen)),
    "merge": Act(Verb.MERGE, forms.MergeForm, "并入别的问题", _by(services.merge_findings)),
    "reassign": Act(Verb.REASSIGN, forms.ReassignForm, "改由别的单位整改", _by(services.reassign)),
    "annul": Act(Verb.ANNUL, forms.ReasonForm, "撤销", _by(services.annul)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenAct:
    """What the reader may do now, as a link; ``main`` stands on one of them at most."""

    button: str
    url: str
    main: bool


def open_acts(request: HttpRequest, finding: Finding) -> list[OpenAct]:
    """What the reader may do with a finding now, the usual next step first."""
    powers = powers_of(request)
    shut = "ask-extension" if asked_extension(finding) else "decide-extension"
    acts = [(slug, act) for slug, act in ACTS.items() if slug != shut and powers.may(act.verb, finding)]
    if finding.measure:  # the measure stands: the usual next step is to report, another measure comes after it
        acts.sort(key=lambda each: each[0] == "plan")
    acts.sort(key=lambda each: not each[1].main)
    return [
        OpenAct(
            "改整改措施" if slug == "plan" and finding.measure else act.button,
            reverse("ledger:act", args=[finding.pk, slug]), act.main and place == 0,
        )
        for place, (slug, act) in enumerate(acts)
    ]  # fmt: skip


@for_roles(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask what a step needs, then take it; a step that is not the reader's has no page."""
    finding, chosen, powers = finding_of(request, pk), ACTS.get(slug), powers_of(request)
    if chosen is None or not powers.stands_on(TRANSITIONS[chosen.verb].side, finding):
        raise Http404
    form = with_key(_form(request, finding, chosen))
    if form.is_valid():
        answer = done_once(request, form, f"ledger.{slug}.{pk}", lambda: _run(powers.actor, finding, chosen, form))
        if answer is not None:
            messages.success(request, chosen.told)
            seen = powers.findings().filter(pk=pk).exists()
            return redirect("ledger:finding", pk) if seen else redirect("ledger:findings")
    asked = asked_extension(finding) if slug == "decide-extension" else None
    place = shown(powers, finding).place
    context = {
        "form": form, "title": chosen.button, "submit": chosen.button, "danger": slug == "annul", "multipart": True,
        "intro": extension_words(asked) if asked else f"{finding.code} {finding.title}（{place}，{finding.due} 前）",
        "cancel_url": reverse("ledger:finding", args=[pk]), "crumbs": finding_crumbs(finding, chosen.button),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest, finding: Finding, chosen: Act) -> Any:
    initial = {"measure": finding.measure, "due": finding.due} if chosen.verb is Verb.PLAN else {}
    form = chosen.form(request.POST or None, request.FILES or None, initial=initial)
    if "body" in form.fields:
        form.fields["body"].queryset = responsible_bodies(finding.division_id).exclude(pk=finding.body_id)
    if "into" in form.fields:
        rows = powers_of(request).findings().filter(body=finding.body_id, district=finding.district, state__in=LIVE)
        form.fields["into"].queryset = rows.exclude(pk=finding.pk)
    return form


def _run(actor: Account, finding: Finding, chosen: Act, form: Any) -> dict[str, Any]:
    said = {name: value for name, value in form.cleaned_data.items() if name != ONCE}
    if "evidence" in said:
        said["attachments"] = taken(actor, finding.division, said.pop("evidence"))
    chosen.run(actor, finding, said)
    return {"finding": finding.pk}
