"""How much of each list is on record, and how the lists of several levels combine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qingdan.policy.gate.model import RED_LIST_KINDS, Completeness, Condition, Item, ListKind, ListState
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.compiling import CompiledPack
from qingdan.policy.packs.schema import NamedList


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition as far as completeness asks: whose it is, of what kind, whether whole.

    ``recorded``: a steward published it; it did not come with the pack.
    """

    pack: str
    kind: ListKind
    title: str
    clause: str | None
    complete: bool
    complete_for: tuple[Condition, ...] = ()
    recorded: bool = False


def list_states(pack: CompiledPack, editions: Sequence[Standing]) -> dict[ListKind, ListState]:
    """For each kind of list, how much of it is on record: what the policy names, against the editions in force."""
    return {kind: _state(kind, counting(pack, kind), pack, editions) for kind in ListKind}


def counting(pack: CompiledPack, kind: ListKind) -> tuple[tuple[str, NamedList], ...]:
    """The namings that count for a kind: all, or only the nearest one where the policy says so; red always all."""
    named = tuple(entry for entry in pack.named_lists if entry[1].kind is kind)
    if named and named[0][1].combine == "nearest" and kind not in RED_LIST_KINDS:
        nearest = named[0][0]
        return tuple(entry for entry in named if entry[0] == nearest)
    return named


def counts_here(pack: CompiledPack, kind: ListKind, owner: str) -> bool:
    """Whether an edition of another level counts for a kind (``nearest`` shuts out the levels above)."""
    named = counting(pack, kind)
    if not named or named[0][1].combine != "nearest" or kind in RED_LIST_KINDS:
        return True
    return owner == named[0][0] or owner not in {part.id for part in pack.chain}


def _state(
    kind: ListKind, named: tuple[tuple[str, NamedList], ...], pack: CompiledPack, editions: Sequence[Standing]
) -> ListState:
    here = [entry for entry in editions if entry.kind is kind and counts_here(pack, kind, entry.pack)]
    scopes = tuple(scope for entry in here for scope in entry.complete_for)
    if not named:
        whole = bool(here) and all(entry.complete for entry in here)
        completeness = Completeness.COMPLETE if whole else Completeness.INCOMPLETE if here else Completeness.MISSING
        first = here[0] if here else None
        return ListState(kind, completeness, first.title if first else "", first.clause if first else None, scopes)
    open_ = [entry for entry in named if not _is_whole(entry, named, here)]
    shown = open_[0][1] if open_ else named[0][1]
    completeness = Completeness.COMPLETE
    if open_:
        completeness = Completeness.INCOMPLETE if here else Completeness.MISSING
    return ListState(kind, completeness, shown.title, shown.clause, scopes)


def _is_whole(
    entry: tuple[str, NamedList], named: tuple[tuple[str, NamedList], ...], editions: Sequence[Standing]
) -> bool:
    """Whether the list that a pack names is wholly on record.

    The pack's own edition counts where the pack says that it has the whole list; one that a steward recorded later
    counts by itself, and by its title where the pack names several lists of the kind.
    """
    owner, wanted = entry
    alone = sum(other == owner for other, _naming in named) == 1
    return any(
        edition.complete
        and edition.pack == owner
        and (
            (alone or edition.title == wanted.title) if edition.recorded else wanted.on_record is Completeness.COMPLETE
        )
        for edition in editions
    )


def within_parents(pack: CompiledPack, found: Sequence[tuple[int, Item]]) -> tuple[Item, ...]:
    """The items without what a lower level added to a list that it may only draw from the level above.

    ``found``: each item with the height of its list's division (digits that its subtree shares: 0 the nation).
    Red items are never left out.
    """
    drawn = {kind for kind in ListKind if _only_within_parent(pack, kind)}
    names = [(height, item.list_kind, key(item.title, pack.place_names)) for height, item in found]
    known = set(names)
    tops: dict[ListKind, int] = {}
    for height, kind, _name in names:
        tops[kind] = min(height, tops.get(kind, height))
    return tuple(
        item
        for (height, item), (_height, kind, name) in zip(found, names, strict=True)
        if kind not in drawn
        or height == tops[kind]
        or any((above, kind, name) in known for above in range(tops[kind], height))
    )


def _only_within_parent(pack: CompiledPack, kind: ListKind) -> bool:
    named = counting(pack, kind)
    return bool(named) and named[0][1].combine == "within_parent" and kind not in RED_LIST_KINDS
