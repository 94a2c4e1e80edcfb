"""What rooms above know of an admitted item's use: how often it was sent, and where the reader finds that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from qingdan.foundation.orgs.models import Account


@dataclass(frozen=True, slots=True)
class Use:
    """How often an item was sent, as far as the reader may know, and the address of these dispatches."""

    number: int
    url: str


Uses = Callable[[Account, Collection[str]], Mapping[str, Use]]
"""For a reader and codes: the uses by code; a code that was never sent may be missing."""
_known: list[Uses] = []


def register_uses(uses: Uses) -> None:
    """Offer what a room knows; twice counts once."""
    if uses not in _known:
        _known.append(uses)


def uses_of(reader: Account, codes: Collection[str]) -> dict[str, Use]:
    """By code, what is known of the use of these items; each room asks once for all codes."""
    return {code: use for uses in _known for code, use in uses(reader, codes).items()}
