"""A clause as read: whose act it is, among the actors that stand in it and what was carried over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from qingdan.entry.screening.understanding import bits
from qingdan.entry.screening.understanding.roles import Part, Role
from qingdan.entry.screening.understanding.tokens import Clause


class Actor(IntEnum):
    """Whose act a clause is."""

    NOBODY = 0
    VILLAGE = 1
    OTHER = 2


class Force(IntEnum):
    """How a clause is said."""

    PLAIN = 0
    NEGATED = 1
    DONE = 2
    ENCOURAGED = 3
    BASIS = 4
    GIVEN = 5
    CONDITION = 6


@dataclass(slots=True)
class Around:
    """What stands around a sentence: who was last spoken of, whom the paper and its heading address."""

    actor: Actor = Actor.NOBODY
    villages_addressed: bool = False
    heading: Actor = Actor.NOBODY
    title: bool = False
    """It is a heading: only what plainly tells a village what it must do counts."""
    listed: bool = False
    """It is an item of a list that was opened for villages (各村职责：): each item is theirs to do."""
    assumed: bool = False
    """``actor`` is only assumed from the addressees: a sentence must say must, or name a burden or an act outright."""


@dataclass(slots=True)
class Reading:
    """A clause as read."""

    clause: Clause
    parts: list[Part]
    actor: Actor
    force: Force
    positive: bool = False
    explicit: bool = False
    who: Part | None = None
    assumed: bool = False
    """That the act is the village's is only assumed from the addressees."""


_HANDS_OVER = frozenset({"由", "经", "报经", "委托", "交由", "责成"})
"""Words after which another becomes the actor; after 督促, 组织 and the like only a village does."""


def acts_itself(part: Part) -> bool:
    """Whether the word is an actor for certain: it heads its phrase, is spoken to one by one, or is a person or body."""
    mask = part.token.mask
    if mask & bits.THING and not mask & bits.VILLAGE:
        return False
    return (
        part.headed
        or part.token.entry.word[0] in "各每所"
        or not mask & (bits.LEVEL | bits.THING | bits.BARE | bits.ORGANISATION)
    )


def village_subject(reading: Reading) -> bool:
    """Whether a village organisation is the clause's subject."""
    return any(
        part.village and part.role is Role.SUBJECT and (part.headed or not part.token.mask & bits.LEVEL)
        for part in reading.parts
    )


def head_actor(found: list[Part]) -> Actor:
    """Whom a line opened by 各村、各单位： speaks to."""
    if any(part.village and part.role is Role.SUBJECT for part in found) or _listed(found):
        return Actor.VILLAGE
    return (
        Actor.OTHER
        if any(part.token.mask & bits.OTHER and part.role is Role.SUBJECT for part in found)
        else Actor.NOBODY
    )


def _listed(found: list[Part]) -> bool:
    """镇属各单位、各村（居）：a list of bodies in which villages stand, one by one, is said to them as well."""
    return any(part.village and part.headed and part.token.entry.word[0] in "各每所" for part in found) and all(
        part.role in (Role.SUBJECT, Role.OBJECT, Role.MODIFIER) for part in found
    )


def actor_of(found: list[Part], carried: Actor, around: Around, must: bool) -> tuple[Actor, Part | None]:
    """Whose act a clause with the actors ``found`` is, and who says so; ``carried`` where it names nobody.

    A village set to work (由村, 督促各村) decides at once; 指导 and the like only with a deontic word (``must``).
    """
    actor: Actor = carried
    who: Part | None = None
    for part in found:
        if part.role is Role.PIVOT:
            if part.village:
                general = bool(part.token.mask & (bits.LEVEL | bits.ORGANISATION))
                guided = part.cause in bits.WEAK_CAUSE and general and not must
                return (carried if guided else Actor.VILLAGE), part
            actor, who = _handed_over(part, actor, who, carried)
        elif part.role is Role.SUBJECT and not (carried is Actor.OTHER and (part.ensured or part.measure)):
            actor, who = _with_subject(part, actor, who, around)
    return actor, who


def _handed_over(part: Part, actor: Actor, who: Part | None, carried: Actor) -> tuple[Actor, Part | None]:
    mask = part.token.mask
    sure = who is not None and who.village and who.headed
    if part.cause in _HANDS_OVER and mask & (bits.OTHER | bits.GENERIC) and not sure:
        return Actor.OTHER, part
    if who is None and carried is Actor.NOBODY and mask & bits.OTHER:
        return Actor.OTHER, None
    return actor, who


def _with_subject(part: Part, actor: Actor, who: Part | None, around: Around) -> tuple[Actor, Part | None]:
    mask = part.token.mask
    if who is not None and who.village and acts_itself(who) and part.village:
        return actor, who  # the first named is whose act it is
    if part.village or (mask & bits.THING and who is None):
        return Actor.VILLAGE, part
    if mask & bits.GENERIC and who is None:
        meant = around.villages_addressed or around.heading is Actor.VILLAGE
        return (Actor.VILLAGE if meant else Actor.OTHER), part
    if around.listed and mask & bits.RESIDENT and around.heading is Actor.VILLAGE:
        return actor, who  # an item below 各社区今晚完成： says what the village sees to (志愿者上岗)
    if mask & bits.OTHER and not (who is not None and who.village and acts_itself(who)):
        return Actor.OTHER, part
    return actor, who
