"""Why a village gets nothing: the gate's ground, or that the same was asked in the same period already (NH-36)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from qingdan.entry.dispatch.judging import Judge, Judged
from qingdan.entry.dispatch.matters import Matter
from qingdan.entry.dispatch.recurrence import RECURRING, period_at
from qingdan.entry.dispatch.targets import Village
from qingdan.foundation.orgs.models import Division
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


OUTSIDE = Refusal(
    "outside every pack", Outcome.UNDECIDED.value, Outcome.UNDECIDED.word, "这里没有装入政策包，依据哪份文件还不知道，不能派。",
    next_step="请系统管理员装入当地的政策包，装好以后再派；别的地方照常派。",
)  # fmt: skip
"""The ground of villages that no policy pack speaks of."""


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
    before = asked_already(matter, [village.code for village in villages], on, origin)
    return [(village, refusal) for village, _judged, refusal in decided(judge, matter, villages, before)]


def decided(
    judge: Judge, matter: Matter | None, villages: Sequence[Village], before: Mapping[str, Assignment]
) -> Iterator[tuple[Village, Judged | None, Refusal | None]]:
    """For each village the gate's answer, and the ground why it gets nothing, if there is one.

    ``before`` is :func:`asked_already` of these villages, or of more. Those that share an answer share its ground.
    """
    grounds: dict[int, Refusal] = {}
    repeated: dict[int, Refusal] = {}
    for village, judged in zip(villages, judge.judge(villages), strict=True):
        earlier, refusal = before.get(village.code), None
        if judged is None:
            refusal = OUTSIDE
        elif not judged.goes:
            refusal = grounds.get(id(judged)) or grounds.setdefault(id(judged), refusal_of(judged))
        elif matter is not None and matter.admitted and not _meant(matter, village):
            refusal = _not_meant(matter)
        elif matter is not None and earlier is not None:
            refusal = repeated.get(earlier.pk) or repeated.setdefault(earlier.pk, _too_often(earlier, matter))
        yield village, judged, refusal


def _meant(matter: Matter, village: Village) -> bool:
    """Whether an admission is for this kind of village; the gate judges its places, the record names its units."""
    return not matter.units or village.kind in covered_units(matter.units)


def _not_meant(matter: Matter) -> Refusal:
    text = f"“{matter.title}”准入的只是{units_label(matter.units)}，不含这一类。"
    return Refusal(
        hashlib.blake2b(text.encode(), digest_size=16).hexdigest(), Outcome.UNLISTED.value, Outcome.UNLISTED.word, text,
        source=f"准入编号 {matter.code}", next_step="要这一类村（社区）也办，请另行申请准入。",
    )  # fmt: skip


def asked_already(
    matter: Matter | None, villages: Sequence[str] | QuerySet[Division], on: date, origin: str
) -> Mapping[str, Assignment]:
    """Villages that were asked for the same item within the period that its list allows one for."""
    if matter is None or matter.frequency not in (*RECURRING, "once"):
        return {}
    period = period_at(on, matter.frequency)
    first, last = (period.first, period.last) if period else (date.min, date.max)
    return asked_before(matter.code, villages, first, last, except_origin=origin)


def _too_often(before: Assignment, matter: Matter) -> Refusal:
    often = dict(FREQUENCIES)[matter.frequency]
    text = f"按规定{often}只能要一次，{before.issuer}已经在 {before.on} 要过“{before}”。"
    digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    outcome = Outcome.CONDITIONAL
    return Refusal(
        digest, outcome.value, outcome.word, text, clause=matter.clause, source=f"{matter.source} {matter.code}",
        next_step="这个周期里不再重复要；要的内容请从已经报上来的里面取。",
    )  # fmt: skip
