"""句句有回应: every clause with what implements it and which tests prove it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from qingdan.policy.packs.proof import proven_by
from qingdan.policy.packs.reading import Pack


@dataclass(frozen=True, slots=True)
class ClauseReport:
    """One clause: where it comes from, what implements it, and which tests prove it."""

    id: str
    pack: str
    area: str
    class_: str
    implemented_by: tuple[str, ...]
    awaits: str | None
    proven_by: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The contract's form."""
        plain = asdict(self)
        plain["class"] = plain.pop("class_")
        order = ("id", "pack", "area", "class", "implemented_by", "proven_by", "awaits")
        return {name: list(plain[name]) if isinstance(plain[name], tuple) else plain[name] for name in order}


def clauses_report(packs: Iterable[Pack]) -> list[ClauseReport]:
    """The report over all clauses of these packs, in their order."""
    return [
        ClauseReport(
            id=clause.id,
            pack=pack.id,
            area=clause.area,
            class_=clause.class_,
            implemented_by=tuple(clause.implemented_by),
            awaits=clause.awaits,
            proven_by=proven_by().get(clause.id, ()),
        )
        for pack in packs
        for clause in pack.clauses
    ]
