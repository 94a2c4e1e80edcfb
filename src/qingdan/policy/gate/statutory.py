"""A claimed legal basis: 待核依据 until it matches a statute on record; then 法定事项 where the pack says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingdan.policy.gate.case import Case
from qingdan.policy.gate.hits import Findings, Hit
from qingdan.policy.gate.model import Outcome, Reason, Statute
from qingdan.policy.gate.normalise import bare

_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇0-9]+条(?:之[一二三四五六七八九十])?")
_LEGAL = frozenset({"law", "regulation", "rule", "state_council"})
_ADVICE = "请让对方写明依据的名称和第几条，由牵头单位核对。"


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says the basis is: its rank and its words."""

    rank: str
    words: str


def claimed_basis(case: Case) -> Claim | None:
    """The claim of a legal basis, or None where none is claimed."""
    rank = str(case.facts.value("basis") or "")
    words = str(case.facts.value("basis_text") or "")
    exempt = case.policy.exemption.bases if case.policy.exemption else ()
    if rank == "none" or (not words and rank not in _LEGAL and rank not in exempt):
        return None
    return Claim(rank, words)


def statutory_hit(case: Case, findings: Findings) -> Hit | None:
    """What the claim is worth; only a note where the matter is listed anyway."""
    claim = claimed_basis(case)
    if claim is None:
        return None
    shown = f"“{claim.words[:60]}”" if claim.words else "所说的依据"
    if findings.listed:
        return Hit(
            Reason(f"对方还说依据是{shown}，这里已在清单内，不必再核。", Outcome.LISTED, note=True), decides=False
        )
    statute, article = _on_record(case, claim.words)
    if statute is None:
        return _unproven(f"{shown}只是对方说的，没有在库里核对上（待核依据）。")
    if article is None:
        return _unproven(f"《{statute.title}》在库，但没有写明是对村（社区）有规定的哪一条（待核依据）。")
    matters = statute.articles[article]
    if not _covers(case, matters):
        named = "、".join(matters)
        return _unproven(f"《{statute.title}》{article}说的是“{named}”，要由牵头单位确认就是这件事（待核依据）。")
    return _proven(case, statute, article)


def _unproven(text: str) -> Hit:
    return Hit(Reason(text, Outcome.CONDITIONAL, about="basis"), permits=True, decides=False, advice=_ADVICE)


def _proven(case: Case, statute: Statute, article: str) -> Hit:
    exemption = case.policy.exemption
    level = case.facts.value("issuer_level")
    exempt = exemption is not None and statute.rank in exemption.bases
    if exempt and exemption is not None and exemption.issuer_levels:
        exempt = level in exemption.issuer_levels
    document = f"《{statute.title}》{article}"
    if not exempt:
        text = f"{document}有这件事，但本地文件没有写明这类事项可以免于准入，请牵头单位确认。"
        return Hit(Reason(text, Outcome.CONDITIONAL, document=document, about="basis"), permits=True, advice=_ADVICE)
    text = f"法定事项，无需准入：{document}。"
    clause = exemption.clause if exemption else None
    return Hit(Reason(text, Outcome.LISTED, clause=clause, document=document, effect="permit"), permits=True)


def _on_record(case: Case, words: str) -> tuple[Statute | None, str | None]:
    """The statute that the words name, in force on the day, and its article on record that they name."""
    said = bare(words)
    found: Statute | None = None
    for names, statute in case.index.statutes:
        if _valid(statute, case) and any(name in said for name in names):
            found = statute
            article = _article(statute, words)
            if article is not None:
                return statute, article
    return found, None


def _valid(statute: Statute, case: Case) -> bool:
    day = case.demand.on
    return (statute.valid_from is None or statute.valid_from <= day) and (
        statute.valid_to is None or day <= statute.valid_to
    )


def _article(statute: Statute, words: str) -> str | None:
    said = {_number(found) for found in _ARTICLE.findall(words)}
    return next((article for article in sorted(statute.articles) if _number(article) in said), None)


_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}


def _number(article: str) -> str:
    """第十七条 and 第17条 are the same article; 之一 and the like stay."""
    body = article.removeprefix("第")
    head, _, tail = body.partition("条")
    if head.isdigit():
        return f"{int(head)}{tail}"
    hundreds, _, rest = head.rpartition("百")
    tens, ten, units = rest.rpartition("十")
    total = 100 * _DIGITS.get(hundreds, 0)
    total += (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(units.lstrip("零〇"), 0)
    return f"{total}{tail}"


def _covers(case: Case, matters: tuple[str, ...]) -> bool:
    keys = [bare(matter) for matter in matters]
    return any(key and (key == case.key or key in case.key) for key in keys)
