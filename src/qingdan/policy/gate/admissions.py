"""Codes (step 1): a code identifies an item or an admission; it excuses nothing."""

from __future__ import annotations

from functools import lru_cache

from qingdan.policy.gate.case import Case, in_force, match
from qingdan.policy.gate.codes import compact, is_valid_code
from qingdan.policy.gate.hits import Findings, Hit, item_reason
from qingdan.policy.gate.lists import permit, too_often
from qingdan.policy.gate.model import Admission, Item, ListKind, Match, Outcome, Reason
from qingdan.policy.gate.normalise import bare, key
from qingdan.policy.gate.places import covers

ADMITTED_STAMP = "准"
SHORTEST_NAME = 2
"""Characters of a body's name that can be told from another."""
_ASK_AGAIN = "请让对方出示《准入事项单》，核对编号和事项。"


def code_hit(case: Case) -> Hit | None:
    """What the code says; None if there is none."""
    code = compact(case.demand.code)
    if not code:
        return None
    if not is_valid_code(code):
        return _problem(case, "编号抄错了（校验位对不上）")
    admission = case.book.admissions.get(code)
    if admission is not None:
        return _admission(case, admission)
    item = case.index.by_code.get(code)
    if item is None:
        return _problem(case, "查不到这个编号")
    return _item(case, item)


def _problem(case: Case, what: str, item: Item | None = None) -> Hit:
    shown = case.demand.code.strip()[:80]
    text = f"编号 {shown}：{what}。编号只说明是哪一件事，不能替代清单。"
    if item is None:
        return Hit(Reason(text, Outcome.CONDITIONAL, about=shown), decides=False, advice=_ASK_AGAIN)
    reason = item_reason(case.book, item, Outcome.CONDITIONAL, text)
    return Hit(reason, matched=(match(item, 1.0),), decides=False, advice=_ASK_AGAIN)


def _item(case: Case, item: Item) -> Hit:
    if item.list_kind not in case.policy.permits:
        return _problem(case, f"它是“{item.title}”，不是这一类要求", item)
    if not in_force(item, case.demand):
        return _problem(case, f"“{item.title}”这一天不在有效期内", item)
    names = {key(title, case.book.place_names) for title in (item.title, *item.aliases)}
    if case.key not in names:
        return _problem(case, f"它是“{item.title}”，和现在要求的不是同一件事（或者还要确认）", item)
    return permit(case, item, case.facts.condition(item.when, case.on_lists))


def _admission(case: Case, admission: Admission) -> Hit:
    problem = _admission_problem(case, admission)
    if problem:
        return _problem(case, problem)
    text = f"“{admission.title}”已准入备案，编号 {admission.code}。"
    found = Match(admission.code, admission.title, ListKind.ASSIST, 1.0)
    reason = Reason(text, Outcome.LISTED, item=admission.code, effect="permit")
    return Hit(reason, matched=(found,), permits=True, stamp=ADMITTED_STAMP)


def _admission_problem(case: Case, admission: Admission) -> str:
    demand = case.demand
    often = too_often(demand.frequency, admission.frequency)
    checks = (
        (admission.withdrawn_on is not None and admission.withdrawn_on <= demand.on, "已经撤销"),
        (demand.on < admission.valid_from, "还没有生效"),
        (admission.valid_to is not None and admission.valid_to < demand.on, "已经过期"),
        (admission.kind is not demand.kind, "它准入的是另一类事项"),
        (key(admission.title, case.book.place_names) != case.key, f"它准入的是“{admission.title}”，不是这件事"),
        (other_issuer(demand.issuer, admission.issuer), f"它是{admission.issuer}的，不是这个单位的"),
        (not covers(admission.divisions, demand.division), "准入的范围不含这里"),
        (often is None, f"准入的频次是 {admission.frequency}，现在不知道多久一次"),
        (bool(often), "要得比准入的频次多"),
    )
    return next((problem for wrong, problem in checks if wrong), "")


def uncoded_hit(case: Case, findings: Findings) -> Hit | None:
    """That a matter of exactly this title is admitted here, where no code was given: the code must be asked for.

    It names neither the code nor the body: who was admitted has the code and shows it.
    """
    if findings.permitted or case.demand.code.strip():
        return None
    names = {case.key, bare_key(case.demand.title)}
    if not any(bare_key(each.title) in names and _stands(case, each) for each in case.book.admissions.values()):
        return None
    text = f"有单位的“{case.demand.title.strip()[:80]}”已经准入备案；要出示准入编号，核对得上才算。"
    return Hit(Reason(text, Outcome.CONDITIONAL, effect="permit", about="code"), permits=True, advice=_ASK_AGAIN)


def _stands(case: Case, admission: Admission) -> bool:
    """Of this kind, valid on the day, for this place and not of another body than the one named."""
    demand = case.demand
    ended = admission.withdrawn_on is not None and admission.withdrawn_on <= demand.on
    running = admission.valid_from <= demand.on and (admission.valid_to is None or demand.on <= admission.valid_to)
    return (
        admission.kind is demand.kind
        and running
        and not ended
        and covers(admission.divisions, demand.division)
        and not (demand.issuer and other_issuer(demand.issuer, admission.issuer))
    )


@lru_cache(maxsize=65536)
def bare_key(title: str) -> str:
    """The key of a title without regard to place names; asked anew for every question, so it is kept."""
    return key(title)


def other_issuer(asked: str, admitted: str) -> bool:
    """Whether a demand is not of the body that was admitted; 区民政局, 民政局 and 宁河区民政局 are one, nobody named is another."""
    said, known = bare(asked), bare(admitted)
    return len(said) < SHORTEST_NAME or not (said.endswith(known) or known.endswith(said))
