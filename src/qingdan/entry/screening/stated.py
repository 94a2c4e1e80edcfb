"""Facts that a paper itself states, for the gate: who sends it, on what basis, with what money, chart and training. Pure.

Only what is written counts as known. An emergency is never taken from a paper: it stands on record or it does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qingdan.entry.screening.model import BlockKind, NotDemand, Paper, Understood
from qingdan.policy.gate.json_form import LONGEST_NAME
from qingdan.policy.gate.model import FactValue

_BASIS = re.compile(
    r"(?:根据|依据|依照|按照|遵照|落实|贯彻)[^。；\n]{0,30}?(《[^》\n]{2,60}》(?:第[〇零一二三四五六七八九十百0-9]+条)?)"
)
_MORE_BASIS = re.compile(r"[、和及，,与]{1,2}(《[^》\n]{2,60}》(?:第[〇零一二三四五六七八九十百0-9]+条)?)")
_MONEY = re.compile(
    r"(?:经费|资金|费用|补助|补贴|报酬)[^。；\n]{0,24}(?:由[^。；\n]{0,16}(?:财政|专项|承担|保障|列支|解决)|列入[^。；\n]{0,12}预算|拨付|下达|按[^。；\n]{0,14}(?:元|标准))|(?:每村|每个村|各村)[^。；\n]{0,12}\d+(?:\.\d+)?万?元"
)
_TRAINING = re.compile(
    r"(?:举办|开展|组织|安排|集中)[^。；\n]{0,16}(?:业务|专题|操作|填报|政策)?(?:培训|业务指导|操作指导)"
)
_CHART = re.compile(r"流程图|运行图|办理流程")
_OURS = frozenset({NotDemand.DEPT, NotDemand.BENEFIT})
"""Sentences that tell what the sender and the towns do and give."""
LONGEST_BASIS = 400


def issuer_of(paper: Paper, given: str = "") -> str:
    """Who sends the paper: as a person says, else as its foot or head names it; of several the first."""
    return (given or re.split(r"[、，,\s]", paper.issuer.strip(), maxsplit=1)[0])[:LONGEST_NAME]


def stated_facts(paper: Paper, sentences: Sequence[Understood]) -> dict[str, FactValue]:
    """The facts that hold for every demand of the paper."""
    facts: dict[str, FactValue] = {}
    basis = _basis(paper)
    if basis:
        facts["basis_text"] = basis
    offers = "\n".join(paper.text[each.start : each.end] for each in sentences if each.not_demand in _OURS)
    if _MONEY.search(offers):
        facts["funding"] = True
    if _TRAINING.search(offers):
        facts["training"] = True
    if any(_CHART.search(name) for name in paper.attachments):
        facts["flow_chart"] = True
    return facts


def facts_of_sentence(text: str, known: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The paper's facts with what the sentence says of its own money."""
    return {**known, "funding": True} if _MONEY.search(text) else dict(known)


def _basis(paper: Paper) -> str:
    """The documents that the opening rests on, with their articles."""
    opening = next((block for block in paper.blocks if block.kind is BlockKind.PARAGRAPH), None)
    if opening is None:
        return ""
    words = paper.text[opening.start : opening.end]
    found: list[str] = []
    for hit in _BASIS.finditer(words):
        found.append(hit[1])
        more = _MORE_BASIS.match(words, hit.end())
        while more:
            found.append(more[1])
            more = _MORE_BASIS.match(words, more.end())
    return "、".join(dict.fromkeys(found))[:LONGEST_BASIS]
