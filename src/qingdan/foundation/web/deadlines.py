"""How near a day is: the group of a work list, and the words beside it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum

from qingdan.foundation.clock.rules import DayState, workdays_between

FARTHEST_COUNTED = 60
"""A day that is farther off than this many days is named, not counted."""


class Nearness(Enum):
    """The groups of a work list in their order, with their headings."""

    OVERDUE = "已逾期"
    WEEK = "本周"
    LATER = "以后"
    NONE = "没有期限"

    @property
    def name_in_address(self) -> str:
        """As it stands in an address."""
        return self.name.lower()


def nearness(until: date | None, today: date) -> Nearness:
    """The group of a day; a week ends on its Sunday."""
    if until is None:
        return Nearness.NONE
    if until < today:
        return Nearness.OVERDUE
    sunday = today + timedelta(days=6 - today.weekday())
    return Nearness.WEEK if until <= sunday else Nearness.LATER


def time_left(until: date | None, today: date, state: Callable[[date], DayState]) -> str:
    """还有 3 个工作日, 今天到期, 已过 2 天; a day far off is named; one by a provisional calendar says so."""
    if until is None:
        return Nearness.NONE.value
    days = (until - today).days
    if days < 0:
        return f"已过 {-days} 天"
    if days == 0:
        return "今天到期"
    if days > FARTHEST_COUNTED:
        return f"{in_words(until, today)}到期"
    left = workdays_between(today, until, state)
    words = f"还有 {left} 个工作日" if left else f"{in_words(until, today)}到期，都是休息日"
    provisional = any(state(today + timedelta(days=number)).provisional for number in range(1, days + 1))
    return f"{words}（暂定）" if provisional else words


def in_words(day: date, today: date) -> str:
    """3月5日, with its year where that is another one."""
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
