"""Leads and findings of the demonstration: the district and its bodies are real, what is said of them is invented.

Everything goes through the services; running it again changes nothing that is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.cast import TOWN, VILLAGE
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.ledger import services
from qingdan.ledger.access import officers_of
from qingdan.ledger.models import Finding, Lead
from qingdan.ledger.services import Opening

SOURCE = "told"
_LABEL = "（演示）"


@dataclass(frozen=True, slots=True)
class DemoLead:
    """One invented lead; ``stage`` says how far it goes."""

    title: str
    about: str
    kind: str
    finding_kind: str
    text: str
    stage: str
    reporter: str = "demo-town-clerk"
    elsewhere: bool = False
    more: tuple[tuple[str, Any], ...] = ()


LEADS = (
    DemoLead("要求每周上传人居环境整治照片", "宁河区委农办", "trace", "forbidden", "群里通知每周五前传整治前后照片，不传的点名。", "new"),
    DemoLead("要村里成立学习平台推广专班", "宁河区委组织部", "mechanism", "mechanism", "口头要求，没有文件。", "new", elsewhere=True),
    DemoLead("残疾人基本状况表改成每月报", "宁河区残联", "form", "more_than_listed", "清单上写的是每季度，五月起每月都催。", "confirmed"),
    DemoLead("屋里另挂“残疾人康复站”牌子", "宁河区残联", "plaque", "plaque", "去年检查前要求挂的。", "mending", elsewhere=True),
    DemoLead("入户核对没有给经费", "宁河区残联", "affair", "no_funds", "清单上写明每户补助，没有发。", "extension"),
    DemoLead("低保对象台账和系统重复填", "宁河区民政局", "form", "outside_list", "系统里已经有，还要另报一份表。", "reported", elsewhere=True),
    DemoLead("先下通知、后补备案的防火巡查台账", "宁河区委农办", "form", "before_filing", "三月下的通知，四月才备案。", "closed",
             more=(("dispatched_before_filing", True),)),
    DemoLead("反映每月到镇里开两次调度会", "宁河区委农办", "affair", "outside_list", "核实是镇里自己的例会。", "dismissed"),
)  # fmt: skip


Judge = Callable[[dict[str, str]], Mapping[str, Any]]


@transaction.atomic
def install_demo_ledger(judge: Judge) -> None:
    """Take the leads down and bring each as far as it goes; ``judge`` asks the gate, which stands in a room above."""
    if Lead.objects.filter(source=SOURCE, reference__startswith="demo-").exists():
        return
    other = Division.objects.filter(parent=TOWN, valid_to=None).exclude(pk=VILLAGE).order_by("code").first()
    for number, said in enumerate(LEADS, start=1):
        place = other.code if said.elsewhere and other is not None else VILLAGE
        verdict = judge(
            {"division": place, "kind": said.kind, "title": said.title, "text": said.text, "issuer": said.about}
        )
        lead = services.record_lead(
            actor=_person(said.reporter), source=SOURCE, reference=f"demo-{number}", division=place, title=said.title + _LABEL,
            text=said.text, about=Body.objects.get(name=said.about), kind=said.kind, finding_kind=said.finding_kind,
            outcome=verdict["outcome"], verdict=verdict, clause=_clause(verdict), **dict(said.more),
        )  # fmt: skip
        _advance(lead, said)


def _clause(verdict: Mapping[str, Any]) -> str:
    return next((reason["clause"] for reason in verdict["reasons"] if reason["clause"]), "")


def _advance(lead: Lead, said: DemoLead) -> None:
    if said.stage == "new":
        return
    decider = _person("demo-lead-party" if said.about == "宁河区民政局" else "demo-lead-civil")
    if said.stage == "dismissed":
        services.dismiss_lead(actor=decider, lead=lead, dismissed_as="unfounded", reason=said.text)
        return
    opening = Opening(
        body=Body.objects.get(name=said.about), division=lead.division_id, title=lead.title, finding_kind=lead.finding_kind,
        due=today() + timedelta(days=20), text=said.text, kind=lead.kind,
    )  # fmt: skip
    finding = services.confirm_leads(actor=decider, leads=[lead.pk], opening=opening)
    if said.stage != "confirmed":
        _mend(finding, said.stage, decider)


def _mend(finding: Finding, stage: str, decider: Account) -> None:
    officer = officers_of([finding.body_id]).filter(is_demo=True).order_by("pk").first()
    if officer is None:
        return
    services.plan(actor=officer, finding=finding, measure="停止要求，发更正通知，已经报过的不再追。")
    if stage == "extension":
        services.ask_extension(
            actor=officer, finding=finding, until=finding.due + timedelta(days=20), reason="经费要等下季度拨款。"
        )
    if stage in {"reported", "closed"}:
        services.report_mended(actor=officer, finding=finding, result="更正通知已经发到各镇街，今后不再要。")
    if stage == "closed":
        services.verify(actor=decider, finding=finding, words="看了更正通知，电话问了三个村。")


def _person(username: str) -> Account:
    return Account.objects.get(username=username)
