"""``pack.yaml`` and ``clauses.yaml``: references, coverage of all kinds, and how the pack stands to those above it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from qingdan.foundation.orgs.divisions import contains
from qingdan.policy.gate.model import Completeness, Kind
from qingdan.policy.packs.notebook import Notebook, rules_named
from qingdan.policy.packs.procedure_checks import check_procedures, cited_by_procedures, clauses_of
from qingdan.policy.packs.procedures import all_routes
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.rule_specs import ClauseSpec
from qingdan.policy.packs.schema import PackHeader
from qingdan.policy.packs.screening import AMENDMENT_WORDS
from qingdan.policy.packs.village_checks import cited_by_village
from qingdan.policy.packs.yaml_lines import Place

FILE = "pack.yaml"
CLAUSES = "clauses.yaml"
_BRACED = re.compile(r"\{([^}]*)\}")


def check_header(book: Notebook) -> None:
    """Everything in ``pack.yaml``."""
    head = book.pack.header
    for place, clause in _cited(book.pack):
        book.clause(FILE, place, clause)
    book.once(FILE, [(("kinds", n, "kind"), entry.kind.value) for n, entry in enumerate(head.kinds)], "类别")
    book.once(FILE, [(("authorities", n, "id"), entry.id) for n, entry in enumerate(head.authorities)], "机关编号")
    book.once(FILE, [(("defaults", n, "fact"), entry.fact) for n, entry in enumerate(head.defaults)], "默认值的事实")
    named = [(("lists", n, "title"), f"{entry.kind} {entry.title}") for n, entry in enumerate(head.lists)]
    book.once(FILE, named, "清单")
    for n, default in enumerate(head.defaults):
        book.fact(FILE, ("defaults", n), default.fact, [default.value], authorities=False)
    for n, body in enumerate(head.bodies):
        book.period(FILE, ("bodies", n), body.since, body.until)
    for n, statute in enumerate(head.statutes):
        book.period(FILE, ("statutes", n), statute.valid_from, statute.valid_to)
    book.period(FILE, ("document", "ends"), head.document.effective, head.document.ends)
    _kinds(book)
    _dispatch(book)
    _screening(book)
    check_procedures(book)
    _named_lists(book)
    _standing_above(book)


def _cited(pack: Pack) -> Iterator[tuple[Place, str | None]]:
    head = pack.header
    for name in ("lists", "bodies", "kinds", "authorities", "defaults"):
        for number, entry in enumerate(getattr(head, name)):
            yield (name, number, "clause"), entry.clause
    for number, way in enumerate(head.dispatch):
        yield ("dispatch", number, "clause"), way.clause
    yield ("emergency", "clause"), head.emergency.clause if head.emergency else None
    if head.screening:
        yield ("screening", "clause"), head.screening.clause
        for number, row in enumerate(head.screening.amendments):
            yield ("screening", "amendments", number, "clause"), row.clause
            for place, clause in enumerate(row.clauses):
                yield ("screening", "amendments", number, "clauses", place), clause
    for number, kind in enumerate(head.kinds):
        yield ("kinds", number, "exemption", "clause"), kind.exemption.clause if kind.exemption else None
    for number, route in enumerate(head.routes):
        for place, clause in enumerate(route.clauses):
            yield ("routes", number, "clauses", place), clause
    yield from cited_by_procedures(head)


def _kinds(book: Notebook) -> None:
    """After inheritance every kind of demand must have its row."""
    covered = {entry.kind for part in book.chain for entry in part.header.kinds}
    for kind in Kind:
        if kind not in covered:
            book.add(FILE, ("kinds",), f"没有写“{kind}”这一类由哪些清单决定（上级政策包里也没有）。")
    for number, spec in enumerate(book.pack.header.kinds):
        if spec.rules_alone and spec.permits:
            book.add(FILE, ("kinds", number), f"“{spec.kind}”既写了只由规则决定，又写了由清单允许。")
        for both in sorted(set(spec.permits) & set(spec.reds)):
            book.add(FILE, ("kinds", number), f"“{both}”不能既是允许的清单，又是不允许的清单。")


def _dispatch(book: Notebook) -> None:
    """Each kind goes one way; a way or a period without a clause says that it is the product's."""
    head = book.pack.header
    ways = [
        (("dispatch", n, "kinds", m), kind.value)
        for n, way in enumerate(head.dispatch)
        for m, kind in enumerate(way.kinds)
    ]
    book.once(FILE, ways, "派发办法的类别")
    for number, way in enumerate(head.dispatch):
        if way.clause is None and way.source == "clause":
            book.add(FILE, ("dispatch", number), "派发办法要写依据的条款；文件没有写的，写 source: product。")
    if head.emergency is not None and head.emergency.clause is None and head.emergency.source == "clause":
        book.add(FILE, ("emergency",), "紧急情况的规定要写依据的条款；文件没有写的，写 source: product。")


