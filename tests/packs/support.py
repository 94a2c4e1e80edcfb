"""What the packs' tests share: a rulebook straight from the library's files, and one short way to ask."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.model import Demand, FactValue, Item, Kind, Outcome, Verdict
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.packs.compiling import (
    Standing,
    compile_condition,
    compile_items,
    compile_pack,
    counts_here,
    in_force,
    list_states,
)
from qingdan.policy.packs.reading import Pack, library_packs
from qingdan.policy.packs.schema import ListFile
from qingdan.policy.packs.validation import resolve_chain

TODAY = date(2026, 11, 24)
VILLAGE: dict[str, FactValue] = {"village_type": "village"}
COMMUNITY: dict[str, FactValue] = {"village_type": "community"}


def chain_of(pack_id: str) -> tuple[Pack, ...]:
    """The pack and what it extends."""
    packs = library_packs()
    return resolve_chain(packs[pack_id], packs)


@lru_cache(maxsize=32)
def book(pack_id: str, on: date = TODAY) -> Rulebook:
    """The rulebook of a pack on a day, as if its lists had just been installed."""
    return book_with(pack_id, (), on)


def book_with(pack_id: str, extra: tuple[tuple[Pack, ListFile], ...], on: date = TODAY) -> Rulebook:
    """The same with further lists, as if a steward had recorded them."""
    chain = chain_of(pack_id)
    pack = compile_pack(chain)
    lists = [(part, each) for part in chain for each in part.lists]
    counting = [
        (part, each) for part, each in (*lists, *extra) if in_force(each, on) and counts_here(pack, each.kind, part.id)
    ]
    return Rulebook(
        division=chain[0].header.division,
        on=on,
        pack=pack.id,
        pack_title=pack.title,
        pack_status=pack.status,
        pack_hash=pack.hash,
        editions=tuple(each.id for _part, each in counting),
        kinds=pack.kinds,
        rules=pack.rules,
        lists=list_states(pack, [_standing(part, each) for part, each in counting]),
        items=tuple(item for part, each in counting for item in compile_items(each, part)),
        clauses=pack.clauses,
        statutes=pack.statutes,
        place_names=pack.place_names,
        defaults=pack.defaults,
    )


def _standing(part: Pack, each: ListFile) -> Standing:
    return Standing(
        pack=part.id,
        kind=each.kind,
        title=each.title,
        clause=each.clause,
        complete=each.complete,
        complete_for=tuple(compile_condition(scope, {}) for scope in each.complete_for),
    )


def ask(
    pack_id: str,
    kind: Kind | str,
    title: str,
    *,
    text: str = "",
    frequency: str | None = None,
    on: date = TODAY,
    rulebook: Rulebook | None = None,
    **facts: FactValue,
) -> Verdict:
    """The verdict on a demand with these facts (nothing is derived; what is not given is unknown)."""
    decider = rulebook or book(pack_id, on)
    demand = Demand(
        kind=Kind(kind), title=title, text=text, division=decider.division, on=on, frequency=frequency, facts=facts
    )
    return decide(demand, decider)


def cited(verdict: Verdict) -> set[str]:
    """All clauses that the verdict cites."""
    return {reason.clause for reason in verdict.reasons if reason.clause}


def deciding(verdict: Verdict) -> set[str]:
    """The clauses of the reasons that make the outcome."""
    return {
        reason.clause
        for reason in verdict.reasons
        if reason.clause and reason.outcome is verdict.outcome and not reason.note
    }


def items_of(rulebook: Rulebook, list_kind: str) -> list[Item]:
    """The items of one kind of list."""
    return [item for item in rulebook.items if item.list_kind == list_kind]


FORBIDDEN, UNDECIDED, UNLISTED = Outcome.FORBIDDEN, Outcome.UNDECIDED, Outcome.UNLISTED
CONDITIONAL, LISTED = Outcome.CONDITIONAL, Outcome.LISTED
