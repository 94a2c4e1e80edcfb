"""The interpreter of admission procedures: from a procedure and what has happened to what is due next, from whom. Pure.

A case is a procedure and a row of acts. :func:`advance` is the table of states: it says which act is possible now and
where it leads, and raises :class:`NotNow` for every other. :func:`due` reads from the same table who must act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qingdan.policy.packs.procedures import Procedure, Seat, Step

APPLICANT = ""
"""The applicant's seat."""


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SIGNING = "signing"
    REVIEWING = "reviewing"
    RETURNED = "returned"
    COORDINATING = "coordinating"
    HANDING = "handing"
    APPROVING = "approving"
    FILING = "filing"
    LISTING = "listing"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_LABELS = {
    State.DRAFT: "起草", State.SIGNING: "本单位审签", State.REVIEWING: "审核中", State.RETURNED: "退回补正",
    State.COORDINATING: "协调中", State.HANDING: "待报送", State.APPROVING: "审批中", State.FILING: "待编备案号",
    State.LISTING: "待纳入清单", State.IN_FORCE: "已准入", State.REFUSED: "未通过", State.WITHDRAWN: "已撤回",
}  # fmt: skip
ENDED = frozenset({State.IN_FORCE, State.REFUSED, State.WITHDRAWN})
WITH_APPLICANT = frozenset({State.DRAFT, State.SIGNING, State.RETURNED})
"""States in which only the applicant can act, and in which the application may be changed (but while it is signed)."""


class Verb(StrEnum):
    """What can be done in a case."""

    BEGIN_SIGNING = "begin_signing"
    SIGN = "sign"
    SEND_BACK = "send_back"
    SUBMIT = "submit"
    OPINE = "opine"
    REVIEW = "review"
    RETURN = "return"
    COORDINATE = "coordinate"
    MINUTE = "minute"
    HAND_ON = "hand_on"
    DECIDE = "decide"
    FILE = "file"
    LIST = "list"
    WITHDRAW = "withdraw"


VERB_LABELS = {
    Verb.BEGIN_SIGNING: "送本单位审签", Verb.SIGN: "审签", Verb.SEND_BACK: "退回修改", Verb.SUBMIT: "报送申请",
    Verb.OPINE: "出具意见", Verb.REVIEW: "写初审意见", Verb.RETURN: "退回补正", Verb.COORDINATE: "提请协调",
    Verb.MINUTE: "记录协调结果", Verb.HAND_ON: "报送下一步", Verb.DECIDE: "审批", Verb.FILE: "编备案号",
    Verb.LIST: "纳入清单", Verb.WITHDRAW: "撤回申请",
}  # fmt: skip


class Stance(StrEnum):
    """A body's answer. ``conditions``: agrees on the conditions that it writes."""

    AGREE = "agree"
    CONDITIONS = "conditions"
    DISAGREE = "disagree"


STANCE_LABELS = {Stance.AGREE: "同意", Stance.CONDITIONS: "有条件同意", Stance.DISAGREE: "不同意"}
ANSWERS = frozenset({Verb.OPINE, Verb.REVIEW, Verb.DECIDE, Verb.FILE})
"""Acts that a body does once in its turn; the database refuses the second."""


