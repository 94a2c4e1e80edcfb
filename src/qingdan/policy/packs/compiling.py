"""From a pack's sections to the gate's words: rules, kinds, clauses, statutes and items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qingdan.policy.gate.codes import with_check_character
from qingdan.policy.gate.model import (
    Clause,
    Condition,
    Exemption,
    FactTest,
    FactValue,
    Item,
    Kind,
    KindPolicy,
    ListKind,
    Route,
    Rule,
    Statute,
    Terms,
)
from qingdan.policy.gate.normalise import authority
from qingdan.policy.gate.truth import AUTHORITY_FACTS
from qingdan.policy.packs.list_specs import ItemSpec, ListFile
from qingdan.policy.packs.procedures import all_routes
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.rule_specs import ConditionSpec, RuleSpec, TermsSpec
from qingdan.policy.packs.schema import (
    Authority,
    DispatchSpec,
    EmergencySpec,
    KindSpec,
    NamedList,
    RouteSpec,
    TestGiven,
    TestValues,
)
from qingdan.policy.packs.screening import ScreeningRules, screening_rules
from qingdan.policy.packs.village import VillageRules, village_rules

BOTH_UNITS = ("village", "community")
_COVERED = {
    "village": ("village", "rural_community", "farm"),
    "community": ("community", "converted"),
    "rural_community": ("rural_community",),
    "converted": ("converted",),
}
"""The kinds of unit that an item for one of them covers."""


@dataclass(frozen=True)
class CompiledPack:
    """A pack with the packs that it extends, in the gate's words."""

    id: str
    title: str
    status: str
    hash: str
    chain: tuple[Pack, ...]
    kinds: dict[Kind, KindPolicy]
    rules: tuple[Rule, ...]
    clauses: dict[str, Clause]
    statutes: tuple[Statute, ...]
    defaults: dict[str, FactValue]
    place_names: tuple[str, ...]
    named_lists: tuple[tuple[str, NamedList], ...]
    dispatch: dict[Kind, DispatchSpec]
    emergency: EmergencySpec | None
    screening: ScreeningRules
    village: VillageRules


def compile_pack(chain: Sequence[Pack]) -> CompiledPack:
    """Compile a pack; ``chain`` is the pack itself, then the pack that it extends, and so on."""
    pack = chain[0]
    authorities = {entry.id: entry for part in reversed(chain) for entry in part.header.authorities}
    return CompiledPack(
        id=pack.id,
        title=pack.header.document.short_title,
        status=pack.header.document.status,
        hash=chain_hash(chain),
        chain=tuple(chain),
        kinds=_kinds(chain),
        rules=tuple(
            _for_protected_units(compile_rule(rule, part, authorities), part) for part in chain for rule in part.rules
        ),
        clauses={clause.id: clause for part in chain for clause in _clauses(part)},
        statutes=tuple(_statutes(chain)),
        defaults=_defaults(chain),
        place_names=tuple(dict.fromkeys(name for part in chain for name in part.header.place_names)),
        named_lists=tuple((part.id, named) for part in chain for named in part.header.lists),
        dispatch={kind: way for part in reversed(chain) for way in part.header.dispatch for kind in way.kinds},
        emergency=next((part.header.emergency for part in chain if part.header.emergency), None),
        screening=screening_rules([part.header.screening for part in chain if part.header.screening]),
        village=village_rules([part.village for part in chain]),
    )


def _for_protected_units(rule: Rule, pack: Pack) -> Rule:
    """A row of a document that protects villages only says nothing of communities, and the reverse."""
    units = tuple(pack.header.protected_units)
    if set(units) == set(BOTH_UNITS) or any(test.fact == "village_type" for test in rule.when.facts):
        return rule
    narrowed = Condition((*rule.when.facts, FactTest("village_type", units)), rule.when.on_list)
    return replace(rule, when=narrowed)


def _defaults(chain: Sequence[Pack]) -> dict[str, FactValue]:
    """The nearest pack's default of each fact; where a document protects one sort of unit, that one is meant."""
    units = chain[0].header.protected_units
    own: dict[str, FactValue] = {"village_type": units[0]} if len(units) == 1 else {}
    return own | {entry.fact: entry.value for part in reversed(chain) for entry in part.header.defaults}


def chain_hash(chain: Sequence[Pack]) -> str:
    """The hash that a verdict stores: of the pack and of everything that it extends."""
    return "+".join(part.hash[:16] for part in chain)


def _clauses(pack: Pack) -> Iterable[Clause]:
    document = pack.header.document.short_title
    for clause in pack.clauses:
        yield Clause(clause.id, clause.ref, clause.text, document)


def _statutes(chain: Sequence[Pack]) -> Iterable[Statute]:
    for part in chain:
        for spec in part.header.statutes:
            articles = {article: tuple(matters) for article, matters in spec.articles.items()}
            yield Statute(spec.title, tuple(spec.aliases), spec.rank, articles, spec.valid_from, spec.valid_to)


def _kinds(chain: Sequence[Pack]) -> dict[Kind, KindPolicy]:
    """The kinds table: the nearest pack's row wins; routes are the nearest pack's that has one for the kind."""
    specs: dict[Kind, KindSpec] = {}
    for part in reversed(chain):
        specs |= {spec.kind: spec for spec in part.header.kinds}
    return {kind: _kind(spec, chain) for kind, spec in specs.items()}


def _kind(spec: KindSpec, chain: Sequence[Pack]) -> KindPolicy:
    exemption = spec.exemption
    return KindPolicy(
        kind=spec.kind,
        permits=tuple(spec.permits),
        reds=tuple(spec.reds),
        rules_alone=spec.rules_alone,
        routes=_routes(spec.kind, chain),
        exemption=Exemption(tuple(exemption.bases), exemption.clause, tuple(exemption.issuer_levels))
        if exemption
        else None,
        emergency=spec.emergency,
    )


