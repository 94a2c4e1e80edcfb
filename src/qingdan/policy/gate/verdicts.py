"""From hits to a verdict: order, one plain sentence, the next step, and a fingerprint."""

from __future__ import annotations

import hashlib

from qingdan.policy.gate.case import Case
from qingdan.policy.gate.facts import FACTS
from qingdan.policy.gate.hits import Hit, fact_labels
from qingdan.policy.gate.model import Demand, Match, Outcome, Reason, Route, Verdict
from qingdan.policy.gate.rulebook import Rulebook

DRAFT = "draft"
_DRAFT_NOTE = "所依据的文件是征求意见稿，这个结论只供参考，等正式文件录入后再定。"
_FACT_ORDER = {name: place for place, name in enumerate(FACTS)}


def build_verdict(case: Case, hits: list[Hit]) -> Verdict:
    """Step 5: the hardest hit is the outcome; all hits are among the reasons, in order."""
    ordered = sorted(hits, key=lambda hit: _order(hit, case.book.pack_title))
    deciding = [hit for hit in ordered if not hit.reason.note]
    first = deciding[0]
    outcome = first.outcome
    book = case.book
    reasons = [hit.reason for hit in ordered]
    if book.notice:
        reasons.append(Reason(book.notice, Outcome.LISTED, document=book.pack_title, note=True))
    if book.pack_status == DRAFT:
        reasons.append(Reason(_DRAFT_NOTE, Outcome.LISTED, document=book.pack_title, note=True))
    stamp = next((hit.stamp for hit in deciding if hit.stamp), "") if outcome is Outcome.LISTED else ""
    missing = _missing(hits) if outcome is not Outcome.FORBIDDEN else ()  # no answer could soften a red line
    return Verdict(
        id=fingerprint(case.demand, book),
        outcome=outcome,
        word=outcome.word,
        stamp=stamp or outcome.stamp,
        summary=_summary(outcome, first, book),
        reasons=tuple(reasons),
        next_step=_next_step(case, outcome, deciding, missing),
        matched=_matched(hits),
        missing_facts=missing,
        pack=book.pack,
        pack_title=book.pack_title,
        pack_status=book.pack_status,
        pack_hash=book.pack_hash,
        editions=book.editions,
        on=case.demand.on,
    )


def _order(hit: Hit, own_document: str) -> tuple[bool, int, bool, bool, str, str, str]:
    """Notes last, the hardest first, the place's own document before those above it; then by clause and item."""
    reason = hit.reason
    return (
        reason.note,
        -reason.outcome.hardness,
        not hit.stamp,
        reason.document != own_document,
        reason.clause or "~",
        reason.item or reason.about,
        reason.text,
    )


def _summary(outcome: Outcome, first: Hit, book: Rulebook) -> str:
    draft = "（依据为征求意见稿）" if book.pack_status == DRAFT else ""
    return f"{outcome.word}：{first.reason.text}{draft}"


def _missing(hits: list[Hit]) -> tuple[str, ...]:
    names = {name for hit in hits for name in hit.missing}
    return tuple(sorted(names, key=lambda name: (_FACT_ORDER.get(name, len(_FACT_ORDER)), name)))


def _matched(hits: list[Hit]) -> tuple[Match, ...]:
    best: dict[str, Match] = {}
    for hit in hits:
        for found in hit.matched:
            if found.code not in best or found.score > best[found.code].score:
                best[found.code] = found
    return tuple(sorted(best.values(), key=lambda found: (-found.score, found.code)))


def _next_step(case: Case, outcome: Outcome, deciding: list[Hit], missing: tuple[str, ...]) -> str:
    advice = next((hit.advice for hit in deciding if hit.advice and hit.outcome is outcome), "")
    if outcome is Outcome.LISTED:
        return advice or "可以办。照清单上写的办；要得更多、更勤，就再问一次。"
    if outcome is Outcome.FORBIDDEN:
        return f"可以不办，把这一条给对方看。{advice}" if advice else "可以不办，把这一条给对方看。"
    if outcome is Outcome.CONDITIONAL:
        asking = f"先问清{fact_labels(missing)}。" if missing else ""
        return asking + (advice or ("" if asking else "请对方补齐上面说的条件，再布置给村里。"))
    return advice + _route_text(case)


def _route_text(case: Case) -> str:
    route = _route(case)
    if route is None:
        return f"请对方先向{case.book.pack_title}的牵头单位申请准入；本地还没有录入具体步骤。"
    steps = f"：{'→'.join(route.steps)}" if route.steps else ""
    days = f"，{route.days}个工作日" if route.days else ""
    if not route.stated:
        return f"文件没有写明具体步骤，请对方先问{route.apply_to}{steps}{days}。"
    return f"请对方先找{route.apply_to}{steps}{days}。"


def _route(case: Case) -> Route | None:
    level = case.facts.value("issuer_level")
    routes = case.policy.routes
    for route in routes:
        if route.issuer_levels and level in route.issuer_levels:
            return route
    return next((route for route in routes if not route.issuer_levels), routes[0] if routes else None)


def fingerprint(demand: Demand, book: Rulebook) -> str:
    """Sixteen characters that are the same only for the same demand, pack and editions."""
    facts = [f"{name}={value}" for name, value in sorted(demand.facts.items())]
    asked = (
        demand.kind.value, demand.title, demand.text, demand.division, demand.issuer, demand.frequency or "",
        demand.code, demand.on.isoformat(), *facts, "", book.pack_hash, *book.editions,
    )  # fmt: skip
    words = "\x1f".join(asked).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(words, digest_size=8).hexdigest()
