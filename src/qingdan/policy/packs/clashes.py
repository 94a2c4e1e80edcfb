"""Items of one list that are the same matter: they cannot stand side by side. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.compiling import covered_units
from qingdan.policy.packs.list_specs import ItemSpec


@dataclass(frozen=True, slots=True)
class Clash:
    """Two items with one name that may count for the same demand: places in the list, the later one first."""

    later: int
    earlier: int
    name: str


def keys_of(item: ItemSpec, place_names: tuple[str, ...] = ()) -> list[str]:
    """What an item is compared by: its title and its aliases, without punctuation and the place's own names."""
    return sorted({key(title, place_names) for title in (item.title, *item.aliases)})


def clashes(items: Sequence[ItemSpec], place_names: tuple[str, ...] = ()) -> list[Clash]:
    """Every item that has a name of an earlier one, unless they are for different units, places or times."""
    named: dict[str, list[int]] = {}
    found = []
    for later, item in enumerate(items):
        for name in keys_of(item, place_names):
            earlier = next((other for other in named.get(name, []) if overlap(item, items[other])), None)
            if earlier is not None:
                found.append(Clash(later, earlier, name))
            named.setdefault(name, []).append(later)
    return found


def overlap(one: ItemSpec, other: ItemSpec) -> bool:
    """Whether two items may both count for one demand."""
    return (
        bool(covered_units(one.units) & covered_units(other.units))
        and _both(one.location, other.location)
        and _both(one.party, other.party)
        and not (one.valid_to and other.valid_from and one.valid_to < other.valid_from)
        and not (other.valid_to and one.valid_from and other.valid_to < one.valid_from)
    )


def _both(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
