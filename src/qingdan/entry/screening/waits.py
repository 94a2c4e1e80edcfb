"""What waits for those who screen drafts: their own newest drafts with demands that nobody decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from qingdan.entry.screening.models import FoundState, Screening, Side
from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.waiting import Waiting
from qingdan.policy.gate.model import Outcome

REMEMBERED = timedelta(days=14)
"""A draft that nobody touched for longer waits for nobody."""


def waiting(account: Account, most: int) -> Iterator[Waiting]:
    """The drafts that the account screened itself in these days and that have no newer version. One query."""
    later = Screening.objects.filter(earlier=OuterRef("pk"))
    rows = (
        Screening.objects.filter(by=account, side=Side.DRAFT, stopping__gt=0, at__gte=now() - REMEMBERED)
        .filter(~Exists(later))
        .annotate(open=Count("found", filter=Q(found__state=FoundState.OPEN) & ~Q(found__outcome=Outcome.LISTED)))
        .filter(open__gt=0)
        .only("pk", "title", "name", "at")
        .order_by("-at", "-pk")[:most]
    )
    for each in rows:
        yield Waiting(
            title=str(each), url=reverse("screening:screening", args=[each.pk]), act="改通知", since=each.at.date(), note=f"还有 {each.open} 处没有处理",
        )  # fmt: skip
