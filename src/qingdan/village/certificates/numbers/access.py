"""Where a person reads the numbers: the scopes of their grants; no number says who anybody is."""

from __future__ import annotations

from functools import cached_property

from django.db.models import Q, QuerySet

from qingdan.foundation.orgs.divisions import contains, subtree_end
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.orgs.queries import scopes_of
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.roles import COUNTED_BY


class NumbersAccess:
    """What one person may count; reads the person's grants once."""

    def __init__(self, actor: Account) -> None:
        self.actor = actor

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The divisions with all below them that the person counts in, the widest where one lies in another."""
        held = sorted(set(scopes_of(self.actor, COUNTED_BY)))
        return tuple(code for code in held if not any(other != code and contains(other, code) for other in held))

    def covers(self, division: str) -> bool:
        """Whether the person counts there."""
        return any(contains(scope, division) for scope in self.scopes)

    def rows(self, place: str = "") -> QuerySet[Application]:
        """The applications of the person's scopes, or of one place within them; none of a place that is not theirs."""
        places = self.scopes if not place else (place,) if self.covers(place) else ()
        meant = Q(pk__in=[])
        for code in places:
            meant |= Q(division__gte=code, division__lt=subtree_end(code))
        return Application.objects.filter(meant)

    def places(self) -> QuerySet[Division]:
        """The person's scopes, by code."""
        return Division.objects.filter(pk__in=self.scopes)