class NotNow(ValueError):
    """An act that the procedure does not allow now; the message is Chinese and says what is due instead."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what, by which seat (:data:`APPLICANT` for the applicant), with which answer."""

    verb: Verb
    seat: str = APPLICANT
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands. ``round`` counts the hand-ins, ``turn`` the coordinations; ``answers`` are of this turn.

    ``chain`` is how many people of the applicant sign before an application is handed in, ``signed`` how many have.
    """

    state: State = State.DRAFT
    step: int = 0
    round: int = 0
    turn: int = 0
    signed: int = 0
    chain: int = 1
    answers: tuple[tuple[str, Stance], ...] = ()

    def answer(self, seat: str) -> Stance | None:
        """What a seat has answered in this turn."""
        return dict(self.answers).get(seat)

    @property
    def dissenters(self) -> tuple[str, ...]:
        """The seats that disagree."""
        return tuple(seat for seat, stance in self.answers if stance is Stance.DISAGREE)


@dataclass(frozen=True, slots=True)
class Due:
    """An act that is due or possible: by which seats (:data:`APPLICANT` the applicant's). ``must``: the case waits for it."""

    verb: Verb
    seats: tuple[str, ...]
    must: bool = True


def step_of(procedure: Procedure, standing: Standing) -> Step | None:
    """The step at which a case stands, once it has been handed in."""
    return procedure.steps[standing.step] if standing.round and standing.step < len(procedure.steps) else None


def seat_titled(step: Step, title: str) -> Seat | None:
    """The seat of a step by its title."""
    return next((seat for seat in step.seats if seat.title == title), None)


def titles(seats: Iterable[Seat]) -> tuple[str, ...]:
    """The seats' titles."""
    return tuple(seat.title for seat in seats)


def due(procedure: Procedure, standing: Standing) -> tuple[Due, ...]:
    """What may be done now and by whom; what the case waits for first."""
    found = _DUE.get(standing.state, _nothing)(procedure, standing)
    if standing.state not in ENDED:
        found = (*found, Due(Verb.WITHDRAW, (APPLICANT,), must=False))
    return found


def waiting_seats(procedure: Procedure, standing: Standing) -> tuple[str, ...]:
    """The seats for which the case waits now, each once, in order."""
    return tuple(dict.fromkeys(seat for each in due(procedure, standing) if each.must for seat in each.seats))


def _nothing(procedure: Procedure, standing: Standing) -> tuple[Due, ...]:
    return ()


def _draft(procedure: Procedure, standing: Standing) -> tuple[Due, ...]:
    if not procedure.steps:
        return ()
    begin = Verb.BEGIN_SIGNING if standing.chain > 1 else Verb.SUBMIT
    return (Due(begin, (APPLICANT,)),) + ((Due(Verb.SUBMIT, (APPLICANT,), must=False),) if standing.chain > 1 else ())


def _signing(procedure: Procedure, standing: Standing) -> tuple[Due, ...]:
    return (Due(Verb.SIGN, (APPLICANT,)), Due(Verb.SEND_BACK, (APPLICANT,), must=False))


def _reviewing(procedure: Procedure, standing: Standing) -> tuple[Due, ...]:
    step = procedure.steps[standing.step]
    back = Due(Verb.RETURN, titles(step.by), must=False)
    asked = titles(step.by if step.joint_review else step.asks)
    missing = tuple(seat for seat in asked if standing.answer(seat) is None)
    if missing:
        return (Due(Verb.OPINE, missing), back)
    if standing.dissenters:
        ways = (Due(Verb.COORDINATE, titles(step.by)), Due(Verb.RETURN, titles(step.by)))
        return ways if step.joint_review else (*ways, Due(Verb.REVIEW, titles(step.by), must=False))
    return (Due(Verb.REVIEW, titles(step.by)), back)


def _coordinating(procedure: Procedure, standing: Standing) -> tuple[Due, ...]:
    return (Due(Verb.MINUTE, titles(procedure.steps[standing.step].by)),)


def _handing(procedure: Procedure, standing: Standing) -> tuple[Due, ...]:
    step = procedure.steps[standing.step]
    before = titles(procedure.steps[standing.step - 1].by)
    return (Due(Verb.HAND_ON, before if step.handed_by == "previous" else (APPLICANT,)),)


def _approving(procedure: Procedure, standing: Standing) -> tuple[Due, ...]:
    by = titles(procedure.steps[standing.step].by)
    missing = tuple(seat for seat in by if standing.answer(seat) is None)
    return (Due(Verb.DECIDE, missing), Due(Verb.RETURN, by, must=False))


def _filing(procedure: Procedure, standing: Standing) -> tuple[Due, ...]:
    return (Due(Verb.FILE, titles(procedure.steps[standing.step].by)),)


_DUE = {
    State.DRAFT: _draft,
    State.RETURNED: _draft,
    State.SIGNING: _signing,
    State.REVIEWING: _reviewing,
    State.COORDINATING: _coordinating,
    State.HANDING: _handing,
    State.APPROVING: _approving,
    State.FILING: _filing,
}


def advance(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    """Where an act leads; raises :class:`NotNow` where the procedure does not allow it now, or not to this seat."""
    allowed = _allowed(procedure, standing)
    if act.seat not in allowed.get(act.verb, frozenset()):
        raise NotNow(_refusal(procedure, standing, act))
    return _LEADS[act.verb](procedure, standing, act)


def _allowed(procedure: Procedure, standing: Standing) -> dict[Verb, frozenset[str]]:
    allowed: dict[Verb, frozenset[str]] = {}
    for each in due(procedure, standing):
        allowed[each.verb] = allowed.get(each.verb, frozenset()) | frozenset(each.seats)
    if standing.state is State.LISTING:  # a published edition acts, no person
        allowed[Verb.LIST] = frozenset({APPLICANT})
    return allowed


def _refusal(procedure: Procedure, standing: Standing, act: Act) -> str:
    label = STATE_LABELS[standing.state]
    if standing.answer(act.seat) is not None and act.verb in ANSWERS:
        return f"{act.seat}已经答复过了，不用再答一次。"
    waits = [
        f"{'、'.join(seat or '申请单位' for seat in each.seats)}{VERB_LABELS[each.verb]}"
        for each in due(procedure, standing)
        if each.must
    ]
    return f"现在是“{label}”，不能{VERB_LABELS[act.verb]}。" + (f"正在等：{'；'.join(waits)}。" if waits else "")


def _begin_signing(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    return replace(standing, state=State.SIGNING, signed=1)


def _sign(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    signed = standing.signed + 1
    if signed < standing.chain:
        return replace(standing, signed=signed)
    return _submit(procedure, replace(standing, signed=signed), act)


def _send_back(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    return replace(standing, state=State.RETURNED if standing.round else State.DRAFT, signed=0)


def _submit(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    """A hand-in begins at the first step, whatever was answered before: what was changed must be seen by all again."""
    fresh = replace(standing, step=0, round=standing.round + 1, turn=0, answers=())
    return replace(fresh, state=_state_at(procedure, 0))


def _opine(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    step = procedure.steps[standing.step]
    after = _answered(standing, act)
    if step.joint_review and step.dissent == "ends" and after.dissenters:
        return replace(after, state=State.REFUSED)
    if step.joint_review and not after.dissenters and all(after.answer(seat) for seat in titles(step.by)):
        return _next(procedure, after)
    return after


def _review(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    if act.stance is Stance.DISAGREE:
        return replace(_answered(standing, act), state=State.REFUSED)
    if standing.dissenters:
        raise NotNow(f"{'、'.join(standing.dissenters)}不同意，初审不能通过。请退回补正或者提请协调。")
    return _next(procedure, _answered(standing, act))


def _return(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    return replace(standing, state=State.RETURNED, signed=0, answers=())


def _coordinate(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    return replace(standing, state=State.COORDINATING)


def _minute(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    """After coordination the bodies that disagreed answer anew; nobody's answer is changed for it."""
    kept = tuple((seat, stance) for seat, stance in standing.answers if stance is not Stance.DISAGREE)
    return replace(standing, state=State.REVIEWING, turn=standing.turn + 1, answers=kept)


def _hand_on(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    return replace(standing, state=_state_at(procedure, standing.step))


def _decide(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    after = _answered(standing, act)
    if act.stance is Stance.DISAGREE:
        return replace(after, state=State.REFUSED)
    step = procedure.steps[standing.step]
    return _next(procedure, after) if all(after.answer(seat) for seat in titles(step.by)) else after


def _file(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    return _next(procedure, standing)


def _withdraw(procedure: Procedure, standing: Standing, act: Act) -> Standing:
    return replace(standing, state=State.WITHDRAWN)


def _answered(standing: Standing, act: Act) -> Standing:
    if act.stance is None:
        raise NotNow("请写明同意、有条件同意还是不同意。")
    return replace(standing, answers=(*standing.answers, (act.seat, act.stance)))


def _next(procedure: Procedure, standing: Standing) -> Standing:
    """The step after this one, or the end: everything that the procedure asks for has been done."""
    number = standing.step + 1
    moved = replace(standing, step=number, turn=0, answers=())
    if number == len(procedure.steps):
        return replace(moved, state=State.IN_FORCE)
    by_hand = procedure.steps[number].handed_by != "nobody"
    return replace(moved, state=State.HANDING if by_hand else _state_at(procedure, number))


def _state_at(procedure: Procedure, number: int) -> State:
    states = {"review": State.REVIEWING, "approve": State.APPROVING, "file": State.FILING, "list": State.LISTING}
    return states[procedure.steps[number].act]


_LEADS = {
    Verb.BEGIN_SIGNING: _begin_signing, Verb.SIGN: _sign, Verb.SEND_BACK: _send_back, Verb.SUBMIT: _submit,
    Verb.OPINE: _opine, Verb.REVIEW: _review, Verb.RETURN: _return, Verb.COORDINATE: _coordinate,
    Verb.MINUTE: _minute, Verb.HAND_ON: _hand_on, Verb.DECIDE: _decide, Verb.FILE: _file,
    Verb.LIST: _file, Verb.WITHDRAW: _withdraw,
}  # fmt: skip


def replay(procedure: Procedure, acts: Sequence[Act], chain: int = 1) -> Standing:
    """The standing after a row of acts; raises :class:`NotNow` where one of them was not possible."""
    standing = Standing(chain=chain)
    for act in acts:
        standing = advance(procedure, standing, act)
    return standing


CHAIN_LABELS = ("拟稿", "审核", "分管领导", "主要负责人")
"""The usual steps of a body's own chain; a body has one to four."""
MOST_CHAIN = 4
