"""How a clause is said: as an order, as a ban on asking, as what was done, as leave, as a ground, as a gift, as a condition."""

from __future__ import annotations

from qingdan.entry.screening.understanding import bits
from qingdan.entry.screening.understanding.readings import Actor, Force, Reading, village_subject
from qingdan.entry.screening.understanding.roles import Role
from qingdan.entry.screening.understanding.tokens import Clause

_ON = frozenset({"对", "将", "针对"})
_EARLY = 12
"""Characters from the head of a clause within which a time gone by is that of the clause (not 对上月情况通报)."""
_FIGURE = 16
"""Characters between 共 and the figure that it sums up."""
_WHENS = frozenset({"基础上", "过程中", "情况下"})


def force_of(text: str, reading: Reading) -> Force:
    """The force of a clause whose actor is known; the first that fits counts."""
    clause = reading.clause
    mask = clause.mask
    must = bool(mask & bits.MUST)
    if (mask & bits.REFORM and _reforms(reading)) or (mask & bits.NOT and _negated(reading)):
        return Force.NEGATED
    if mask & bits.RELIEF and not must and not _eases_itself(reading):
        return Force.NEGATED
    if mask & bits.CAN and not mask & (bits.STRONG | bits.SANCTION):
        return Force.ENCOURAGED
    if _conditional(text, clause, must) or _topic(reading):
        return Force.CONDITION
    if mask & (bits.FRAME | bits.ANNOUNCE) and not reading.explicit:
        return Force.BASIS
    if (mask & bits.DONE and not mask & (bits.STRONG | bits.AT_LEAST)) or (not mask & bits.STRONG and _told(clause)):
        return Force.DONE
    if (
        clause.tokens
        and clause.tokens[0].mask & bits.BASIS
        and not ((must or mask & bits.QUOTA) and _names_village(reading))
    ):
        return Force.BASIS
    given = mask & bits.GIVE and not must and not mask & bits.SANCTION
    set_to_work = reading.actor is Actor.VILLAGE and reading.who is not None and reading.who.cause == "由"
    return Force.GIVEN if given and not village_subject(reading) and not set_to_work else Force.PLAIN


def _told(clause: Clause) -> bool:
    """共清运垃圾300吨, 昨晚……: figures of what was done, or a time gone by, before any act."""
    if not clause.mask & (bits.PAST | bits.SUM):
        return False
    summed = -1
    for token in clause.tokens:
        early = _EARLY if token.entry.word[0] == "昨" else 2
        if token.mask & bits.PAST and token.start - clause.start <= early:
            return True
        if token.mask & bits.SUM:
            summed = token.end
        if token.mask & bits.FIGURE and summed >= 0 and token.start - summed <= _FIGURE:
            return True
    return False


def _eases_itself(reading: Reading) -> bool:
    """各村压减开支: the villages themselves do it; 村级考核事项压减 relieves them."""
    general = bits.LEVEL | bits.ORGANISATION
    return any(p.village and p.role is Role.SUBJECT and not p.token.mask & general for p in reading.parts)


def _conditional(text: str, clause: Clause, must: bool) -> bool:
    """未完成的，; 除……外，; 凡……; 布置任务时，"""
    if text[clause.end - 1 : clause.end] == "的" and clause.ends_with == "，":
        return True
    return (text[clause.start : clause.start + 1] in ("除", "凡") and not must) or _when(text, clause)


def _topic(reading: Reading) -> bool:
    """对通过验收的村，; 考核不合格的村，: it only says of whom the rest speaks."""
    last = reading.parts[-1] if reading.parts else None
    if last is None or not last.village or reading.clause.ends_with != "，" or last.token.end < reading.clause.end:
        return False
    return (last.role is Role.TARGET and last.cause in _ON) or (last.role is Role.SUBJECT and last.relative)


def _names_village(reading: Reading) -> bool:
    return any(part.village for part in reading.parts)


def _when(text: str, clause: Clause) -> bool:
    """A clause that only says when (布置任务时，, 在征求意见基础上，)."""
    ending = text[max(clause.start, clause.end - 3) : clause.end]
    if ending.endswith("同时"):
        return False
    if ending.endswith("外") and "除" in text[clause.start : clause.end]:
        return True
    return clause.ends_with == "，" and (ending.endswith("时") or ending in _WHENS)


