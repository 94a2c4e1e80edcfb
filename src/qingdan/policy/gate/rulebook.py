"""The rulebook: everything that decides, for one division and one date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from qingdan.policy.gate.index import RulebookIndex
from qingdan.policy.gate.model import (
    Admission,
    Clause,
    Emergency,
    Existing,
    FactValue,
    Item,
    Kind,
    KindPolicy,
    ListKind,
    ListState,
    Rule,
    Statute,
)


@dataclass(frozen=True)
class Rulebook:
    """A snapshot for a division and a date, built by the register from packs and published editions.

    ``existing``: registered burdens by kind and key of their title; ``admissions``: by their code without hyphens
    and spaces. ``notice``: what every verdict must say besides (the place's document was not yet in force on that day).
    """

    division: str
    on: date
    pack: str
    pack_title: str
    pack_status: str
    pack_hash: str
    editions: tuple[str, ...]
    kinds: Mapping[Kind, KindPolicy]
    rules: tuple[Rule, ...]
    lists: Mapping[ListKind, ListState]
    items: tuple[Item, ...]
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    admissions: Mapping[str, Admission] = field(default_factory=dict)
    statutes: tuple[Statute, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    existing: Mapping[tuple[Kind, str], tuple[Existing, ...]] = field(default_factory=dict)
    place_names: tuple[str, ...] = ()
    defaults: Mapping[str, FactValue] = field(default_factory=dict)
    notice: str = ""

    @cached_property
    def index(self) -> RulebookIndex:
        """What decisions look up; made at the first decision and kept with the rulebook."""
        return RulebookIndex(
            items=self.items,
            rules=self.rules,
            statutes=self.statutes,
            place_names=self.place_names,
        )

    def at(
        self,
        division: str,
        on: date,
        names: tuple[str, ...],
        notice: str = "",
        *,
        existing: Mapping[tuple[Kind, str], tuple[Existing, ...]] | None = None,
        admissions: Mapping[str, Admission] | None = None,
        emergencies: tuple[Emergency, ...] = (),
    ) -> Rulebook:
        """The same rulebook for a place with what is its own; what decisions look up is shared, not built again."""
        every_name = tuple(dict.fromkeys((*names, *self.place_names)))
        here = replace(
            self,
            division=division,
            on=on,
            place_names=every_name,
            notice=notice,
            existing=existing or {},
            admissions=admissions or {},
            emergencies=emergencies,
        )
        here.__dict__["index"] = self.index
        return here
