"""What other rooms have sealed: each says what its things are called and where they are shown, without being imported.

A use of such a thing is entered on its own page, so that the thing and the register always agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealedThing:
    """A sort of things; ``url`` gives the page of what a reference names, empty where it is gone."""

    label: str
    url: Callable[[str], str]


_sources: dict[str, SealedThing] = {}


def register_sealed_thing(source: str, label: str, url: Callable[[str], str]) -> None:
    """Say what approvals with this source are about; in ``AppConfig.ready()``."""
    _sources[source] = SealedThing(label, url)


def sealed_thing(source: str) -> SealedThing | None:
    """What stands behind a source; None for other documents and for a room that is gone."""
    return _sources.get(source)