def _routes(kind: Kind, chain: Sequence[Pack]) -> tuple[Route, ...]:
    for part in chain:
        found = [_route(route) for route in all_routes(part.header) if kind in route.kinds]
        if found:
            return tuple(found)
    return ()


def _route(spec: RouteSpec) -> Route:
    return Route(
        apply_to=spec.apply_to,
        steps=tuple(spec.steps),
        clauses=tuple(spec.clauses),
        issuer_levels=tuple(spec.issuer_levels),
        days=spec.days,
        stated=spec.stated,
    )


def compile_rule(rule: RuleSpec, pack: Pack, authorities: dict[str, Authority]) -> Rule:
    """One row of the decision table."""
    return Rule(
        id=rule.id,
        kinds=frozenset(rule.kinds),
        effect=rule.effect,
        says=rule.says,
        clause=rule.clause,
        strength=rule.strength,
        when=compile_condition(rule.when, authorities),
        unless=tuple(compile_condition(exception, authorities) for exception in rule.unless),
        needs=compile_condition(rule.needs, authorities),
        terms=compile_terms(rule.terms),
        titles=frozenset(rule.titles),
        absent_from=tuple(rule.absent_from),
        interpretation=rule.interpretation,
        exception_by=rule.exception_by,
        next_step=rule.next_step,
        pack=pack.id,
    )


def compile_condition(spec: ConditionSpec, authorities: dict[str, Authority]) -> Condition:
    """A conjunction of fact tests; ``@id`` becomes the names of that authority."""
    tests = tuple(_test(fact, given, authorities) for fact, given in sorted(spec.facts.items()))
    return Condition(tests, tuple(spec.on_list))


def _test(fact: str, given: TestGiven, authorities: dict[str, Authority]) -> FactTest:
    if isinstance(given, dict):
        return FactTest(fact, none_of=_values(fact, given["not"], authorities))
    return FactTest(fact, any_of=_values(fact, given, authorities))


def _values(fact: str, given: TestValues, authorities: dict[str, Authority]) -> tuple[FactValue, ...]:
    values: list[FactValue] = []
    for value in given if isinstance(given, list) else [given]:
        if isinstance(value, str) and value.startswith("@"):
            values += [authority(name) for name in authorities[value[1:]].names]
        elif fact in AUTHORITY_FACTS and isinstance(value, str):
            values.append(authority(value))
        else:
            values.append(value)
    return tuple(dict.fromkeys(values))


def compile_terms(spec: TermsSpec | None) -> Terms | None:
    """Phrases with their guard words."""
    if spec is None:
        return None
    return Terms(
        any_of=tuple(spec.any_of),
        all_of=tuple(spec.all_of),
        none_of=tuple(spec.none_of),
        guards=tuple(spec.guards),
        title_only=spec.title_only,
    )


def item_code(pack_code: str, list_code: str, item_id: str) -> str:
    """The item's code, e.g. ``CN-BC-01K``: pack, list, number and check character."""
    payload = f"{pack_code}-{list_code}-{item_id.upper()}"
    return with_check_character(payload)


def compile_items(part: ListFile, pack: Pack) -> tuple[Item, ...]:
    """A list's items as the gate sees them, straight from the pack."""
    return tuple(
        compile_item(
            whole_units(spec, part),
            code=item_code(pack.header.code, part.code, spec.id),
            kind=part.kind,
            edition=part.id,
            list_title=part.title,
            document=part.document,
            clause=part.clause,
        )
        for spec in part.items
    )


def whole_units(spec: ItemSpec, part: ListFile) -> ItemSpec:
    """The item with the list's units where it names none of its own, so that it stands alone."""
    return spec if spec.units else spec.model_copy(update={"units": part.units})


def compile_item(
    spec: ItemSpec, *, code: str, kind: ListKind, edition: str, list_title: str, document: str, clause: str | None
) -> Item:
    """One item as the gate sees it."""
    return Item(
        code=code,
        title=spec.title,
        list_kind=kind,
        edition=edition,
        list_title=list_title,
        document=document,
        clause=spec.clause or clause,
        aliases=tuple(spec.aliases),
        terms=compile_terms(spec.terms),
        when=Condition(_applies_to(spec)),
        needs=compile_condition(ConditionSpec(facts=spec.needs), {}),
        frequency=spec.frequency,
        basis=tuple(spec.basis),
        lead_body=spec.lead_body,
        handled_by=spec.handled_by,
        note=spec.note,
        conflict=spec.conflict,
        valid_from=spec.valid_from,
        valid_to=spec.valid_to,
    )


def covered_units(units: Sequence[str]) -> frozenset[str]:
    """The kinds of unit that an item for these units covers; for none named, all."""
    return frozenset(kind for unit in units or BOTH_UNITS for kind in _COVERED[unit])


def _applies_to(spec: ItemSpec) -> tuple[FactTest, ...]:
    units = tuple(spec.units or BOTH_UNITS)
    narrowed: list[FactTest] = []
    if spec.location:
        narrowed.append(FactTest("location", (spec.location,)))
    if spec.party:
        narrowed.append(FactTest("party", (spec.party,)))
    if not set(units) <= set(BOTH_UNITS):
        narrowed.append(FactTest("unit_kind", tuple(sorted(covered_units(units)))))
    elif set(units) != set(BOTH_UNITS):
        narrowed.append(FactTest("village_type", units))
    return tuple(narrowed)
