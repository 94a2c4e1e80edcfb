"""Three-valued tests: a fact that nobody gave is unknown, and unknown is never taken for yes or no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qingdan.policy.gate.model import Condition, Demand, FactTest, FactValue, ListKind
from qingdan.policy.gate.normalise import authority

Truth = bool | None

AUTHORITY_FACTS = frozenset({"consent_of", "deployed_by"})
"""Facts whose value is an authority's name; ways of writing it are compared without joining words."""


@dataclass(frozen=True, slots=True)
class Tested:
    """A test's result and, where it is unknown, the facts that would settle it."""

    truth: Truth
    missing: tuple[str, ...] = ()


TRUE, FALSE = Tested(True), Tested(False)


class Facts:
    """A demand's facts with the rulebook's defaults behind them."""

    def __init__(self, demand: Demand, defaults: dict[str, FactValue]) -> None:
        self._given = demand.facts
        self._frequency = demand.frequency
        self._defaults = defaults

    def value(self, name: str) -> FactValue | None:
        """The fact's value, or None if it is unknown."""
        if name == "frequency":
            return self._frequency
        given = self._given.get(name)
        return given if given is not None else self._defaults.get(name)

    def test(self, test: FactTest) -> Tested:
        """One fact's test."""
        value = self.value(test.fact)
        if value is None:
            return Tested(None, (test.fact,))
        values = _ways_of_saying(test.fact, value)
        if test.any_of and not any(allowed in values for allowed in test.any_of):
            return FALSE
        return FALSE if any(barred in values for barred in test.none_of) else TRUE

    def condition(self, condition: Condition, on_lists: Callable[[tuple[ListKind, ...]], Truth]) -> Tested:
        """A conjunction: one false part makes it false, else one unknown part makes it unknown."""
        missing: list[str] = []
        for test in condition.facts:
            tested = self.test(test)
            if tested.truth is False:
                return FALSE
            missing += tested.missing
        if condition.on_list:
            listed = on_lists(condition.on_list)
            if listed is False:
                return FALSE
            if listed is None:
                return Tested(None, tuple(missing))
        return Tested(None, tuple(missing)) if missing else TRUE


def _ways_of_saying(fact: str, value: FactValue) -> tuple[FactValue, ...]:
    if fact in AUTHORITY_FACTS and isinstance(value, str):
        return (value, authority(value))
    if fact == "issuer_type" and value == "leading_group":
        # 领导小组、专班 count as the department that hosts their office, unless authorised.
        return (value, "department")
    return (value,)
