"""Random small rulebooks and demands in which titles, lists, facts and words often meet."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from qingdan.policy.gate.codes import compact, with_check_character
from qingdan.policy.gate.model import (
    Admission,
    Completeness,
    Condition,
    Demand,
    Effect,
    Exemption,
    Existing,
    FactTest,
    Interpretation,
    Item,
    Kind,
    KindPolicy,
    ListKind,
    ListState,
    Route,
    Rule,
    Statute,
    Strength,
    Terms,
)
from qingdan.policy.gate.normalise import key
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.gate.tests.books import DAY, VILLAGE, book

TITLES = [
    "清扫河道",
    "清扫河道垃圾",
    "协助清扫河道",
    "防火宣传",
    "春季防火宣传",
    "防火宣传照片",
    "招商引资",
    "签责任书",
    "居住证明",
    "居住情况证明",
    "警务室",
]
WORDS = ["照片", "招商", "责任书", "防火", "河道", "每天"]
BOOLEANS = ["own_authority", "funding", "flow_chart", "within_duty", "verifiable", "emergency"]
CHOICES = {
    "village_type": ["village", "community"],
    "location": ["outside", "inside"],
    "issuer_level": ["county", "town", "central"],
    "basis": ["none", "law", "city"],
    "consent_of": ["市委市政府", "区民政局", "无"],
}
FACT_VALUES: dict[str, list[Any]] = {**{name: [True, False] for name in BOOLEANS}, **CHOICES}
LISTS = [
    ListKind.DUTY,
    ListKind.ASSIST,
    ListKind.NEGATIVE,
    ListKind.PLAQUE,
    ListKind.CERTIFICATE_RETAINED,
    ListKind.CERTIFICATE_BARRED,
]
KINDS = [Kind.AFFAIR, Kind.PLAQUE, Kind.CERTIFICATE, Kind.VETO]

tests = st.sampled_from(sorted(FACT_VALUES)).flatmap(
    lambda name: st.lists(st.sampled_from(FACT_VALUES[name]), min_size=1, max_size=2, unique=True).flatmap(
        lambda values: st.booleans().map(
            lambda barred: FactTest(name, none_of=tuple(values)) if barred else FactTest(name, any_of=tuple(values))
        )
    )
)
conditions = st.builds(
    Condition,
    st.lists(tests, max_size=2).map(tuple),
    st.one_of(st.just(()), st.sampled_from(LISTS).map(lambda kind: (kind,))),
)
terms = st.builds(
    Terms,
    any_of=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(tuple),
    guards=st.sampled_from([(), ("不得",)]),
)


@st.composite
def rules(draw: st.DrawFn, number: int = 0, effects: tuple[Effect, ...] = tuple(Effect)) -> Rule:
    """One row."""
    effect = draw(st.sampled_from(effects))
    return Rule(
        id=f"XX-R{number:03d}",
        kinds=frozenset(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))),
        effect=effect,
        says=f"第{number}行。",
        clause="XX-01",
        strength=draw(st.sampled_from(Strength)),
        when=draw(conditions),
        unless=tuple(draw(st.lists(conditions.filter(lambda c: c.facts or c.on_list), max_size=1))),
        needs=draw(conditions) if effect is Effect.REQUIRE else Condition(),
        terms=draw(st.one_of(st.none(), terms)),
        titles=frozenset(draw(st.one_of(st.just([]), st.lists(st.sampled_from(TITLES), max_size=2)))),
        absent_from=draw(st.one_of(st.just(()), st.sampled_from(LISTS).map(lambda kind: (kind,)))),
        interpretation=draw(st.sampled_from([Interpretation.SETTLED] * 4 + [Interpretation.OPEN])),
        pack="xx",
    )


@st.composite
def items(draw: st.DrawFn, number: int = 0, kinds: list[ListKind] = LISTS) -> Item:
    """One item of some list."""
    kind = draw(st.sampled_from(kinds))
    red = kind in {ListKind.NEGATIVE, ListKind.CERTIFICATE_BARRED}
    return Item(
        code=with_check_character(f"XX-L{draw(st.integers(0, 9))}-{number:03d}"),
        title=draw(st.sampled_from(TITLES)),
        list_kind=kind,
        edition="xx/list/1",
        list_title="试行清单",
        clause=draw(st.sampled_from([None, "XX-02"])),
        when=draw(st.one_of(st.just(Condition()), st.builds(Condition, tests.map(lambda t: (t,))))),
        needs=Condition()
        if red
        else draw(st.one_of(st.just(Condition()), st.builds(Condition, tests.map(lambda t: (t,))))),
        frequency=None if red else draw(st.sampled_from([None, None, "quarterly"])),
        terms=draw(st.one_of(st.none(), terms)) if red else None,
        valid_to=draw(st.sampled_from([None, None, date(2023, 1, 1)])),
        basis=("《旧法》第一条",),
        basis_ended=draw(st.sampled_from([False, False, True])),
    )


@st.composite
def registered(draw: st.DrawFn) -> dict[tuple[Kind, str], tuple[Existing, ...]]:
    """Existing burdens by kind and key."""
    found: dict[tuple[Kind, str], tuple[Existing, ...]] = {}
    for number in range(draw(st.integers(0, 3))):
        entry = Existing(
            code=f"CL-{number:03d}",
            title=draw(st.sampled_from(TITLES)),
            kind=draw(st.sampled_from(KINDS)),
            issuer="区民政局",
            divisions=(draw(st.sampled_from([VILLAGE, "120117000000", "210300000000"])),),
            ends=draw(st.sampled_from([date(2020, 1, 1), date(2030, 1, 1)])),
        )
        name = (entry.kind, key(entry.title))
        found[name] = (*found.get(name, ()), entry)
    return found


TWIN = with_check_character("XX-26-0009")
"""The code of an admission and of a demand that agree in everything: apart, two draws hardly ever do."""


@st.composite
def admitted(draw: st.DrawFn) -> dict[str, Admission]:
    """Admissions by code, some ended, some for elsewhere, some with a consent on record, often one for the twin."""
    found = {}
    if draw(st.booleans()):
        found[compact(TWIN)] = Admission(
            code=TWIN, title=TITLES[0], kind=KINDS[0], issuer="区残联", divisions=(VILLAGE,), frequency="quarterly",
            valid_from=date(2020, 1, 1), valid_to=None,
        )  # fmt: skip
    for number in range(draw(st.integers(0, 3))):
        code = with_check_character(f"XX-26-000{number}")
        found[compact(code)] = Admission(
            code=code,
            title=draw(st.sampled_from(TITLES)),
            kind=draw(st.sampled_from(KINDS)),
            issuer=draw(st.sampled_from(["区民政局", "区残联"])),
            divisions=(draw(st.sampled_from([VILLAGE, "120117000000", "210300000000"])),),
            frequency=draw(st.sampled_from([None, "quarterly"])),
            valid_from=date(2020, 1, 1),
            valid_to=draw(st.sampled_from([None, date(2021, 1, 1)])),
            withdrawn_on=draw(st.sampled_from([None, None, date(2022, 1, 1)])),
            facts=draw(st.sampled_from([(), (("consent_of", "区委区政府"),)])),
        )
    return found


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """A rulebook of a few rows and items."""
    reds = {Kind.CERTIFICATE: (ListKind.CERTIFICATE_BARRED,)}
    permits = {
        Kind.AFFAIR: (ListKind.DUTY, ListKind.ASSIST),
        Kind.PLAQUE: (ListKind.PLAQUE,),
        Kind.CERTIFICATE: (ListKind.CERTIFICATE_RETAINED,),
    }
    exemption = draw(st.sampled_from([None, Exemption(("law",), "XX-03")]))
    routes = draw(st.sampled_from([(), (Route("牵头单位", ("申请",), ("XX-03",)),)]))
    kinds = {
        kind: KindPolicy(
            kind,
            permits=permits.get(kind, ()),
            reds=reds.get(kind, (ListKind.NEGATIVE,)),
            rules_alone=kind is Kind.VETO,
            routes=routes,
            exemption=exemption,
            emergency=kind is Kind.AFFAIR,
        )
        for kind in Kind
    }
    lists = {
        kind: ListState(
            kind, draw(st.sampled_from(Completeness)), f"《{kind}》", draw(st.sampled_from([None, "XX-02"]))
        )
        for kind in ListKind
    }
    statute = Statute("河道法", (), "law", {"第一条": ("清扫河道",)})
    return book(
        kinds=kinds,
        lists=lists,
        rules=tuple(draw(rules(number)) for number in range(draw(st.integers(0, 4)))),
        items=tuple(draw(items(number)) for number in range(draw(st.integers(0, 5)))),
        statutes=(statute,),
        pack_status=draw(st.sampled_from(["in_force", "draft"])),
        existing=draw(registered()),
        admissions=draw(admitted()),
    )


facts = st.dictionaries(st.sampled_from(sorted(FACT_VALUES)), st.none(), max_size=6).flatmap(
    lambda names: st.fixed_dictionaries({name: st.sampled_from(FACT_VALUES[name]) for name in names})
)


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    """A demand that often meets something."""
    if draw(st.integers(0, 3)) == 0:
        return Demand(
            kind=KINDS[0], title=TITLES[0], division=VILLAGE, on=DAY, issuer="区残联", frequency="quarterly", code=TWIN,
            facts=draw(facts),
        )  # fmt: skip
    return Demand(
        kind=draw(st.sampled_from(KINDS)),
        title=draw(st.one_of(st.sampled_from(TITLES), st.text(min_size=1, max_size=20))),
        division=VILLAGE,
        on=DAY,
        text=draw(st.sampled_from(["", "每天上传照片。", "不得要求照片。", "完成招商引资。"])),
        issuer=draw(st.sampled_from(["", "区民政局", "区残联"])),
        frequency=draw(st.sampled_from([None, "monthly", "quarterly", "yearly"])),
        code=draw(
            st.sampled_from(["", "", with_check_character("XX-L1-000"), with_check_character("XX-26-0000"), "BAD"])
        ),
        facts=draw(facts),
    )
