"""What waits for those who keep lists."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.waiting import Waiting
from qingdan.register.lists.access import ListPowers, readable_editions
from qingdan.register.lists.models import Edition, EditionState


def waiting_drafts(actor: Account, most: int) -> list[Waiting]:
    """Drafts that the actor may publish now, and those that they prepare and that are not yet submitted."""
    drafts = readable_editions(actor).filter(state=EditionState.DRAFT).select_related("submitted_by")
    powers, found = ListPowers(actor), []
    for draft in drafts.order_by("submitted_at", "pk")[:most]:
        kept = draft.item_list
        if draft.submitted_at is not None:
            if draft.submitted_by_id != actor.pk and powers.may_publish(kept).allowed:
                found.append(_waiting(draft, "审查发布", draft.submitted_at, f"{draft.submitted_by}提交"))
        elif powers.may_prepare(kept.division, kept.kind):
            note = f"退回修改：{draft.returned_for}" if draft.returned_for else "草稿，还没有提交"
            found.append(_waiting(draft, "编完提交", draft.recorded_at, note))
    return found


def _waiting(draft: Edition, act: str, since: datetime, note: str) -> Waiting:
    return Waiting(str(draft), reverse("lists:edition", args=[draft.pk]), act, localdate(since), note=note)
