"""Reading reviews: stewards and leaders see the whole round, a body its own items."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import bodies_held, holds, scopes_of
from qingdan.register.reviewing.models import Answer, ReviewedItem, ReviewRound

OFFICERS = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER)
OVERSEERS = (Role.LIST_STEWARD, Role.SUPERVISOR, Role.DECISION_RECORDER)
READERS = (*OFFICERS, *OVERSEERS)


def reviews_of(reader: Account) -> QuerySet[ReviewRound]:
    """The rounds of divisions in which the reader holds one of the roles that take part."""
    scopes = scopes_of(reader, READERS)
    meant = Q(pk__in=[])
    for scope in scopes:
        meant |= Q(division__gte=scope, division__lt=subtree_end(scope))
    return ReviewRound.objects.filter(meant)


def items_for(reader: Account, review: ReviewRound) -> QuerySet[ReviewedItem]:
    """All items of a round for those who oversee it; for a body's officer those that the body leads."""
    rows = review.items.select_related("item__edition__item_list", "body", "answered_by", "taken_into")
    if oversees(reader, review):
        return rows
    return rows.filter(body__in=bodies_of(reader))


def oversees(reader: Account, review: ReviewRound) -> bool:
    """Whether the reader sees the whole round."""
    return _holds(reader, OVERSEERS, review.division)


def keeps(reader: Account, review: ReviewRound) -> bool:
    """Whether the reader is the steward of the round's division."""
    return _holds(reader, (Role.LIST_STEWARD,), review.division)


def _holds(reader: Account, roles: Collection[str], division: str) -> bool:
    return holds(reader, roles, division)


def bodies_of(reader: Account) -> set[int]:
    """The bodies for which the reader answers."""
    return bodies_held(reader, OFFICERS)


def answers_for(reader: Account, reviewed: ReviewedItem) -> bool | None:
    """True: for the reader's own body; False: on another's behalf, as the steward; None: not at all."""
    if reviewed.body_id is not None and reviewed.body_id in bodies_of(reader):
        return True
    return False if keeps(reader, reviewed.review) else None


def officers_of(bodies: Iterable[Body]) -> QuerySet[Account]:
    """The accounts that answer for bodies."""
    return Account.objects.filter(
        grants__body__in=list(bodies), grants__role__in=OFFICERS, grants__revoked_at=None, is_active=True
    ).distinct()


def progress(review: ReviewRound) -> list[dict[str, Any]]:
    """How far each body is: items, and how many of each answer."""
    counts = {answer.value: Count("pk", filter=Q(answer=answer)) for answer in Answer}
    rows = review.items.values("body_id", "body__name").annotate(total=Count("pk"), **counts).order_by("body__name")
    return [dict(row) for row in rows]


def waiting_for(reader: Account) -> list[tuple[ReviewRound, int]]:
    """The open rounds in which the reader's bodies still have to answer, with how many items."""
    bodies = bodies_of(reader)
    if not bodies:
        return []
    rows = (
        ReviewRound.objects.filter(closed_at=None, items__body__in=bodies, items__answer=Answer.WAITING)
        .annotate(left=Count("items"))
        .order_by("due_on")
    )
    return [(review, review.left) for review in rows]
