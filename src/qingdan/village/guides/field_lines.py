"""The gaps of a model text as lines that a person writes: ``address｜住址｜文字｜必填``. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import ValidationError

from qingdan.policy.packs.guide_specs import FieldSpec, FieldType

TYPES: dict[str, FieldType] = {"文字": "text", "长文字": "long", "日期": "date", "数字": "number", "选择": "choice"}
_WORDS = {value: word for word, value in TYPES.items()}
_APART = re.compile(r"\s*[｜|]\s*")
MOST = 40


class BadLine(ValueError):
    """A line that is no gap; the message is Chinese and names the line."""


def read_fields(text: str) -> list[FieldSpec]:
    """The gaps of all lines that are not empty; raises :class:`BadLine`."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise BadLine(f"最多 {MOST} 个栏目。")
    return [_field(line, number) for number, line in enumerate(lines, start=1)]


def _field(line: str, number: int) -> FieldSpec:
    name, label, kind, must, choices, *more = [*_APART.split(line), "", "", "", ""]
    if kind and kind not in TYPES:
        raise BadLine(f"第 {number} 行：类型只能写{'、'.join(TYPES)}。")
    if must not in {"", "必填", "可不填"} or any(more):
        raise BadLine(f"第 {number} 行：按“代号｜名称｜类型｜必填｜可选的值”写，值之间用顿号隔开。")
    try:
        return FieldSpec(
            name=name, label=label, type=TYPES[kind or "文字"], required=must != "可不填",
            choices=[each.strip() for each in choices.split("、") if each.strip()],
        )  # fmt: skip
    except ValidationError:
        raise BadLine(f"第 {number} 行：代号要用小写字母、数字和下划线（如 address），名称不能空。") from None


def write_fields(fields: Iterable[FieldSpec]) -> str:
    """The lines of gaps, as :func:`read_fields` takes them."""
    lines = []
    for field in fields:
        parts = [field.name, field.label, _WORDS[field.type], "必填" if field.required else "可不填"]
        lines.append("｜".join([*parts, "、".join(field.choices)] if field.choices else parts))
    return "\n".join(lines)
