"""Who sends for which body and whereto, who arranges for which town, and who may read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Q, QuerySet

from qingdan.entry.dispatch.models import Dispatch, DispatchState, Schedule
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import contains, subtree_end
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import grants_of
from qingdan.register.obligations.access import ISSUERS

OVERSEERS = (Role.LEAD_OFFICER, Role.SUPERVISOR, Role.INSPECTOR)
READERS = tuple(dict.fromkeys((*ISSUERS, *OVERSEERS)))


class DispatchAccess:
    """What one person may do with dispatches; reads the person's grants once."""

    def __init__(self, actor: Account) -> None:
        self.actor = actor

    @cached_property
    def _grants(self) -> list[tuple[str, str, int | None]]:
        return [(each.role, each.division, each.body) for each in grants_of(self.actor) if each.role in READERS]

    @cached_property
    def body_ids(self) -> frozenset[int]:
        """The bodies for which the person sends."""
        return frozenset(body for role, _place, body in self._grants if role in ISSUERS and body is not None)

    def bodies(self) -> QuerySet[Body]:
        """The same as bodies, those that still exist."""
        return Body.objects.filter(pk__in=self.body_ids, valid_to=None).select_related("division")

    def reach(self, body: Body) -> list[str]:
        """Whereto the person may send for a body: where both the grant and the body are at home."""
        scopes = {place for role, place, held in self._grants if role in ISSUERS and held == body.pk}
        own = body.division_id
        return sorted(
            {scope if contains(own, scope) else own for scope in scopes if contains(own, scope) or contains(scope, own)}
        )

    @cached_property
    def towns(self) -> tuple[str, ...]:
        """The scopes in which the person arranges a town's plan."""
        return tuple(sorted({place for role, place, _body in self._grants if role == Role.TOWN_CLERK}))

    @cached_property
    def overseen(self) -> tuple[str, ...]:
        """The scopes whose bodies' dispatches the person reads by office."""
        return tuple(sorted({place for role, place, _body in self._grants if role in OVERSEERS}))

    def demand_sender(self, body: Body) -> None:
        """Raise :class:`NotAllowed` unless the person sends for the body."""
        if body.pk not in self.body_ids:
            raise NotAllowed("只能派本单位的事，您没有这个权限。")

    def demand_reach(self, body: Body, divisions: Iterable[str]) -> None:
        """Raise :class:`NotAllowed` where one of the divisions lies outside the body's and the person's reach."""
        reach = self.reach(body)
        if not all(any(contains(scope, code) for scope in reach) for code in divisions):
            raise NotAllowed("只能派到本单位管的地方。")

    def arranges(self, schedule: Schedule) -> bool:
        """Whether the person arranges it for its town."""
        town = schedule.town_id
        return town is not None and any(contains(scope, town) for scope in self.towns)

    def sends(self, dispatch: Dispatch) -> bool:
        """Whether it is of one of the person's bodies."""
        return dispatch.issuer_id in self.body_ids

    def rows(self) -> QuerySet[Dispatch]:
        """The dispatches of the person's bodies; those handed to the person's town; by office those of a place's bodies.

        A draft is read by its own body only.
        """
        meant = Q(issuer__in=self.body_ids)
        sent = Q(pk__in=[])
        for scope in self.towns:
            sent |= Q(pk__in=self._handed_to(scope))
        for scope in self.overseen:
            sent |= Q(issuer__division__gte=scope, issuer__division__lt=subtree_end(scope))
        return Dispatch.objects.filter(meant | (sent & ~Q(state=DispatchState.DRAFT))).select_related(
            "issuer", "emergency"
        )

    def _handed_to(self, scope: str) -> QuerySet[Schedule, int]:
        towns = Schedule.objects.filter(town__gte=scope, town__lt=subtree_end(scope))
        return towns.values_list("dispatch_id", flat=True)

    def sees(self, dispatch: Dispatch) -> tuple[str, ...] | None:
        """Where the person sees a dispatch that they may read: everywhere (None), or in their own towns only."""
        if self.sends(dispatch) or any(contains(scope, dispatch.issuer.division_id) for scope in self.overseen):
            return None
        return self.towns

    def plan(self) -> QuerySet[Schedule]:
        """The schedules of the towns for which the person arranges."""
        meant = Q(pk__in=[])
        for scope in self.towns:
            meant |= Q(town__gte=scope, town__lt=subtree_end(scope))
        return Schedule.objects.filter(meant).select_related("dispatch__issuer", "town", "body")
