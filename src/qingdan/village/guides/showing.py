"""How kinds and guides are shown: one sentence of answer, label and value, for pages and paper. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qingdan.foundation.web.components import Pair, Stamp, VerdictCard
from qingdan.village.guides.kinds import GuideInForce, Kind, Regime

ANSWERS: Mapping[Regime, str] = {
    "barred": "不用找村（社区）开",
    "cancelled": "已经取消，不用开",
    "retained": "村（社区）可以开",
    "unlisted": "清单上没有",
}
"""The big answer of each regime."""
TAGS: Mapping[Regime, str] = {
    "barred": "tag--red",
    "cancelled": "tag--red",
    "retained": "tag--done",
    "unlisted": "tag--wait",
}
SECTIONS: tuple[tuple[Regime, str, str], ...] = (
    ("retained", "村（社区）可以开的", "真的要用时，村（社区）可以开。能用证件、能联网查到的，不用开。"),
    ("barred", "不该找村（社区）开的", "谁要都不该让您找村（社区）开，写着该找谁。"),
    ("cancelled", "已经取消的", "以前要，现在不用开了，写着改怎么办。"),
)
"""The sections of a place's catalogue in the order in which a resident meets them."""
_STAMPS: Mapping[Regime, Stamp] = {
    "barred": Stamp("禁", "forbidden"),
    "cancelled": Stamp("禁", "forbidden"),
    "retained": Stamp("在", "listed"),
    "unlisted": Stamp("待", "unlisted"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """The kinds of one regime with their heading."""

    regime: Regime
    title: str
    sentence: str
    kinds: tuple[Kind, ...]


def sections(kinds: Iterable[Kind]) -> list[Section]:
    """A place's kinds by regime; regimes without kinds are left out."""
    every = list(kinds)
    by_regime = [
        Section(regime, title, words, tuple(kind for kind in every if kind.regime == regime))
        for regime, title, words in SECTIONS
    ]
    return [section for section in by_regime if section.kinds]


def card(kind: Kind) -> VerdictCard:
    """The answer for one kind: word, one sentence, where it stands, whom to turn to."""
    return VerdictCard(
        stamp=_STAMPS[kind.regime],
        word=ANSWERS[kind.regime],
        sentence=_sentence(kind),
        source=f"{kind.list_title}" + (f"（{kind.clause}）" if kind.clause else ""),
        next_step=next_step(kind),
        banner=f"这一项正在清理：{kind.flag}。办结以前照现在的清单办。" if kind.flag else "",
    )


def _sentence(kind: Kind) -> str:
    if kind.regime == "retained":
        return "确实需要时，带上材料到村（社区）办，不收费。" if kind.guide else "清单上有，办事指南还没有发布。"
    if kind.regime == "cancelled":
        return "这种证明已经取消，谁也不能再向您要。"
    return "这种证明不应由村（社区）出具，谁也不能要求您来开。"


def next_step(kind: Kind) -> str:
    """Whom to turn to instead, or how it is done here."""
    if kind.regime != "retained":
        handled = kind.handled_by or (kind.guide.replaced_by if kind.guide else "")
        return handled or f"请{kind.lead_body or '要证明的单位'}告诉您改由谁办。"
    if kind.guide is None:
        return "先问村（社区）经办人，或者请要证明的单位说明依据。"
    issuer = kind.guide.issuing_body or "村（居）民委员会"
    return f"到{issuer}办，{kind.guide.time_limit or '及时办理'}。"


def pairs(kind: Kind) -> list[Pair]:
    """What the clauses ask of a kind, label and value."""
    guide = kind.guide
    said = [
        ("证明名称", kind.title),
        ("也叫", "、".join(kind.aliases)),
        ("清单", kind.list_title),
        ("依据", "；".join(kind.every_basis)),
        ("谁要求的", kind.lead_body),
        ("改由谁办", kind.handled_by if kind.regime != "retained" else ""),
        ("说明", kind.note),
        ("冲突", kind.conflict),
        *(guide_pairs(guide) if guide and kind.regime == "retained" else ()),
    ]
    return [Pair(label, value) for label, value in said if value]


def guide_pairs(guide: GuideInForce) -> list[tuple[str, str]]:
    """The short elements of a guide."""
    return [
        ("办理用途", guide.purpose),
        ("开具单位", guide.issuing_body),
        ("有效时限", guide.validity),
        ("办理时限", guide.time_limit),
        ("收费", guide.fee),
        ("操作规范", guide.operating_rule),
        ("公共利益", "涉及村（社区）公共利益或者多数居民，先议事协商、负责人签字" if guide.public_interest else ""),
        ("法律风险", "可能有法律风险，先核实、评估" if guide.legal_risk else ""),
        ("版本", f"第 {guide.number} 版" if guide.number else ""),
        ("范本来源", _source(guide)),
    ]


def _source(guide: GuideInForce) -> str:
    if guide.suggested:
        return "系统建议范本，部门还没有提供自己的"
    return f"{guide.provided_by}提供" if guide.provided_by else ""


def sample(guide: GuideInForce) -> str:
    """The model text with its gaps as people fill them in."""
    words = guide.model_text
    for field in guide.fields:
        words = words.replace(f"{{{field.name}}}", f"〔{field.label}〕")
    return words
