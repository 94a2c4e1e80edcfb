"""What the review offers to the shell: a menu entry, and on the home page what waits for the person's body."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import Waiting, register_waiting

_OFFICERS = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER)
_READERS = (*_OFFICERS, Role.LIST_STEWARD, Role.SUPERVISOR, Role.DECISION_RECORDER)


def offer() -> None:
    """Register the menu entry and what waits for a body."""
    register_menu_entry("年度复核", "reviewing:reviews", _READERS, "依据", 340)
    register_waiting(_OFFICERS, _waiting)


def _waiting(account: Account, most: int) -> list[Waiting]:
    """The open rounds in which the person's bodies still have to answer."""
    from qingdan.register.reviewing.queries import waiting_for

    return [
        Waiting(
            title=str(review),
            url=f"{reverse('reviewing:review', args=[review.pk])}?answer=waiting",
            act="复核牵头事项",
            since=localdate(review.opened_at),
            until=review.due_on,
            note="每一项请说明保留、修改还是退出",
            count=left,
        )
        for review, left in waiting_for(account)[:most]
    ]
