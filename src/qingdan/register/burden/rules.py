"""What an item costs the villages, in hours a year (the Standard Cost Model): minutes x occurrences x villages. Pure.

Every figure is an estimate and says so (测算值); what is not known is not guessed (未测算).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

ESTIMATED, NOT_ESTIMATED = "测算值", "未测算"
WORKING_DAYS = 250
"""What is asked every day is counted on working days only; a round figure for a year."""

OCCURRENCES: Mapping[str, int | None] = MappingProxyType(
    {
        "daily": WORKING_DAYS,
        "weekly": 52,
        "monthly": 12,
        "quarterly": 4,
        "half_yearly": 2,
        "yearly": 1,
        "once": 1,
        "on_event": None,
    }
)
"""Occurrences a year by the gate's frequencies; None where only events decide."""

_HOUR = Decimal(60)


def occurrences_a_year(frequency: str | None, expected: int | None = None) -> int | None:
    """How often a year; ``expected`` is the stated number for what comes only with an event. None: not known.

    Raises ``ValueError`` for a word that is no frequency and for a number below zero.
    """
    if expected is not None and expected < 0:
        raise ValueError("occurrences are not negative")
    if not frequency:
        return None
    if frequency not in OCCURRENCES:
        raise ValueError(f"{frequency} is no frequency")
    often = OCCURRENCES[frequency]
    return expected if often is None else often


def hours_a_year(
    minutes: int | None,
    frequency: str | None,
    villages: int = 1,
    *,
    prefilled: Decimal = Decimal(0),
    expected: int | None = None,
) -> Decimal | None:
    """Hours a year of all these villages together, not rounded; None where minutes or occurrences are not known.

    ``minutes`` are those of one occurrence in one village; ``prefilled`` is the share of them (0 to 1) that is saved
    because the system fills in what it knows. Raises ``ValueError`` for numbers that cannot be.
    """
    if villages < 0 or (minutes is not None and minutes < 0) or not 0 <= prefilled <= 1:
        raise ValueError("minutes and villages are not negative, the prefilled share lies between 0 and 1")
    often = occurrences_a_year(frequency, expected)
    if minutes is None or often is None:
        return None
    return minutes * (1 - prefilled) * often * villages / _HOUR


def in_words(
    minutes: int | None,
    frequency: str | None,
    villages: int,
    *,
    prefilled: Decimal = Decimal(0),
    expected: int | None = None,
    unit: str = "村",
) -> str:
    """测算值：每村每年约 8 小时，308 个村合计 2,464 小时; or what is missing for an estimate."""
    each = hours_a_year(minutes, frequency, prefilled=prefilled, expected=expected)
    total = hours_a_year(minutes, frequency, villages, prefilled=prefilled, expected=expected)
    if each is None or total is None:
        return f"{NOT_ESTIMATED}：{_missing(minutes, frequency)}"
    span = "办这一次" if frequency == "once" else "每年"
    alone = f"{ESTIMATED}：每{unit}{span}约 {duration(each)}"
    return alone if villages == 1 else f"{alone}，{villages:,} 个{unit}合计 {duration(total)}"


def _missing(minutes: int | None, frequency: str | None) -> str:
    if minutes is None:
        return "没有填每次要用多少分钟"
    return "有事才报，没有填一年大约几次" if frequency else "没有填多久一次"


def duration(hours: Decimal) -> str:
    """Hours as people say them: minutes below one hour, one decimal below a hundred, then whole hours."""
    if hours < 1:
        minutes = _rounded(hours * _HOUR, "1")
        if minutes < _HOUR:
            return f"{minutes} 分钟" if minutes or not hours else "不到 1 分钟"
    if hours < 100:
        return f"{_rounded(hours, '0.1'):,f}".removesuffix(".0") + " 小时"
    return f"{_rounded(hours, '1'):,f} 小时"


def _rounded(number: Decimal, step: str) -> Decimal:
    return number.quantize(Decimal(step), ROUND_HALF_UP)
