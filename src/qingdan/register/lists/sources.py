"""What rooms above the lists contribute to a rulebook: they register a function, so that the lists need not know them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from qingdan.policy.gate.model import Admission, Emergency, Existing, Kind

ExistingBook = Mapping[tuple[Kind, str], tuple[Existing, ...]]
"""Existing burdens by kind and key of their title."""
AdmissionBook = Mapping[str, Admission]
"""Admissions by their code without hyphens and spaces, in upper case."""
ExistingSource = Callable[[str, date], ExistingBook]
AdmissionSource = Callable[[str, date], AdmissionBook]
EmergencySource = Callable[[str, date], tuple[Emergency, ...]]
PlaceSource = Callable[[date], Iterable[str]]
"""The divisions for which a source knows something that the divisions above them do not have."""
_existing: list[ExistingSource] = []
_admissions: list[AdmissionSource] = []
_emergencies: list[EmergencySource] = []
_places: list[PlaceSource] = []
Source = TypeVar("Source")


@dataclass(frozen=True, slots=True)
class Contributed:
    """What all sources know of a division on a day."""

    existing: ExistingBook
    admissions: AdmissionBook
    emergencies: tuple[Emergency, ...]


def register_existing(source: ExistingSource) -> None:
    """Offer the existing burdens of a division on a day; called in ``AppConfig.ready()``."""
    _once(_existing, source)


def register_admissions(source: AdmissionSource) -> None:
    """Offer the filed admissions whose scope touches a division on a day, withdrawn and expired ones too."""
    _once(_admissions, source)


def register_emergencies(source: EmergencySource) -> None:
    """Offer the declared emergencies of a division on a day."""
    _once(_emergencies, source)


def register_places(source: PlaceSource) -> None:
    """Offer the divisions at which a source of existing burdens or emergencies has something of its own on a day.

    Who decides for thousands of villages at once asks it: places between which nothing differs share an answer.
    """
    _once(_places, source)


def places_of_sources(on: date) -> frozenset[str]:
    """The divisions at which any source has something of its own on a day."""
    return frozenset(code for source in _places for code in source(on))


def contributed(division: str, on: date) -> Contributed:
    """Everything that the registered sources know; what two of them know is taken from the first."""
    existing: dict[tuple[Kind, str], tuple[Existing, ...]] = {}
    admissions: dict[str, Admission] = {}
    for existing_source in _existing:
        existing = {**existing_source(division, on), **existing}
    for admission_source in _admissions:
        admissions = {**admission_source(division, on), **admissions}
    emergencies = tuple(found for source in _emergencies for found in source(division, on))
    return Contributed(existing, admissions, emergencies)


def _once(sources: list[Source], source: Source) -> None:
    if source not in sources:
        sources.append(source)
