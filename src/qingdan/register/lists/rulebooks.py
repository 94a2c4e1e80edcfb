"""Building the gate's rulebook for a division and a date, and what differs between places."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from threading import Lock

from qingdan.foundation.orgs.divisions import ancestors, prefix, subtree_end
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.names import short_place_names
from qingdan.foundation.orgs.queries import administering, overlaid_divisions
from qingdan.policy.gate import model as gate
from qingdan.policy.gate.model import ListKind
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.packs.compiling import CompiledPack, compile_condition, compile_item
from qingdan.policy.packs.completeness import Standing, counts_here, list_states, within_parents
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.policy.packs.queries import governing_on, newest_versions
from qingdan.policy.packs.rule_specs import ConditionSpec
from qingdan.register.lists.basis import parse
from qingdan.register.lists.models import (
    THIS_SYSTEM,
    BasisEnd,
    Edition,
    EditionState,
    Item,
    ItemList,
    Settlement,
)
from qingdan.register.lists.queries import _in_force, editions_in_force
from qingdan.register.lists.red_lines import DISTRICT_DIGITS, Conflict, red_line_conflicts
from qingdan.register.lists.sources import contributed, places_of_sources

MOST_KEPT = 128


def rulebook_for(division: str, on: date) -> Rulebook:
    """Everything that decides in a division (12-digit code) on a day; raises ``OutsideEveryPack``.

    The division need not be loaded. What villages share is kept by what it is made of and given the place's own
    names, so that a question costs a few small queries and no rebuilding, whichever of 600,000 villages asks.
    """
    place = administering(division, on)
    pack, notice = governing_on(place, on)
    editions = editions_in_force(place, on)
    ended, settled = ended_bases(place, on), settlements(editions)
    made_of = (
        pack.hash,
        tuple((edition.pk, edition.content_hash) for edition in editions),
        tuple(ended),
        tuple(sorted(settled.items())),
    )
    kept = _kept.get(made_of)
    if kept is None:
        kept = _build(place, on, pack, editions, frozenset(ended), settled)
        _kept.put(made_of, kept)
    more = contributed(place, on)
    return kept.at(
        place,
        on,
        place_names(division),
        notice,
        existing=more.existing,
        admissions=more.admissions,
        emergencies=more.emergencies,
    )


def places_with_rules(on: date) -> frozenset[str]:
    """The divisions at which anything that decides changes: packs, lists, ended bases, overlays, what rooms know.

    Villages of one kind that have the same of these above them are judged alike, but for their names and for codes.
    """
    found = set(places_of_sources(on))
    found.update(ItemList.objects.values_list("division", flat=True).distinct())
    found.update(BasisEnd.objects.filter(taken_back_at=None).values_list("division", flat=True).distinct())
    found.update(overlaid_divisions(on))
    found.update(version.division for version in newest_versions(on))
    return frozenset(found)


def ended_bases(division: str, on: date) -> list[str]:
    """The keys of documents that are no longer valid on a day, as recorded for a division or one above it."""
    ends = BasisEnd.objects.filter(division__in=ancestors(division), valid_to__lt=on, taken_back_at=None)
    return sorted(set(ends.values_list("document__key", flat=True)))


def settlements(editions: Sequence[Edition]) -> dict[str, bool]:
    """Red lines whose conflict was settled: by item code whether they hold; the latest answer counts."""
    towns = [edition.pk for edition in editions if len(prefix(edition.item_list.division)) > DISTRICT_DIGITS]
    if not towns:
        return {}
    rows = Settlement.objects.filter(item__edition__in=towns).order_by("pk")
    return dict(rows.values_list("item__code", "holds"))


def _build(
    division: str,
    on: date,
    pack: CompiledPack,
    editions: list[Edition],
    ended: frozenset[str],
    settled: Mapping[str, bool],
) -> Rulebook:
    counting = [edition for edition in editions if _counts(pack, edition)]
    return Rulebook(
        division=division,
        on=on,
        pack=pack.id,
        pack_title=pack.title,
        pack_status=pack.status,
        pack_hash=pack.hash,
        editions=tuple(edition.id_text for edition in counting),
        kinds=pack.kinds,
        rules=pack.rules,
        lists=list_states(pack, [_standing(edition) for edition in counting if edition.item_list.slug != THIS_SYSTEM]),
        items=_binding(pack, counting, ended, settled),
        clauses=pack.clauses,
        statutes=pack.statutes,
        place_names=pack.place_names,
        defaults=pack.defaults,
    )


def _binding(
    pack: CompiledPack, editions: list[Edition], ended: frozenset[str], settled: Mapping[str, bool]
) -> tuple[gate.Item, ...]:
    """The items that bind: no void red lines, and no additions where a lower level may only draw from the higher."""
    heights = {edition.id_text: len(prefix(edition.item_list.division)) for edition in editions}
    items = _gate_items(editions, ended)
    void = {conflict.item.code for conflict in red_line_conflicts(items, heights, pack.statutes)}
    kept = [item for item in items if item.code not in void or settled.get(item.code)]
    return within_parents(pack, [(heights[item.edition], item) for item in kept])


def _counts(pack: CompiledPack, edition: Edition) -> bool:
    return counts_here(pack, ListKind(edition.item_list.kind), edition.item_list.pack_id)


def _standing(edition: Edition) -> Standing:
    return Standing(
        pack=edition.item_list.pack_id,
        kind=ListKind(edition.item_list.kind),
        title=edition.item_list.title,
        clause=edition.clause or None,
        complete=edition.complete,
        recorded=not edition.pack_hash,
        complete_for=tuple(
            compile_condition(ConditionSpec.model_validate(scope), {}) for scope in edition.complete_for
        ),
    )


def _gate_items(editions: list[Edition], ended: frozenset[str] = frozenset()) -> list[gate.Item]:
    by_id = {edition.pk: edition for edition in editions}
    found = []
    for item in Item.objects.filter(edition__in=editions).order_by("edition_id", "position"):
        edition = by_id[item.edition_id]
        compiled = compile_item(
            ItemSpec.model_validate(item.spec),
            code=item.code,
            kind=ListKind(edition.item_list.kind),
            edition=edition.id_text,
            list_title=edition.item_list.title,
            document=edition.document,
            clause=edition.clause or None,
        )
        found.append(replace(compiled, basis_ended=_all_ended(compiled.basis, ended)))
    return found


def _all_ended(basis: Sequence[str], ended: frozenset[str]) -> bool:
    """Whether an item has no basis left: it names some, and all of them have ended."""
    return bool(ended and basis) and all(parse(text).key in ended for text in basis)


def conflicts_at(division: str, on: date) -> list[Conflict]:
    """The red lines of towns at or below a division that conflict with higher lists or with statutes on record."""
    towns = _towns_with_red_lines(division)
    if not towns:
        return []
    versions = newest_versions(on)
    editions = _in_force({place for town in towns for place in ancestors(town)}, on)
    heights = {edition.id_text: len(prefix(edition.item_list.division)) for edition in editions}
    places = {edition.id_text: edition.item_list.division for edition in editions}
    items = _gate_items(editions)
    found: list[Conflict] = []
    for town in towns:
        pack, _notice = governing_on(town, on, versions)
        above = set(ancestors(town))
        found += red_line_conflicts([item for item in items if places[item.edition] in above], heights, pack.statutes)
    return found


def _towns_with_red_lines(division: str) -> list[str]:
    lists = ItemList.objects.filter(
        kind=ListKind.NEGATIVE,
        division__gte=division,
        division__lt=subtree_end(division),
        editions__state=EditionState.PUBLISHED,
    )
    places = set(lists.values_list("division", flat=True))
    return sorted(place for place in places if len(prefix(place)) > DISTRICT_DIGITS)


def place_names(division: str) -> tuple[str, ...]:
    """The place's own names, with and without their endings: 芦台街道 and 芦台; they say nothing of the matter."""
    names = Division.objects.filter(code__in=ancestors(division)[:-2]).values_list("name", flat=True)
    return tuple(sorted({each for name in names for each in short_place_names(name)}))


class _Kept:
    """A bounded store of rulebooks, newest used last; safe for the threads of one process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._books: OrderedDict[object, Rulebook] = OrderedDict()
        self._lock = Lock()

    def get(self, made_of: object) -> Rulebook | None:
        with self._lock:
            book = self._books.get(made_of)
            if book is not None:
                self._books.move_to_end(made_of)
            return book

    def put(self, made_of: object, book: Rulebook) -> None:
        with self._lock:
            self._books[made_of] = book
            while len(self._books) > self._most:
                self._books.popitem(last=False)


_kept = _Kept(MOST_KEPT)
