"""A round of the demonstration: bodies of the district are real, what they register is invented."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.cast import DISTRICT
from qingdan.foundation.orgs.models import Account, Body
from qingdan.register.existing.models import Round
from qingdan.register.existing.services import Burden, begin_round, register, report_nothing

TITLE = "全区存量登记（演示）"
REGISTERED: dict[str, tuple[Burden, ...]] = {
    "宁河区残联": (
        Burden("form", "残疾人基本状况调查表", "每季度上报本村残疾人情况", "quarterly", columns=("姓名", "身份证号", "残疾类别", "残疾等级", "联系电话", "住址")),
        Burden("affair", "残疾人需求和服务更新入户", "每年入户核对需求", "yearly", basis=("《中华人民共和国残疾人保障法》第十一条",), minutes=40),
        Burden("channel", "宁河残疾人工作群", "各村专职委员进群接任务", "daily", system="微信群"),
        Burden("plaque", "残疾人康复站", "在村委会屋里挂牌"),
    ),
    "宁河区民政局": (
        Burden("form", "残疾人基本情况调查统计表", "每季度报", "quarterly", columns=("姓名", "身份证号", "残疾类别", "残疾等级", "联系电话", "补贴情况")),
        Burden("form", "留守老人台账", "每月更新", "monthly", columns=("姓名", "年龄", "住址", "赡养人", "联系电话")),
        Burden("affair", "低保对象入户核查", "每季度协助入户", "quarterly", basis=("《社会救助暂行办法》第十一条",), minutes=60),
        Burden("mechanism", "未成年人保护工作领导小组", "村里成立，主任任组长"),
    ),
    "宁河区委组织部": (
        Burden("affair", "党员活动日组织", "每月组织一次", "monthly", basis=("《中国共产党支部工作条例（试行）》第十六条",)),
        Burden("channel", "学习积分平台", "村干部每天打卡", "daily", system="学习平台"),
        Burden("appraisal", "五星村评比", "每年申报材料", "yearly"),
    ),
    "宁河区委农办": (
        Burden("form", "人居环境整治周报", "每周报进展和照片", "weekly", columns=("村名", "清理垃圾吨数", "出动人数", "照片")),
        Burden("trace", "人居环境整治照片留痕", "每周上传整治前后照片", "weekly"),
        Burden("pledge", "秸秆禁烧责任书", "每年与镇里签", "yearly"),
        Burden("form", "老年人台账", "每半年报一次", "half_yearly", columns=("姓名", "年龄", "住址", "联系电话", "是否空巢")),
    ),
}  # fmt: skip
NOTHING = ("宁河区财政局",)


@transaction.atomic
def install_demo_round() -> None:
    """Begin the round and register the entries; running it again changes nothing that is there."""
    if Round.objects.filter(division=DISTRICT).exists():
        return
    lead = Account.objects.get(username="demo-lead-civil")
    names = [*REGISTERED, *NOTHING, "宁河区委督查室"]
    bodies = {body.name: body for body in Body.objects.filter(division_id=DISTRICT, name__in=names)}
    begun = begin_round(
        actor=lead,
        division=DISTRICT,
        title=TITLE,
        register_by=today() + timedelta(days=20),
        grace_ends=_grace(),
        bodies=bodies.values(),
    )
    for name, burdens in REGISTERED.items():
        register(actor=_officer(bodies[name]) or lead, round_=begun, body=bodies[name], burdens=burdens)
    for name in NOTHING:
        report_nothing(actor=lead, round_=begun, body=bodies[name])


def _grace() -> date:
    return today() + timedelta(days=110)


def _officer(body: Body) -> Account | None:
    return Account.objects.filter(is_demo=True, grants__body=body, grants__role="department_officer").first()
