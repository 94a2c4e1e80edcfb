"""Reading lists, and building the gate's rulebook for a division and a date."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock

from django.db.models import Q, QuerySet

from qingdan.foundation.orgs.divisions import ancestors, prefix, village_type
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.queries import administering
from qingdan.policy.gate import model as gate
from qingdan.policy.gate.model import RED_LIST_KINDS, ListKind
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.packs.compiling import CompiledPack, compile_condition, compile_item
from qingdan.policy.packs.completeness import Standing, counts_here, list_states, within_parents
from qingdan.policy.packs.queries import governing_on
from qingdan.policy.packs.schema import ConditionSpec, ItemSpec
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList

MOST_KEPT = 128
_UNIT_ENDINGS = (
    "社区居民委员会",
    "村民委员会",
    "社区居委会",
    "居民委员会",
    "居委会",
    "村委会",
    "街道",
    "镇",
    "乡",
    "村",
    "社区",
)


def lists_for(division: str) -> QuerySet[ItemList]:
    """The lists kept for a division and for everything above it."""
    return ItemList.objects.filter(division__in=ancestors(division))


def editions_in_force(division: str, on: date) -> list[Edition]:
    """The published editions that bind a division on a day: of each list the newest that is effective then."""
    found = Edition.objects.filter(
        Q(effective_on=None) | Q(effective_on__lte=on),
        Q(ends_on=None) | Q(ends_on__gte=on),
        item_list__division__in=ancestors(division),
        state__in=[EditionState.PUBLISHED, EditionState.SUPERSEDED],
    ).select_related("item_list")
    newest: dict[int, Edition] = {}
    for edition in found.order_by("item_list_id", "number"):
        newest[edition.item_list_id] = edition
    return sorted(newest.values(), key=lambda edition: edition.item_list.slug)


def editions_for(division: str, on: date) -> list[Edition]:
    """The editions in force that have an item for the place: in a village none that is for communities only."""
    editions = editions_in_force(division, on)
    unit = village_type(division)
    if unit is None:
        return editions
    units = Item.objects.filter(edition__in=editions).order_by().values_list("edition_id", "spec__units").distinct()
    meant = {edition for edition, named in units if not named or unit in named}
    return [edition for edition in editions if edition.pk in meant]


def items_of(edition: Edition, words: str = "") -> QuerySet[Item]:
    """The items of an edition, all or those whose title, category or body has the words."""
    items = Item.objects.filter(edition=edition)
    if words.strip():
        wanted = words.strip()
        items = items.filter(
            Q(title__contains=wanted) | Q(category__contains=wanted) | Q(lead_body__contains=wanted) | Q(code=wanted)
        )
    return items


def rulebook_for(division: str, on: date) -> Rulebook:
    """Everything that decides in a division (12-digit code) on a day; raises ``OutsideEveryPack``.

    The division need not be loaded. What villages share is kept by what it is made of and given the place's own
    names, so that a question costs a few small queries and no rebuilding, whichever of 600,000 villages asks.
    """
    place = administering(division, on)
    pack, notice = governing_on(place, on)
    editions = editions_in_force(place, on)
    made_of = (pack.hash, tuple((edition.pk, edition.content_hash) for edition in editions))
    kept = _kept.get(made_of)
    if kept is None:
        kept = _build(place, on, pack, editions)
        _kept.put(made_of, kept)
    return kept.at(place, on, place_names(division), notice)


def _build(division: str, on: date, pack: CompiledPack, editions: list[Edition]) -> Rulebook:
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
        lists=list_states(pack, [_standing(edition) for edition in counting]),
        items=_binding(pack, counting),
        clauses=pack.clauses,
        statutes=pack.statutes,
        place_names=pack.place_names,
        defaults=pack.defaults,
    )


def _binding(pack: CompiledPack, editions: list[Edition]) -> tuple[gate.Item, ...]:
    """The items that bind: no void red lines, and no additions where a lower level may only draw from the higher."""
    heights = {edition.id_text: len(prefix(edition.item_list.division)) for edition in editions}
    items = _without_void_red_lines(_gate_items(editions), editions)
    return within_parents(pack, [(heights[item.edition], item) for item in items])


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


def _gate_items(editions: list[Edition]) -> list[gate.Item]:
    by_id = {edition.pk: edition for edition in editions}
    found = []
    for item in Item.objects.filter(edition__in=editions).order_by("edition_id", "position"):
        edition = by_id[item.edition_id]
        found.append(
            compile_item(
                ItemSpec.model_validate(item.spec),
                code=item.code,
                kind=ListKind(edition.item_list.kind),
                edition=edition.id_text,
                list_title=edition.item_list.title,
                document=edition.document,
                clause=edition.clause or None,
            )
        )
    return found


def void_red_lines(items: list[gate.Item], editions: list[Edition]) -> list[gate.Item]:
    """Red lines of a lower level against a matter that stands on a higher list: they have no effect until settled."""
    divisions = {edition.id_text: edition.item_list.division for edition in editions}
    permitted: dict[str, int] = {}
    for item in items:
        if item.list_kind not in RED_LIST_KINDS:
            height = len(divisions[item.edition].rstrip("0"))
            permitted[_plain_key(item)] = min(height, permitted.get(_plain_key(item), height))
    return [
        item
        for item in items
        if item.list_kind in RED_LIST_KINDS
        and len(divisions[item.edition].rstrip("0")) > 6
        and permitted.get(_plain_key(item), 99) < len(divisions[item.edition].rstrip("0"))
    ]


def _without_void_red_lines(items: list[gate.Item], editions: list[Edition]) -> list[gate.Item]:
    void = {item.code for item in void_red_lines(items, editions)}
    return [item for item in items if item.code not in void]


def _plain_key(item: gate.Item) -> str:
    from qingdan.policy.gate.normalise import key

    return key(item.title)


def place_names(division: str) -> tuple[str, ...]:
    """The place's own names, with and without their endings: 芦台街道 and 芦台; they say nothing of the matter."""
    found: list[str] = []
    for name in Division.objects.filter(code__in=ancestors(division)[:-2]).values_list("name", flat=True):
        found.append(name)
        found += [name[: -len(end)] for end in _UNIT_ENDINGS if name.endswith(end)]
    return tuple(sorted({name for name in found if len(name) > 1}))


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
