"""Asking the gate. Nothing is written: a question leaves no trace in the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code, level, prefix
from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.json_form import BadDemand, demand_from_json
from qingdan.policy.gate.model import Demand, FactValue, Kind, Verdict
from qingdan.policy.gate.normalise import key
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.packs.queries import NATIONAL, OutsideEveryPack, newest_versions
from qingdan.register.check.deriving import facts_of_division, facts_of_issuer
from qingdan.register.lists.rulebooks import rulebook_for

BadQuestion = BadDemand
"""A question that cannot be understood: ``field`` and a Chinese ``message`` that says what to write instead."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where an answer comes from: the rulebook of a place and day, and the facts of a sender's name and of a place."""

    rulebook: Callable[[str, date], Rulebook]
    issuer: Callable[[str, str], dict[str, FactValue]]
    division: Callable[[str], dict[str, FactValue]]

    @classmethod
    def kept(cls) -> Sources:
        """Sources that look each place, day and sender up once: for a run over many lines."""
        kept = lru_cache(maxsize=4096)
        return cls(kept(rulebook_for), kept(facts_of_issuer), kept(facts_of_division))


LIVE = Sources(rulebook_for, facts_of_issuer, facts_of_division)


@dataclass(frozen=True, slots=True)
class Compared:
    """The same question in one jurisdiction."""

    pack: str
    title: str
    division: str
    verdict: Verdict


def ask(
    *,
    division: str,
    kind: str,
    title: str,
    text: str = "",
    issuer: str = "",
    frequency: str | None = None,
    code: str = "",
    on: date | str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Verdict:
    """May this be asked of this village, and why? Raises :class:`BadQuestion`."""
    document = {
        "division": division, "kind": kind, "title": title, "text": text, "issuer": issuer, "frequency": frequency,
        "code": code, "on": on, "attributes": facts,
    }  # fmt: skip
    return ask_document(document)


def ask_document(document: Mapping[str, Any], sources: Sources = LIVE) -> Verdict:
    """The same from a JSON object (a batch line, an API body). Raises :class:`BadQuestion`."""
    demand = demand_of(document, sources)
    try:
        return decide(demand, sources.rulebook(demand.division, demand.on))
    except OutsideEveryPack as error:
        raise BadQuestion("division", str(error)) from error


def kinds_on_record(document: Mapping[str, Any], titles: Mapping[Kind, str], sources: Sources = LIVE) -> list[Kind]:
    """The kinds for which something of exactly this name is on record: a listed item or an existing burden.

    ``titles``: what the matter is called as each kind. Raises :class:`BadQuestion` for a place outside every pack.
    """
    demand = demand_of(document, sources)
    try:
        book = sources.rulebook(demand.division, demand.on)
    except OutsideEveryPack as error:
        raise BadQuestion("division", str(error)) from error
    return [kind for kind in book.kinds if _is_named(book, kind, titles.get(kind, demand.title))]


def _is_named(book: Rulebook, kind: Kind, title: str) -> bool:
    names = {key(title, book.place_names), key(title)} - {""}
    indexes = (book.index.titles(each) for each in book.kinds[kind].permits)
    return any((kind, name) in book.existing for name in names) or any(
        name in index.exact for index in indexes if index is not None for name in names
    )


def demand_of(document: Mapping[str, Any], sources: Sources = LIVE) -> Demand:
    """The demand of a JSON object, with the facts that need not be asked. Raises :class:`BadQuestion`."""
    division = parse_division(document.get("division"))
    demand = demand_from_json(document, division=division, today=today())
    derived: dict[str, FactValue] = {
        **sources.issuer(demand.issuer, division),
        **sources.division(division),
    }
    return replace(demand, facts={**derived, **demand.facts})


def parse_division(value: object) -> str:
    """A full division code of 2 to 12 digits; raises :class:`BadQuestion`."""
    if not isinstance(value, str) or not value.strip():
        raise BadQuestion("division", "请写明是哪里（division：2 到 12 位区划代码，例如 120117）。")
    try:
        return full_code(value)
    except BadDivisionCode as error:
        raise BadQuestion("division", str(error)) from error


def compare(document: Mapping[str, Any]) -> list[Compared]:
    """The same question in every installed jurisdiction (not the national pack). Raises :class:`BadQuestion`.

    The asker's own place stands for its jurisdiction; the others are asked as a whole, with the same facts.
    """
    demand = demand_of(document)
    answers = []
    for version in newest_versions(demand.on):
        if version.division == NATIONAL:
            continue
        own = demand.division.startswith(prefix(version.division))
        place = demand.division if own else version.division
        there = {**document, "division": place, "attributes": _same_facts(demand, place)}
        answers.append(Compared(version.pack_id, version.title, place, ask_document(there)))
    return answers


def _same_facts(demand: Demand, place: str) -> dict[str, FactValue]:
    """The demand's facts as they are elsewhere: a level that came from the sender's name is worked out anew there."""
    facts = dict(demand.facts)
    if demand.issuer and level(place) is not level(demand.division):
        derived = facts_of_issuer(demand.issuer, demand.division)
        for name in ("issuer_level", "issuer_type"):
            if facts.get(name) == derived.get(name):
                facts.pop(name, None)
    return facts
