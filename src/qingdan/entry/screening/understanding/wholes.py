"""What holds for a sentence as a whole: definitions, quotations, reports of what was done, and the sum of its clauses."""

from __future__ import annotations

from dataclasses import dataclass, field

from qingdan.entry.screening.model import Level, NotDemand
from qingdan.entry.screening.understanding import bits
from qingdan.entry.screening.understanding.forces import ASKS
from qingdan.entry.screening.understanding.readings import Actor, Force, Reading, village_subject
from qingdan.entry.screening.understanding.roles import Role
from qingdan.entry.screening.understanding.tokens import Clause, Sentence

_LISTS = frozenset({"包括", "主要包括"})
_TAKES_PART = frozenset({Role.SUBJECT, Role.PIVOT, Role.TARGET})
_OPEN = frozenset({Force.PLAIN, Force.BASIS, Force.CONDITION})
_CITES = frozenset(
    {"要求", "明确", "提出", "规定", "强调", "指出", "明确要求", "明确规定", "明确提出", "中明确", "中要求"}
)
"""What stands behind 《……》 where it is cited."""
_SAYINGS = frozenset({"强调", "指出", "会议强调", "会议指出"})


@dataclass(slots=True)
class Judged:
    """A sentence as read: its clauses, and the answer."""

    demand: bool
    level: Level | None
    not_demand: NotDemand | None
    readings: list[Reading] = field(default_factory=list)
    addressed_in_head: bool = False

    @property
    def unsure(self) -> bool:
        """No demand was found, but no reason either why it is none: nobody else acts, nothing is banned, past or given."""
        return self.not_demand is NotDemand.BACKGROUND and all(r.force in _OPEN for r in self.readings)


_MASK_REASON = (
    (bits.RESIDENT, NotDemand.RESIDENT),
    (bits.ENTERPRISE, NotDemand.ENTERPRISE),
    (bits.CADRE, NotDemand.TOWNCADRE),
    (bits.DEPT, NotDemand.DEPT),
)


def whole_is_not(text: str, sentence: Sentence) -> NotDemand | None:
    """A definition (……是指……) or a quotation (《……》规定，……) as a whole asks for nothing here."""
    for clause in sentence.clauses[:2]:
        if clause.mask & bits.DEFINE and not clause.mask & bits.PLEASE:
            return NotDemand.DEFINITION
        words = text[clause.start : clause.end]
        if words.strip() in _LISTS and clause.ends_with == "：":
            return NotDemand.BACKGROUND
        if clause.ends_with in "，：" and words.rpartition("》")[2].strip() in _CITES and "》" in words:
            return NotDemand.QUOTE
        if clause.mask & bits.QUOTE and _quotes(text, clause):
            return NotDemand.QUOTE
    return None


def _quotes(text: str, clause: Clause) -> bool:
    quote = next(token for token in clause.tokens if token.mask & bits.QUOTE)
    if not text[clause.start : quote.start].rstrip().endswith("》") and quote.end < clause.end:
        return False
    return "》" in text[clause.start : clause.end] or quote.entry.word in _SAYINGS


def settle(judged: Judged, title: bool) -> None:
    """The sum over the clauses; in a ``title`` only a plain order to a village counts."""
    _past_or_free(judged)
    _taken_away(judged)
    _leads_in(judged)
    if title and not any(r.positive and r.explicit and r.clause.mask & bits.MUST for r in judged.readings):
        for reading in judged.readings:
            reading.positive = False
    _sum_up(judged)


def _past_or_free(judged: Judged) -> None:
    """A sentence that tells what was done (……，受到了好评), leaves it free or lets refuse, and nowhere says must."""
    readings = judged.readings
    mask = 0
    for reading in readings:
        mask |= reading.clause.mask
    if mask & bits.MAY_REFUSE and not mask & bits.PLEASE:
        _all_are(readings, Force.NEGATED)
    if _bygone(readings):
        _all_are([reading for reading in readings if not reading.clause.mask & bits.PLEASE], Force.DONE)
    told = any(reading.force is Force.DONE for reading in readings)
    asked = any(r.positive and r.who is not None and r.who.cause in ASKS for r in readings)
    if asked or mask & (bits.STRONG | bits.AT_LEAST if told else bits.MUST):
        return
    if mask & bits.ANNOUNCE:
        _all_are(readings, Force.BASIS)
    if mask & bits.FREE:
        _all_are(readings, Force.ENCOURAGED)
    if told:
        plain = [r for r in readings if r.force is Force.PLAIN and not r.clause.mask & bits.HARD_SANCTION]
        _all_are(plain, Force.DONE)


