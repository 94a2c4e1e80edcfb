"""Reading lists: editions in force, what a place's document names, who keeps what, bases, red lines of towns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import NATION, ancestors, prefix, subtree_end, village_type
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.orgs.queries import grants_of, home_scope, scopes_of
from qingdan.foundation.reading import read_once
from qingdan.policy.gate.model import Completeness, ListKind
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.queries import governing_on
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.schema import NamedList
from qingdan.register.lists.models import (
    BasisDocument,
    BasisEnd,
    Edition,
    EditionState,
    Item,
    ItemBasis,
    ItemList,
)
from qingdan.register.lists.red_lines import DISTRICT_DIGITS
from qingdan.register.lists.roles import PREPARERS


def lists_for(division: str) -> QuerySet[ItemList]:
    """The lists kept for a division and for everything above it."""
    return ItemList.objects.filter(division__in=ancestors(division))


def editions_in_force(division: str, on: date) -> list[Edition]:
    """The published editions that bind a division on a day: of each list the newest that is effective then."""
    return list(read_once(("editions", division, on), lambda: _in_force(ancestors(division), on)))


def _in_force(places: Collection[str], on: date) -> list[Edition]:
    found = Edition.objects.filter(
        Q(effective_on=None) | Q(effective_on__lte=on),
        Q(ends_on=None) | Q(ends_on__gte=on),
        item_list__division__in=places,
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


@dataclass(frozen=True, slots=True)
class Kept:
    """A list that somebody keeps: its newest published edition and its draft, either may be missing."""

    item_list: ItemList
    newest: Edition | None
    draft: Edition | None


@dataclass(frozen=True, slots=True)
class Named:
    """A list that the governing document names, with the edition in force that a steward recorded, if there is one."""

    kind: str
    title: str
    clause: str
    on_record: Completeness
    edition: Edition | None


def named_lists(division: str, on: date) -> list[Named]:
    """The lists that the document of a place names, and how much of each is on record; raises ``OutsideEveryPack``."""
    pack = governing_on(division, on)[0].chain[0]
    recorded = [edition for edition in editions_in_force(division, on) if not edition.pack_hash]
    return [_named(naming, pack, recorded) for naming in pack.header.lists]


def _named(naming: NamedList, pack: Pack, recorded: Sequence[Edition]) -> Named:
    alone = sum(other.kind is naming.kind for other in pack.header.lists) == 1
    edition = next(
        (
            each
            for each in recorded
            if each.item_list.kind == naming.kind
            and each.item_list.pack_id == pack.id
            and (alone or key(each.item_list.title) == key(naming.title))
        ),
        None,
    )
    on_record = naming.on_record
    if edition is not None and on_record is not Completeness.COMPLETE:
        on_record = Completeness.COMPLETE if edition.complete else Completeness.INCOMPLETE
    return Named(naming.kind.value, naming.title, naming.clause, on_record, edition)


def own_division(actor: Account, role: Role | None = None) -> Division | None:
    """The division of the actor's home, or the highest in which they hold a role."""
    if role is None:
        scope = home_scope(actor)
        return scope.division if scope else None
    held = next(iter(scopes_of(actor, (role,))), None)
    return Division.objects.get(pk=held) if held else None


def kept_by(actor: Account) -> list[Kept]:
    """The lists that the actor may prepare, each with its newest edition and its draft."""
    meant = Q(pk__in=[])
    for grant in grants_of(actor):
        if grant.role in PREPARERS:
            within = Q(division__gte=grant.division, division__lt=subtree_end(grant.division))
            red_lines = within & Q(kind=ListKind.NEGATIVE, division=grant.division)
            meant |= within if grant.role == Role.LIST_STEWARD else red_lines
    lists = list(ItemList.objects.filter(meant))
    newest: dict[int, Edition] = {}
    drafts: dict[int, Edition] = {}
    for edition in Edition.objects.filter(item_list__in=lists).annotate(size=Count("items")).order_by("number"):
        (drafts if edition.is_draft else newest)[edition.item_list_id] = edition
    return [Kept(each, newest.get(each.pk), drafts.get(each.pk)) for each in lists]


def basis_documents(reader: Account, words: str, ended: str) -> QuerySet[BasisDocument]:
    """The documents that published items cite, with how many items rest on each, and whether an end is on record."""
    ends = BasisEnd.objects.filter(document=OuterRef("pk"), taken_back_at=None, division__in=_places_of(reader))
    citing = ItemBasis.objects.filter(document=OuterRef("pk"), item__published=True).order_by()
    cited = Subquery(citing.values("document").annotate(number=Count("pk")).values("number"))
    # Which are shown is asked by existence: counting all citations to drop what nobody cites took PostgreSQL minutes.
    rows = BasisDocument.objects.filter(Exists(citing) | Exists(ends))
    rows = rows.annotate(cited=Coalesce(cited, 0), is_ended=Exists(ends))
    if words:
        rows = rows.filter(Q(title__contains=words) | Q(number__contains=words))
    return rows.filter(is_ended=ended == "ended") if ended else rows


def _places_of(reader: Account) -> tuple[str, ...]:
    scope = home_scope(reader)
    return ancestors(scope.division.pk) if scope and scope.division else (NATION,)


def citing_items(reader: Account, document: BasisDocument) -> QuerySet[ItemBasis]:
    """The items of published editions not yet superseded that rest on a document."""
    return ItemBasis.objects.filter(document=document, item__edition__state=EditionState.PUBLISHED).select_related(
        "item__edition__item_list"
    )


def town_red_lines(division: str) -> QuerySet[Item]:
    """The red lines in force of towns at or below a division, with how their conflicts were settled."""
    return (
        Item.objects.filter(
            edition__item_list__kind=ListKind.NEGATIVE,
            edition__item_list__division__gte=division,
            edition__item_list__division__lt=subtree_end(division),
            edition__state=EditionState.PUBLISHED,
            edition__item_list__slug__in=_town_slugs(division),
        )
        .select_related("edition__item_list")
        .prefetch_related("settlements__by")
    )


def _town_slugs(division: str) -> list[str]:
    lists = ItemList.objects.filter(
        kind=ListKind.NEGATIVE, division__gte=division, division__lt=subtree_end(division)
    ).values_list("slug", "division")
    return [slug for slug, place in lists if len(prefix(place)) > DISTRICT_DIGITS]
