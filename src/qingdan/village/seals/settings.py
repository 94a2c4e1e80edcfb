"""What the pack of a place says of seals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingdan.policy.packs.queries import OutsideEveryPack, governing_pack
from qingdan.policy.packs.village_specs import SealsSpec


@dataclass(frozen=True, slots=True)
class Separation:
    """Two parts that must be different persons, with the clause (none: a setting of the product)."""

    persons: tuple[str, str]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealRules:
    """The pack's rules of a village on a day; ``late_days`` after its date a paper approval may be entered by the village."""

    separations: tuple[Separation, ...]
    late_days: int

    @property
    def different(self) -> tuple[tuple[str, str], ...]:
        """The pairs alone."""
        return tuple(each.persons for each in self.separations)


def seal_rules(division: str, on: date) -> SealRules:
    """What holds in a village on a day."""
    try:
        spec = governing_pack(division, on).village.seals
    except OutsideEveryPack:
        spec = SealsSpec(source="product")
    pairs = tuple(Separation((each.persons[0], each.persons[1]), tuple(each.clauses)) for each in spec.separations)
    return SealRules(pairs, spec.late_days)
