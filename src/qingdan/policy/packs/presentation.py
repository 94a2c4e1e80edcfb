"""What the pack pages show, gathered from installed packs: typed rows, no request, no HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qingdan.policy.gate.labels import (
    COMPLETENESS_LABELS,
    EFFECT_LABELS,
    KIND_LABELS,
    LIST_KIND_LABELS,
    STRENGTH_LABELS,
)
from qingdan.policy.gate.model import Interpretation, Kind
from qingdan.policy.packs.clauses import ClauseReport, clauses_report
from qingdan.policy.packs.procedures import as_route
from qingdan.policy.packs.readable import (
    CLASS_LABELS,
    IMPLEMENTATION_LABELS,
    PART_LABELS,
    ROLE_LABELS,
    area_label,
    condition_in_words,
    rule_when_in_words,
)
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.rule_specs import ClauseSpec, RuleSpec
from qingdan.policy.packs.schema import Authority, ProcedureSpec, RouteSpec


@dataclass(frozen=True, slots=True)
class Implementation:
    """What implements a clause: its words, and the rule or the section of the pack's page that shows it."""

    words: str
    rule: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause with what answers it; its state is a key of :data:`STATE_LABELS`."""

    pack: Pack
    spec: ClauseSpec
    report: ClauseReport

    @property
    def state(self) -> str:
        """How far it is answered."""
        begun = bool(self.report.proven_by or self.spec.implemented_by)
        if self.spec.awaits:
            return "part" if begun else "awaits"
        if self.report.proven_by:
            return "proven"
        return "built" if begun else "awaits"

    @property
    def state_label(self) -> str:
        """The state as a word."""
        return self.still_missing if self.state == "awaits" and self.spec.awaits else STATE_LABELS[self.state]

    @property
    def implementations(self) -> tuple[Implementation, ...]:
        """What implements it, in words."""
        return tuple(_implementation(name, self.pack) for name in self.spec.implemented_by)

    @property
    def still_missing(self) -> str:
        """The area that is still to add something, as a word; empty where nothing is missing."""
        return f"待建：{area_label(self.spec.awaits)}" if self.spec.awaits else ""

    @property
    def area_label(self) -> str:
        """The area as a word."""
        return area_label(self.spec.area)

    @property
    def class_label(self) -> str:
        """The class as a word."""
        return CLASS_LABELS[self.spec.class_]

    @property
    def deadline(self) -> str:
        """By when, as a person would say."""
        return {None: "", "standing": "长期坚持"}.get(self.spec.deadline, self.spec.deadline or "")


STATE_LABELS: Mapping[str, str] = {
    "proven": "已实现，有测试证明",
    "built": "已实现，还没有测试证明",
    "part": "实现了一部分，其余待建",
    "awaits": "待建",
}
_SECTIONS = {"routes", "lists", "kinds", "bodies", "document"}


def _implementation(name: str, pack: Pack) -> Implementation:
    sort, _, rest = name.partition(" ")
    if sort == "rule":
        return Implementation(f"规则 {rest}", rule=rest)
    if sort == "list":
        titles = {part.id: part.title for part in pack.lists}
        return Implementation(f"清单《{titles[rest].strip('《》')}》" if rest in titles else name)
    rest = {"procedures": "routes"}.get(rest, rest)  # both are shown in one section
    section = rest if sort == "pack" and rest in _SECTIONS else ""
    return Implementation(IMPLEMENTATION_LABELS.get(name, name), section=section)


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A row of the decision table in words, with the clause's own text beside it."""

    spec: RuleSpec
    pack: Pack
    when: Sequence[str]
    unless: Sequence[str]
    needs: str
    clause: ClauseSpec | None

    @property
    def effect(self) -> str:
        """不允许, 允许 or 要有."""
        return EFFECT_LABELS[self.spec.effect]

    @property
    def strength(self) -> str:
        """How firmly the document words it."""
        return STRENGTH_LABELS[self.spec.strength]

    @property
    def open(self) -> bool:
        """Whether the wording waits for the issuing body's interpretation."""
        return self.spec.interpretation is Interpretation.OPEN

    @property
    def kinds(self) -> str:
        """The kinds of demand that it judges."""
        return "、".join(KIND_LABELS[kind] for kind in self.spec.kinds)


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list that the document names, with how much of it is on record."""

    kind: str
    title: str
    annex: str
    clause: str
    on_record: str
    completeness: str
    publisher: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownKind:
    """A row of the kinds table."""

    kind: Kind
    label: str
    permits: str
    reds: str
    rules_alone: bool
    rules: int
    clause: str


def shown_clauses(packs: Sequence[Pack]) -> list[ShownClause]:
    """Every clause of these packs in their order, with what answers it."""
    reports = {report.id: report for report in clauses_report(packs)}
    return [ShownClause(pack, spec, reports[spec.id]) for pack in packs for spec in pack.clauses]


def shown_rules(chain: Sequence[Pack], kind: Kind | None = None) -> list[ShownRule]:
    """The decision table of a pack with the rows that it inherits; of one kind where one is given."""
    authorities = _authorities(chain)
    clauses = {clause.id: clause for pack in chain for clause in pack.clauses}
    return [
        _shown_rule(rule, pack, authorities, clauses)
        for pack in chain
        for rule in pack.rules
        if kind is None or kind in rule.kinds
    ]


def _shown_rule(
    rule: RuleSpec, pack: Pack, authorities: Mapping[str, Authority], clauses: Mapping[str, ClauseSpec]
) -> ShownRule:
    return ShownRule(
        spec=rule,
        pack=pack,
        when=rule_when_in_words(rule, authorities),
        unless=[words for spec in rule.unless if (words := condition_in_words(spec, authorities))],
        needs=condition_in_words(rule.needs, authorities),
        clause=clauses.get(rule.clause or ""),
    )


def _authorities(chain: Sequence[Pack]) -> dict[str, Authority]:
    return {entry.id: entry for pack in reversed(chain) for entry in pack.header.authorities}


def shown_lists(pack: Pack) -> list[ShownList]:
    """The lists that the document names."""
    return [
        ShownList(
            kind=LIST_KIND_LABELS[named.kind],
            title=named.title,
            annex=named.annex or "",
            clause=named.clause,
            on_record=COMPLETENESS_LABELS[named.on_record],
            completeness=named.on_record.value,
            publisher=named.publisher or "",
            note=named.note,
        )
        for named in pack.header.lists
    ]


def shown_kinds(chain: Sequence[Pack]) -> list[ShownKind]:
    """The kinds table, the nearest pack's row for each kind, in the vocabulary's order."""
    specs = {spec.kind: spec for pack in reversed(chain) for spec in pack.header.kinds}
    return [
        ShownKind(
            kind=kind,
            label=KIND_LABELS[kind],
            permits="、".join(LIST_KIND_LABELS[entry] for entry in specs[kind].permits),
            reds="、".join(LIST_KIND_LABELS[entry] for entry in specs[kind].reds),
            rules_alone=specs[kind].rules_alone,
            rules=sum(kind in rule.kinds for pack in chain for rule in pack.rules),
            clause=specs[kind].clause or "",
        )
        for kind in Kind
        if kind in specs
    ]


def role_label(role: str) -> str:
    """A body's role in the procedure as a word."""
    return ROLE_LABELS.get(role, role)


