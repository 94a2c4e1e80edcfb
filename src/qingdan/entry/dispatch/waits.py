"""What waits for those who send, plan and put emergencies on record; one query each."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.emergency_access import EmergencyAccess
from qingdan.entry.dispatch.models import Dispatch, DispatchState, ScheduleState
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.waiting import Waiting


def to_arrange(account: Account, most: int) -> Iterator[Waiting]:
    """What was handed to the account's towns and is not in a plan yet, the oldest first."""
    access = DispatchAccess(account)
    if not access.towns:
        return
    rows = access.plan().filter(state=ScheduleState.WAITING, dispatch__state=DispatchState.SENT)
    for each in rows.order_by("handed_at", "pk")[:most]:
        since = timezone.localtime(each.handed_at).date()
        note = f"{each.dispatch.issuer}交来，{each.get_frequency_display()}"
        yield Waiting(
            each.dispatch.title, reverse("dispatch:arrange", args=[each.pk]), "排进年度计划", since, None, note
        )


def to_file(account: Account, most: int) -> Iterator[Waiting]:
    """What the account's bodies sent as an emergency and have to file, the earliest day first."""
    bodies = DispatchAccess(account).body_ids
    if not bodies:
        return
    rows = Dispatch.objects.filter(issuer__in=bodies, emergency__isnull=False, filed_at=None, filing_due__isnull=False)
    rows = rows.exclude(state=DispatchState.DRAFT).select_related("emergency").order_by("filing_due", "pk")
    for each in rows[:most]:
        since = timezone.localtime(each.sent_at or each.drafted_at).date()
        address = reverse("dispatch:file-afterwards", args=[each.pk])
        yield Waiting(each.title, address, "补备案", since, each.filing_due, f"按紧急情况先派的：{each.emergency}")


def to_check(account: Account, most: int) -> Iterator[Waiting]:
    """Emergencies that wait for the account as the second person."""
    access = EmergencyAccess(account)
    if not access.districts:
        return
    for each in access.to_check()[:most]:
        since = timezone.localtime(each.recorded_at).date()
        note = "已经生效，等第二人核对" if each.confirmed_at else "核对以后才生效"
        yield Waiting(each.title, reverse("dispatch:emergency", args=[each.pk]), "核对紧急情况", since, None, note)
