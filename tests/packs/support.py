"""What the packs' tests share: a rulebook straight from the library's files, and one short way to ask."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.model import Demand, FactValue, Item, Kind, Outcome, Verdict
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.packs.compiling import compile_condition, compile_items, compile_pack
from qingdan.policy.packs.completeness import Standing, counts_here, list_states, within_parents
from qingdan.policy.packs.list_specs import ListFile
from qingdan.policy.packs.reading import Pack, library_packs
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


def book_with(pack_id: str, recorded: tuple[ListFile, ...], on: date = TODAY) -> Rulebook:
    """The same with further lists of the pack's own division, as if a steward had recorded them."""
    chain = chain_of(pack_id)
    pack = compile_pack(chain)
    lists = [(part, each, False) for part in chain for each in part.lists]
    lists += [(chain[0], each, True) for each in recorded]
    counting = [entry for entry in lists if _in_force(entry[1], on) and counts_here(pack, entry[1].kind, entry[0].id)]
    items = [(_height(part), item) for part, each, _own in counting for item in compile_items(each, part)]
    return Rulebook(
        division=chain[0].header.division,
        on=on,
        pack=pack.id,
        pack_title=pack.title,
        pack_status=pack.status,
        pack_hash=pack.hash,
        editions=tuple(each.id for _part, each, _own in counting),
        kinds=pack.kinds,
        rules=pack.rules,
        lists=list_states(pack, [_standing(*entry) for entry in counting]),
        items=within_parents(pack, items),
        clauses=pack.clauses,
        statutes=pack.statutes,
        place_names=pack.place_names,
        defaults=pack.defaults,
    )


def _in_force(each: ListFile, on: date) -> bool:
    return (each.effective or on) <= on <= (each.ends or on)


def _height(part: Pack) -> int:
    return len(part.header.division.rstrip("0"))


def _standing(part: Pack, each: ListFile, recorded: bool) -> Standing:
    return Standing(
        pack=part.id,
        kind=each.kind,
        title=each.title,
        clause=each.clause,
        complete=each.complete,
        complete_for=tuple(compile_condition(scope, {}) for scope in each.complete_for),
        recorded=recorded,
    )


def ask(
    pack_id: str,
    kind: Kind | str,
    title: str,
    *,
    text: str = "",
    frequency: str | None = None,
    code: str = "",
    on: date = TODAY,
    rulebook: Rulebook | None = None,
    **facts: FactValue,
) -> Verdict:
    """The verdict on a demand with these facts (nothing is derived; what is not given is unknown)."""
    decider = rulebook or book(pack_id, on)
    demand = Demand(
        kind=Kind(kind),
        title=title,
        text=text,
        division=decider.division,
        on=on,
        frequency=frequency,
        code=code,
        facts=facts,
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


def recorded(kind: str, clause: str, *titles: str, complete: bool = True, **more: object) -> ListFile:
    """A list as a steward would record it for the place; ``more`` stands on each of its items."""
    items = [{"id": f"{number:02d}", "title": title, **more} for number, title in enumerate(titles, start=1)]
    return ListFile.model_validate(
        {
            "id": f"recorded-{kind.replace('_', '-')}", "code": "ZZ", "kind": kind, "title": "录入的清单", "issuer": "发布单位",
            "document": "录入的清单", "clause": clause, "complete": complete, "items": items,
        }
    )  # fmt: skip
