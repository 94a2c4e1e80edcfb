"""A case as its page shows it: the steps with who acts, the clock in words, what is asked, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils import timezone

from qingdan.entry.admission.certificate_words import certificate_lines
from qingdan.entry.admission.models import AdmittedItem, Case, CaseAct, PaperDecision
from qingdan.entry.admission.queries.cases import standing_of
from qingdan.entry.admission.queries.codes import code_path
from qingdan.entry.admission.rules import APPLICANT, ENDED, STANCE_LABELS, VERB_LABELS, Stance, State, Verb, due
from qingdan.entry.admission.services.handing import procedure_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.components import Pair, Step
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind
from qingdan.policy.packs.procedures import PRODUCT, Procedure
from qingdan.register.lists.fields import units_label

MOST_PLACES = 40
TAGS = {
    State.IN_FORCE: "tag--done", State.REFUSED: "tag--red", State.WITHDRAWN: "tag--wait", State.RETURNED: "tag--amber",
    State.DRAFT: "tag--wait",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """One act in the history of a case."""

    title: str
    who: str
    day: date
    text: str
    conditions: str
    paper: str


def tag_of(case: Case) -> str:
    """The colour of a case's state; the word stands beside it."""
    return TAGS.get(State(case.state), "tag--amber")


def steps_of(case: Case, procedure: Procedure | None) -> list[Step]:
    """The applicant's own step, then the procedure's, each with those who act."""
    if procedure is None:
        return [Step("申请", case.body.name, "now"), Step("程序待登记", "本地办法还没有登记")]
    own = State(case.state) in {State.DRAFT, State.SIGNING, State.RETURNED, State.WITHDRAWN}
    shown = [Step("申请", case.body.name, "now" if own else "done")]
    for number, step in enumerate(procedure.steps):
        who = "、".join(seat.title for seat in step.seats)
        shown.append(Step(step.title, who, _state(case, number, own)))
    return shown


def _state(case: Case, number: int, own: bool) -> Literal["done", "now", "to_come"]:
    if case.state == State.IN_FORCE:
        return "done"
    if own:
        return "to_come"
    if number < case.step:
        return "done"
    return "now" if number == case.step and case.state not in ENDED else "to_come"


