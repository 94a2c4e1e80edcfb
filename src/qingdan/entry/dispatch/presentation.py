"""Dispatches in words: the gate's answers as cards, a schedule's days, and tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.entry.dispatch.models import Emergency, Schedule, ScheduleState
from qingdan.entry.dispatch.refusals import Refusal
from qingdan.entry.dispatch.services.sending import Going
from qingdan.entry.dispatch.standing import Stayed
from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.components import Stamp, Tone
from qingdan.policy.gate.emergencies import STAMP as EMERGENCY
from qingdan.policy.gate.model import Outcome

SCHEDULE_TAGS = {
    ScheduleState.WAITING: "tag--amber", ScheduleState.RUNNING: "tag--done", ScheduleState.DECLINED: "tag--wait",
    ScheduleState.ENDED: "tag--wait", ScheduleState.WITHDRAWN: "tag--wait",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """The gate's answer for a group of villages: seal, word, sentence, where it stands, how many, some of them."""

    stamp: Stamp
    tone: Tone
    word: str
    text: str
    source: str
    quote: str
    clause: str
    next_step: str
    number: int
    named: Sequence[str] = ()
    digest: str = ""

    @property
    def more(self) -> bool:
        """Whether there are more villages than are named."""
        return self.number > len(self.named)


def refusal_card(answer: Refusal | Stayed, number: int | None = None, named: Sequence[str] = ()) -> Card:
    """A ground on which villages get nothing."""
    outcome = Outcome(answer.outcome)
    tone: Tone = outcome.value
    many = answer.number if isinstance(answer, Stayed) else number or 0
    # the gate speaks to the village: of what is forbidden it says that the village need not do it
    step = "把这一条去掉再派，清单不允许的派不出去。" if outcome is Outcome.FORBIDDEN else answer.next_step
    return Card(
        Stamp(outcome.stamp, tone), tone, answer.word, answer.text, answer.source, answer.quote, answer.clause, step, many, named,
        answer.digest,
    )  # fmt: skip


def answer_card(group: Going, record: Mapping[str, Any]) -> Card:
    """On what it goes out."""
    tone: Tone = "emergency" if group.stamp == EMERGENCY else "listed"
    answer = group.answer
    source = answer.source or " ".join(part for part in (record.get("source"), record.get("document")) if part)
    return Card(
        Stamp(group.stamp, tone), tone, answer.word, answer.text, source, answer.quote, answer.clause, "", group.number
    )


def when_words(schedule: Schedule) -> str:
    """When it comes next, or why no more."""
    if schedule.state == ScheduleState.WAITING:
        return "等镇街排进计划"
    if schedule.state == ScheduleState.DECLINED:
        return schedule.reason
    if schedule.next_on is not None and schedule.state == ScheduleState.RUNNING:
        return f"下一次 {schedule.next_on}"
    return "不再派" if schedule.state in (ScheduleState.ENDED, ScheduleState.WITHDRAWN) else "都派过了"


def emergency_standing(emergency: Emergency) -> tuple[str, str]:
    """How an emergency stands, with its tag."""
    if emergency.closed_at is not None:
        return "已结束", "tag--wait"
    day = today()
    if emergency.ends < day:
        return "已过期", "tag--wait"
    if emergency.confirmed_at is None:
        return "等第二人核对，还没有生效", "tag--amber"
    if emergency.starts > day:
        return "还没有开始", "tag--wait"
    return ("有效", "tag--done") if emergency.checked_at else ("有效，等第二人核对", "tag--amber")
