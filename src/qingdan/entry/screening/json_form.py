"""A screened paper as JSON: the contract of the command line and the API (design, contracts)."""

from __future__ import annotations

from typing import Any

from qingdan.entry.screening.deciding import JudgedDemand
from qingdan.entry.screening.mending import Mended
from qingdan.entry.screening.model import Paper
from qingdan.policy.gate.json_form import reason_to_json, verdict_to_json
from qingdan.policy.gate.model import Reason, Verdict
from qingdan.policy.packs.screening import Advice


def screened_to_json(mended: Mended, *, name: str = "") -> dict[str, Any]:
    """One document: what it is, its verdict, its demands in order, its cost. ``name`` is the file's."""
    judged = mended.judged
    return {
        **({"file": name} if name else {}),
        "document": document_to_json(judged.paper, judged.issuer),
        "division": judged.setting.division,
        "on": judged.setting.on.isoformat(),
        "verdict": judged.verdict.value,
        "word": judged.verdict.word,
        "demands": [
            demand_to_json(demand, advice) for demand, advice in zip(judged.demands, mended.advice, strict=True)
        ],
        "hours": {
            "each_village": float(round(mended.cost.each, 2)),
            "villages": mended.cost.villages,
            "total": float(round(mended.cost.total, 2)),
            "in_words": mended.cost.in_words,
        },
        "notes": list(judged.paper.notes),
    }


def document_to_json(paper: Paper, issuer: str = "") -> dict[str, Any]:
    """What the paper's head and foot say."""
    return {
        "title": paper.title,
        "number": paper.number,
        "issuer": issuer or paper.issuer,
        "addressees": list(paper.addressees),
        "date": paper.dated.isoformat() if paper.dated else None,
        "attachments": list(paper.attachments),
    }


def demand_to_json(demand: JudgedDemand, advice: tuple[Advice, ...]) -> dict[str, Any]:
    """One entry a sentence or table row; ``reasons`` are those of the hardest answers, ``answers`` has each kind's verdict."""
    said = demand.said
    return {
        "text": demand.text,
        "start": said.start,
        "end": said.end,
        "kinds": [kind.value for kind in said.kinds],
        "outcome": demand.outcome.value,
        "word": demand.outcome.word,
        "reasons": reasons_of(demand),
        "suggestion": suggestion_of(demand, advice),
        "who": said.who,
        "what": said.what,
        "frequency": said.frequency,
        "deadline": said.deadline,
        "quantity": said.quantity,
        "evidence": list(said.evidence),
        "sanction": said.sanction,
        "because": [ground.says for ground in said.grounds],
        "level": said.level.value if said.level else None,
        "amendments": [{"act": each.act, "says": each.says, "clause": each.clause or None} for each in advice],
        "answers": [
            {"kind": answer.kind.value, "title": answer.title, **verdict_to_json(answer.verdict)}
            for answer in demand.answers
        ],
    }


def reasons_of(demand: JudgedDemand) -> list[dict[str, Any]]:
    """The reasons of the hardest outcome, each once."""
    found: dict[str, dict[str, Any]] = {}
    for answer in demand.answers:
        for reason in deciding_reasons(answer.verdict):
            if reason.outcome is demand.outcome:
                found.setdefault(reason.text, reason_to_json(reason))
    return list(found.values())


def deciding_reasons(verdict: Verdict) -> list[Reason]:
    """The reasons of a verdict that are no notes and as hard as it is; all that are no notes where none is."""
    said = [reason for reason in verdict.reasons if not reason.note]
    return [reason for reason in said if reason.outcome is verdict.outcome] or said


def suggestion_of(demand: JudgedDemand, advice: tuple[Advice, ...]) -> str:
    """How to mend it, in a sentence or two; the gate's next step where the packs have no advice."""
    return " ".join(each.says for each in advice[:2]) or demand.hardest.verdict.next_step