@dataclass(frozen=True, slots=True)
class ShownRoute:
    """Whom to apply to for some kinds of demand."""

    kinds: str
    apply_to: str
    steps: tuple[str, ...]
    days: int | None
    stated: bool
    clauses: tuple[str, ...]
    needs: tuple[ShownNeed, ...]


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """What an application must have, by which clause; ``kinds`` says for which, where it is not for all of them."""

    label: str
    kinds: str
    clause: str


def shown_routes(pack: Pack) -> list[ShownRoute]:
    """The routes that the document describes, those that are admissions with what an application must have."""
    plain = [_shown_route(route, ()) for route in pack.header.routes]
    return plain + [_shown_route(as_route(spec), _needs(spec)) for spec in pack.header.procedures]


def _shown_route(route: RouteSpec, needs: tuple[ShownNeed, ...]) -> ShownRoute:
    return ShownRoute(
        kinds=_kinds(route.kinds),
        apply_to=route.apply_to,
        steps=tuple(route.steps),
        days=route.days,
        stated=route.stated,
        clauses=tuple(route.clauses),
        needs=needs,
    )


def _needs(spec: ProcedureSpec) -> tuple[ShownNeed, ...]:
    return tuple(ShownNeed(PART_LABELS[each.part], _kinds(each.kinds), each.clause) for each in spec.requires)


def _kinds(kinds: Sequence[Kind]) -> str:
    return "、".join(KIND_LABELS[kind] for kind in kinds)
