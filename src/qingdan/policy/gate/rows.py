"""The decision table: every row of the demand's kind, three-valued (docs/gate.md, step 2)."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.policy.gate.case import Case
from qingdan.policy.gate.facts import FACTS
from qingdan.policy.gate.hits import Hit, fact_labels, rule_reason
from qingdan.policy.gate.model import Effect, Interpretation, ListKind, Outcome, Rule, Strength
from qingdan.policy.gate.truth import AUTHORITY_FACTS, Tested, Truth
from qingdan.policy.gate.words import hold

_FORBIDDING = {Strength.STRICT, Strength.IN_PRINCIPLE}
_SOFTENED = {
    Strength.GENERALLY: "（文件没有一律禁止，请对方说明理由。）",
    Strength.GRADUALLY: "（文件要求逐步取消，请对方说明什么时候取消。）",
}
_ALWAYS = Tested(True)


@dataclass(frozen=True, slots=True)
class Row:
    """How a row stands to a demand. ``gap``: the list that is missing to say more; ``claim``: what lifted it."""

    truth: Truth
    missing: tuple[str, ...] = ()
    gap: ListKind | None = None
    similar_to: str = ""
    claim: str = ""


def stand(rule: Rule, case: Case) -> Row:
    """Whether the row applies to the demand; the cheap tests come first."""
    if rule.titles and case.key not in case.index.row_keys[rule.id]:
        return Row(False)
    if rule.terms is not None and not hold(rule.terms, case.words):
        return Row(False)
    when = case.facts.condition(rule.when, case.on_lists) if rule.when.facts or rule.when.on_list else _ALWAYS
    if when.truth is False:
        return Row(False)
    for exception in rule.unless:
        if case.facts.condition(exception, case.on_lists).truth:
            return Row(False, claim=_claim(rule, case))
    return _absence(rule, case, when)


def _absence(rule: Rule, case: Case, when: Tested) -> Row:
    gap, similar = None, ""
    for kind in rule.absent_from:
        standing = case.on_lists((kind,))
        if standing:
            return Row(False)
        if standing is None:
            return Row(None, missing=when.missing + _applicability(case, kind))
        near = case.similar(kind)
        if near:
            similar = similar or near[0][0].title
        elif gap is None and not case.complete(kind):
            gap = kind
    if when.truth is None:
        return Row(None, missing=when.missing)
    if similar:
        return Row(None, similar_to=similar)
    return Row(None, gap=gap) if gap is not None else Row(True)


def _applicability(case: Case, kind: ListKind) -> tuple[str, ...]:
    return tuple(name for _item, counts in case.exact(kind) for name in counts.missing)


def _claim(rule: Rule, case: Case) -> str:
    """The claims by which an exception is held, as stated; an exception by a list's item is no claim."""
    held = []
    for exception in rule.unless:
        if case.facts.condition(exception, case.on_lists).truth:
            held += [f"{FACTS[test.fact].label}：{_said(case, test.fact)}" for test in exception.facts]
    return "；".join(dict.fromkeys(held))


def _said(case: Case, fact: str) -> str:
    value = case.facts.value(fact)
    if isinstance(value, bool):
        return "是" if value else "否"
    return dict(FACTS[fact].choices).get(str(value), str(value))


def row_hit(rule: Rule, case: Case) -> Hit | None:
    """What one row says of the demand; None if it says nothing."""
    row = stand(rule, case)
    if row.truth is False:
        return _lifted(rule, case, row)
    if row.gap is not None:
        return _undecided(rule, case, row.gap)
    if row.truth is None:
        return _unknown(rule, case, row)
    if rule.interpretation is Interpretation.OPEN:
        text = f"{rule.says}（这一条怎么理解，待制定机关解释。）"
        reason = rule_reason(case.book, rule, Outcome.CONDITIONAL, text)
        return Hit(reason, permits=rule.effect is Effect.PERMIT, advice="请先向制定机关问清这一条怎么理解。")
    if rule.effect is Effect.FORBID:
        return _forbid(rule, case)
    if rule.effect is Effect.PERMIT:
        return Hit(rule_reason(case.book, rule, Outcome.LISTED, rule.says), permits=True, advice=rule.next_step)
    return _require(rule, case)


def _lifted(rule: Rule, case: Case, row: Row) -> Hit | None:
    if not row.claim or rule.effect is not Effect.FORBID:
        return None
    text = f"按填报（{row.claim}），“{rule.says}”这一条不适用；填报的情况要有文件为证。"
    return Hit(rule_reason(case.book, rule, Outcome.LISTED, text, note=True), decides=False)


def _undecided(rule: Rule, case: Case, gap: ListKind) -> Hit:
    title = case.state(gap).title or "所依据的清单"
    text = f"{rule.says}要看{title}，这份清单还没有（全部）录入。"
    return Hit(rule_reason(case.book, rule, Outcome.UNDECIDED, text), advice=rule.next_step)


def _unknown(rule: Rule, case: Case, row: Row) -> Hit:
    if row.similar_to:
        text = f"{rule.says}清单上有相近的“{row.similar_to}”，请确认是不是同一件事。"
        return Hit(rule_reason(case.book, rule, Outcome.CONDITIONAL, text), decides=False)
    text = f"还不知道{fact_labels(row.missing)}，定不了这一条：{rule.says}"
    reason = rule_reason(case.book, rule, Outcome.CONDITIONAL, text)
    return Hit(reason, missing=row.missing, decides=False)


def _forbid(rule: Rule, case: Case) -> Hit:
    if rule.strength is Strength.EXPLORING:
        return Hit(rule_reason(case.book, rule, Outcome.LISTED, f"提示：{rule.says}", note=True), decides=False)
    if rule.strength not in _FORBIDDING:
        text = rule.says + _SOFTENED[rule.strength]
        return Hit(rule_reason(case.book, rule, Outcome.CONDITIONAL, text), advice=rule.next_step)
    text = rule.says + _who_could_allow(rule)
    return Hit(rule_reason(case.book, rule, Outcome.FORBIDDEN, text), advice=rule.next_step)


def _who_could_allow(rule: Rule) -> str:
    if rule.exception_by:
        return f"（要例外，只有：{rule.exception_by}。）"
    if rule.strength is Strength.IN_PRINCIPLE:
        return "（文件写的是“原则上”，例外要由发文机关书面同意。）"
    lifting = dict.fromkeys(test.fact for exception in rule.unless for test in exception.facts)
    named = tuple(fact for fact in lifting if fact in AUTHORITY_FACTS or fact == "basis")
    return f"（除非对方拿出{fact_labels(named)}的凭据。）" if named else ""


def _require(rule: Rule, case: Case) -> Hit | None:
    needed = case.facts.condition(rule.needs, case.on_lists)
    if needed.truth:
        return None
    if needed.truth is None:
        text = f"{rule.says}（还不知道{fact_labels(needed.missing)}。）"
    else:
        text = f"{rule.says}（现在还没有做到。）"
    reason = rule_reason(case.book, rule, Outcome.CONDITIONAL, text)
    return Hit(reason, missing=needed.missing, decides=needed.truth is False, advice=rule.next_step)
