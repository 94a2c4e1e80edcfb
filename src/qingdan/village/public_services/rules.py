"""The rules of services, pure: what may become of a matter, what a village covers, which needs stand first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qingdan.village.public_services.choices import Mode, Outcome, ServiceClass, Takes, TicketState


class Verb(StrEnum):
    """What is done with a matter."""

    BEGIN = "begin"
    CLOSE = "close"
    HAND_TO_TOWN = "hand-to-town"
    GIVE = "give"
    SOLVE = "solve"


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table: from which states, what it becomes, and whether the town does it."""

    before: frozenset[TicketState]
    after: TicketState
    by_town: bool = False


_AT_THE_WINDOW = frozenset({TicketState.WAITING, TicketState.IN_HAND})
TABLE: Mapping[Verb, Step] = {
    Verb.BEGIN: Step(frozenset({TicketState.WAITING}), TicketState.IN_HAND),
    Verb.GIVE: Step(_AT_THE_WINDOW, TicketState.IN_HAND),
    Verb.CLOSE: Step(_AT_THE_WINDOW, TicketState.CLOSED),
    Verb.HAND_TO_TOWN: Step(_AT_THE_WINDOW, TicketState.WITH_TOWN),
    Verb.SOLVE: Step(frozenset({TicketState.WITH_TOWN}), TicketState.CLOSED, by_town=True),
}
"""The life of a matter. The village never closes what the town has."""

_OUTCOMES = {
    ServiceClass.PUBLIC: (Outcome.DONE, Outcome.NOT_DONE, Outcome.LEFT, Outcome.PASSED_ON),
    ServiceClass.CHARITY: (Outcome.DONE, Outcome.NOT_DONE, Outcome.LEFT, Outcome.PASSED_ON),
    ServiceClass.PERSONAL: (Outcome.SELF_SOLVED, Outcome.MUTUAL_HELP, Outcome.PASSED_ON),
}
_VERBS_OF_PERSONAL = frozenset({Verb.BEGIN, Verb.CLOSE})


def open_verbs(state: TicketState, service_class: ServiceClass) -> tuple[Verb, ...]:
    """What may be done with a matter now: a personal one is never given to anybody, nor to the town (CC-06b)."""
    verbs = (verb for verb, step in TABLE.items() if state in step.before)
    return tuple(verb for verb in verbs if service_class is not ServiceClass.PERSONAL or verb in _VERBS_OF_PERSONAL)


def outcomes_of(service_class: ServiceClass) -> tuple[Outcome, ...]:
    """How a matter of this class may end at the window."""
    return _OUTCOMES[service_class]


def modes_of(service_class: ServiceClass) -> tuple[Mode, ...]:
    """How a matter of this class may be handled."""
    return (Mode.WINDOW, Mode.APPOINTMENT) if service_class is ServiceClass.PERSONAL else tuple(Mode)


@dataclass(frozen=True, slots=True)
class Said:
    """What a village says of one service, as the rules need it."""

    takes: Takes
    in_hall: bool = True
    second_window: bool = False


class Flag(StrEnum):
    """What stands out of what a village offers; each is a hint to the department, never a mark against the village."""

    ELSEWHERE = "能办，但不在一站式大厅"
    SECOND_WINDOW = "还要跑第二个窗口"
    NO_BOTTOM_LINE = "兜底保障的服务办不了"


def flags_of(said: Said, bottom_line: bool) -> tuple[Flag, ...]:
    """KT-30 and CC-18a: takeable but given elsewhere; KT-32: a second window; CC-04a: bottom-line and not available."""
    found = []
    if said.takes is not Takes.NO and not said.in_hall:
        found.append(Flag.ELSEWHERE)
    if said.takes is not Takes.NO and said.second_window:
        found.append(Flag.SECOND_WINDOW)
    if said.takes is Takes.NO and bottom_line:
        found.append(Flag.NO_BOTTOM_LINE)
    return tuple(found)


def coverage(said: Iterable[Takes], total: int) -> int | None:
    """Which share of ``total`` services is available (by the village or by an agent), in whole percent; None of none."""
    available = sum(1 for takes in said if takes is not Takes.NO)
    return share(available, total)


def share(part: int | Decimal, whole: int | Decimal) -> int | None:
    """A share in whole percent, rounded half up; None of nothing."""
    return int(Decimal(part) * 100 / Decimal(whole) + Decimal("0.5")) if whole else None


def weight(people: int, urgency: int) -> int:
    """How far a need goes: breadth × urgency (NH-84). Needs are ordered by it; villages never are."""
    return people * urgency


@dataclass(frozen=True, slots=True)
class FieldNeed:
    """The needs of a field together, and what was spent there: hours, yuan."""

    field: str
    weight: int
    hours: Decimal = Decimal(0)
    money: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Spent:
    """Which share of all time and money went to the fields that stand first, in whole percent."""

    fields: tuple[str, ...]
    hours: int | None
    money: int | None


def spent_on_first(rows: Sequence[FieldNeed], first: int = 3) -> Spent:
    """The fields with the greatest needs, and the share of time and money that went there (NH-84)."""
    needed = sorted((row for row in rows if row.weight > 0), key=lambda row: (-row.weight, row.field))[:first]
    return Spent(
        tuple(row.field for row in needed),
        share(sum((row.hours for row in needed), Decimal(0)), sum((row.hours for row in rows), Decimal(0))),
        share(sum((row.money for row in needed), Decimal(0)), sum((row.money for row in rows), Decimal(0))),
    )
