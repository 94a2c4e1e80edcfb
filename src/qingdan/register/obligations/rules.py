"""What may follow what at an obligation: one table, pure. Nothing in it ever counts against the village."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingdan.register.obligations.models import State

SOON_DAYS = 7
"""From so many days before its day on, an obligation is said to be due soon."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row: from which states a verb leads where, and what is said where it does not."""

    verb: str
    before: frozenset[State]
    after: State
    refused: str


MOVES = {
    move.verb: move
    for move in (
        Move("open", frozenset({State.WAITING}), State.OPENED, "这件事已经签收过了。"),
        Move("finish", frozenset({State.WAITING, State.OPENED}), State.DONE, "这件事不用再办：{state}。"),
        Move("reopen", frozenset({State.DONE}), State.OPENED, "这件事还没有办完，不用改回来。"),
        Move(
            "dispute",
            frozenset({State.WAITING, State.OPENED, State.DONE}),
            State.DISPUTED,
            "这件事{state}，不用再反馈。",
        ),
        Move("resume", frozenset({State.DISPUTED}), State.OPENED, "这件事没有在反馈核实。"),
        Move("withdraw", frozenset({State.WAITING, State.OPENED, State.DISPUTED}), State.WITHDRAWN, "这件事{state}。"),
    )
}
"""withdraw is the issuer's, the others are the village's or, marked, its town's for it."""


def refusal(verb: str, state: State) -> str:
    """Why a verb cannot be done in a state; empty where it can."""
    move = MOVES[verb]
    return "" if state in move.before else move.refused.format(state=state.label)


def urgency(due: date | None, today: date) -> str:
    """overdue, soon, later or none: how near its day is."""
    if due is None:
        return "none"
    if due < today:
        return "overdue"
    return "soon" if (due - today).days <= SOON_DAYS else "later"


def day_in_words(due: date | None, today: date) -> str:
    """The day as a person says it, with how far off it is."""
    if due is None:
        return "没有期限"
    days = (due - today).days
    near = {0: "今天", 1: "明天", 2: "后天", -1: "昨天"}
    said = f"{due.month}月{due.day}日" if due.year == today.year else f"{due.year}年{due.month}月{due.day}日"
    if days in near:
        return f"{said}（{near[days]}）"
    return f"{said}（还有{days}天）" if days > 0 else f"{said}（过了{-days}天）"
