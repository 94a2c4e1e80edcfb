"""The words at the top of the home page."""

from __future__ import annotations

from datetime import date, datetime

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def greeting(now: datetime) -> str:
    """Good morning, noon, afternoon or evening by the local hour."""
    for until, words in ((5, "夜里好"), (11, "上午好"), (13, "中午好"), (18, "下午好")):
        if now.hour < until:
            return words
    return "晚上好"


def today_in_words(day: date) -> str:
    """11月23日 星期一 · 工作日 (or 休息日), by the calendar on record."""
    from qingdan.foundation.clock.queries import is_working_day

    kind = "工作日" if is_working_day(day) else "休息日"
    return f"{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]} · {kind}"
