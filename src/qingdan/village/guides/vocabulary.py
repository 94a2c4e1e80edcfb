"""What a place's packs say about kinds: suggested guides, everyday sayings, kinds that people know. Made once a pack."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qingdan.policy.packs.compiling import CompiledPack, item_code
from qingdan.policy.packs.guide_specs import GuideSpec, KnownKindSpec
from qingdan.policy.packs.reading import Pack

MOST_KEPT = 32


@dataclass(frozen=True)
class Vocabulary:
    """By item code the suggested guide and the sayings; ``known``: kinds by name that may stand on no list."""

    suggestions: Mapping[str, GuideSpec] = field(default_factory=dict)
    sayings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: tuple[KnownKindSpec, ...] = ()


def vocabulary(pack: CompiledPack) -> Vocabulary:
    """The vocabulary of a pack with what it extends; the nearest pack's suggestion of an item counts, sayings add up."""
    kept = _kept.get(pack.hash)
    if kept is None:
        kept = _kept[pack.hash] = _read(pack.chain)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return kept


def _read(chain: tuple[Pack, ...]) -> Vocabulary:
    codes = {(list_id, item): code for list_id, item, code in _codes(chain)}
    suggestions: dict[str, GuideSpec] = {}
    sayings: dict[str, tuple[str, ...]] = {}
    for pack in chain:
        for guide in pack.guides.guides:
            suggestions.setdefault(codes[guide.list_id, guide.item], guide)
        for saying in pack.guides.sayings:
            code = codes[saying.list_id, saying.item]
            sayings[code] = (*sayings.get(code, ()), *saying.say)
    known = {each.title: each for pack in reversed(chain) for each in pack.guides.known}
    return Vocabulary(suggestions, sayings, tuple(known.values()))


def _codes(chain: tuple[Pack, ...]) -> Iterator[tuple[str, str, str]]:
    for pack in chain:
        for part in pack.lists:
            for item in part.items:
                yield part.id, item.id, item_code(pack.header.code, part.code, item.id)


_kept: OrderedDict[str, Vocabulary] = OrderedDict()