def _all_are(readings: list[Reading], force: Force) -> None:
    for reading in readings:
        reading.force, reading.positive = force, False


def _bygone(readings: list[Reading]) -> bool:
    """以往逢检查，村里就得补照片: so it was once, whatever the words say of duties."""
    first = next((reading.clause for reading in readings if reading.clause.tokens), None)
    return first is not None and bool(first.tokens[0].mask & bits.BYGONE) and first.tokens[0].start - first.start <= 1


def _leads_in(judged: Judged) -> None:
    """为做好……，提高……，现将有关事项通知如下；……分工如下：: aims and what is announced, unless a village is named with them."""
    clauses = [reading.clause for reading in judged.readings if reading.clause.tokens]
    if not clauses or any(reading.positive and reading.explicit for reading in judged.readings):
        return
    last = clauses[-1]
    announces = bool(last.mask & bits.ANNOUNCE or last.tokens[0].mask & bits.BASIS)
    if (announces and len(clauses) > 1 and clauses[0].tokens[0].mask & bits.BASIS) or last.mask & bits.AS_FOLLOWS:
        _all_are(judged.readings, Force.BASIS)


def _taken_away(judged: Judged) -> None:
    """村承担的……指标，以及……，一律取消。 What stands before is what is taken away."""
    last = judged.readings[-1].clause if judged.readings else None
    if last is None or not last.tokens or last.mask & bits.HONOUR:
        return
    token = last.tokens[-1]
    if not token.mask & bits.REFUSE or token.end < last.end or token.start - last.start > 3:
        return
    if any(reading.clause.mask & bits.MUST for reading in judged.readings[:-1]):
        return
    for reading in judged.readings:
        reading.force, reading.positive = Force.NEGATED, False


def _sum_up(judged: Judged) -> None:
    positive = [reading for reading in judged.readings if reading.positive]
    if positive:
        judged.demand = True
        named = any(part.village and part.role in _TAKES_PART for r in judged.readings for part in r.parts)
        explicit = (named or any(reading.explicit for reading in positive)) and not judged.addressed_in_head
        judged.level = Level.EXPLICIT if explicit else Level.IMPLICIT
        return
    judged.not_demand = _why_not(judged.readings)


def _why_not(readings: list[Reading]) -> NotDemand:
    """The reason that a person is told; the first that fits."""
    if _cites(readings):
        return NotDemand.QUOTE
    banned = next((reading for reading in readings if reading.force is Force.NEGATED and _names_village(reading)), None)
    if banned is not None:
        return _banned(banned)
    forces = {reading.force for reading in readings}
    village = any(_names_village(reading) for reading in readings)
    other = next(
        (r for r in readings if r.actor is Actor.OTHER and r.who is not None and r.force is not Force.DONE), None
    )
    if Force.ENCOURAGED in forces and village:
        return NotDemand.ENCOURAGE
    if village and (Force.GIVEN in forces or any(_comes_to_village(reading) for reading in readings)):
        return NotDemand.BENEFIT
    if other is not None and other.who is not None:
        mask = other.who.token.mask
        return next((why for bit, why in _MASK_REASON if mask & bit), NotDemand.DEPT)
    return NotDemand.PROTECT if Force.NEGATED in forces and village else NotDemand.BACKGROUND


def _names_village(reading: Reading) -> bool:
    return any(part.village for part in reading.parts)


def _cites(readings: list[Reading]) -> bool:
    """根据……，结合实际，制定本方案: nothing but grounds and what they are grounds for."""
    if not readings or not readings[0].clause.tokens:
        return False
    opens = readings[0].clause.tokens[0].mask & bits.BASIS
    return bool(opens) and not any(part.role in _TAKES_PART and part.village for r in readings[1:] for part in r.parts)


def _banned(reading: Reading) -> NotDemand:
    """不得要求村级填表 protects the village; 村干部不得收礼, 严禁村级举债 is how its people are to behave."""
    bans = [token for token in reading.clause.tokens if token.mask & bits.BAN]
    village = next(part.token for part in reading.parts if part.village)
    subject = village_subject(reading) and any(village.end <= token.start for token in bans)
    ordered = any(token.end == village.start for token in bans) and not reading.clause.mask & bits.HARD_CUE
    return NotDemand.CONDUCT if subject or ordered else NotDemand.PROTECT


def _comes_to_village(reading: Reading) -> bool:
    """县财政为每个村安排经费: another acts, for the village."""
    return reading.actor is Actor.OTHER and any(
        part.village and part.role is Role.TARGET and part.cause[:1] in ("为", "给", "向") for part in reading.parts
    )
