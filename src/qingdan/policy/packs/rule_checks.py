"""``rules.yaml``: every row's references, and that its own examples come out as written."""

from __future__ import annotations

from datetime import date

from qingdan.policy.gate.case import Case
from qingdan.policy.gate.facts import parse_fact
from qingdan.policy.gate.model import (
    Completeness,
    Demand,
    Effect,
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
from qingdan.policy.gate.words import hold_in
from qingdan.policy.packs.compiling import compile_rule, compile_terms
from qingdan.policy.packs.notebook import Notebook, rules_named
from qingdan.policy.packs.rule_specs import (
    ConditionSpec,
    RowExample,
    RuleSpec,
    TermsSpec,
)
from qingdan.policy.packs.yaml_lines import Place

FILE = "rules.yaml"
_PROBE_DAY = date(2024, 1, 1)
_SAID = {True: "适用", False: "不适用", None: "不能确定"}


def check_rules(book: Notebook) -> None:
    """Every row of the decision table."""
    above = {rule.id for part in book.chain[1:] for rule in part.rules}
    for number, rule in enumerate(book.pack.rules):
        place: Place = ("rules", number)
        if rule.id in above:
            book.add(FILE, (*place, "id"), f"上级政策包已经有 {rule.id} 这一行。")
        if not rule.id.startswith(book.pack.header.code + "-"):
            book.add(FILE, (*place, "id"), f"编号要以 {book.pack.header.code}- 开头。")
        _rule(book, rule, place)
    book.once(FILE, [(("rules", n, "id"), rule.id) for n, rule in enumerate(book.pack.rules)], "行编号")


def _rule(book: Notebook, rule: RuleSpec, place: Place) -> None:
    before = len(book.problems)
    _source(book, rule, place)
    _conditions(book, rule, place)
    _needs(book, rule, place)
    _lists_are_named(book, rule, place)
    for number, title in enumerate(rule.titles):
        if not key(title, book.place_names):
            book.add(FILE, (*place, "titles", number), f"“{title}”去掉标点和占位符后是空的。")
    if rule.terms is not None:
        check_terms(book, FILE, (*place, "terms"), rule.terms)
    for number, example in enumerate(rule.examples):
        _example_facts(book, example, (*place, "examples", number))
    if len(book.problems) == before:
        _examples(book, rule, place)


def _source(book: Notebook, rule: RuleSpec, place: Place) -> None:
    book.clause(FILE, (*place, "clause"), rule.clause)
    if rule.clause is None and rule.source != "product":
        book.add(FILE, place, f"{rule.id} 没有条款依据，要写明 source: product（系统建议值）。")
    own = next((clause for clause in book.pack.clauses if clause.id == rule.clause), None)
    if own is not None and all(rule.id not in rules_named(said) for said in own.implemented_by):
        book.add(FILE, (*place, "clause"), f"{own.id} 的 implemented_by 里没有写 {rule.id}（见 clauses.yaml）。")
    if not rule.kinds:
        book.add(FILE, (*place, "kinds"), f"{rule.id} 没有写管哪几类要求。")


def _conditions(book: Notebook, rule: RuleSpec, place: Place) -> None:
    for name, condition in (("when", rule.when), ("needs", rule.needs)):
        _condition(book, (*place, name), condition)
    for number, exception in enumerate(rule.unless):
        _condition(book, (*place, "unless", number), exception)
        if not exception.facts and not exception.on_list:
            book.add(FILE, (*place, "unless", number), f"{rule.id} 的例外是空的：空的例外永远成立。")


def _needs(book: Notebook, rule: RuleSpec, place: Place) -> None:
    needs = bool(rule.needs.facts or rule.needs.on_list)
    if rule.effect is Effect.REQUIRE and not needs:
        book.add(FILE, place, f"{rule.id} 是“必须”，但没有写 needs（必须有什么）。")
    if rule.effect is not Effect.REQUIRE and needs:
        book.add(FILE, (*place, "needs"), f"{rule.id} 不是“必须”（require），needs 不起作用。")


def _condition(book: Notebook, place: Place, spec: ConditionSpec) -> None:
    book.tests(FILE, (*place, "facts"), spec.facts)


def _lists_are_named(book: Notebook, rule: RuleSpec, place: Place) -> None:
    """A row that looks at a list needs somebody who names that list, else it could never be decided."""
    known = {named.kind for part in book.chain for named in part.header.lists}
    known |= {part.kind for pack in book.chain for part in pack.lists}
    if any(file.startswith("lists/") for file in book.pack.spoiled):
        return
    exceptions = [kind for exception in rule.unless for kind in exception.on_list]
    for kind in dict.fromkeys([*rule.absent_from, *rule.when.on_list, *rule.needs.on_list, *exceptions]):
        if kind not in known:
            message = f"{rule.id} 要看“{kind}”清单，但本政策包和上级都没有点名这种清单（见 pack.yaml 的 lists）。"
            book.add(FILE, place, message)


def check_terms(book: Notebook, file: str, place: Place, spec: TermsSpec) -> None:
    """A terms test: it must have phrases, and its own sentences must hit and miss as they say."""
    compiled = compile_terms(spec)
    if compiled is None:
        return
    if not (spec.any_of or spec.all_of or spec.none_of):
        book.add(file, place, "any_of、all_of、none_of 至少要写一个，否则任何文字都会命中。")
        return
    if not spec.examples.hit or not spec.examples.miss:
        book.add(file, (*place, "examples"), "应当命中（hit）和不应当命中（miss）的例句，各至少写一句。")
    for number, words in enumerate(spec.examples.hit):
        if not hold_in(compiled, words):
            book.add(file, (*place, "examples", "hit", number), f"例句应当命中却没有命中：{words}")
    for number, words in enumerate(spec.examples.miss):
        if hold_in(compiled, words):
            book.add(file, (*place, "examples", "miss", number), f"例句不应当命中却命中了：{words}")


def _example_facts(book: Notebook, example: RowExample, place: Place) -> None:
    book.frequency(FILE, (*place, "frequency"), example.frequency)
    for name, value in example.facts.items():
        if name == "frequency":
            book.add(FILE, (*place, "facts", name), "频次写在 frequency 里，不写在 facts 里。")
        else:
            book.fact(FILE, (*place, "facts", name), name, [value], authorities=False)


def _examples(book: Notebook, rule: RuleSpec, place: Place) -> None:
    """A row's own examples: must apply, must not, or must be unknown."""
    compiled = compile_rule(rule, book.pack, book.authorities)
    for number, example in enumerate(rule.examples):
        row = stand(compiled, _probe(compiled, example, book.place_names))
        if row.truth is not example.applies:
            message = f"{rule.id} 的例子“{example.title}”写的是{_SAID[example.applies]}，实际是{_SAID[row.truth]}。"
            book.add(FILE, (*place, "examples", number), message)


def _probe(rule: Rule, example: RowExample, place_names: tuple[str, ...]) -> Case:
    """A case in which only this row and the example's standing on lists exist."""
    kind = min(rule.kinds)
    book = Rulebook(
        division="0" * 12,
        on=_PROBE_DAY,
        pack=rule.pack,
        pack_title="",
        pack_status="in_force",
        pack_hash="",
        editions=(),
        kinds={kind: KindPolicy(kind)},
        rules=(rule,),
        lists={each: ListState(each, Completeness.COMPLETE, each.value) for each in ListKind},
        items=tuple(_stand_in(example, each) for each in example.on_list),
        place_names=place_names,
    )
    return Case(_demand(kind, example), book, book.index, book.kinds[kind])


def _stand_in(example: RowExample, kind: ListKind) -> Item:
    return Item(code=f"X-{kind}", title=example.title, list_kind=kind, edition="", list_title="")


def _demand(kind: Kind, example: RowExample) -> Demand:
    return Demand(
        kind=kind,
        title=example.title,
        text=example.text,
        division="0" * 12,
        on=_PROBE_DAY,
        frequency=example.frequency,
        facts={name: parse_fact(name, value) for name, value in example.facts.items()},
    )
