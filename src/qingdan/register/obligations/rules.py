"""What may follow what at an obligation: one table, pure. Nothing in it ever counts against the village."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.register.obligations.models import State


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