def _reforms(reading: Reading) -> bool:
    """清理规范面向村级的工作群: a burden is taken away, unless it is the village that is told to tidy up."""
    first = next(token.start for token in reading.clause.tokens if token.mask & bits.REFORM)
    villages = [part.token.start for part in reading.parts if part.village]
    if villages:
        return villages[0] > first
    return bool(reading.clause.mask & bits.REFORMED) and reading.actor is not Actor.VILLAGE


def _negated(reading: Reading) -> bool:
    """Whether the negation reaches what is asked: it stands before the cue, or before the village that is set to work."""
    tokens = reading.clause.tokens
    apart = bits.AT_LEAST | (bits.DUTY_BAN if reading.actor is Actor.VILLAGE else 0)
    first = next((token for token in tokens if token.mask & bits.NOT and not token.mask & apart), None)
    if first is None:
        return False
    mask = reading.clause.mask
    if (
        mask & bits.HONOUR
        and mask & bits.CANCEL
        and not any(part.village and part.token.start > first.start for part in reading.parts)
    ):
        return False  # 一律不得评先评优
    if reading.actor is Actor.VILLAGE and (mask & bits.HONOUR or (first.mask & bits.REFUSE and mask & bits.SANCTION)):
        # 取消评优资格 strikes the village; 取消对村的“一票否决” spares it.
        return any(token.start == first.end and token.mask & bits.TO for token in tokens)
    if first.mask & bits.REFUSE and first.end >= reading.clause.end and not mask & bits.HONOUR:
        return True  # 其他台账一律取消
    if reading.assumed and reading.who is None:
        return True  # 区域内禁止焚烧: a ban for everybody
    who = reading.who
    if first.entry.word in _ACTS_TOO and who is not None and who.village and who.role in (Role.SUBJECT, Role.PIVOT):
        general = who.token.mask & (bits.LEVEL | bits.ORGANISATION)
        return bool(general) or first.start < who.token.start
    before = [token.start for token in tokens if token.start < first.start and token.mask & bits.CUE]
    villages = [part.token.start for part in reading.parts if part.village]
    if villages and villages[0] > first.start:
        return True
    return not (before and reading.actor is Actor.VILLAGE and (not villages or before[-1] > villages[0]))


ASKS = frozenset({"要求", "责成", "责令", "督促", "通知", "请"})
"""Words after which a village is asked now, whatever the sentence reports before."""
_ACTS_TOO = frozenset({"停止", "叫停", "杜绝", "坚决杜绝", "避免", "防止"})
"""Negations that are something to do for whoever is their subject (各村要防止返贫)."""
_GOES_ON = frozenset({Force.NEGATED, Force.DONE, Force.GIVEN, Force.ENCOURAGED})


def sticks(reading: Reading) -> Force:
    """The force that goes on over the comma: 不得要求……，以…… and 已……，未…… (a village that may not is free to do the rest)."""
    if reading.clause.ends_with == "；" or reading.force not in _GOES_ON:
        return Force.PLAIN
    first = next((t.start for t in reading.clause.tokens if t.mask & bits.NOT), reading.clause.end)
    subject = any(p.village and p.role is Role.SUBJECT and p.token.start < first for p in reading.parts)
    return Force.PLAIN if reading.force is Force.NEGATED and subject else reading.force


def speaks_anew(reading: Reading, sticking: Force) -> bool:
    """Whether the clause starts afresh: with an actor of its own or, after what was only told, with a deontic word."""
    named = any(part.role in (Role.SUBJECT, Role.PIVOT) for part in reading.parts)
    if sticking is Force.NEGATED:
        return named
    if any(part.village and part.role is Role.PIVOT and part.cause in ASKS for part in reading.parts):
        return True
    mask = reading.clause.mask
    if sticking is Force.GIVEN and named and mask & bits.CUE:
        return True
    ordered = any(token.mask & bits.MUST and not token.mask & bits.AT_LEAST for token in reading.clause.tokens)
    return ordered or (named and bool(mask & (bits.OFTEN | bits.HARD_SANCTION) and not mask & bits.AT_LEAST))
