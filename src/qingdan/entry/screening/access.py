"""Who may screen for whom, and who may read what was found: one object for one person.

A draft is its office's own: its people read it, nobody above. What a village received is read by the village and by its
town; the office that sent it learns of it only through a lead that a person confirmed.
"""

from __future__ import annotations

from functools import cached_property

from django.db.models import Q, QuerySet

from qingdan.entry.screening.models import FoundDemand, Screening, Side
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role
from qingdan.foundation.orgs.divisions import contains, subtree_end
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import grants_of

OFFICES = frozenset({Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.LIST_STEWARD, Role.TOWN_CLERK})
OVERSEERS = frozenset({Role.LEAD_OFFICER, Role.SUPERVISOR, Role.INSPECTOR})
RECEIVERS = frozenset({*VILLAGE_ROLES, Role.TOWN_CLERK})
STEWARDS = frozenset({Role.LIST_STEWARD, Role.LEAD_OFFICER})
EVERYBODY = tuple(sorted(OFFICES | OVERSEERS | RECEIVERS))


class ScreeningAccess:
    """What one person may do with screenings; reads the person's grants once."""

    def __init__(self, actor: Account) -> None:
        self.actor = actor

    @cached_property
    def _grants(self) -> list[tuple[str, str, int | None]]:
        return [(each.role, each.division, each.body) for each in grants_of(self.actor) if each.role in EVERYBODY]

    @cached_property
    def body_ids(self) -> frozenset[int]:
        """The offices whose drafts the person screens."""
        return frozenset(body for role, _place, body in self._grants if role in OFFICES and body is not None)

    def bodies(self) -> QuerySet[Body]:
        """The same as bodies, those that still exist."""
        return Body.objects.filter(pk__in=self.body_ids, valid_to=None).select_related("division")

    @cached_property
    def receiving(self) -> tuple[str, ...]:
        """The scopes for which the person screens what came: their village, or the villages of their town."""
        return self._scopes(RECEIVERS)

    @cached_property
    def overseen(self) -> tuple[str, ...]:
        """The scopes of which the person sees how many demands offices had, without their words."""
        return self._scopes(OVERSEERS)

    @cached_property
    def correcting(self) -> tuple[str, ...]:
        """The scopes whose corrections the person exports as labelled data."""
        return self._scopes(STEWARDS)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Every scope in which the person may choose a place to judge by."""
        return self._scopes(frozenset(EVERYBODY))

    def _scopes(self, roles: frozenset[Role]) -> tuple[str, ...]:
        return tuple(sorted({place for role, place, _body in self._grants if role in roles}))

    def demand_side(self, side: str, division: str, body: Body | None) -> None:
        """Raise :class:`NotAllowed` unless the person screens such a paper there."""
        if side == Side.DRAFT:
            if body is None or body.pk not in self.body_ids:
                raise NotAllowed("只能筛查本单位准备发出的通知。")
        elif not any(contains(scope, division) for scope in self.receiving):
            raise NotAllowed("只能筛查自己村（社区）、自己镇街收到的通知。")

    def rows(self) -> QuerySet[Screening]:
        """The screenings that the person may read."""
        meant = Q(by=self.actor) | Q(body__in=self.body_ids, side=Side.DRAFT)
        for scope in self.receiving:
            meant |= Q(side=Side.RECEIVED, division__gte=scope, division__lt=subtree_end(scope))
        return Screening.objects.filter(meant).select_related("division", "body", "issuer", "by")

    def found(self) -> QuerySet[FoundDemand]:
        """The demands found in them."""
        return FoundDemand.objects.filter(screening__in=self.rows())

    def acts_on(self, screening: Screening) -> bool:
        """Whether the person may decide on what was found: the office's people, or the village's and its town's."""
        if screening.side == Side.DRAFT:
            return screening.body_id in self.body_ids
        return any(contains(scope, screening.division_id) for scope in self.receiving)

    def files_leads(self, screening: Screening) -> bool:
        """Whether the person may file what was found as a lead: what came to their village or town."""
        return screening.side == Side.RECEIVED and self.acts_on(screening)
