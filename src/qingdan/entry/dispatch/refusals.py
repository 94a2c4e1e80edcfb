"""Why a village gets nothing: the gate's ground, or that the same was asked in the same period already (NH-36)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.entry.dispatch.judging import Judge, Judged
from qingdan.entry.dispatch.matters import Matter
from qingdan.entry.dispatch.recurrence import RECURRING, period_at
from qingdan.entry.dispatch.targets import Village
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.model import Outcome
from qingdan.policy.packs.compiling import covered_units
from qingdan.register.lists.fields import units_label
from qingdan.register.obligations.models import Assignment
from qingdan.register.obligations.queries import asked_before


@dataclass(frozen=True, slots=True)
class Refusal:
    """One ground, the same for all villages that it is for."""

    digest: str
    outcome: str
    word: str
    text: str
    clause: str = ""
    source: str = ""
    quote: str = ""
    next_step: str = ""


def refusal_of(judged: Judged) -> Refusal:
    """The gate's ground."""
    return Refusal(
        digest=judged.digest, outcome=judged.outcome, word=judged.word, text=judged.text,
        clause=judged.reason.clause or "", source=judged.source, quote=judged.reason.quote, next_step=judged.verdict.next_step,
    )  # fmt: skip


def decide_each(
    judge: Judge, matter: Matter | None, villages: Sequence[Village], on: date, origin: str
) -> list[tuple[Village, Refusal | None]]:
    """For each village None if it goes out, or the ground why it does not."""
    before = _asked_already(matter, [village.code for village in villages], on, origin)
    return [
        (village, _ground(judged, before.get(village.code), matter, village))
        for village, judged in zip(villages, judge.judge(villages), strict=True)
    ]


def _ground(judged: Judged, before: Assignment | None, matter: Matter | None, village: Village) -> Refusal | None:
    if not judged.goes:
        return refusal_of(judged)
    if matter is not None and matter.admitted and not _meant(matter, village):
        return _not_meant(matter)
    return _too_often(before, matter) if before is not None and matter is not None else None


def _meant(matter: Matter, village: Village) -> bool:
    """Whether an admission is for this kind of village; the gate judges its places, the record names its units."""
    return not matter.units or village.kind in covered_units(matter.units)


def _not_meant(matter: Matter) -> Refusal:
    text = f"“{matter.title}”准入的只是{units_label(matter.units)}，不含这一类。"
    return Refusal(
        hashlib.blake2b(text.encode(), digest_size=16).hexdigest(), Outcome.UNLISTED.value, Outcome.UNLISTED.word, text,
        source=f"准入编号 {matter.code}", next_step="要这一类村（社区）也办，请另行申请准入。",
    )  # fmt: skip


def _asked_already(matter: Matter | None, codes: Sequence[str], on: date, origin: str) -> Mapping[str, Assignment]:
    """Villages that were asked for the same item within the period that its list allows one for."""
    if matter is None or matter.frequency not in (*RECURRING, "once"):
        return {}
    period = period_at(on, matter.frequency)
    first, last = (period.first, period.last) if period else (date.min, date.max)
    return asked_before(matter.code, codes, first, last, except_origin=origin)


def _too_often(before: Assignment, matter: Matter) -> Refusal:
    often = dict(FREQUENCIES)[matter.frequency]
    text = f"按规定{often}只能要一次，{before.issuer}已经在 {before.on} 要过“{before}”。"
    digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    outcome = Outcome.CONDITIONAL
    return Refusal(
        digest, outcome.value, outcome.word, text, clause=matter.clause, source=f"{matter.source} {matter.code}",
        next_step="这个周期里不再重复要；要的内容请从已经报上来的里面取。",
    )  # fmt: skip
