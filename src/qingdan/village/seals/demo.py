"""Seals of the demonstration, made by the services: a few uses, one spoiled, one on a late paper, one seal outside."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.cast import VILLAGE
from qingdan.foundation.orgs.models import Account, Division
from qingdan.village.seals import services
from qingdan.village.seals.choices import APPROVER_TITLES, SealKind, Sort
from qingdan.village.seals.models import Seal, SealApproval, SealUse
from qingdan.village.seals.rules import Who
from qingdan.village.seals.services import HandoverPlan, NewSeal, Paper, Wanted

KEEPER = "刘会计"
SEALS = (
    (SealKind.COMMITTEE, "村民委员会", "village_head"),
    (SealKind.PARTY, "党支部委员会", ""),
    (SealKind.COLLECTIVE, "股份经济合作社", "village_head"),
    (SealKind.SUPERVISION, "村务监督委员会", ""),
)


@transaction.atomic
def install_demo_seals() -> None:
    """Register and use them; running it again changes nothing that is there."""
    if Seal.objects.filter(division_id=VILLAGE).exists():
        return
    committee, party, collective, _supervision = (_seal(*each) for each in SEALS)
    _used(committee, "老年活动室修缮合同（演示）", "和施工队签合同", 6, 3)
    spoiled = _used(committee, "抗旱用水协议（演示）", "和水管站签协议", 2, 2)
    services.mark_spoiled(actor=_person("village-clerk"), use=spoiled, reason="第二份盖歪了，两份都已剪角留存。")
    services.record_use(actor=_person("village-clerk"), approval=spoiled.approval)
    _on_paper(party)
    services.approve(
        actor=_person("village-head"), approval=_asked(committee, "困难家庭情况公示（演示）", "贴在村务公开栏", 1, 2)
    )
    _asked(committee, "农田水渠清淤工程验收单（演示）", "交镇水管站", 3, 2)
    _outside(collective)
    plan = HandoverPlan(
        seals=[_seal_named("村务监督委员会")], taker=Who(None, "陈会计（演示）"), witness="赵主任", reason="刘会计下月离任",
        inventory="“村务监督委员会”印章 1 枚\n用印登记 1 本，登记到第 0 号\n印盒 1 个",
    )  # fmt: skip
    services.begin_handover(actor=_person("village-clerk"), division=_place(), plan=plan)


def _seal(kind: SealKind, ends: str, role: str) -> Seal:
    new = NewSeal(
        kind=kind, name=f"宁河区苗庄镇刘庄村{ends}", keeper=Who(None, KEEPER), approver_title=APPROVER_TITLES[kind], approver_role=role,
        kept_where="村委会保险柜",
    )  # fmt: skip
    return services.register_seal(actor=_person("village-clerk"), division=_place(), new=new)


def _asked(seal: Seal, title: str, purpose: str, pages: int, copies: int) -> SealApproval:
    wanted = Wanted(document_title=title, purpose=purpose, pages=pages, copies=copies, kept_at="村委会档案柜")
    return services.ask_approval(actor=_person("village-clerk"), seal=seal, wanted=wanted)


def _used(seal: Seal, title: str, purpose: str, pages: int, copies: int) -> SealUse:
    given = services.approve(actor=_person("village-head"), approval=_asked(seal, title, purpose, pages, copies))
    return services.record_use(actor=_person("village-clerk"), approval=given)


def _on_paper(party: Seal) -> None:
    """The secretary approves on paper; it is entered three days later."""
    day = today() - timedelta(days=3)
    paper = Paper("党支部用印审批单第 4 号", day, "村委会档案柜", Who(None, "孙书记（演示）"))
    wanted = Wanted("党员发展公示（演示）", "贴在村务公开栏", pages=1, copies=2, kept_at="村委会档案柜")
    given = services.record_approval(actor=_person("village-clerk"), seal=party, wanted=wanted, paper=paper)
    services.record_use(actor=_person("village-clerk"), approval=given, pressed_on=day)


def _outside(collective: Seal) -> None:
    clerk = _person("village-clerk")
    wanted = Wanted("到镇里签土地流转合同（演示）", "合同要在镇里当场签", sort=Sort.TAKEOUT)
    given = services.approve(
        actor=_person("village-head"), approval=services.ask_approval(actor=clerk, seal=collective, wanted=wanted)
    )
    services.take_out(
        actor=clerk,
        approval=given,
        taker=Who(None, KEEPER),
        where="苗庄镇人民政府",
        due_back=today() + timedelta(days=1),
    )


def _seal_named(ends: str) -> Seal:
    return Seal.objects.get(division_id=VILLAGE, name__endswith=ends)


def _place() -> Division:
    return Division.objects.get(pk=VILLAGE)


def _person(name: str) -> Account:
    return Account.objects.get(username=f"demo-{name}")
