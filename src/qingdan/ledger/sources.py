"""Where leads come from: rooms above register what their references mean, without being imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeadSource:
    """A source of leads. ``url`` gives the page of what a reference names; empty where there is none."""

    key: str
    label: str
    url: Callable[[str], str]


_sources: dict[str, LeadSource] = {}


def register_source(key: str, label: str, url: Callable[[str], str] = lambda _reference: "") -> None:
    """Say what leads with this source are called and where their reference is shown; in ``AppConfig.ready()``."""
    _sources[key] = LeadSource(key, label, url)


def source_of(key: str) -> LeadSource:
    """The source; one that nobody registered (its room is gone) is called by its key."""
    return _sources.get(key) or LeadSource(key, key, lambda _reference: "")


def source_choices() -> list[tuple[str, str]]:
    """All sources with their labels, for filters and forms."""
    return sorted((source.key, source.label) for source in _sources.values())


OWN = (
    ("self_check", "自查"),
    ("noted", "工作中发现"),
    ("told", "来电来访反映"),
    ("inspected", "检查发现"),
)
"""What people write into the ledger by hand; every other source is a room's."""
