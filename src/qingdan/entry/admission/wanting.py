"""What an application still lacks before it can be handed in. Pure over a case's fields."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.entry.admission.models import Case
from qingdan.policy.packs.procedures import Procedure

_WORDS = {
    "basis": ("basis_text", "要写依据（哪份文件、第几条）"),
    "frequency": ("frequency", "要写多久一次"),
    "funding_source": ("funding_source", "要写经费来源渠道"),
    "funding_standard": ("funding_standard", "要写经费补助标准"),
    "flow_chart": ("flow_steps", "要有协助事项运行流程图（上传图片，或者写出每一步）"),
    "training": ("training", "要写业务指导和培训安排"),
    "minutes": ("minutes", "要写每次大约用多少分钟"),
    "ends_on": ("ends_on", "要写到哪一天为止"),
    "unregulated": ("unregulated", "要回答省、市有没有统一规范"),
    "useful": ("useful", "要回答是不是方便村民工作、学习、生活"),
    "verifiable": ("verifiable", "要回答村（社区）能不能核实"),
    "model_text": ("model_text", "要附上这种证明的具体式样"),
    "procedure": ("flow_steps", "要写办理程序，一行一步"),
    "operating_rule": ("operating_rule", "要写操作规范"),
}
_REFUSED = {
    "unregulated": "省、市已经有统一规范的，不在本地准入，照省、市的清单和规范办",
    "useful": "不是为了方便村民工作、学习、生活的，不能准入；单位自己要核实的，由单位自己核实",
    "verifiable": "村（社区）核实不了的，不能准入；请掌握情况的单位核查，或者改用别的材料",
}
"""What is told where an entry test is answered no (KT-47): why, and what to do instead."""


ASKED_FACTS = ("own_authority", "transferred_from", "within_duty", "location", "topic")
"""The gate's facts that an application may answer; one left open is no fault, but the gate will not take it for known."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that is not there: the form's field, and what to do, with the clause that asks for it.

    ``refused``: an entry test was answered no; nothing that could be added helps.
    """

    field: str
    words: str
    refused: bool = False


def missing_parts(case: Case, procedure: Procedure) -> list[Missing]:
    """Everything that is missing: what refuses it first, then the plain parts, then what the place's document asks for."""
    found = []
    if not case.content.strip():
        found.append(Missing("content", "要写清楚要村（社区）做什么"))
    if not case.divisions:
        found.append(Missing("divisions", "要选范围"))
    if procedure.durations and case.duration not in procedure.durations:
        found.append(
            Missing("duration", f"{procedure.title}只办{'、'.join(_DURATIONS[each] for each in procedure.durations)}的")
        )
    if case.duration == "standing" and case.review_on is None:
        found.append(Missing("review_on", "长期的要写复核日期"))
    if case.duration != "standing" and case.ends_on is None:
        found.append(Missing("ends_on", "要写到哪一天为止"))
    if bool(case.upper_title.strip()) != bool(case.upper_asks.strip()):
        found.append(Missing("upper_asks", "上级文件要写名称和原话，本级增加的另外写"))
    known = {each.field for each in found}
    for required in procedure.requires:
        field, words = _WORDS[required.part]
        refused = required.part in _REFUSED and getattr(case, required.part) is False
        if refused:
            words = _REFUSED[required.part]
        if field not in known and not _has(case, required.part):
            found.append(Missing(field, f"{words}（{required.clause}）", refused))
    return sorted(found, key=lambda each: not each.refused)


_DURATIONS = {"standing": "长期", "fixed": "有固定期限", "temporary": "临时"}


def _has(case: Case, part: str) -> bool:
    present = {
        "basis": bool(case.basis_text.strip() and case.basis not in {"", "none"}),
        "frequency": bool(case.frequency),
        "funding_source": bool(case.funding_source.strip()),
        "funding_standard": bool(case.funding_standard.strip()),
        "flow_chart": bool(case.flow_chart_id or case.flow_steps),
        "training": bool(case.training.strip()),
        "minutes": case.minutes is not None,
        "ends_on": case.ends_on is not None,
        "unregulated": case.unregulated is True,
        "useful": case.useful is True,
        "verifiable": case.verifiable is True,
        "model_text": bool(case.model_text.strip()),
        "procedure": bool(case.flow_steps),
        "operating_rule": bool(case.operating_rule.strip()),
    }
    return present[part]
