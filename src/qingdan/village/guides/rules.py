"""What a guide must hold, what a new version changes, where it is missing. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.policy.packs.village_specs import ChannelSpec, GuideElement, GuideElementSpec

ELEMENT_LABELS: Mapping[GuideElement, str] = {
    "name": "事项名称",
    "purpose": "办理用途",
    "issuing_body": "开具单位",
    "validity": "有效时限",
    "basis": "政策法规依据",
    "model_text": "证明内容范本（表单样本）",
    "procedure": "办理程序（具体流程）",
    "operating_rule": "操作规范",
    "time_limit": "出具时限",
    "materials": "材料",
}
_SERVICE_ELEMENTS = frozenset({"name", "issuing_body", "procedure", "time_limit"})
"""A service has no model text and no validity; its guide says who does it, how, and how long it takes."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An element that is not there, and the clauses that want it; empty where it is a setting of the product."""

    element: GuideElement
    clauses: tuple[str, ...]

    @property
    def label(self) -> str:
        """The element as a word."""
        return ELEMENT_LABELS[self.element]


def missing_elements(
    content: GuideContent,
    *,
    title: str,
    basis: Sequence[str],
    wanted: Iterable[GuideElementSpec],
    service: bool = False,
) -> list[Missing]:
    """What a guide still needs before it may be published. ``basis``: what the item itself cites."""
    there = {
        "name": bool(title.strip()),
        "purpose": bool(content.purpose),
        "issuing_body": bool(content.issuing_body),
        "validity": bool(content.validity_days or content.validity_note),
        "basis": bool(content.legal_basis or basis),
        "model_text": bool(content.model_text),
        "procedure": bool(content.procedure),
        "operating_rule": bool(content.operating_rule),
        "time_limit": content.simple is True or content.workdays is not None,
        "materials": bool(content.materials),
    }
    return [
        Missing(each.element, tuple(each.clauses))
        for each in wanted
        if not there[each.element] and (not service or each.element in _SERVICE_ELEMENTS)
    ]


def in_words(missing: Sequence[Missing]) -> str:
    """What is missing as one sentence."""
    parts = [each.label + (f"（{'、'.join(each.clauses)}）" if each.clauses else "") for each in missing]
    return f"指南还缺：{'；'.join(parts)}。补齐以后才能发布。"


def limit_of(content: GuideContent) -> int:
    """The time limit in working days for comparing versions: 0 on the spot."""
    return 0 if content.simple or content.workdays is None else content.workdays


def harder(before: GuideContent, after: GuideContent) -> list[str]:
    """What a new version makes longer for people (AS-55): more steps, a longer limit, more materials."""
    found = []
    if len(after.procedure) > len(before.procedure):
        found.append(f"办理环节由 {len(before.procedure)} 个增加到 {len(after.procedure)} 个")
    if limit_of(after) > limit_of(before):
        old = limit_of(before)
        found.append(f"办理时限由{f' {old} 个工作日' if old else '当场办结'}延长到 {limit_of(after)} 个工作日")
    if len(after.materials) > len(before.materials):
        found.append(f"材料由 {len(before.materials)} 件增加到 {len(after.materials)} 件")
    return found


def digest(content: GuideContent) -> str:
    """SHA-256 over the canonical content."""
    plain = content.model_dump(mode="json", exclude_defaults=True)
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One element that two versions say differently."""

    label: str
    before: str
    after: str


_LABELS = {
    "purpose": "办理用途", "issuing_body": "开具单位", "validity_days": "有效天数", "validity_note": "有效期说明", "legal_basis": "依据", "model_text": "范本",
    "fields": "栏目", "procedure": "办理程序", "operating_rule": "操作规范", "materials": "材料", "simple": "当场办结", "workdays": "时限（工作日）",
    "public_interest": "涉及公共利益", "legal_risk": "有法律风险", "fee": "收费", "replaced_by": "取消后的办理方式",
}  # fmt: skip


def changes(before: GuideContent, after: GuideContent) -> list[Change]:
    """What differs between two versions, or between a county's guide and the one above it (AS-47)."""
    return [
        Change(label, _shown(getattr(before, name)), _shown(getattr(after, name)))
        for name, label in _LABELS.items()
        if getattr(before, name) != getattr(after, name)
    ]


def _shown(value: object) -> str:
    if value in (None, "", []):
        return "（没有写）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(f"{each.label}（{each.name}）" if hasattr(each, "label") else str(each) for each in value)
    return str(value)


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel that the pack names, with the day on which the version was published there, if it was.

    ``late``: published there on another day than elsewhere (KT-49, AS-54 want all at once).
    """

    id: str
    title: str
    clauses: tuple[str, ...]
    on: date | None
    place: str = ""
    late: bool = False


def channel_states(
    channels: Sequence[ChannelSpec], published: Mapping[str, tuple[date, str]], effective_on: date | None
) -> list[ChannelState]:
    """Each channel that the pack names, and how it stands; ``published``: by channel its day and place."""
    first = min((day for day, _place in published.values()), default=effective_on)
    states = []
    for channel in channels:
        day, place = published.get(channel.id, (None, ""))
        late = day is not None and first is not None and day > first
        states.append(ChannelState(channel.id, channel.title, tuple(channel.clauses), day, place, late))
    return states


def missing_channels(states: Collection[ChannelState]) -> list[ChannelState]:
    """The channels on which a published version is not yet."""
    return [each for each in states if each.on is None]
