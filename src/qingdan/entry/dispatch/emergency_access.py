"""Who puts emergencies on record where, and who reads them."""

from __future__ import annotations

from functools import cached_property

from django.db.models import Q, QuerySet

from qingdan.entry.dispatch.access import READERS, DispatchAccess
from qingdan.entry.dispatch.models import Emergency
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import ancestors, contains, subtree_end
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import grants_of


class EmergencyAccess:
    """What one person may do with emergencies; reads the person's grants once."""

    def __init__(self, actor: Account) -> None:
        self.actor = actor

    @cached_property
    def _scopes(self) -> list[tuple[str, str]]:
        return [(each.role, each.division) for each in grants_of(self.actor) if each.role in READERS]

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """Where the person puts emergencies on record."""
        return tuple(sorted({place for role, place in self._scopes if role == Role.LEAD_OFFICER}))

    def records(self, emergency: Emergency) -> bool:
        """Whether the person keeps this one."""
        return any(contains(scope, emergency.district) for scope in self.districts)

    def rows(self) -> QuerySet[Emergency]:
        """The emergencies of the person's places, and those above them."""
        meant = Q(pk__in=[])
        for _role, scope in self._scopes:
            meant |= Q(district__gte=scope, district__lt=subtree_end(scope)) | Q(district__in=ancestors(scope))
        return Emergency.objects.filter(meant).select_related("recorded_by", "checked_by", "closed_by", "scan")

    def to_check(self) -> QuerySet[Emergency]:
        """Those that wait for this person as the second one."""
        meant = Q(pk__in=[])
        for scope in self.districts:
            meant |= Q(district__gte=scope, district__lt=subtree_end(scope))
        rows = Emergency.objects.filter(meant, checked_at=None, closed_at=None)
        return rows.exclude(recorded_by=self.actor).order_by("recorded_at")


def running_for(access: DispatchAccess) -> QuerySet[Emergency]:
    """The emergencies under which the person may send today: confirmed, in their period, not closed."""
    day = today()
    rows = EmergencyAccess(access.actor).rows().filter(starts__lte=day, ends__gte=day, confirmed_at__isnull=False)
    return rows.filter(closed_at=None).order_by("-recorded_at")
