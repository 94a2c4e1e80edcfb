"""What waits for those who keep the register and for who approves; of every sort in one query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.together import NO_DAY
from qingdan.foundation.web.waiting import Waiting
from qingdan.foundation.web.waiting_rows import Matter, Rows, matters
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.queries import to_check, to_press, to_take_out

_APPROVE, _PRESS, _TAKE, _CHECK, _BACK, _HAND = "approve", "press", "take", "check", "back", "hand"
_PAGES = {
    _APPROVE: ("seals:approval", "批用印"), _PRESS: ("seals:press", "盖章登记"), _TAKE: ("seals:take-out", "带出登记"),
    _CHECK: ("seals:approval", "核对纸质批准"), _BACK: ("seals:bring-back", "带回登记"), _HAND: ("seals:handover", "确认移交"),
}  # fmt: skip


def _parts(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """Uses to approve, to press, papers to compare, seals that should be back, handovers to confirm; ``most`` of each."""
    access = SealAccess(account)
    if access.approved:
        yield _columns(
            access.to_approve().order_by("asked_at", "pk"),
            most,
            _APPROVE,
            "document_title",
            "seal__name",
            "asked_at",
        )
    if access.villages:
        rows = access.approvals()
        given = Coalesce("decided_at", "asked_at")
        yield _columns(to_press(rows).order_by("decided_at", "pk"), most, _PRESS, "document_title", "seal__name", given)
        yield _columns(
            to_take_out(rows).order_by("decided_at", "pk"), most, _TAKE, "document_title", "seal__name", given
        )
    if access.villages or access.towns:
        papers = to_check(access.approvals()).exclude(asked_by=access.actor)
        yield _columns(papers.order_by("asked_at", "pk"), most, _CHECK, "document_title", "seal__name", "asked_at")
        out = access.takeouts().filter(back_at=None)
        late = out if access.villages else out.filter(due_back__lt=today())
        yield _columns(late.order_by("due_back", "pk"), most, _BACK, "seal__name", "where", "out_at", F("due_back"))
    if access.villages:
        yield _columns(
            _to_confirm(access).order_by("begun_at", "pk"), most, _HAND, "giver_name", "taker_name", "begun_at"
        )


def _to_confirm(access: SealAccess) -> QuerySet[Any]:
    """Handovers whose side with the person's own account is not confirmed."""
    mine = Q(giver=access.actor, given_at=None) | Q(taker=access.actor, taken_at=None)
    return access.handovers().filter(mine, called_off_at=None)


def _columns(
    rows: QuerySet[Any], most: int, sort: str, named: str, by: str, since: Any, until: Any = NO_DAY
) -> QuerySet[Any]:
    """The first rows as a part of what waits."""
    return matters(rows, most, sort, named=named, by=by, since=TruncDate(since), until=until)


def _waiting(row: Matter) -> Waiting:
    page, act = _PAGES[row.sort]
    url = reverse(page, args=[row.key])
    if row.sort == _BACK:
        return Waiting(f"“{row.named}”还在外面", url, act, row.since, row.until, f"带到{row.by}")
    if row.sort == _HAND:
        return Waiting(f"印章移交：{row.named} → {row.by}", url, act, row.since)
    return Waiting(row.named, url, act, row.since, None, f"盖“{row.by}”" if row.sort != _TAKE else f"带出“{row.by}”")


waiting = Rows("seals", _parts, _waiting)
"""What waits in this room."""
