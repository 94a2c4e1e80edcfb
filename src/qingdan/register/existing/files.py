"""Existing burdens as an Excel file: the export is the template, and import reads it back without loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from qingdan.foundation.orgs.divisions import NATION, BadDivisionCode, contains, full_code
from qingdan.foundation.web.filled_sheets import read_filled
from qingdan.foundation.web.grids import heading_key
from qingdan.foundation.web.spreadsheets import excel
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind
from qingdan.policy.gate.normalise import key
from qingdan.register.existing.models import Entry
from qingdan.register.lists.annexes import values
from qingdan.register.lists.annexes.columns import UNIT_WORDS

HEADER = (
    "登记号", "单位", "类型", "名称", "要做什么", "频次", "区划代码", "适用", "依据", "从何时起", "报表栏目", "每次用时（分钟）", "系统名称", "备注",
    "状态", "处理理由", "并入",
)  # fmt: skip
_READ = dict(zip(map(heading_key, HEADER), HEADER, strict=True))
_KINDS = {label: kind.value for kind, label in KIND_LABELS.items()} | {kind.value: kind.value for kind in Kind}
_KINDS |= {
    "任务": "affair", "工作": "affair", "报表": "form", "表格": "form", "表": "form", "台账": "form", "机构": "mechanism", "工作机制": "mechanism",
    "牌子": "plaque", "微信群": "channel", "APP": "channel", "系统": "channel", "平台": "channel", "考核": "appraisal", "评比": "appraisal",
    "责任书": "pledge", "证明": "certificate",
}  # fmt: skip
_FREQUENCIES = {label: value for value, label in FREQUENCIES}


def write(title: str, entries: Iterable[Entry]) -> bytes:
    """The workbook."""
    return excel(title, HEADER, map(_row, entries))


def _row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.code, entry.body.name, entry.get_kind_display(), entry.title, entry.text, entry.get_frequency_display(),
        "、".join(entry.divisions), "、".join(UNIT_WORDS[unit][0] for unit in entry.units), "；".join(entry.basis),
        entry.since.isoformat() if entry.since else "", "、".join(entry.columns), entry.minutes or "", entry.system,
        entry.note, entry.get_state_display(), entry.decision_reason, entry.merged_into.code if entry.merged_into else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registrar:
    """For whom a file is read: what the body has registered (titles by kind and key), its names, its division."""

    registered: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    division: str = NATION


def read(name: str, data: bytes, registrar: Registrar) -> list[dict[str, Any]]:
    """The rows of a file, each with its place and whether it is new, there already, or wrong and why.

    Raises ``BadTable`` for a file that is no such table.
    """
    sheet = read_filled(name, data, _READ, needed=(("类型",), ("名称",)), advice="请用本页的模板填写。")
    met: dict[tuple[str, str], str] = dict(registrar.registered)
    return [_read_row(row.place, row.said, registrar, met) for row in sheet.rows]


def _read_row(
    place: str, said: Mapping[str, str], registrar: Registrar, registered: dict[tuple[str, str], str]
) -> dict[str, Any]:
    title = values.one_line(said.get("名称", ""))
    row: dict[str, Any] = {"place": place, "title": title, "burden": None, "warnings": []}
    kind = _KINDS.get(values.one_line(said.get("类型", "")))
    if not title or not key(title):
        return row | {"effect": "fault", "message": "没有名称"}
    if len(title) > 200:
        return row | {"effect": "fault", "message": "名称太长，最多 200 字"}
    if kind is None:
        return row | {"effect": "fault", "message": f"类型要是：{'、'.join(KIND_LABELS.values())}"}
    body = values.one_line(said.get("单位", ""))
    if body and registrar.names and body not in registrar.names:
        return row | {"effect": "fault", "message": f"这一行写的是{body}的，请选那个单位再导入"}
    name = (kind, key(title)[:200])
    if name in registered:
        return row | {"effect": "same", "message": f"已经登记过（{registered[name]}）"}
    registered[name] = title
    return row | {
        "effect": "add",
        "message": "",
        "burden": {"kind": kind, "title": title, **_details(said, row["warnings"], registrar.division)},
    }


def _details(said: Mapping[str, str], warnings: list[str], division: str) -> dict[str, Any]:
    """The other cells; what cannot be understood goes into the remarks, with a warning."""
    kept: list[str] = []

    def understood(name: str, reader: Any, otherwise: Any) -> Any:
        words = said.get(name, "")
        try:
            return reader(words) if words.strip() else otherwise
        except values.NotUnderstood as fault:
            warnings.append(f"{name}：{fault}，放进了备注")
            kept.append(f"{name}：{values.one_line(words)}")
            return otherwise

    since = understood("从何时起", values.day, None)
    return {
        "text": values.tidy(said.get("要做什么", "")),
        "frequency": understood("频次", _frequency, ""),
        "divisions": list(understood("区划代码", partial(_divisions, division), ())),
        "units": list(understood("适用", values.units, ())),
        "basis": list(values.bases(said.get("依据", ""))),
        "since": since.isoformat() if since else None,
        "columns": list(values.many(said.get("报表栏目", ""))),
        "minutes": understood("每次用时（分钟）", values.number, None),
        "system": values.one_line(said.get("系统名称", ""))[:100],
        "note": "；".join(filter(None, (values.tidy(said.get("备注", "")), *kept))),
    }


def _divisions(division: str, words: str) -> tuple[str, ...]:
    """Codes of places within a division; raises ``NotUnderstood`` for others."""
    try:
        codes = tuple(full_code(code) for code in values.many(words))
    except BadDivisionCode as error:
        raise values.NotUnderstood(str(error).removesuffix("。")) from error
    outside = [code for code in codes if not contains(division, code)]
    if outside:
        raise values.NotUnderstood(f"{'、'.join(outside)}不在{division}里")
    return codes


def understood(burden: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """What a row was understood to say, by the names of the columns, without its kind and name."""
    if burden is None:
        return []
    said = {
        "要做什么": burden["text"], "频次": dict(FREQUENCIES).get(burden["frequency"], ""),
        "区划代码": "、".join(burden["divisions"]), "适用": "、".join(UNIT_WORDS[unit][0] for unit in burden["units"]),
        "依据": "；".join(burden["basis"]), "从何时起": burden["since"] or "", "报表栏目": "、".join(burden["columns"]),
        "每次用时": f"{burden['minutes']} 分钟" if burden["minutes"] else "", "系统名称": burden["system"], "备注": burden["note"],
    }  # fmt: skip
    return [(name, words) for name, words in said.items() if words]


def _frequency(words: str) -> str:
    line = values.one_line(words)
    return _FREQUENCIES.get(line) or values.frequency(words) or ""
