"""What may happen to an application for a certificate: the table is the documentation. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from qingdan.village.certificates.choices import OPEN, Cause, Need, State, Verb, Way


class Side(Enum):
    """Who takes a step."""

    HANDLER = "村（社区）的经办人（镇街可以代办）"
    HEAD = "村（社区）负责人"
    TOWN = "所在镇街的经办人"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table; ``target`` None: the state stays. ``reason``: words are asked for."""

    verb: Verb
    sources: tuple[State, ...]
    target: State | None
    side: Side
    reason: bool = False


_HANDLING, _TO_EXPLAIN, _EXPLAINED, _ESCALATED, _COORDINATED = (
    State.HANDLING, State.TO_EXPLAIN, State.EXPLAINED, State.ESCALATED, State.COORDINATED,
)  # fmt: skip

TRANSITIONS: Mapping[Verb, Transition] = {
    row.verb: row
    for row in (
        Transition(Verb.FILL, (_HANDLING,), None, Side.HANDLER),
        Transition(Verb.ASSIGN, (_HANDLING,), None, Side.HANDLER),
        Transition(Verb.FIND, (_HANDLING,), None, Side.HANDLER),
        Transition(Verb.SAFEGUARD, (_HANDLING,), None, Side.HANDLER),
        Transition(Verb.SIGN, (_HANDLING,), None, Side.HEAD),
        Transition(Verb.ISSUE, (_HANDLING,), State.ISSUED, Side.HANDLER),
        Transition(Verb.REJECT, (_HANDLING,), _TO_EXPLAIN, Side.HANDLER, reason=True),
        Transition(Verb.EXPLAIN, (_TO_EXPLAIN,), _EXPLAINED, Side.HANDLER),
        Transition(Verb.REFER, (_HANDLING, _TO_EXPLAIN, _EXPLAINED, _ESCALATED), None, Side.HANDLER, reason=True),
        Transition(Verb.ESCALATE, (_EXPLAINED,), _ESCALATED, Side.HANDLER),
        Transition(Verb.CONTACT, (_ESCALATED,), None, Side.TOWN),
        Transition(Verb.ANSWER, (_ESCALATED,), _COORDINATED, Side.TOWN),
        Transition(Verb.TELL, (_COORDINATED,), State.CLOSED, Side.HANDLER),
        Transition(Verb.WITHDRAW, (_HANDLING, _TO_EXPLAIN, _ESCALATED), State.WITHDRAWN, Side.HANDLER, reason=True),
    )
}
"""Every way of an application; :data:`Verb.RECEIVE` makes one, in the state that :func:`first_state` gives."""


def first_state(way: str) -> State:
    """Where an application begins: handled where it may be issued, else it waits for its explanation."""
    return _HANDLING if way in (Way.ISSUE, Way.INTERIM) else _TO_EXPLAIN


def transition(verb: Verb, state: str) -> Transition | None:
    """The row by which a verb moves an application in a state; None where the table has none."""
    row = TRANSITIONS.get(verb)
    return row if row is not None and state in row.sources else None


def causes_of(way: str) -> tuple[Cause, ...]:
    """Why a village may report to its town, by the place's way: NH-74's two causes, or a kind that is to be admitted first (KT-47).

    Elsewhere the explanation ends it.
    """
    return {Way.REPORT: (Cause.POLICY_GAP, Cause.CIVIL_DEMANDER), Way.ADMIT: (Cause.NO_RULE,)}.get(Way(way), ())


def may_escalate(way: str) -> bool:
    """Whether the place's way leads to the town."""
    return bool(causes_of(way))


def late(state: str, due: date | None, today: date) -> bool:
    """A simple matter that was not closed on its day, or a complex one past its limit (AS-56)."""
    return state in OPEN and due is not None and due < today


@dataclass(frozen=True, slots=True)
class Recorded:
    """How one safeguard stands: not on record yet (``done`` False), or with its result and the fields it is about."""

    need: str
    done: bool = False
    favourable: bool = False
    fields_digest: str = ""


def hindrances(recorded: Iterable[Recorded], fields_digest: str) -> tuple[str, ...]:
    """Why nothing may be issued yet, in Chinese; empty: it may (AS-50, AS-51, AS-58, AS-62, CC-27, CC-27a).

    The text must agree with what the investigation found true: fields that were changed since are looked into again.
    """
    return tuple(words for each in recorded if (words := _hindrance(each, fields_digest)))


def _hindrance(each: Recorded, fields_digest: str) -> str:
    label = Need(each.need).label
    if not each.done:
        return f"还没有{label}。" if each.need == Need.HEAD_SIGNATURE else f"还没有“{label}”的记录。"
    if not each.favourable:
        return f"“{label}”的结果是不同意或者不属实，不能出具。"
    if each.need in _ABOUT_THE_TEXT and each.fields_digest != fields_digest:
        return f"“{label}”以后，填写的内容又改过，要重新{label}。"
    return ""


_ABOUT_THE_TEXT = frozenset({Need.INVESTIGATION, Need.HEAD_SIGNATURE})
"""What is said of one text: the finding of an investigation, and the head's signature."""


def meeting_carries(entitled: int, present: int, in_favour: int) -> bool:
    """Whether a residents' or representatives' meeting decided for it: half of those entitled are there, and more than half of those present agree.

    By 村民委员会组织法第二十二、二十六条 and its like for communities (representatives: two thirds are asked by some
    places; the record names the numbers, so that anybody can see).
    """
    return 0 < present <= entitled and present * 2 > entitled and in_favour <= present and in_favour * 2 > present


def replay(steps: Iterable[tuple[str, str, str]]) -> str | None:
    """The state to which steps (verb, before, after) lead; None where one does not follow from those before."""
    state = ""
    for verb, before, after in steps:
        if before != state:
            return None
        if verb == Verb.RECEIVE:
            fits = before == "" and after in (_HANDLING, _TO_EXPLAIN)
        else:
            row = transition(Verb(verb), before) if before else None
            fits = row is not None and after == (row.target or before)
        if not fits:
            return None
        state = after
    return state
