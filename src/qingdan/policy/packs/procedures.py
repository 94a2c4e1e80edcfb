"""Procedures of admission as a place's pack has them: which one an application takes, and who acts in its steps. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from qingdan.policy.gate.model import Kind
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.roles import holders
from qingdan.policy.packs.schema import PackHeader, ProcedureSpec, RouteSpec, SeatSpec, StepSpec

PRODUCT = "product"
"""Where a setting comes from that no clause states (系统建议值)."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A body's place in a step. ``names`` are ways of writing it; ``level`` says in which division it is looked for."""

    title: str
    names: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its seats; the fields are those of :class:`StepSpec`. ``consent`` are names of authorities."""

    act: str
    title: str
    says: str
    by: tuple[Seat, ...]
    asks: tuple[Seat, ...] = ()
    handed_by: str = "applicant"
    joint_paper: bool = False
    dissent: str = "coordinate"
    consent: tuple[str, ...] = ()
    days: int | None = None
    days_source: str = "clause"
    clauses: tuple[str, ...] = ()

    @property
    def seats(self) -> tuple[Seat, ...]:
        """All who act in the step, those who lead it first."""
        return (*self.by, *self.asks)

    @property
    def joint_review(self) -> bool:
        """Whether several bodies review side by side and all must agree."""
        return self.act == "review" and not self.asks


@dataclass(frozen=True, slots=True)
class Required:
    """A part that an application must have, by a clause."""

    part: str
    clause: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure ready to be followed; an application keeps the one that was in force when it was handed in."""

    id: str
    title: str
    apply_to: str
    steps: tuple[Step, ...]
    requires: tuple[Required, ...]
    durations: tuple[str, ...]
    party: str | None
    becomes: str
    clauses: tuple[str, ...]
    source: str
    note: str = ""


def spec_for(specs: Iterable[ProcedureSpec], kind: Kind, level: str, sort: str) -> ProcedureSpec | None:
    """The procedure that is meant for an applicant of a level and sort; one that names neither is for all others."""
    fitting = [spec for spec in specs if kind in spec.kinds and _fits(spec, level, sort)]
    return max(fitting, key=lambda spec: (bool(spec.issuer_types), bool(spec.issuer_levels)), default=None)


def _fits(spec: ProcedureSpec, level: str, sort: str) -> bool:
    right_level = not spec.issuer_levels or level in spec.issuer_levels
    return right_level and (not spec.issuer_types or sort in spec.issuer_types)


def pack_spec_for(chain: Sequence[Pack], kind: Kind, level: str, sort: str) -> ProcedureSpec | None:
    """The procedure of the nearest pack that has one for the kind at all; None where no pack has."""
    for pack in chain:
        specs = [spec for spec in pack.header.procedures if kind in spec.kinds]
        if specs:
            return spec_for(specs, kind, level, sort)
    return None


def resolve(spec: ProcedureSpec, chain: Sequence[Pack], kind: Kind, on: date, source: str) -> Procedure:
    """The procedure for a kind, with the bodies that hold its roles on a day; ``source`` names its document."""
    return Procedure(
        id=spec.id,
        title=spec.title,
        apply_to=spec.apply_to,
        steps=tuple(_step(step, chain, on) for step in spec.steps),
        requires=tuple(
            Required(each.part, each.clause) for each in spec.requires if not each.kinds or kind in each.kinds
        ),
        durations=tuple(spec.durations),
        party=spec.party,
        becomes=spec.becomes,
        clauses=tuple(dict.fromkeys([*spec.clauses, *(clause for step in spec.steps for clause in step.clauses)])),
        source=source,
        note=spec.note,
    )


def _step(spec: StepSpec, chain: Sequence[Pack], on: date) -> Step:
    authorities = {entry.id: entry for pack in reversed(chain) for entry in pack.header.authorities}
    return Step(
        act=spec.act,
        title=spec.title,
        says=spec.says,
        by=_seats(spec.by, chain, on),
        asks=_seats(spec.asks, chain, on),
        handed_by=spec.handed_by,
        joint_paper=spec.joint_paper,
        dissent=spec.dissent,
        consent=tuple(authorities[name].names[0] for name in spec.consent if name in authorities),
        days=spec.days,
        days_source=spec.days_source,
        clauses=tuple(spec.clauses),
    )


def _seats(specs: Sequence[SeatSpec], chain: Sequence[Pack], on: date) -> tuple[Seat, ...]:
    found = [seat for spec in specs for seat in seats_of(spec, chain, on)]
    return tuple({seat.title: seat for seat in found}.values())


def seats_of(spec: SeatSpec, chain: Sequence[Pack], on: date) -> tuple[Seat, ...]:
    """The seats that one entry means: one for the body that it names, one for each holder of the role on the day."""
    if spec.body is not None:
        return (Seat(spec.body, (spec.body, *spec.aliases), spec.level or "county"),)
    return tuple(
        Seat(holder.body, (holder.body, *holder.aliases), holder.level)
        for holder in holders(chain, on, spec.role)
        if spec.level in (None, holder.level)
    )


def all_routes(header: PackHeader) -> list[RouteSpec]:
    """The routes of a pack: those that it writes first, then each procedure as a route."""
    return [*header.routes, *(as_route(spec) for spec in header.procedures)]


def as_route(spec: ProcedureSpec) -> RouteSpec:
    """What a procedure tells a village or an office that has to go through it."""
    days = [step.days for step in spec.steps if step.days and step.days_source == "clause"]
    clauses = [*(clause for step in spec.steps for clause in step.clauses), *spec.clauses]
    return RouteSpec(
        kinds=spec.kinds,
        issuer_levels=spec.issuer_levels,
        apply_to=spec.apply_to,
        steps=[step.says for step in spec.steps] or [note for note in [spec.note] if note],
        days=sum(days) if days else None,
        clauses=list(dict.fromkeys(clauses)),
        stated=spec.stated,
    )


def to_json(procedure: Procedure) -> dict[str, Any]:
    """The procedure as plain data, to be kept with an application."""
    return asdict(procedure)


def from_json(data: dict[str, Any]) -> Procedure:
    """The procedure from what :func:`to_json` made (also after a JSON column turned tuples into lists)."""
    steps = tuple(_step_from(step) for step in data["steps"])
    listed = {name: tuple(data[name]) for name in ("durations", "clauses")}
    required = tuple(Required(**each) for each in data["requires"])
    return Procedure(**{**data, **listed, "steps": steps, "requires": required})


def _step_from(data: dict[str, Any]) -> Step:
    seats = {name: tuple(_seat_from(seat) for seat in data[name]) for name in ("by", "asks")}
    return Step(**{**data, **seats, "consent": tuple(data["consent"]), "clauses": tuple(data["clauses"])})


def _seat_from(data: dict[str, Any]) -> Seat:
    return Seat(data["title"], tuple(data["names"]), data["level"])
