"""How much of each list is on record, and how the lists of several levels combine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qingdan.policy.gate.model import (
    RED_LIST_KINDS,
    Completeness,
    Condition,
    FactTest,
    Item,
    ListKind,
    ListState,
)
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.compiling import BOTH_UNITS, CompiledPack
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
    some = Completeness.INCOMPLETE if here else Completeness.MISSING
    if not named:
        whole = bool(here) and all(entry.complete for entry in here)
        first = here[0] if here else None
        completeness = Completeness.COMPLETE if whole else some
        return ListState(kind, completeness, first.title if first else "", first.clause if first else None, scopes)
    open_ = [naming for owner, naming in named if not _is_whole(owner, naming, named, here)]
    shown = open_[0] if open_ else named[0][1]
    title = _titles(shown, named, open_)
    closed = [unit for unit in BOTH_UNITS if _is_closed(unit, [naming for _owner, naming in named], open_)]
    if len(closed) == len(BOTH_UNITS):
        return ListState(kind, Completeness.COMPLETE, title, shown.clause, scopes)
    units = tuple(Condition((FactTest("village_type", (unit,)),)) for unit in closed)
    return ListState(kind, some, title, shown.clause, (*scopes, *units))


def _titles(shown: NamedList, named: Sequence[tuple[str, NamedList]], open_: Sequence[NamedList]) -> str:
    """What to call the kind of list: each of the nearest pack's own that is still to come, as its document names them."""
    nearest = next(owner for owner, naming in named if naming is shown)
    own = [naming.title for owner, naming in named if owner == nearest and any(naming is other for other in open_)]
    return "、".join(dict.fromkeys(own)) or shown.title


def _is_closed(unit: str, named: Sequence[NamedList], open_: Sequence[NamedList]) -> bool:
    """Whether absence means something for a village, or for a community: all lists named for it are whole."""
    return any(unit in naming.units for naming in named) and not any(unit in naming.units for naming in open_)


def _is_whole(
    owner: str, wanted: NamedList, named: tuple[tuple[str, NamedList], ...], editions: Sequence[Standing]
) -> bool:
    """Whether the list that a pack names is wholly on record.

    The pack's own editions count where the pack says that it has the whole list (one for each that it names so); one
    that a steward recorded later counts by itself, and by its title where the pack names several lists of the kind.
    """
    namings = [naming for other, naming in named if other == owner]
    whole = [edition for edition in editions if edition.complete and edition.pack == owner]
    if any(edition.recorded and (len(namings) == 1 or key(edition.title) == key(wanted.title)) for edition in whole):
        return True
    promised = sum(naming.on_record is Completeness.COMPLETE for naming in namings)
    own = sum(not edition.recorded for edition in whole)
    return wanted.on_record is Completeness.COMPLETE and own >= promised


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
