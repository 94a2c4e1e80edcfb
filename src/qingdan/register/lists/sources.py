"""What rooms above the lists contribute to a rulebook: they register a function, so that the lists need not know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from qingdan.policy.gate.model import Existing, Kind

ExistingBook = Mapping[tuple[Kind, str], tuple[Existing, ...]]
ExistingSource = Callable[[str, date], ExistingBook]
_existing: list[ExistingSource] = []


def register_existing(source: ExistingSource) -> None:
    """Offer the existing burdens of a division on a day; called in ``AppConfig.ready()``."""
    if source not in _existing:
        _existing.append(source)


def existing_at(division: str, on: date) -> ExistingBook:
    """The existing burdens of all sources; a matter that two of them know is taken from the first."""
    found: dict[tuple[Kind, str], tuple[Existing, ...]] = {}
    for source in _existing:
        found = {**source(division, on), **found} if found else dict(source(division, on))
    return found
