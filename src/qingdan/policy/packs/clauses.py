"""句句有回应: every clause with what implements it and which tests prove it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from qingdan.policy.packs.reading import Pack

PROOF = Path(__file__).with_name("proof.json")
"""Written by ``script/test`` from tests that passed; a stale file fails CI."""


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


@lru_cache(maxsize=1)
def proofs() -> dict[str, tuple[str, ...]]:
    """Test ids by clause id, from the proof file; empty where there is none."""
    if not PROOF.exists():
        return {}
    return {clause: tuple(tests) for clause, tests in json.loads(PROOF.read_text("utf-8")).items()}


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
            proven_by=proofs().get(clause.id, ()),
        )
        for pack in packs
        for clause in pack.clauses
    ]
