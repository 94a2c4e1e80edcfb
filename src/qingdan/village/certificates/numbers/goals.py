"""How the goals of a place's document stand (NH-06, KT-05). Pure but for the numbers that it is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qingdan.policy.packs.village_specs import GoalSpec
from qingdan.village.certificates.numbers.counting import ISSUED, REFUSED, Numbers


@dataclass(frozen=True, slots=True)
class GoalShown:
    """A goal: the document's words and clause, the day, how it stands, and whether it is reached (None: a trend)."""

    says: str
    clauses: tuple[str, ...]
    until: date
    standing: str
    reached: bool | None


def goals_shown(goals: Iterable[GoalSpec], numbers: Numbers) -> list[GoalShown]:
    """Each goal with the year's numbers."""
    return [
        GoalShown(goal.says, tuple(goal.clauses), goal.until, *_standing(goal.indicator, numbers)) for goal in goals
    ]


def _standing(indicator: str, numbers: Numbers) -> tuple[str, bool | None]:
    if indicator == "ungrounded":
        return f"没有依据的索要 {numbers.ungrounded_times} 次", numbers.ungrounded_times == 0
    if indicator == "late":
        return f"超过时限出具 {numbers.pace.late} 份", numbers.pace.late == 0
    quarters = (f"{each.label}出具 {each.of(ISSUED)}、不出具 {each.of(REFUSED)}" for each in numbers.by_quarter)
    return "；".join(quarters), None
