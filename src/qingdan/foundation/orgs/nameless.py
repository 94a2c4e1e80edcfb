"""Roles that name no body: their holder works for a place, and cannot act in the name of a body of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import BodyType, Role
from qingdan.foundation.orgs.models import Account, Body, RoleGrant
from qingdan.foundation.orgs.queries import grants_of

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Nameless:
    """Somebody whose role names no body: whose name would be meant, and who can act in it today."""

    bodies: Sequence[str]
    people: Sequence[str]


def nameless(account: Account, roles: Collection[Role]) -> Nameless | None:
    """Who can act instead of somebody that holds one of these roles for a place and for no body; None for others.

    Of a town its own office is meant. At most two queries.
    """
    held = [grant for grant in grants_of(account) if grant.role in roles]
    if not held or any(grant.body is not None for grant in held):
        return None
    places = {grant.division for grant in held}
    bodies = dict(
        Body.objects.filter(division__in=places, type=BodyType.TOWN, valid_to=None)
        .order_by("division_id", "pk")
        .values_list("pk", "name")[:MOST_NAMED]
    )
    day = today()
    grants = RoleGrant.objects.filter(
        Q(until=None) | Q(until__gte=day), role__in=roles, body__in=bodies, since__lte=day
    )
    people = grants.filter(revoked_at=None, account__is_active=True).order_by("account_id")
    names = dict.fromkeys(people.values_list("account__display_name", flat=True)[:MOST_NAMED])
    return Nameless(list(bodies.values()), list(names))
