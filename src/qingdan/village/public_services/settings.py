"""What a place's pack says of services; what it does not state is not demanded, and our own numbers are marked as such."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from qingdan.foundation.reading import read_once
from qingdan.policy.packs.queries import governing_on
from qingdan.policy.packs.village import VillageRules
from qingdan.policy.packs.village_specs import ServiceRuleSpec


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """The rules of a place; :meth:`clause` is empty where the place does not state one.

    ``product``: the numbers are ours (系统建议值). ``keep_days`` None: no pack says how long, so nothing is erased.
    """

    rules: dict[str, ServiceRuleSpec] = field(default_factory=dict)
    product: bool = True
    opinion_workdays: int = 10
    silence_passes: bool = False
    slot_places: int = 5
    booking_days: int = 14
    idle_days: int = 180
    keep_bookings: int | None = None
    keep_cases: int | None = None

    def states(self, rule: str) -> bool:
        """Whether the place states a rule."""
        return rule in self.rules

    def clause(self, rule: str) -> str:
        """The clauses of a rule that the place states, as they are cited; empty where it does not."""
        found = self.rules.get(rule)
        return "、".join(found.clauses) if found else ""

    def cited(self, rule: str) -> str:
        """The same in brackets, to stand behind a sentence."""
        clause = self.clause(rule)
        return f"（{clause}）" if clause else ""

    @property
    def finance_body(self) -> str:
        """Who signs beside the line department before a service enters the purchase catalogue; empty: nobody is named."""
        found = self.rules.get("tests_first")
        return found.body if found else ""


def settings_at(division: str, on: date) -> ServiceSettings:
    """The rules of the pack that governs a division; raises ``OutsideEveryPack``."""
    return read_once(("service settings", division, on), lambda: _settings(governing_on(division, on)[0].village))


def _settings(village: VillageRules) -> ServiceSettings:
    said = village.services
    return ServiceSettings(
        rules={row.rule: row for row in said.rules}, product=not {"slot_places", "booking_days"} & said.model_fields_set,
        opinion_workdays=said.opinion_workdays, silence_passes=said.silence == "passes", slot_places=said.slot_places,
        booking_days=said.booking_days, idle_days=said.idle_days, keep_bookings=village.days_kept("appointment"),
        keep_cases=village.days_kept("service_case"),
    )  # fmt: skip
