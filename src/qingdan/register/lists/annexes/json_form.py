"""Items to plain JSON and back; what does not fit is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.register.lists.annexes.columns import BY_FIELD, LOCATION_WORDS, PARTY_WORDS, UNIT_WORDS
from qingdan.register.lists.annexes.model import AnnexItem, BadAnnex
from qingdan.register.lists.annexes.values import LARGEST

MOST_ITEMS = 20_000
_MANY = frozenset({"aliases", "units", "basis", "supporting_bodies"})
_DAYS = frozenset({"valid_from", "valid_to", "review_on"})
_CLOSED = {
    "frequency": frozenset(value for value, _label in FREQUENCIES),
    "location": frozenset(LOCATION_WORDS),
    "party": frozenset(PARTY_WORDS),
}
_NOTHING = (None, "", ())
_ENCODED = json.JSONEncoder(ensure_ascii=False).encode
_NAMES = tuple(each.name for each in fields(AnnexItem))


def items_to_json(items: Sequence[AnnexItem]) -> list[dict[str, Any]]:
    """One object an item, without what is not said."""
    return [_to_json(item) for item in items]


def document_with_items(heading: Mapping[str, Any], items: Sequence[AnnexItem]) -> bytes:
    """A JSON document with a heading and ``items``, one on a line, so that two files can be compared by their lines."""
    lines = ",\n".join(map(_ENCODED, items_to_json(items)))
    return f'{json.dumps(heading, ensure_ascii=False, indent=1)[:-2]},\n "items": [\n{lines}\n]\n}}\n'.encode()


def _to_json(item: AnnexItem) -> dict[str, Any]:
    said = {}
    for name in _NAMES:
        value = getattr(item, name)
        if value not in _NOTHING:
            said[name] = value.isoformat() if name in _DAYS else list(value) if name in _MANY else value
    return said


def items_from_json(given: object) -> list[AnnexItem]:
    """The items of a JSON list; raises :class:`BadAnnex` for the first that does not fit."""
    if not isinstance(given, list):
        raise BadAnnex("JSON 里要有 items，是一个列表，一项一个对象。")
    if len(given) > MOST_ITEMS:
        raise BadAnnex(f"一次最多导入 {MOST_ITEMS} 项，这里有 {len(given)} 项。")
    return [_from_json(place, each) for place, each in enumerate(given, start=1)]


def _from_json(place: int, given: object) -> AnnexItem:
    if not isinstance(given, Mapping):
        raise BadAnnex(f"第 {place} 项不是对象。")
    unknown = sorted(str(name)[:40] for name in given if name not in _NAMES)
    if unknown:
        raise BadAnnex(f"第 {place} 项有不认识的字段：{'、'.join(unknown)}。能用的有：{'、'.join(_NAMES)}。")
    values = {name: _value(place, name, value) for name, value in given.items()}
    if not values.get("title"):
        raise BadAnnex(f"第 {place} 项没有事项名称（title）。")
    return AnnexItem(**values)


def _value(place: int, name: str, value: object) -> Any:
    label = f"第 {place} 项的“{BY_FIELD[name].heading}”（{name}）"
    if name in _MANY:
        return _texts(label, name, value)
    if name in _DAYS:
        return _day(label, value)
    if name == "minutes":
        return _minutes(label, value)
    if name in _CLOSED:
        if value is not None and value not in _CLOSED[name]:
            raise BadAnnex(f"{label}不对，能用的有：{'、'.join(sorted(_CLOSED[name]))}。")
        return value
    if not isinstance(value, str):
        raise BadAnnex(f"{label}要是文字。")
    return value


def _texts(label: str, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadAnnex(f"{label}要是文字的列表。")
    if name == "units" and not set(value) <= set(UNIT_WORDS):
        raise BadAnnex(f"{label}不对，能用的有：{'、'.join(UNIT_WORDS)}。")
    return tuple(value)


def _day(label: str, value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise BadAnnex(f"{label}要写成 2026-01-31 这样。") from error


def _minutes(label: str, value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST:
        raise BadAnnex(f"{label}要是 1 到 {LARGEST} 的整数。")
    return value
