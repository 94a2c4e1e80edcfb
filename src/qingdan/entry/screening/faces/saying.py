"""What all faces say of a paper and of a demand, in the same words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qingdan.entry.screening.showing import ShownDemand, ShownPaper, ShownReason
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind, Outcome

AUTHOR, INITIALS = "清单", "清"
REASONS = 3
"""So many reasons are said of a demand; the page of the screening has all."""
HARDEST_FIRST = tuple(sorted(Outcome, key=lambda outcome: -outcome.hardness))


def shortened(words: str, longest: int) -> str:
    """The words on one line, cut where they are longer."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def stopping(paper: ShownPaper) -> list[ShownDemand]:
    """The demands for which the paper cannot be sent as it is."""
    return [demand for demand in paper.demands if demand.outcome is not Outcome.LISTED]


def cited(reason: ShownReason, *, quoted: bool = False) -> str:
    """A reason with its source, and with the clause's own words where asked for."""
    source = "：".join(part for part in (reason.source, reason.quote if quoted else "") if part)
    return f"{reason.text}（{source}）" if source else reason.text


def heading(demand: ShownDemand) -> str:
    """第 3 处　【禁】清单不允许　报表台账."""
    return f"第 {demand.place} 处　【{demand.outcome.stamp}】{demand.outcome.word}　{demand.kind_words}"


def remark(demand: ShownDemand) -> str:
    """A demand's outcome, kinds, reasons with sources, and suggestion: a line each."""
    lines = [heading(demand), *(f"依据：{cited(reason, quoted=True)}" for reason in demand.reasons[:REASONS])]
    lines += [f"怎么改：{demand.suggestion}"] if demand.suggestion else []
    lines += [f"处理：{decided(demand)}"] if demand.state_word else []
    return "\n".join(lines)


def decided(demand: ShownDemand) -> str:
    """What a person made of it; empty of what is not on record."""
    return f"{demand.state_word}（{demand.state_reason}）" if demand.state_reason else demand.state_word


def verdict(paper: ShownPaper) -> str:
    """【改好再发】共 3 处要求，3 处不能照这样要。"""
    counted = f"共 {len(paper.demands)} 处要求" if paper.demands else ""
    stops = len(stopping(paper))
    counted += f"，{stops} 处不能照这样要" if stops else ""
    return f"【{paper.verdict_word}】{counted}{'。' if counted else ''}"


def head(paper: ShownPaper, place: str = "") -> Iterator[tuple[str, str]]:
    """What the paper is besides its title, and by what it was judged, as label and words; what is not known is left out.

    ``place``: the name of the place by whose rules it was judged, else its code is said.
    """
    pairs = (
        ("文号", paper.number), ("发文单位", paper.issuer), ("主送", shortened("、".join(paper.addressees), 80)),
        ("成文日期", paper.dated.isoformat() if paper.dated else ""), ("按哪里、哪天的规定", f"{place or paper.division}，{paper.on.isoformat()}"),
    )  # fmt: skip
    return ((label, words) for label, words in pairs if words)


def by_outcome(paper: ShownPaper) -> str:
    """清单不允许 2、需先准入 1: how many demands of each outcome, hardest first."""
    counted = Counter(demand.outcome for demand in paper.demands)
    return "、".join(f"{outcome.word} {counted[outcome]}" for outcome in HARDEST_FIRST if counted[outcome])


def by_kind(paper: ShownPaper) -> str:
    """报表台账 2、牌子 1: how many demands of each kind; one of several kinds counts with each."""
    counted = Counter(kind for demand in paper.demands for kind in demand.kinds)
    return "、".join(f"{KIND_LABELS[kind]} {counted[kind.value]}" for kind in Kind if counted[kind.value])
