"""What a guide says as cells, and what a cell says of a guide. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from qingdan.foundation.web.grids import LONGEST_CELL
from qingdan.foundation.web.text import clean_words
from qingdan.policy.packs.guide_checks import content_faults
from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.register.lists.annexes.columns import MARKS, NO_MARKS
from qingdan.register.lists.annexes.values import NotUnderstood, number
from qingdan.village.guides.drafts import Draft
from qingdan.village.guides.field_lines import BadLine, read_fields, write_fields
from qingdan.village.guides.sheet.columns import BY_FIELD, BY_HEADING, COMPLEX, NO, OURS, OWN, SIMPLE, YES

_OF_DRAFT = {"source": 12, "provided_by": 200, "document": 300, "reason": 1000}
"""The fields of a draft beside its content, and how long they may be."""
_UNIT = re.compile(r"(?:个?工作日|天|日)(?:内|以内)?$")
_NUMBERED = re.compile(r"^[（(]?(\d{1,2})(?:[、．)）]|[.](?!\d))\s*")
_SPEEDS = {
    SIMPLE: True,
    "当场": True,
    "简单": True,
    "即办": True,
    "当场出具": True,
    COMPLEX: False,
    "限时": False,
    "复杂": False,
}
_SOURCES = {OWN: "department", "部门": "department", OURS: "product"}


def plain(words: str) -> str:
    """A cell's words as they are compared: what Excel and browsers do to line ends says nothing."""
    return clean_words(words.replace("\r\n", "\n").replace("\r", "\n"), longest=LONGEST_CELL).strip()


def cells_of(draft: Draft) -> dict[str, str]:
    """Every filled column of a draft, by heading."""
    return {heading: plain(_WRITERS.get(column.field, str)(_value(draft, column.field))) for heading, column in BY_HEADING.items()}  # fmt: skip


def _value(draft: Draft, field: str) -> Any:
    return getattr(draft, field) if field in _OF_DRAFT else getattr(draft.content, field)


def _of_number(value: int | None) -> str:
    return "" if value is None else str(value)


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(("validity_days", "workdays"), _of_number),
    **dict.fromkeys(("legal_basis", "procedure", "materials"), "\n".join),
    **dict.fromkeys(("public_interest", "legal_risk"), lambda value: YES if value else NO),
    "fields": write_fields,
    "simple": lambda value: {True: SIMPLE, False: COMPLEX}.get(value, ""),
    "source": lambda value: OURS if value == "product" else OWN,
}


def _number(otherwise: str) -> Callable[[str], int | None]:
    def read(words: str) -> int | None:
        bare = _UNIT.sub("", unicodedata.normalize("NFKC", words).replace(" ", ""))
        try:
            return number(bare)
        except NotUnderstood:
            raise NotUnderstood(f"“{words[:20]}”不是能用的数。写成数字，例如 3；{otherwise}") from None

    return read


def lines(words: str) -> list[str]:
    """The lines of a cell; numbers in front go where they count 1, 2, 3 from the first to the last line."""
    found = [line.strip() for line in words.split("\n") if line.strip()]
    numbers = [_NUMBERED.match(line) for line in found]
    counted = [int(each[1]) for each in numbers if each]
    if counted != list(range(1, len(found) + 1)):
        return found
    return [line[each.end() :].strip() for line, each in zip(found, numbers, strict=True) if each]


def _mark(words: str) -> bool:
    if not words or words in {NO, "不涉及", "没有"} or set(words) <= NO_MARKS:
        return False
    if words in {YES, "涉及", "有"} or set(words) <= MARKS:
        return True
    raise NotUnderstood(f"“{words[:20]}”看不懂。写{YES}或者{NO}")


def _of(choices: Mapping[str, Any], shown: str, otherwise: Any) -> Callable[[str], Any]:
    def read(words: str) -> Any:
        bare = "".join(words.split())
        if bare and bare not in choices:
            raise NotUnderstood(f"“{words[:20]}”看不懂。写{shown}")
        return choices.get(bare, otherwise)

    return read


_READERS: Mapping[str, Callable[[str], Any]] = {
    "validity_days": _number("没有天数的写在“有效期说明”里"),
    "workdays": _number(f"{SIMPLE}的写在“办得多快”里"),
    **dict.fromkeys(("legal_basis", "procedure", "materials"), lines),
    **dict.fromkeys(("public_interest", "legal_risk"), _mark),
    "fields": read_fields,
    "simple": _of(_SPEEDS, f"{SIMPLE}或者{COMPLEX}", None),
    "source": _of(_SOURCES, f"{OWN}或者{OURS}", "department"),
}

Fault = tuple[str, str]
"""The heading of a cell, and what to do there."""


def changed(before: Draft, said: Mapping[str, str]) -> tuple[Draft | None, list[Fault]]:
    """The draft with what some cells say anew (by heading), or None with all that is wrong."""
    parts, faults = _read(said)
    of_draft = {name: parts.pop(name) for name in _OF_DRAFT if name in parts}
    content = before.content
    if not faults:
        content, faults = _content(before.content, parts)
    if faults:
        return None, faults
    kept = {name: of_draft.get(name, getattr(before, name)) for name in _OF_DRAFT}
    return Draft(content, **kept), []


def _read(said: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    parts: dict[str, Any] = {}
    faults = []
    for heading, words in said.items():
        field = BY_HEADING[heading].field
        longest = _OF_DRAFT.get(field, LONGEST_CELL - 1)
        if len(words) > longest and field != "source":
            faults.append((heading, f"太长，最多 {longest} 字"))
            continue
        try:
            parts[field] = _READERS.get(field, str)(words)
        except (NotUnderstood, BadLine) as fault:
            faults.append((heading, str(fault).removesuffix("。")))
    return parts, faults


def _content(before: GuideContent, parts: Mapping[str, Any]) -> tuple[GuideContent, list[Fault]]:
    whole = {name: getattr(before, name) for name in GuideContent.model_fields} | dict(parts)
    try:
        content = GuideContent.model_validate(whole)
    except ValidationError as error:
        return before, [_fault(each) for each in error.errors()]
    return content, [(BY_FIELD["model_text"].heading, words.removesuffix("。")) for words in content_faults(content)]


def _fault(error: Any) -> Fault:
    """What a value breaks, in Chinese, with its limit."""
    column, limits = BY_FIELD.get(str(error["loc"][0])), error.get("ctx", {})
    line = f"第 {int(error['loc'][1]) + 1} 行" if len(error["loc"]) > 1 and str(error["loc"][1]).isdigit() else ""
    said = {
        "string_too_long": f"太长，最多 {limits.get('max_length')} 字", "too_long": f"行数太多，最多 {limits.get('max_length')} 行",
        "greater_than_equal": f"不能小于 {limits.get('ge')}", "less_than_equal": f"不能大于 {limits.get('le')}",
    }.get(error["type"], "写得不对")  # fmt: skip
    return (column.heading if column else "内容"), line + said
