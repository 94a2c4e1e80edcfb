"""Whether a pack makes sense: references, coverage, and that every row's own examples come out as written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from qingdan.policy.gate.case import Case
from qingdan.policy.gate.facts import FACTS, FREQUENCIES, UnknownFact, parse_fact
from qingdan.policy.gate.model import (
    Completeness,
    Demand,
    FactValue,
    Item,
    Kind,
    KindPolicy,
    ListKind,
    ListState,
    Rule,
)
from qingdan.policy.gate.normalise import key
from qingdan.policy.gate.rows import stand
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.gate.truth import AUTHORITY_FACTS
from qingdan.policy.gate.words import hold_in
from qingdan.policy.packs.compiling import compile_rule, compile_terms
from qingdan.policy.packs.problems import PackProblems, Problem
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.schema import ConditionSpec, ListFile, RowExample, RuleSpec, TermsSpec
from qingdan.policy.packs.yaml_lines import Place

_PROBE_DAY = date(2024, 1, 1)


def validate(chain: Sequence[Pack]) -> None:
    """Check a pack (the first of the chain) against itself and the packs that it extends.

    Raises :class:`PackProblems` with every problem at once.
    """
    check = _Check(chain)
    check.run()
    if check.problems:
        raise PackProblems(check.problems)


def resolve_chain(pack: Pack, library: dict[str, Pack]) -> tuple[Pack, ...]:
    """The pack, then the pack that it extends, and so on; raises :class:`PackProblems` for a gap or a circle."""
    chain = [pack]
    while chain[-1].header.extends:
        parent = chain[-1].header.extends
        line = chain[-1].line("pack.yaml", ("extends",))
        if parent in {part.id for part in chain}:
            raise PackProblems([Problem("pack.yaml", line, "extends", f"绕成了圈：{parent} 已经在上面。")])
        if parent not in library:
            known = "、".join(sorted(library))
            raise PackProblems([Problem("pack.yaml", line, "extends", f"没有“{parent}”这个政策包，已有的是：{known}")])
        chain.append(library[parent])
    return tuple(chain)


@dataclass
class _Check:
    chain: Sequence[Pack]
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pack = self.chain[0]
        self.clause_ids = {clause.id for part in self.chain for clause in part.clauses}
        self.authorities = {entry.id: entry for part in reversed(self.chain) for entry in part.header.authorities}

    def run(self) -> None:
        """All checks; each adds to the problems."""
        self.header()
        self.clauses()
        for number, rule in enumerate(self.pack.rules):
            self.rule(rule, ("rules", number))
        self.once("rules.yaml", ("rules",), [rule.id for part in self.chain for rule in part.rules], "行编号")
        for part in self.pack.lists:
            self.list_file(part)
        self.once_lists()

    def add(self, file: str, place: Place, message: str) -> None:
        """Note a problem at a place of a file."""
        self.problems.append(Problem(file, self.pack.line(file, place), ".".join(map(str, place)), message))

    def once(self, file: str, place: Place, values: Iterable[str], what: str) -> None:
        """Values that must differ."""
        for value, times in Counter(values).items():
            if times > 1:
                self.add(file, place, f"{what}“{value}”用了 {times} 次。")

    def clause(self, file: str, place: Place, clause: str | None) -> None:
        """A reference to a clause."""
        if clause is not None and clause not in self.clause_ids:
            self.add(file, place, f"没有 {clause} 这一条。")

    def header(self) -> None:
        """Everything in ``pack.yaml``."""
        head, file = self.pack.header, "pack.yaml"
        cited: list[tuple[Place, str | None]] = []
        cited += [(("lists", n, "clause"), entry.clause) for n, entry in enumerate(head.lists)]
        cited += [(("bodies", n, "clause"), entry.clause) for n, entry in enumerate(head.bodies)]
        cited += [(("kinds", n, "clause"), entry.clause) for n, entry in enumerate(head.kinds)]
        cited += [(("authorities", n, "clause"), entry.clause) for n, entry in enumerate(head.authorities)]
        cited += [(("defaults", n, "clause"), entry.clause) for n, entry in enumerate(head.defaults)]
        cited += [(("routes", n, "clauses"), c) for n, entry in enumerate(head.routes) for c in entry.clauses]
        for place, clause in cited:
            self.clause(file, place, clause)
        self.once(file, ("kinds",), [entry.kind for entry in head.kinds], "类别")
        self.once(file, ("authorities",), [entry.id for entry in head.authorities], "机关编号")
        covered = {entry.kind for part in self.chain for entry in part.header.kinds}
        for kind in Kind:
            if kind not in covered:
                self.add(file, ("kinds",), f"没有写“{kind}”这一类由哪些清单决定。")
        for n, default in enumerate(head.defaults):
            self.fact(file, ("defaults", n), default.fact, [default.value])

    def clauses(self) -> None:
        """Everything in ``clauses.yaml``."""
        self.once("clauses.yaml", ("clauses",), [c.id for part in self.chain for c in part.clauses], "条款编号")
        for number, clause in enumerate(self.pack.clauses):
            if not clause.implemented_by and not clause.awaits:
                self.add("clauses.yaml", ("clauses", number), f"{clause.id} 没有写由什么落实，也没有写等待哪一块。")
            if not clause.id.startswith(self.pack.header.code + "-"):
                self.add("clauses.yaml", ("clauses", number, "id"), f"编号要以 {self.pack.header.code}- 开头。")

    def rule(self, rule: RuleSpec, place: Place) -> None:
        """One row of the decision table."""
        file = "rules.yaml"
        before = len(self.problems)
        self.clause(file, (*place, "clause"), rule.clause)
        if rule.clause is None and rule.source != "product":
            self.add(file, place, f"{rule.id} 没有条款依据，要写明 source: product（系统建议值）。")
        for name, condition in (("when", rule.when), ("needs", rule.needs)):
            self.condition((*place, name), condition)
        for number, exception in enumerate(rule.unless):
            self.condition((*place, "unless", number), exception)
        if rule.effect == "require" and not (rule.needs.facts or rule.needs.on_list):
            self.add(file, place, f"{rule.id} 是“必须”，但没有写 needs（必须有什么）。")
        if rule.terms is not None:
            self.terms(file, (*place, "terms"), rule.terms)
        if len(self.problems) == before:
            self.examples(rule, place)

    def condition(self, place: Place, spec: ConditionSpec) -> None:
        """Fact names, values and authorities of a condition."""
        for fact, given in spec.facts.items():
            values = given["not"] if isinstance(given, dict) else given
            self.fact("rules.yaml", (*place, "facts", fact), fact, values if isinstance(values, list) else [values])

    def fact(self, file: str, place: Place, fact: str, values: Sequence[FactValue]) -> None:
        """A fact's name, and each value that it is tested for."""
        if fact not in FACTS:
            self.add(file, place, f"不认识的事实“{fact}”。")
            return
        for value in values:
            problem = self.value_problem(fact, value)
            if problem:
                self.add(file, place, problem)

    def value_problem(self, fact: str, value: FactValue) -> str:
        """What is wrong with a value, or nothing."""
        if isinstance(value, str) and value.startswith("@"):
            return "" if value[1:] in self.authorities else f"没有“{value}”这个机关。"
        if fact == "frequency":
            return "" if value in dict(FREQUENCIES) else f"没有“{value}”这个频次。"
        if fact in AUTHORITY_FACTS:
            return ""
        try:
            parsed = parse_fact(fact, value)
        except UnknownFact as error:
            return str(error)
        return "" if parsed == value else f"“{value}”要写成 {parsed!r}。"

    def terms(self, file: str, place: Place, spec: TermsSpec) -> None:
        """A terms test's own positive and negative examples."""
        compiled = compile_terms(spec)
        if compiled is None:
            return
        for number, words in enumerate(spec.examples.hit):
            if not hold_in(compiled, words):
                self.add(file, (*place, "examples", "hit", number), f"例句应当命中却没有命中：{words}")
        for number, words in enumerate(spec.examples.miss):
            if hold_in(compiled, words):
                self.add(file, (*place, "examples", "miss", number), f"例句不应当命中却命中了：{words}")

    def examples(self, rule: RuleSpec, place: Place) -> None:
        """A row's own examples: must apply, must not, or must be unknown."""
        compiled = compile_rule(rule, self.pack, self.authorities)
        for number, example in enumerate(rule.examples):
            row = stand(compiled, _probe(compiled, example))
            if row.truth is not example.applies:
                said = {True: "适用", False: "不适用", None: "不能确定"}
                self.add(
                    "rules.yaml",
                    (*place, "examples", number),
                    f"{rule.id} 的例子“{example.title}”写的是{said[example.applies]}，实际是{said[row.truth]}。",
                )

    def list_file(self, part: ListFile) -> None:
        """One list: its references, its items, and that no two items have one key."""
        file = self.pack.list_files.get(part.id, f"lists/{part.id}.yaml")
        self.clause(file, ("clause",), part.clause)
        self.once(file, ("items",), [item.id for item in part.items], "事项编号")
        keys: dict[str, str] = {}
        for number, item in enumerate(part.items):
            place: Place = ("items", number)
            self.clause(file, (*place, "clause"), item.clause)
            if item.terms is not None:
                self.terms(file, (*place, "terms"), item.terms)
            for name in {key(title) for title in (item.title, *item.aliases)}:
                scoped = f"{name}|{item.location}|{item.party}|{sorted(item.units or part.units)}"
                if keys.setdefault(scoped, item.id) != item.id:
                    self.add(file, place, f"“{item.title}”与第 {keys[scoped]} 项重名（去掉空格标点后一样）。")
                if not name:
                    self.add(file, place, f"“{item.title}”去掉标点和占位符后是空的。")

    def once_lists(self) -> None:
        """List ids and codes differ over the whole chain."""
        self.once("pack.yaml", ("lists",), [part.id for pack in self.chain for part in pack.lists], "清单文件编号")
        codes = [f"{pack.header.code}-{part.code}" for pack in self.chain for part in pack.lists]
        self.once("pack.yaml", ("lists",), codes, "清单代码")


def _probe(rule: Rule, example: RowExample) -> Case:
    """A case in which only this row and the example's standing on lists exist."""
    items = tuple(
        Item(code=f"X-{kind}", title=example.title, list_kind=kind, edition="", list_title="")
        for kind in example.on_list
    )
    kind = min(rule.kinds)
    book = Rulebook(
        division="000000000000",
        on=_PROBE_DAY,
        pack=rule.pack,
        pack_title="",
        pack_status="in_force",
        pack_hash="",
        editions=(),
        kinds={kind: KindPolicy(kind)},
        rules=(rule,),
        lists=_all_complete(),
        items=items,
    )
    facts = {name: parse_fact(name, value) for name, value in example.facts.items()}
    demand = Demand(
        kind=kind, title=example.title, text=example.text, division="0" * 12, on=_PROBE_DAY,
        frequency=example.frequency, facts=facts,
    )  # fmt: skip
    return Case(demand, book, book.index, book.kinds[kind])


def _all_complete() -> dict[ListKind, ListState]:
    return {kind: ListState(kind, Completeness.COMPLETE, kind.value) for kind in ListKind}
