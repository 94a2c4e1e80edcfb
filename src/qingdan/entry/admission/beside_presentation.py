"""Local methods and reports upwards as their pages show them."""

from __future__ import annotations

from django.utils import timezone

from qingdan.entry.admission.models import LocalProcedure, UpwardReport
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.components import Pair
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind
from qingdan.policy.packs.procedures import PRODUCT
from qingdan.policy.packs.queries import OutsideEveryPack, governing_pack
from qingdan.policy.packs.schema import ProcedureSpec, StepSpec

DRAFT = "draft"


def method_state(method: LocalProcedure) -> tuple[str, str]:
    """How a local method stands: the word, and the colour of its tag."""
    if method.ended_at is not None:
        return "已停用", "tag--wait"
    return ("在用", "tag--done") if method.confirmed_at is not None else ("待牵头单位确认", "tag--amber")


def method_pairs(method: LocalProcedure) -> list[Pair]:
    """Where a local method comes from and who stands for it, without empty lines."""
    place = Division.objects.filter(pk=method.division).values_list("name", flat=True).first()
    confirmed, ended = method.confirmed_at, method.ended_at
    pairs = [
        Pair("哪个地方", place or method.division),
        Pair("管哪几类", "、".join(KIND_LABELS[Kind(kind)] for kind in method.kinds)),
        Pair("依据文件", f"{method.document} {method.document_number}".strip()),
        Pair("来源", method.source),
        Pair("登记", f"{method.recorded_by}，{timezone.localtime(method.recorded_at):%Y-%m-%d}"),
        Pair("确认", f"{method.confirmed_by}，{timezone.localtime(confirmed):%Y-%m-%d}" if confirmed else ""),
        Pair("停用", f"{timezone.localtime(ended):%Y-%m-%d}：{method.ended_for}" if ended else ""),
    ]
    return [pair for pair in pairs if pair.value]


def method_steps(method: LocalProcedure) -> list[str]:
    """The steps in words: who does what, within how many days, and where the days come from."""
    return [_step(step) for step in ProcedureSpec.model_validate(method.spec).steps]


def _step(step: StepSpec) -> str:
    asked = "、".join(seat.body or "" for seat in step.asks)
    days = f"，{step.days} 个工作日（系统建议值）" if step.days and step.days_source == PRODUCT else ""
    return f"{step.title}：{step.says}{f'，征求{asked}意见' if asked else ''}{days}"


def unstated_kinds(division: str) -> str:
    """For which kinds the place's document states no steps, so that a local method is needed; empty where it states all."""
    try:
        pack = governing_pack(division, today())
    except OutsideEveryPack:
        return ""
    stated = {
        kind: spec.stated and pack.status != DRAFT
        for part in reversed(pack.chain)  # what the nearest pack says of a kind counts
        for spec in part.header.procedures
        for kind in spec.kinds
    }
    return "、".join(KIND_LABELS[kind] for kind in Kind if stated.get(kind) is False)


def upward_pairs(report: UpwardReport) -> list[Pair]:
    """What was told upwards, without empty lines."""
    pairs = [
        Pair("反映单位", report.body.name),
        Pair("上级单位", report.upper_issuer),
        Pair("上级文件", f"{report.upper_title} {report.upper_number}".strip()),
        Pair("文件要求的原话", report.asks),
        Pair("与什么不一致", report.conflict),
        Pair("条款", report.clause),
        Pair("建议", report.proposal),
        Pair("报给", report.addressee),
        Pair("记录", f"{report.reported_by}，{timezone.localtime(report.reported_at):%Y-%m-%d}"),
    ]
    return [pair for pair in pairs if pair.value]
