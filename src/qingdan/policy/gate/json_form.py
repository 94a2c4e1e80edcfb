"""A demand and a verdict as JSON documents: the contract of the command line and the API (design, contracts)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingdan.policy.gate.facts import FACTS, FREQUENCIES, UnknownFact, parse_fact
from qingdan.policy.gate.model import Demand, FactValue, Kind, Reason, Verdict
from qingdan.policy.gate.normalise import plain

LONGEST_TITLE = 10_000
LONGEST_TEXT = 200_000
LONGEST_NAME = 200
EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)
KNOWN_KEYS = ("id", "division", "kind", "title", "text", "issuer", "frequency", "code", "on", "attributes")


class BadDemand(ValueError):
    """A demand that cannot be understood: the field, and a Chinese sentence that says what to write instead."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def verdict_to_json(verdict: Verdict, *, id_: str | int | None = None) -> dict[str, Any]:
    """The verdict's contract form; ``id_`` keeps the asker's own id of a batch line."""
    return {
        "id": verdict.id if id_ is None else id_,
        "outcome": verdict.outcome.value,
        "word": verdict.word,
        "stamp": verdict.stamp,
        "summary": verdict.summary,
        "reasons": [reason_to_json(reason) for reason in verdict.reasons],
        "next_step": verdict.next_step,
        "matched": [
            {"code": found.code, "title": found.title, "list_kind": found.list_kind.value, "score": found.score}
            for found in verdict.matched
        ],
        "missing": [_question(name) for name in verdict.missing_facts],
        "pack": verdict.pack,
        "pack_status": verdict.pack_status,
        "pack_hash": verdict.pack_hash,
        "editions": list(verdict.editions),
        "on": verdict.on.isoformat(),
    }


def reason_to_json(reason: Reason) -> dict[str, Any]:
    """One reason of a verdict in the contract's form."""
    return {
        "text": reason.text,
        "clause": reason.clause,
        "item": reason.item,
        "document": reason.document,
        "strength": reason.strength,
        "effect": reason.effect,
        "about": reason.about,
        "quote": reason.quote,
        "note": reason.note,
    }


def _question(name: str) -> dict[str, Any]:
    spec = FACTS[name]
    choices = [["true", "是"], ["false", "否"]] if spec.boolean else [list(choice) for choice in spec.choices]
    return {"fact": name, "label": spec.label, "question": spec.question, "choices": choices}


def parse_kind(value: object) -> Kind:
    """The kind of a demand; raises :class:`BadDemand` naming the known ones."""
    try:
        return Kind(str(value))
    except ValueError:
        raise BadDemand("kind", f"没有“{_short(value)}”这个类别。可以用的有：{'、'.join(Kind)}") from None


def parse_frequency(value: object) -> str | None:
    """How often, or None where nothing is said."""
    if value in (None, ""):
        return None
    if not isinstance(value, str) or value not in dict(FREQUENCIES):
        raise BadDemand("frequency", f"没有“{_short(value)}”这个频次。可以用的有：{'、'.join(dict(FREQUENCIES))}")
    return str(value)


def parse_date(value: object, today: date) -> date:
    """The day by whose rules to judge, YYYY-MM-DD; ``today`` where nothing is said."""
    if value in (None, ""):
        return today
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise BadDemand("on", f"日期“{_short(value)}”看不懂，请写成 2026-01-31 这样。") from None
    if not EARLIEST <= day <= LATEST:
        raise BadDemand("on", f"日期 {day} 太远了，请填 {EARLIEST} 到 {LATEST} 之间的日期。")
    return day


def parse_words(field: str, value: object, longest: int, *, required: bool = False) -> str:
    """Words without control characters, not longer than allowed, not empty where required."""
    if value is not None and not isinstance(value, str):
        raise BadDemand(field, f"{field} 要是文字。")
    words = plain(value or "").strip()
    if required and not words:
        raise BadDemand(field, "请写明是什么事（title 不能为空）。")
    if len(words) > longest:
        raise BadDemand(field, f"{field} 太长了：{len(words)} 个字，最多 {longest} 个字。")
    return words


def parse_facts(value: object) -> dict[str, FactValue]:
    """The facts of a demand; unknown names and values are refused."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadDemand("attributes", 'attributes 要是一个对象，例如 {"location": "outside"}。')
    facts: dict[str, FactValue] = {}
    for name, given in value.items():
        try:
            facts[str(name)] = parse_fact(str(name), given)
        except UnknownFact as error:
            raise BadDemand(f"attributes.{_short(name)}", str(error)) from None
    return facts


def demand_from_json(document: Mapping[str, Any], *, division: str, today: date) -> Demand:
    """The demand of a JSON object whose ``division`` has been resolved already; raises :class:`BadDemand`."""
    document = _frequency_beside(document)
    unknown = [name for name in document if name not in KNOWN_KEYS]
    if unknown:
        raise BadDemand(str(unknown[0]), f"不认识“{_short(unknown[0])}”这一项。可以用的有：{'、'.join(KNOWN_KEYS)}")
    return Demand(
        kind=parse_kind(document.get("kind")),
        title=parse_words("title", document.get("title"), LONGEST_TITLE, required=True),
        division=division,
        on=parse_date(document.get("on"), today),
        text=parse_words("text", document.get("text"), LONGEST_TEXT),
        issuer=parse_words("issuer", document.get("issuer"), LONGEST_NAME),
        frequency=parse_frequency(document.get("frequency")),
        code=parse_words("code", document.get("code"), LONGEST_NAME),
        facts=parse_facts(document.get("attributes")),
    )


def _frequency_beside(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The frequency may also be said among the facts, since rules test it like one."""
    facts = document.get("attributes")
    if not isinstance(facts, Mapping) or "frequency" not in facts:
        return document
    others = {name: value for name, value in facts.items() if name != "frequency"}
    return {**document, "frequency": document.get("frequency") or facts["frequency"], "attributes": others}


def _short(value: object) -> str:
    return str(value)[:60]
