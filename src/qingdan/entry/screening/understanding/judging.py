"""Whether a sentence puts a demand on a village organisation: each clause has an actor and a force, the sentence the sum."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qingdan.entry.screening.understanding import bits
from qingdan.entry.screening.understanding.forces import force_of, speaks_anew, sticks
from qingdan.entry.screening.understanding.kinds import OwnClause
from qingdan.entry.screening.understanding.readings import (
    Actor,
    Around,
    Force,
    Reading,
    actor_of,
    acts_itself,
    head_actor,
    village_subject,
)
from qingdan.entry.screening.understanding.roles import Part, parts
from qingdan.entry.screening.understanding.tokens import Clause, Sentence
from qingdan.entry.screening.understanding.weighing import targets, weigh
from qingdan.entry.screening.understanding.wholes import Judged, settle, whole_is_not

_TOPIC = 7
"""Characters of a clause that only names what the sentence is about (困难职工建档，)."""
_STANDARDS = frozenset({"标准", "要求", "精神", "规定", "部署", "原则", "目标"})
"""Words that end a clause which still belongs to 按照……，: what is gone by, not what is asked."""


@dataclass(slots=True)
class _Course:
    """What has been carried along the clauses of a sentence so far."""

    actor: Actor
    sticking: Force = Force.PLAIN
    targeted: bool = False


def judge(text: str, sentence: Sentence, around: Around) -> Judged:
    """The answer for ``sentence``; ``around`` is moved on to whom the sentence last spoke of."""
    judged = Judged(False, None, whole_is_not(text, sentence))
    if judged.not_demand is not None:
        return judged
    course = _Course(around.heading if around.heading is not Actor.NOBODY else around.actor)
    within = around
    if course.actor is Actor.NOBODY and _in_their_groups(sentence):
        course.actor = Actor.VILLAGE
    for clause in sentence.clauses:
        found = parts(text, clause)
        head = head_actor(found) if clause.ends_with == "：" and clause is sentence.clauses[0] else Actor.NOBODY
        if head is not Actor.NOBODY:
            course.actor, judged.addressed_in_head = head, head is Actor.VILLAGE
            within = replace(around, villages_addressed=judged.addressed_in_head)
            judged.readings.append(Reading(clause, found, head, Force.BASIS))
            continue
        reading = _read(text, clause, found, course, within)
        around.assumed = around.assumed and reading.who is None
        if _still_basis(text, reading, judged.readings):
            reading.force, reading.actor = Force.BASIS, course.actor
        weigh(text, reading, within, course.targeted, around.assumed)
        judged.readings.append(reading)
        _move_on(course, reading)
    settle(judged, around.title)
    if course.actor is not Actor.VILLAGE or judged.demand:
        around.actor = course.actor
    return judged


def _in_their_groups(sentence: Sentence) -> bool:
    """请回复“收到”，并转发至各网格群: whoever is asked to write there speaks for the village."""
    mask = 0
    for clause in sentence.clauses:
        mask |= clause.mask
    return bool(mask & bits.GROUP and mask & bits.PLEASE)


def _read(text: str, clause: Clause, found: list[Part], course: _Course, around: Around) -> Reading:
    actor, who = actor_of(found, course.actor, around, bool(clause.mask & bits.MUST))
    reading = Reading(
        clause, found, actor, Force.PLAIN, explicit=who is not None and who.village, who=who, assumed=around.assumed
    )
    reading.force = force_of(text, reading)
    if (
        course.sticking is not Force.PLAIN
        and reading.force is Force.PLAIN
        and not speaks_anew(reading, course.sticking)
    ):
        reading.force = course.sticking
    return reading


def _still_basis(text: str, reading: Reading, before: list[Reading]) -> bool:
    clause = reading.clause
    if not before or before[-1].force is not Force.BASIS or clause.ends_with != "，":
        return False
    return text[clause.end - 2 : clause.end] in _STANDARDS


def _move_on(course: _Course, reading: Reading) -> None:
    """Carry the actor to the next clause, unless the clause was a condition or only mentioned the village."""
    who = reading.who
    mentioned = who is not None and not reading.positive and (who.named or not acts_itself(who))
    if mentioned and reading.actor is Actor.VILLAGE:
        reading.actor = course.actor
    course.targeted = targets(reading) or (course.targeted and who is not None and not who.village)
    if reading.force is not Force.CONDITION or village_subject(reading):
        course.actor = reading.actor
    if reading.force is Force.CONDITION and reading.clause.mask & bits.BOARD and course.actor is Actor.NOBODY:
        course.actor = Actor.VILLAGE
    if reading.force is Force.BASIS and reading.clause.mask & bits.FRAME:
        course.actor = Actor.NOBODY
    course.sticking = sticks(reading)


def clauses_for_kinds(judged: Judged) -> tuple[list[OwnClause], list[Clause]]:
    """The clauses that are the village's to do, and all that are not negated or past."""
    live = [r for r in judged.readings if r.force not in (Force.NEGATED, Force.DONE, Force.ENCOURAGED)]
    return [_own(reading) for reading in live if _is_own(reading)], [reading.clause for reading in live]


def _is_own(reading: Reading) -> bool:
    if reading.positive or reading.actor is Actor.VILLAGE or reading.force is Force.CONDITION:
        return True
    mask = reading.clause.mask
    first = reading.clause.tokens[0] if reading.clause.tokens else None
    bidden = first is not None and first.mask & bits.VERB and first.start == reading.clause.start
    said = mask & bits.MUST or bidden or (mask & bits.HARD_CUE and reading.clause.end - reading.clause.start > _TOPIC)
    return reading.actor is Actor.NOBODY and bool(said)


def _own(reading: Reading) -> OwnClause:
    who = reading.who
    since = who.token.end if who is not None and who.relative else reading.clause.start
    acts = reading.actor is Actor.VILLAGE and reading.force is not Force.CONDITION
    return OwnClause(reading.clause, reading.positive and reading.explicit, acts, since)