def clock_words(case: Case, on: date | None = None) -> str:
    """How the clock of the case stands, in words: 还有 3 天, 已过 2 天, 已暂停计时."""
    day = on or today()
    pause = case.pauses.filter(until=None).first()
    if pause is not None:
        return f"已暂停计时：等{case.body}补正（{pause.since} 起）"
    clock = case.clocks.filter(left_on=None).first()
    if clock is None or case.state in ENDED:
        return ""
    if clock.due is None:
        return f"{clock.since} 起，文件没有写办理期限"
    left = (clock.due - day).days
    ours = "（期限是系统建议值）" if _days_are_ours(case, clock.step) else ""
    return f"{clock.due} 前办，" + (f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天") + ours


def _days_are_ours(case: Case, step: int) -> bool:
    """Whether the days of a step are a setting of this product because the document states none."""
    procedure = case.kept_procedure
    return procedure is not None and step < len(procedure.steps) and procedure.steps[step].days_source == PRODUCT


def days_in_words(procedure: Procedure | None) -> str:
    """How many working days each step has, and which of them no document states."""
    if procedure is None:
        return ""
    timed = [step for step in procedure.steps if step.days]
    ours = [step.title for step in timed if step.days_source == PRODUCT]
    if not timed:
        return "办理期限：文件没有写。"
    words = "、".join(f"{step.title} {step.days} 个工作日" for step in timed)
    which = "天数" if len(ours) == len(timed) else f"{'、'.join(ours)}的天数"
    note = f"{which}是系统建议值，文件没有写。" if ours else ""
    return f"办理期限：{words}。{note}到期没有办只催办，不算同意。"


def waits_for(case: Case, procedure: Procedure | None) -> str:
    """Whom the case waits for and for what."""
    if procedure is None:
        return ""
    ways: dict[tuple[str, ...], list[str]] = {}
    for each in due(procedure, standing_of(case)):
        if each.must:
            ways.setdefault(each.seats, []).append(VERB_LABELS[each.verb])
    found = [
        f"{'、'.join(seat or case.body.name for seat in seats)}{'或者'.join(acts)}" for seats, acts in ways.items()
    ]
    if case.state == State.SIGNING:
        return f"{found[0]}（第 {case.signed + 1} 步：{case.chain[case.signed]}，由前面没有签过的同志签）"
    return "；".join(found)


def procedure_or_none(case: Case) -> Procedure | None:
    """The case's procedure; None where the place has none on record."""
    from qingdan.entry.admission.problems import AdmissionProblem

    try:
        return procedure_of(case)
    except AdmissionProblem:
        return None


def case_pairs(case: Case) -> list[Pair]:
    """What is applied for, without empty lines."""
    pairs = [
        Pair("申请单位", case.body.name),
        Pair("类别", KIND_LABELS[Kind(case.kind)]),
        Pair("要做什么", case.content),
        Pair(
            "依据",
            "：".join(part for part in (case.get_basis_display() if case.basis else "", case.basis_text) if part),
        ),
        Pair("上级文件", " ".join(part for part in (case.upper_issuer, case.upper_title, case.upper_number) if part)),
        Pair("上级原话", case.upper_asks),
        Pair("本级增加的", case.added_here),
        Pair("范围", places_in_words(case.divisions)),
        Pair("适用", units_label(case.units) or "村、社区都适用"),
        Pair("频次", case.get_frequency_display() if case.frequency else ""),
        Pair("期限", _duration(case)),
        Pair("经费标准", case.funding_standard),
        Pair("经费来源", case.funding_source),
        Pair("每村每年", f"{case.funding_per_village} 元" if case.funding_per_village is not None else ""),
        Pair("办事流程", " → ".join(case.flow_steps)),
        Pair("指导培训", case.training),
        *(Pair(label, words) for label, words in certificate_lines(case)),
        Pair("拟公开属性", case.get_openness_display()),
    ]
    return [pair for pair in pairs if pair.value]


def paper_pairs(paper: PaperDecision) -> list[Pair]:
    """What was recorded from a paper, to be held against the original, without empty lines."""
    pairs = [
        Pair("事项", paper.case.title),
        Pair("谁的决定", "、".join(paper.seats)),
        Pair("决定", paper.get_stance_display()),
        Pair("文件", paper.get_kind_display()),
        Pair("文号", paper.number or "（没有文号）"),
        Pair("文件日期", str(paper.day)),
        Pair("条件", paper.conditions),
        Pair("原话", paper.text),
        Pair("原件存放处", paper.kept_at),
        Pair("登记人", str(paper.recorded_by)),
    ]
    return [pair for pair in pairs if pair.value]


def item_pairs(item: AdmittedItem) -> list[Pair]:
    """What was admitted, without empty lines."""
    pairs = [
        Pair("准入编号", item.code, code_path(item.code)),
        Pair("备案号", item.filing_number),
        Pair("单位", item.body.name),
        Pair("类别", KIND_LABELS[Kind(item.kind)]),
        Pair("要做什么", item.content),
        Pair("范围", places_in_words(item.divisions)),
        Pair("适用", units_label(item.units) or "村、社区都适用"),
        Pair("频次", item.get_frequency_display() if item.frequency else ""),
        Pair("有效期", f"{item.valid_from} 起，{f'到 {item.valid_to}' if item.valid_to else '长期'}"),
        Pair("复核日期", str(item.review_on) if item.review_on else ""),
        Pair("经费", item.funding),
        Pair("指导培训", item.training),
        *(
            Pair(label, words)
            for label, words in (certificate_lines(item.case) if item.kind == Kind.CERTIFICATE else ())
        ),
        Pair("批准时的条件", item.conditions),
        Pair("公开属性", item.get_openness_display()),
        Pair("怎样终止", f"{item.ended_on} {item.get_ending_display()}：{item.ended_for}" if item.ending else ""),
        Pair("衔接安排", item.handover),
        Pair("已纳入清单", item.absorbed_code),
    ]
    return [pair for pair in pairs if pair.value]


def places_in_words(codes: list[str]) -> str:
    """The names of divisions, the first of them where they are many."""
    names = dict(Division.objects.filter(pk__in=codes[:MOST_PLACES]).values_list("code", "name"))
    words = "、".join(names.get(code, code) for code in codes[:MOST_PLACES])
    return words + (f"等 {len(codes)} 处" if len(codes) > MOST_PLACES else "")


def _duration(case: Case) -> str:
    if case.duration == "standing":
        return case.get_duration_display() + (f"，{case.review_on} 复核" if case.review_on else "")
    return case.get_duration_display() + (f"，到 {case.ends_on}" if case.ends_on else "")


def history_of(case: Case) -> list[Happened]:
    """Everything that happened, newest first."""
    acts = case.acts.select_related("by", "paper", "body").order_by("-number")
    return [_happened(act) for act in acts]


def _happened(act: CaseAct) -> Happened:
    stance = f"：{STANCE_LABELS[Stance(act.stance)]}" if act.stance else ""
    seat = act.seat or ("申请单位" if act.seat == APPLICANT and act.by else "系统")
    paper = ""
    if act.paper is not None:
        paper = f"据{act.paper.get_kind_display()} {act.paper.number}（{act.paper.day}），{act.paper.recorded_by} 登记，{act.paper.checked_by} 核对"
    return Happened(
        title=f"{seat} {VERB_LABELS[Verb(act.verb)]}{stance}",
        who=str(act.by) if act.by and not act.paper else "",
        day=timezone.localtime(act.at).date(),
        text=act.text,
        conditions=act.conditions,
        paper=paper,
    )