def _screening(book: Notebook) -> None:
    """Advice and periods without a clause say that they are the product's; advice uses only words that it can fill."""
    spec = book.pack.header.screening
    if spec is None:
        return
    if spec.before_dispatch and spec.clause is None and spec.source == "clause":
        book.add(FILE, ("screening",), "派发前要筛查的规定要写依据的条款；文件没有写的，写 source: product。")
    for number, row in enumerate(spec.amendments):
        place: Place = ("screening", "amendments", number)
        if row.clause is None and row.source == "clause":
            book.add(FILE, place, "修改建议要写依据的条款；文件没有写的，写 source: product。")
        for word in sorted(set(_BRACED.findall(row.says)) - AMENDMENT_WORDS):
            book.add(
                FILE,
                (*place, "says"),
                f"建议里的“{{{word}}}”没有这个词，能用的有：{'、'.join(sorted(AMENDMENT_WORDS))}。",
            )


def _named_lists(book: Notebook) -> None:
    """A list said to be wholly on record must be there whole."""
    if any(file.startswith("lists/") for file in book.pack.spoiled):
        return
    whole = {part.kind for part in book.pack.lists if part.complete}
    for number, named in enumerate(book.pack.header.lists):
        if named.on_record is Completeness.COMPLETE and named.kind not in whole:
            book.add(
                FILE,
                ("lists", number, "on_record"),
                f"“{named.title}”写的是已录全（complete），但 lists/ 里没有 complete: true 的 {named.kind} 清单。",
            )


def _standing_above(book: Notebook) -> None:
    """A pack lies within the division of the pack that it extends, and has a code of its own."""
    for above in book.chain[1:]:
        if not contains(above.header.division, book.pack.header.division):
            message = f"区划 {book.pack.header.division} 不在上级政策包 {above.id}（{above.header.division}）范围内。"
            book.add(FILE, ("division",), message)
        if above.header.code == book.pack.header.code:
            book.add(FILE, ("code",), f"代码 {above.header.code} 已经由 {above.id} 使用。")


def check_clauses(book: Notebook) -> None:
    """Everything in ``clauses.yaml``: each clause once, answered by something or waiting for something."""
    above = {clause.id for part in book.chain[1:] for clause in part.clauses}
    places: list[tuple[Place, str]] = []
    for number, clause in enumerate(book.pack.clauses):
        place: Place = ("clauses", number)
        places.append(((*place, "id"), clause.id))
        if clause.id in above:
            book.add(CLAUSES, (*place, "id"), f"上级政策包已经有 {clause.id} 这一条。")
        if not clause.implemented_by and not clause.awaits:
            book.add(CLAUSES, place, f"{clause.id} 没有写由什么落实（implemented_by），也没有写等待哪一块（awaits）。")
        if not clause.id.startswith(book.pack.header.code + "-"):
            book.add(CLAUSES, (*place, "id"), f"编号要以 {book.pack.header.code}- 开头。")
        _implemented(book, clause, place)
    book.once(CLAUSES, places, "条款编号")


def _implemented(book: Notebook, clause: ClauseSpec, place: Place) -> None:
    """What a clause says implements it must be there: rules, parts of ``pack.yaml`` that cite it, lists."""
    rules = {rule.id for part in book.chain for rule in part.rules}
    lists = {part.id for pack in book.chain for part in pack.lists}
    lists |= {Path(file).stem for pack in book.chain for file in pack.list_files.values()}
    for number, said in enumerate(clause.implemented_by):
        at = (*place, "implemented_by", number)
        for named in rules_named(said):
            if named not in rules and "rules.yaml" not in book.pack.spoiled:
                book.add(CLAUSES, at, f"{clause.id} 说由 {named} 落实，但没有这一行规则。")
        first, _space, rest = said.partition(" ")
        if first == "pack" and rest in _CITING and clause.id not in _CITING[rest](book.pack.header):
            book.add(
                CLAUSES, at, f"{clause.id} 说由 pack.yaml 的 {rest} 落实，但那里没有一项写着 clause: {clause.id}。"
            )
        if first == "village" and clause.id not in cited_by_village(book.pack.village):
            book.add(CLAUSES, at, f"{clause.id} 说由 village.yaml 落实，但那里没有一行写着它。")
        if first == "list" and rest not in lists and not any(f.startswith("lists/") for f in book.pack.spoiled):
            book.add(CLAUSES, at, f"{clause.id} 说由清单 {rest} 落实，但没有这份清单。")


def _cited_by_screening(head: PackHeader) -> set[str | None]:
    spec = head.screening
    return {spec.clause, *(row.clause for row in spec.amendments)} if spec else set()


_CITING: dict[str, Callable[[PackHeader], set[str | None]]] = {
    "bodies": lambda head: {entry.clause for entry in head.bodies},
    "authorities": lambda head: {entry.clause for entry in head.authorities},
    "routes": lambda head: {clause for entry in all_routes(head) for clause in entry.clauses},
    "procedures": lambda head: {clause for entry in head.procedures for clause in clauses_of(entry)},
    "dispatch": lambda head: {entry.clause for entry in head.dispatch},
    "screening": lambda head: _cited_by_screening(head),
    "kinds": lambda head: (
        {entry.clause for entry in head.kinds} | {entry.exemption.clause for entry in head.kinds if entry.exemption}
    ),
}
"""Parts of ``pack.yaml`` by which a clause may say that it is implemented, and the clauses that each cites."""
