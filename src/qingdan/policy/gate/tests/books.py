"""Small rulebooks by hand, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from qingdan.policy.gate.codes import with_check_character
from qingdan.policy.gate.model import (
    Clause,
    Completeness,
    Condition,
    Demand,
    Effect,
    FactTest,
    FactValue,
    Item,
    Kind,
    KindPolicy,
    ListKind,
    ListState,
    Route,
    Rule,
    Strength,
)
from qingdan.policy.gate.rulebook import Rulebook

DAY = date(2024, 5, 6)
VILLAGE = "120117103201"


def when(**facts: FactValue) -> Condition:
    """A conjunction of facts that must have these values."""
    return Condition(tuple(FactTest(name, (value,)) for name, value in facts.items()))


def item(number: int, title: str, kind: ListKind = ListKind.ASSIST, **more: Any) -> Item:
    """An item with a right code."""
    code = with_check_character(f"XX-LA-{number:02d}")
    defaults: dict[str, Any] = {
        "edition": "xx/list/1",
        "list_title": "试行清单",
        "document": "试行文件",
        "clause": "XX-02",
    }
    return Item(code=code, title=title, list_kind=kind, **{**defaults, **more})


def rule(number: int, effect: Effect, *kinds: Kind, **more: Any) -> Rule:
    """A row of the decision table."""
    defaults: dict[str, Any] = {"says": f"第{number}行。", "clause": "XX-01", "strength": Strength.STRICT, "pack": "xx"}
    return Rule(id=f"XX-R{number:02d}", kinds=frozenset(kinds or Kind), effect=effect, **{**defaults, **more})


def policies(**more: Any) -> dict[Kind, KindPolicy]:
    """A kinds table in which affairs, forms and plaques have lists and the other kinds are decided by rules alone."""
    route = Route("牵头单位", ("申请", "联审", "备案"), ("XX-03",), days=15)
    permits = {
        Kind.AFFAIR: (ListKind.DUTY, ListKind.ASSIST),
        Kind.FORM: (ListKind.FORM,),
        Kind.PLAQUE: (ListKind.PLAQUE,),
        Kind.CERTIFICATE: (ListKind.CERTIFICATE_RETAINED,),
    }
    return {
        kind: KindPolicy(
            kind,
            permits=permits.get(kind, ()),
            reds=(ListKind.CERTIFICATE_BARRED,) if kind is Kind.CERTIFICATE else (ListKind.NEGATIVE,),
            rules_alone=kind not in permits,
            routes=(route,),
            emergency=kind is Kind.AFFAIR,
            **more,
        )
        for kind in Kind
    }


def states(completeness: Completeness = Completeness.COMPLETE, **special: Completeness) -> dict[ListKind, ListState]:
    """How much of every list is on record."""
    return {
        kind: ListState(kind, special.get(kind.value, completeness), f"《{kind.value}清单》", "XX-02")
        for kind in ListKind
    }


def book(**parts: Any) -> Rulebook:
    """A rulebook with complete and empty lists unless told otherwise."""
    clauses = {
        "XX-01": Clause("XX-01", "一", "试行文件第一条的原话。", "试行文件"),
        "XX-02": Clause("XX-02", "二", "试行文件第二条的原话。", "试行文件"),
        "XX-03": Clause("XX-03", "三", "试行文件第三条的原话。", "试行文件"),
    }
    defaults: dict[str, Any] = {
        "division": VILLAGE, "on": DAY, "pack": "xx", "pack_title": "试行文件", "pack_status": "in_force",
        "pack_hash": "0" * 16, "editions": ("xx/list/1",), "kinds": policies(), "rules": (), "lists": states(),
        "items": (), "clauses": clauses,
    }  # fmt: skip
    return Rulebook(**{**defaults, **parts})


def demand(kind: Kind = Kind.AFFAIR, title: str = "清扫河道", **more: Any) -> Demand:
    """A demand on the village of the tests."""
    facts = more.pop("facts", {})
    return Demand(kind=kind, title=title, **{"division": VILLAGE, "on": DAY, **more}, facts=facts)
