"""What the checks of a pack share: the pack with what it extends, what may be referred to, and the problems found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from qingdan.policy.gate.facts import FACTS, FREQUENCIES, UnknownFact, parse_fact
from qingdan.policy.gate.model import FactValue
from qingdan.policy.gate.truth import AUTHORITY_FACTS
from qingdan.policy.packs.problems import Problem
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.schema import FactTests
from qingdan.policy.packs.yaml_lines import Place

_RULE_ID = re.compile(r"\b[A-Z]{2}-R[0-9]{2,3}[a-z]?\b")


def rules_named(said: str) -> list[str]:
    """The rule ids in one entry of a clause's ``implemented_by``."""
    return _RULE_ID.findall(said)


class Notebook:
    """One pack under examination: ``chain`` is the pack itself, then what it extends."""

    def __init__(self, chain: Sequence[Pack]) -> None:
        self.chain = tuple(chain)
        self.pack = chain[0]
        self.problems: list[Problem] = []
        self.authorities = {entry.id: entry for part in reversed(chain) for entry in part.header.authorities}
        self.place_names = tuple(dict.fromkeys(name for part in chain for name in part.header.place_names))
        self._clauses = {clause.id for part in chain for clause in part.clauses}

    def add(self, file: str, place: Place, message: str) -> None:
        """Note a problem at a place of a file."""
        problem = Problem(file, self.pack.line(file, place), self.pack.label(file, place), message)
        self.problems.append(problem)

    def once(self, file: str, values: Iterable[tuple[Place, str]], what: str) -> None:
        """Values that must differ within the pack; the second one is the problem."""
        seen: dict[str, Place] = {}
        for place, value in values:
            if value in seen:
                line = self.pack.line(file, seen[value])
                self.add(file, place, f"{what}“{value}”用了不止一次（第 {line} 行已经用过）。")
            seen.setdefault(value, place)

    def clause(self, file: str, place: Place, clause: str | None) -> None:
        """A reference to a clause of this pack or of one that it extends."""
        if clause is None or clause in self._clauses or "clauses.yaml" in self.pack.spoiled:
            return
        self.add(file, place, f"没有 {clause} 这一条。")

    def period(self, file: str, place: Place, begins: date | None, ends: date | None) -> None:
        """A period must not end before it begins."""
        if begins and ends and ends < begins:
            self.add(file, place, f"终止日期 {ends} 早于开始日期 {begins}。")

    def tests(self, file: str, place: Place, tests: FactTests, *, authorities: bool = True) -> None:
        """Fact names, values and authorities of a conjunction; ``authorities``: whether ``@id`` may stand here."""
        for fact, given in tests.items():
            at = (*place, fact)
            if isinstance(given, dict):
                if "not" not in given:
                    self.add(file, at, "花括号里要写 not: 值。")
                    continue
                given = given["not"]
            values = given if isinstance(given, list) else [given]
            if not values:
                self.add(file, at, "一列值里至少要有一个。")
            self.fact(file, at, fact, values, authorities=authorities)

    def fact(
        self, file: str, place: Place, name: str, values: Sequence[FactValue], *, authorities: bool = True
    ) -> None:
        """A fact's name, and each value that it is tested for."""
        if name not in FACTS:
            self.add(file, place, f"不认识的事实“{name}”。可以用的有：{'、'.join(FACTS)}。")
            return
        for value in values:
            fault = self._value_fault(name, value, authorities)
            if fault:
                self.add(file, place, fault)

    def frequency(self, file: str, place: Place, value: str | None) -> None:
        """A frequency's name."""
        if value is not None and value not in dict(FREQUENCIES):
            self.add(file, place, f"没有“{value}”这个频次，可以用的有：{'、'.join(dict(FREQUENCIES))}。")

    def _value_fault(self, name: str, value: FactValue, authorities: bool) -> str:
        if isinstance(value, str) and value.startswith("@"):
            return self._authority_fault(name, value, authorities)
        if name == "frequency":
            return "" if value in dict(FREQUENCIES) else f"没有“{value}”这个频次。"
        if name in AUTHORITY_FACTS:
            return "" if isinstance(value, str) else "要写机关的名称，或者 @机关编号。"
        try:
            parsed = parse_fact(name, value)
        except UnknownFact as error:
            return str(error)
        return "" if parsed == value else f"“{value}”要写成 {str(parsed).lower()}。"

    def _authority_fault(self, name: str, value: str, authorities: bool) -> str:
        if not authorities:
            return f"这里不能用“{value}”，请直接写机关名称。"
        if name not in AUTHORITY_FACTS:
            return f"{name} 的值不是机关，不能用“{value}”。"
        return "" if value[1:] in self.authorities else f"没有“{value}”这个机关（见 authorities）。"
