"""Lists, editions and items by the names that people and programs know: what a reader may see of them, nothing else."""

from __future__ import annotations

from django.db.models import QuerySet

from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.codes import compact
from qingdan.register.lists.access import ListPowers, readable_editions
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList, Removal

MOST_HISTORY = 20


def published_editions(reader: Account | None) -> QuerySet[Edition]:
    """The editions that are or were published, as far as the reader may see them."""
    return readable_editions(reader).exclude(state=EditionState.DRAFT)


def editions_of(reader: Account | None, code: str) -> QuerySet[Edition]:
    """The editions of a list by its code, newest first."""
    return readable_editions(reader).filter(item_list__code=code).order_by("-number")


def edition_by_number(reader: Account | None, code: str, number: int) -> Edition | None:
    """One edition of a list."""
    return editions_of(reader, code).filter(number=number).first()


def list_for_preparing(actor: Account, code: str) -> ItemList | None:
    """A list by its code for somebody who may know of it: who prepares it, or sees an edition of it."""
    found = ItemList.objects.filter(code=code).first()
    if found is None:
        return None
    knows = ListPowers(actor).may_prepare(found.division, found.kind) or editions_of(actor, code).exists()
    return found if knows else None


def held_against(reader: Account | None, edition: Edition, number: int | None = None) -> Edition | None:
    """The edition that another is compared with: that number of the same list, or the nearest one before."""
    others = readable_editions(reader).filter(item_list=edition.item_list_id).exclude(pk=edition.pk)
    if number is not None:
        return others.filter(number=number).first()
    return others.filter(number__lt=edition.number).order_by("-number").first()


def item_by_code(reader: Account | None, code: str) -> Item | None:
    """An item in the newest published edition that has it."""
    rows = Item.objects.filter(code=code[:40], edition__in=published_editions(reader))
    return rows.select_related("edition__item_list").order_by("-edition__number").first()


def codes_as_stored(code: str) -> list[str]:
    """The codes of items that are meant by one, however it is typed: small, full-width, with or without hyphens, spaces.

    A code is pack (two letters), list (a letter and what follows, at most four characters), number and check character:
    ``nhbc01w`` is ``NH-BC-01W``. As it was typed it stands first, whatever its form, then the likeliest; whether there is
    such an item is not asked.
    """
    typed = compact(code)
    return list(dict.fromkeys([code.strip(), *(f"{typed[:2]}-{typed[2:end]}-{typed[end:]}" for end in range(4, 7))]))


def history_of(reader: Account | None, item: Item) -> list[Item]:
    """The same item in the other editions that the reader may see, newest first."""
    rows = Item.objects.filter(code=item.code, edition__in=published_editions(reader)).exclude(pk=item.pk)
    return list(rows.select_related("edition__item_list").order_by("-edition__number")[:MOST_HISTORY])


def removal_of(reader: Account | None, item: Item) -> Removal | None:
    """That a later edition took the item out, and why; None where it still stands."""
    rows = Removal.objects.filter(
        code=item.code, edition__number__gt=item.edition.number, edition__in=published_editions(reader)
    )
    return rows.select_related("edition__item_list").order_by("edition__number").first()
