"""Items that were decided elsewhere come into the draft of the next edition; its steward finds them there."""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.clock.moments import today
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.models import Edition, EditionState, ItemList
from qingdan.register.lists.queries import named_lists
from qingdan.register.lists.services.drafting import (
    begin_draft,
    changed,
    make_list,
    open_for,
)
from qingdan.register.lists.services.items import put_in
from qingdan.register.lists.services.writing import note_bulk


@transaction.atomic
def propose_item(*, division: str, kind: ListKind, spec: ItemSpec, reason: str) -> tuple[Edition, str]:
    """Put a decided item into the draft of a division's list of a kind; returns the draft and the item's code.

    A list that is not there is begun, a draft too: by the system, for the rooms above decide who may want it. Raises
    ``ListsProblem`` where the draft waits for review or has the matter already.
    """
    item_list = ItemList.objects.filter(division=division, kind=kind).order_by("pk").first()
    if item_list is None:
        item_list = make_list(None, division, kind, _title(division, kind), "")
    locked = ItemList.objects.select_for_update().get(pk=item_list.pk)
    draft = locked.editions.filter(state=EditionState.DRAFT).first()
    if draft is None:
        newest = locked.editions.order_by("-number").first()
        number = (newest.number if newest else 0) + 1
        draft = begin_draft(None, locked, newest, number, newest.document if newest else "", reason)
    kept = open_for(None, draft, None)
    [item] = put_in(kept, [spec], [reason])
    changed(kept, None)
    note_bulk(None, "propose_item", kept, [[item.code, item.digest]])
    return kept, item.code


def _title(division: str, kind: ListKind) -> str:
    """The name that the place's document gives to its list of a kind, else a plain one."""
    named = next((each for each in named_lists(division, today()) if each.kind == kind), None)
    return named.title.strip("《》") if named else "准入事项清单"
