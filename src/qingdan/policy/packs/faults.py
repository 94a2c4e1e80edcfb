"""What the schema refuses, said in Chinese at its line; and what of a faulty section can still be looked at."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from qingdan.policy.packs.problems import Problem
from qingdan.policy.packs.yaml_lines import Lined, Place

_MESSAGES = {
    "missing": "缺少这一项。",
    "extra_forbidden": "不认识这一项，名字是不是写错了？",
    "string_too_short": "不能为空。",
    "list_type": "要写成列表。",
    "dict_type": "要写成“名称: 值”的形式。",
    "model_type": "要写成“名称: 值”的形式。",
    "bool_type": "只能填 true 或 false。",
    "bool_parsing": "只能填 true 或 false。",
    "string_type": "要是文字；数字、日期样的编号和 yes、no 请加引号。",
    "int_type": "要是整数。",
    "int_parsing": "要是整数。",
}
_ONE_OF_SEVERAL = "值不对：要写一个值、一列值，或者 {not: 值}。"


def label_of(place: Place) -> str:
    """A place as it is named in messages: ``rules.3.terms``."""
    return ".".join(str(part) for part in place)


def problems_from(name: str, lined: Lined, error: ValidationError) -> list[Problem]:
    """The schema's faults, one for each place."""
    faults: dict[Place, list[Mapping[str, Any]]] = {}
    for fault in error.errors(include_url=False):
        faults.setdefault(written(lined, fault), []).append(fault)
    return [
        Problem(name, lined.line(place), label_of(place), _said(place, found)) for place, found in sorted_by(faults)
    ]


def sorted_by(faults: dict[Place, list[Mapping[str, Any]]]) -> Iterable[tuple[Place, list[Mapping[str, Any]]]]:
    """Places in the order of the file; numbers and words of a place cannot be compared with each other."""
    return sorted(faults.items(), key=lambda entry: [str(part) for part in entry[0]])


def written(lined: Lined, fault: Mapping[str, Any]) -> Place:
    """The fault's location as it stands in the file, without what pydantic adds for alternatives."""
    location: Place = fault["loc"]
    place: Place = ()
    for part in location:
        if (*place, part) in lined.lines:
            place = (*place, part)
    return (*place, location[-1]) if fault["type"] == "missing" else place


def _said(place: Place, faults: list[Mapping[str, Any]]) -> str:
    """One message for a place; several faults at one place are the alternatives of a value that may be several."""
    if len(faults) > 1 and len({fault["loc"] for fault in faults}) > 1:
        return _ONE_OF_SEVERAL
    return _chinese(faults[0])


def _chinese(fault: Mapping[str, Any]) -> str:
    kind, context, given = fault["type"], fault.get("ctx", {}), str(fault["input"])[:60]
    if kind in _MESSAGES:
        return _MESSAGES[kind]
    if kind in {"enum", "literal_error"}:
        allowed = str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
        return f"没有“{given}”这个值，可以用的有：{allowed}。"
    if kind == "string_pattern_mismatch":
        return f"“{given}”的写法不对，要符合 {context.get('pattern', '')}。"
    if kind.startswith(("date", "datetime")):
        return f"“{given}”不是日期，请写成 '2026-01-31'。"
    if kind == "string_too_long":
        return f"太长了，最多 {context.get('max_length')} 个字。"
    if kind in {"too_short", "too_long"}:
        return f"个数不对：现在是 {context.get('actual_length')} 个。"
    return f"值不对（{fault['msg']}）。"


def salvage(lined: Lined, error: ValidationError) -> Lined:
    """The section without its unknown keys and without the clauses, rows or items that are faulty."""
    data = copy.deepcopy(lined.data)
    broken: dict[str, set[int]] = {}
    for fault in error.errors(include_url=False):
        place = written(lined, fault)
        if fault["type"] == "extra_forbidden":
            _remove(data, place)
        elif len(place) > 1 and place[0] in {"clauses", "rules", "items"} and isinstance(place[1], int):
            broken.setdefault(str(place[0]), set()).add(place[1])
    kept: dict[str, tuple[int, ...]] = {}
    for name, numbers in broken.items():
        kept[name] = tuple(number for number in range(len(data[name])) if number not in numbers)
        data[name] = [data[name][number] for number in kept[name]]
    return Lined(data, lined.lines, kept)


def _remove(data: Any, place: Place) -> None:
    for part in place[:-1]:
        data = data[part]
    data.pop(place[-1], None)
