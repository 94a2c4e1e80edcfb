"""What a cell says: numbers, dates, units, frequencies and bases as people write them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from qingdan.register.lists.annexes.columns import BOTH_WORDS, FREQUENCY_WORDS, UNIT_WORDS

_NAME = re.compile(r"(?:“[^”\n]*”|「[^」\n]*」|[^、，,；;/\n])+")
_BASES = re.compile(r"[；;\n]+")
_NUMBER = re.compile(r"^(?:约|大约)?(\d[\d,]*)(?:\.0+)?(?:个)?(分钟|分|小时)?(?:左右)?$")
_DAY = re.compile(r"^(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?$")
_MONTH = re.compile(r"^(\d{4})[年./-](\d{1,2})月?$")
_LEADING = re.compile(
    r"^(?:\d{1,4}|[一二三四五六七八九十百]+|[（(](?:\d{1,4}|[一二三四五六七八九十百]+)[）)])[.、．)）]?$"
)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_EXCEL_EPOCH = date(1899, 12, 30)
LARGEST = 100_000


class NotUnderstood(ValueError):
    """A cell whose words say nothing that the field can take; the message is Chinese."""


def tidy(text: str) -> str:
    """A cell's words without spaces around lines and without empty lines; line ends stay."""
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """A cell's words on one line; Chinese needs no space where a line was broken."""
    return re.sub(r"(?<=[^\x00-\x7f])\n|\n(?=[^\x00-\x7f])", "", tidy(text)).replace("\n", " ")


def many(text: str) -> tuple[str, ...]:
    """Several names in one cell; within “ ” or 「 」 nothing separates, so that “防火、防盗” can be one name."""
    parts = (part.strip() for part in _NAME.findall(tidy(text)))
    return tuple(dict.fromkeys(_unquoted(part) for part in parts if part))


def _unquoted(part: str) -> str:
    """Without the quotation marks that only hold a name together; what is quoted for itself keeps them."""
    inner = part[1:-1]
    whole = (part[0], part[-1]) in {("“", "”"), ("「", "」")} and part[-1] not in inner
    return inner if whole and _NAME.findall(inner) != [inner] else part


def joined(names: Iterable[str]) -> str:
    """Several names as one cell, which :func:`many` reads back: a name with a separator in it stands in marks."""
    return "、".join(_held_together(name) for name in names)


def _held_together(name: str) -> str:
    ways = (name, f"“{name}”", f"「{name}」")
    return next((way for way in ways if many(way) == (name,)), name)


def bases(text: str) -> tuple[str, ...]:
    """Several bases in one cell: a line or a semicolon ends one; a line that names no document goes on with the last.

    《甲》第一条《乙》第二条 without anything between are two.
    """
    found: list[str] = []
    for part in _BASES.split(tidy(text)):
        words = re.sub(r"^(?:\d{1,2}[.、．]|[（(]\d{1,2}[）)])\s*", "", part.strip()).strip(" ，,。")
        for each in re.split(r"(?<=[条款项号）])[、，,和]?(?=《)", words):
            if each and found and not re.search(r"[《〔号]", each) and re.match(r"^第.{1,8}[条款项]", each):
                found[-1] += each
            elif each:
                found.append(each.strip("，, "))
    return tuple(dict.fromkeys(found))


def number(text: str) -> int | None:
    """A count: 30, ３０, 1，000, 二十, 约30分钟, 2小时 (in minutes). Raises :class:`NotUnderstood`."""
    words = unicodedata.normalize("NFKC", one_line(text)).replace(" ", "")
    if not words:
        return None
    found = _NUMBER.match(words)
    if found:
        value = int(found[1].replace(",", "")) * (60 if found[2] == "小时" else 1)
    else:
        value = _in_words(re.sub(r"^(?:约|大约)|(?:分钟|分|左右)+$", "", words))
    if not 1 <= value <= LARGEST:
        raise NotUnderstood(f"“{one_line(text)[:20]}”不在 1 到 {LARGEST} 之间")
    return value


def _in_words(words: str) -> int:
    """二十五 is 25; raises :class:`NotUnderstood`."""
    total, digit = 0, 0
    for character in words:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            raise NotUnderstood(f"“{words[:20]}”不是数")
    if not words:
        raise NotUnderstood("不是数")
    return total + digit


def day(text: str, *, last: bool = False) -> date | None:
    """A date: 2026-1-1, 2026年1月1日, 2026.1 (its first day, or ``last``), an Excel serial. Raises :class:`NotUnderstood`."""
    words = unicodedata.normalize("NFKC", one_line(text)).replace(" ", "")
    words = re.sub(r"00:00:00(?:\.0+)?$|T00:00:00$", "", words)
    if not words or words in {"长期", "-", "—", "/", "无"}:
        return None
    try:
        if re.fullmatch(r"\d{5}(?:\.0+)?", words):
            return _EXCEL_EPOCH + timedelta(days=int(float(words)))
        found = _DAY.match(words)
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        found = _MONTH.match(words)
        if found:
            first = date(int(found[1]), int(found[2]), 1)
            return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if last else first
    except ValueError as error:
        raise NotUnderstood(f"“{words[:20]}”不是一天") from error
    raise NotUnderstood(f"“{words[:20]}”不是日期，写成 2026-01-31 这样")


def frequency(text: str) -> str | None:
    """How often, by the words that people use; raises :class:`NotUnderstood`."""
    words = one_line(text).replace(" ", "")
    if not words or words in {"-", "—", "/", "无"}:
        return None
    for value, known in FREQUENCY_WORDS.items():
        if words == value or words in known:
            return value
    for value in ("half_yearly", "yearly", "quarterly", "monthly", "weekly", "daily", "on_event", "once"):
        if any(word in words for word in FREQUENCY_WORDS[value]) and not re.search(
            r"[两二三四五六七八九十2-9]次", words
        ):
            return value
    raise NotUnderstood(f"“{words[:20]}”不是能用的频次")


def choice(text: str, words_of: Mapping[str, tuple[str, ...]]) -> str | None:
    """One of a closed vocabulary; raises :class:`NotUnderstood`."""
    words = one_line(text).replace(" ", "")
    if not words:
        return None
    for value, known in words_of.items():
        if words == value or words in known:
            return value
    raise NotUnderstood(f"“{words[:20]}”不是能用的写法")


def units(text: str) -> tuple[str, ...]:
    """Whom an item is for: 村、社区 is for all (empty), 仅社区 for communities; raises :class:`NotUnderstood`."""
    words = re.sub(r"^(?:仅|只)(?:限|适用于|对)?", "", one_line(text).replace(" ", ""))
    if not words or words in BOTH_WORDS:
        return ()
    found = set()
    for part in re.split(r"[、，,和及/；;]+", words):
        unit = next((unit for unit, known in UNIT_WORDS.items() if part == unit or part in known), None)
        if unit is None:
            raise NotUnderstood(f"“{part[:20]}”不是村、社区、农村社区或村改居社区")
        found.add(unit)
    return () if {"village", "community"} <= found else tuple(unit for unit in UNIT_WORDS if unit in found)


def is_serial(text: str) -> bool:
    """Whether a cell holds a serial number: 1, （一）, 1."""
    return bool(_LEADING.match(unicodedata.normalize("NFKC", one_line(text)).replace(" ", "")))
