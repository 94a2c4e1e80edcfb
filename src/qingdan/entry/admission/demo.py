"""Cases of the demonstration, made by the services themselves: one in review, one admitted; and one in the other district."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from qingdan.entry.admission import services
from qingdan.entry.admission.models import AdmittedItem, Case, PaperKind
from qingdan.entry.admission.rules import Stance
from qingdan.entry.admission.services import Application, Paper
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.cast import DISTRICT, SECOND_DISTRICT
from qingdan.foundation.orgs.models import Account, Body

IN_REVIEW = "残疾人家庭无障碍需求季度表（演示）"
ADMITTED = "残疾人辅具需求半年登记表（演示）"


@transaction.atomic
def install_demo_cases() -> None:
    """Make the cases; running it again changes nothing that is there."""
    if Case.objects.filter(title=IN_REVIEW).exists():
        return
    officer = _account("demo-department-officer")
    body = Body.objects.get(name="宁河区残联")
    _admit(
        officer, services.start_case(actor=officer, body=body, application=_said(ADMITTED, DISTRICT, "half_yearly", 20))
    )
    waiting = services.start_case(actor=officer, body=body, application=_said(IN_REVIEW, DISTRICT, "quarterly", 30))
    services.submit(actor=officer, case=waiting)
    services.give_opinion(
        actor=_account("demo-lead-party"), case=waiting, seat="区委组织部", stance=Stance.CONDITIONS, text="同意，但不要每户都填。",
        conditions="只报有变化的家庭",
    )  # fmt: skip
    other = _account("kongtong-applicant")
    here = _said(IN_REVIEW, SECOND_DISTRICT, "quarterly", 30, units=("village",))
    case = services.start_case(actor=other, body=Body.objects.get(name="崆峒区残联"), application=here)
    services.submit(actor=other, case=case)


def admit_for_demo(title: str, *, kind: str, content: str, frequency: str, minutes: int) -> AdmittedItem:
    """A further matter of 区残联 that goes the whole way, for the demonstrations of rooms above."""
    officer, said = _account("demo-department-officer"), _said(title, DISTRICT, frequency, minutes)
    application = replace(said, kind=kind, content=content)
    return _admit(
        officer, services.start_case(actor=officer, body=Body.objects.get(name="宁河区残联"), application=application)
    )


def _said(title: str, division: str, frequency: str, minutes: int, units: tuple[str, ...] = ()) -> Application:
    return Application(
        kind="form", title=title, content="登记有需求的残疾人家庭，报镇街汇总。", basis="province", basis_text="省、市残疾人保障的有关规定",
        divisions=(division,), units=units, review_on=today() + timedelta(days=365), frequency=frequency, minutes=minutes,
        funding_standard="每村每年 200 元", funding_source="区残联年度预算", training="每年集中培训一次，平时电话指导",
        flow_steps=("村里登记需求", "镇街汇总", "区残联上门核对"),
    )  # fmt: skip


def _admit(officer: Account, case: Case) -> AdmittedItem:
    """The whole way, with the two offices' paper recorded and confirmed by two persons."""
    civil = _account("demo-lead-civil")
    services.submit(actor=officer, case=case)
    for name, seat in (("demo-lead-party", "区委组织部"), ("demo-lead-rural", "区委农办")):
        services.give_opinion(actor=_account(name), case=case, seat=seat, stance=Stance.AGREE, text="同意。")
    services.write_review(
        actor=civil, case=case, seat="区民政局", stance=Stance.AGREE, text="三部门意见一致，初审通过。"
    )
    services.hand_on(actor=officer, case=case)
    paper = Paper(
        kind=PaperKind.TWO_OFFICES,
        day=today(),
        stance=Stance.AGREE,
        number="（演示文号）",
        kept_at="区委办公室机要室（演示）",
    )
    recorded = services.record_paper(
        actor=_account("demo-decision-recorder"), case=case, seats=["区委", "区政府"], paper=paper
    )
    services.confirm_paper(actor=civil, paper=recorded)
    services.hand_on(actor=officer, case=case)
    return services.file_case(
        actor=civil,
        case=case,
        seat="区民政局",
        openness="public",
        openness_review="申请内容可以公开（演示）",
        not_secret=True,
    )


def _account(name: str) -> Account:
    return Account.objects.get(username=name)
