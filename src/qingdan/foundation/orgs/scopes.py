"""What one person's grants cover, read once however many rows are looked at; rooms' access objects build on it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import contains, prefix, subtree_end
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import Grant, grants_of

NO_ROWS = Q(pk__in=[])


class Scopes:
    """The grants of one account today."""

    def __init__(self, actor: Account) -> None:
        self.actor = actor
        self.day = today()

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """What the account holds."""
        return grants_of(self.actor)

    def scopes(self, roles: Collection[str]) -> list[str]:
        """The divisions in whose subtrees the account holds one of the roles, without those within another."""
        held = sorted({grant.division for grant in self.grants if grant.role in roles})
        return [code for code in held if not any(other != code and contains(other, code) for other in held)]

    def covers(self, roles: Collection[str], division: str) -> bool:
        """Whether the account holds one of the roles over a division."""
        return any(grant.role in roles and contains(grant.division, division) for grant in self.grants)

    def bodies_in(self, roles: Collection[str]) -> frozenset[int]:
        """The bodies for which the account acts in one of the roles."""
        return frozenset(grant.body for grant in self.grants if grant.body is not None and grant.role in roles)

    def within(self, roles: Collection[str], field: str = "division") -> Q:
        """The rows whose division lies where the account holds one of the roles: a union of ranges."""
        return reduce(or_, (rows_under(code, field) for code in self.scopes(roles)), NO_ROWS)


def rows_under(code: str, field: str = "division") -> Q:
    """The rows of a division's subtree."""
    return Q(**{f"{field}__gte": code, f"{field}__lt": subtree_end(code)}) if prefix(code) else ~NO_ROWS
