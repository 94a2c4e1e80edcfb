"""Dispatches of the demonstration, made by the services: forms in and for a town's plan, a task, an emergency, a draft."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from qingdan.entry.admission.demo import ADMITTED, admit_for_demo
from qingdan.entry.admission.models import AdmittedItem
from qingdan.entry.dispatch.hearing import heard
from qingdan.entry.dispatch.models import Dispatch, Emergency, EmergencyBasis, FeedbackReason, Way
from qingdan.entry.dispatch.services.contacting import contact
from qingdan.entry.dispatch.services.drafting import Wish, draft
from qingdan.entry.dispatch.services.emergencies import Declaration, put_on_record
from qingdan.entry.dispatch.services.feedback import Told, give_feedback, report
from qingdan.entry.dispatch.services.planning import Arrangement, arrange
from qingdan.entry.dispatch.services.sending import send
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.cast import DISTRICT, TOWN, VILLAGE
from qingdan.foundation.orgs.models import Account, Body
from qingdan.register.obligations.models import Obligation

FLOOD = "强降雨防汛（演示）"
SECOND_VILLAGE_OF_TOWN = "120117103202"
WAITING = "残疾人就业意愿年度登记表（演示）"
TASK = "残疾预防宣传（演示）"
OTHER_TOWNS = ("120117104000", "120117105000")


@transaction.atomic
def install_demo_dispatches() -> None:
    """Send them; running it again changes nothing that is there."""
    if Emergency.objects.filter(title=FLOOD).exists():
        return
    officer, body = _person("demo-department-officer"), Body.objects.get(name="宁河区残联")
    item = AdmittedItem.objects.get(title=ADMITTED)
    handed = send(actor=officer, dispatch=draft(actor=officer, issuer=body, wish=_form(item)))
    here = handed.schedules.get(town=TOWN)
    arrange(actor=_person("demo-town-clerk"), schedule=here, wish=Arrangement("half_yearly", today()))
    yearly = admit_for_demo(
        WAITING, kind="form", content="登记有就业意愿的残疾人，报镇街汇总。", frequency="yearly", minutes=40
    )
    send(actor=officer, dispatch=draft(actor=officer, issuer=body, wish=_form(yearly)))
    task = admit_for_demo(TASK, kind="affair", content="张贴宣传画，发放折页。", frequency="yearly", minutes=60)
    send(actor=officer, dispatch=draft(actor=officer, issuer=body, wish=_task(task, (TOWN,))))
    draft(actor=officer, issuer=body, wish=_task(task, OTHER_TOWNS))
    _flood(officer, body)
    contact(
        actor=officer, issuer=body, sort="invitation", title="邀请参加助残日活动（演示）", text="五月第三个星期日上午，区文化馆。来不来都可以。",
        divisions=[TOWN],
    )  # fmt: skip
    _village_side()


def _village_side() -> None:
    """A feedback that a town gave for a village without a device, and what came to another by a group."""
    clerk = _person("demo-town-clerk")
    owed = Obligation.objects.get(division_id=SECOND_VILLAGE_OF_TOWN, assignment__title=ADMITTED)
    give_feedback(
        actor=clerk, obligation=owed, reason=FeedbackReason.NO_GUIDANCE, text="流程图里的“镇街汇总”交给谁，村里不清楚（演示）。"
    )  # fmt: skip
    told = Told(
        way=Way.GROUP, title="", issuer_name="区残联", text="群里要求每天下班前上传入户照片作为佐证（演示）。", kind="", came_on=today()
    )  # fmt: skip
    report(actor=_person("demo-village-clerk"), division=VILLAGE, told=heard(VILLAGE, told))


def _form(item: AdmittedItem) -> Wish:
    return Wish(
        code=item.code, divisions=(TOWN, *OTHER_TOWNS), frequency=item.frequency, begins=today(), until=today() + timedelta(days=360), due_workdays=10,
        what="只登记有需求的残疾人，填需求种类，不用入户拍照。",
    )  # fmt: skip


def _task(item: AdmittedItem, towns: tuple[str, ...]) -> Wish:
    return Wish(
        code=item.code, divisions=towns, frequency="once", begins=today(), due_on=today() + timedelta(days=20),
        what="宣传画贴在村务公开栏旁边，折页放在村委会，谁要谁拿。",
    )  # fmt: skip


def _flood(officer: Account, body: Body) -> Dispatch:
    """A duty officer's decision that counts at once, and what was sent under it and waits for its filing."""
    said = Declaration(
        title=FLOOD, level="防汛Ⅳ级响应", divisions=[TOWN], starts=today(), ends=today() + timedelta(days=7), basis=EmergencyBasis.IMMINENT,
        declared_by="区防汛值班负责人（演示）", decided_on=today(), danger="苗庄镇有几个低洼村，夜间有暴雨，可能进水。", kept_at="区防汛办值班记录（演示）",
    )  # fmt: skip
    flood = put_on_record(actor=_person("demo-lead-civil"), district=DISTRICT, declared=said)
    wish = Wish(
        code="", divisions=[VILLAGE], frequency="once", begins=today(), due_on=today(), emergency=flood, title="转移低洼处的残疾人家庭（演示）",
        what="今天天黑前转移到村委会二楼，转移完打电话告诉镇里。",
    )  # fmt: skip
    return send(actor=officer, dispatch=draft(actor=officer, issuer=body, wish=wish))


def _person(name: str) -> Account:
    return Account.objects.get(username=name)
