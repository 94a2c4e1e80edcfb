"""An item's fields as people read them: the one table of labels that pages, differences and documents share. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from qingdan.policy.gate.facts import FACTS
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind

_KIND_WORDS = {kind.value: KIND_LABELS[kind] for kind in Kind}
UNIT_LABELS = {"village": "村", "community": "社区", "rural_community": "农村社区", "converted": "村改居社区"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the content, its label, and its value in words."""

    name: str
    label: str
    words: Callable[[Any], str] = str


def category_label(category: str) -> str:
    """A category as a word: the list's own, or the word of a kind of demand."""
    return _KIND_WORDS.get(category, category)


def units_label(units: Any) -> str:
    """Whom an item is for; nothing where it is for all."""
    return "、".join(UNIT_LABELS.get(unit, unit) for unit in units)


def _choice(fact: str) -> Callable[[Any], str]:
    def words(value: Any) -> str:
        return dict(FACTS[fact].choices).get(str(value), str(value))

    return words


def _needs(tests: Any) -> str:
    return "、".join(FACTS[name].label if name in FACTS else name for name in tests)


def _minutes(value: Any) -> str:
    return f"{value} 分钟"


def _terms(value: Any) -> str:
    return "、".join([*value.get("any_of", []), *value.get("all_of", [])])


FIELDS = (
    Field("title", "事项"),
    Field("aliases", "也叫", "、".join),
    Field("category", "类别", category_label),
    Field("units", "适用", units_label),
    Field("location", "挂在哪里", _choice("location")),
    Field("party", "哪个组织", _choice("party")),
    Field("basis", "依据", "；".join),
    Field("lead_body", "牵头单位"),
    Field("supporting_bodies", "配合单位", "、".join),
    Field("frequency", "最多多久一次", _choice("frequency")),
    Field("funding", "经费标准"),
    Field("flow_chart", "办理流程"),
    Field("training", "培训指导"),
    Field("needs", "要做到", _needs),
    Field("minutes", "每次用时", _minutes),
    Field("valid_from", "起"),
    Field("valid_to", "止"),
    Field("review_on", "复核日期"),
    Field("handled_by", "改由谁办"),
    Field("terms", "也按这些话认定", _terms),
    Field("conflict", "与之不一致的规定"),
    Field("copied_from", "参照"),
    Field("note", "说明"),
)


def in_words(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and words of every field that an item has."""
    return [(field.label, field.words(content[field.name])) for field in FIELDS if content.get(field.name)]
