"""Three ways at once: what a pack changed and what stewards changed since they parted. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class HasDigest(Protocol):
    """What is compared."""

    @property
    def digest(self) -> str:
        """Of all that the item says."""


T = TypeVar("T", bound=HasDigest)
Coded = Sequence[tuple[str, T]]


@dataclass(frozen=True, slots=True)
class Merged(Generic[T]):
    """One item of the result. ``reason`` tells a change; ``conflict`` that both sides changed it differently."""

    item: T
    reason: str = ""
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Merge(Generic[T]):
    """The merged items in order, and what was taken out."""

    items: tuple[Merged[T], ...]
    removed: tuple[tuple[str, T], ...]


def merge(base: Coded[T], ours: Coded[T], theirs: Coded[T]) -> Merge[T]:
    """Our items with their changes; where both changed an item, ours stays and says so.

    ``base`` is what both started from, ``ours`` what stands, ``theirs`` what comes. What they removed goes only where
    we left it as it was.
    """
    old, coming = dict(base), dict(theirs)
    here = dict(ours)
    kept: list[Merged[T]] = []
    removed: list[tuple[str, T]] = []
    for code, item in ours:
        before, their = old.get(code), coming.get(code)
        if their is None:
            _without(code, item, before, kept, removed)
        else:
            kept.append(_with(item, before, their))
    new = [Merged(item, "政策包新增") for code, item in theirs if code not in here and code not in old]
    again = [
        Merged(item, "政策包改了这一项，本地已经删去，请核对", conflict=True)
        for code, item in theirs
        if code not in here and code in old and old[code].digest != item.digest
    ]
    return Merge((*kept, *new, *again), tuple(removed))


def _without(code: str, item: T, before: T | None, kept: list[Merged[T]], removed: list[tuple[str, T]]) -> None:
    """An item that they do not have: ours alone, gone for both, or changed here while they removed it."""
    if before is None:
        kept.append(Merged(item))
    elif before.digest == item.digest:
        removed.append((code, item))
    else:
        kept.append(Merged(item, "政策包删去了这一项，本地改过，请核对", conflict=True))


def _with(item: T, before: T | None, their: T) -> Merged[T]:
    if their.digest == item.digest or (before is not None and before.digest == their.digest):
        return Merged(item)
    if before is not None and before.digest == item.digest:
        return Merged(their, "政策包改了这一项")
    return Merged(item, "政策包和本地都改了这一项，保留本地的，请核对", conflict=True)
