"""Who may act on obligations and who may read them: one object for one person, asked by pages, counts and exports."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role
from qingdan.foundation.orgs.divisions import contains, subtree_end
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import grants_of
from qingdan.register.obligations.models import Assignment, Obligation, State

ISSUERS = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.TOWN_CLERK)
READERS = (*sorted(VILLAGE_ROLES), *ISSUERS)


class ObligationAccess:
    """What one person may do with obligations; reads the person's grants once.

    A village's own people act for it; its town's clerk acts on its behalf, marked. Officers read what their body gave.
    """

    def __init__(self, actor: Account) -> None:
        self.actor = actor

    @cached_property
    def _grants(self) -> list[tuple[str, str, int | None]]:
        return [(each.role, each.division, each.body) for each in grants_of(self.actor) if each.role in READERS]

    @cached_property
    def villages(self) -> tuple[str, ...]:
        """The scopes in which the person is the village's own."""
        return tuple(sorted({place for role, place, _body in self._grants if role in VILLAGE_ROLES}))

    @cached_property
    def towns(self) -> tuple[str, ...]:
        """The scopes that the person serves as their town's clerk."""
        return tuple(sorted({place for role, place, _body in self._grants if role == Role.TOWN_CLERK}))

    @cached_property
    def bodies(self) -> frozenset[int]:
        """The bodies for which the person issues."""
        return frozenset(body for role, _place, body in self._grants if role in ISSUERS and body is not None)

    def acts_for(self, division: str) -> bool | None:
        """None: may not act for this village; False: as its own; True: on its behalf."""
        if any(contains(scope, division) for scope in self.villages):
            return False
        return True if any(contains(scope, division) for scope in self.towns) else None

    def issues(self, assignment: Assignment) -> bool:
        """Whether the assignment is of one of the person's bodies, as its issuer or as the town that arranged it."""
        return bool({assignment.issuer_id, assignment.via_id} & self.bodies)

    def rows(self) -> QuerySet[Obligation]:
        """The obligations that the person may read: of their places, and those that their bodies gave."""
        meant = Q(assignment__issuer__in=self.bodies) | Q(assignment__via__in=self.bodies) if self.bodies else Q()
        for scope in (*self.villages, *self.towns):
            meant |= within(scope)
        rows = Obligation.objects.select_related("assignment__issuer", "assignment__via", "division")
        return rows.filter(meant) if meant else rows.none()

    def own_rows(self) -> QuerySet[Obligation]:
        """What the person's own village owes."""
        meant = Q()
        for scope in self.villages:
            meant |= within(scope)
        rows = Obligation.objects.select_related("assignment__issuer", "assignment__via", "division")
        return rows.filter(meant) if meant else rows.none()

    def town_rows(self) -> QuerySet[Obligation]:
        """What the villages owe that the person serves as town clerk."""
        meant = Q()
        for scope in self.towns:
            meant |= within(scope)
        rows = Obligation.objects.select_related("assignment__issuer", "assignment__via", "division")
        return rows.filter(meant) if meant else rows.none()

    def told(self, rows: QuerySet[Obligation]) -> QuerySet[Any]:
        """The rows with ``told``: the state that the person may know; what was said in confidence stands as opened.

        The village's own people know it, and its town's clerk, unless a body of the town gave or arranged it: also where
        the clerk's grant names no body.
        """
        if not self.bodies and not self.towns:  # only villages of their own
            return rows.annotate(told=F("state"))
        own, town = Q(pk__in=[]), Q(pk__in=[])
        for scope in self.villages:
            own |= within(scope)
        for scope in self.towns:
            town |= within(scope)
        mine = Q(assignment__issuer__in=self.bodies) | Q(assignment__via__in=self.bodies)
        mine |= Q(assignment__issuer__division__in=self.towns) | Q(assignment__via__division__in=self.towns)
        hidden = Q(state=State.DISPUTED, in_confidence=True) & ~own & ~(town & ~mine)
        return rows.annotate(told=Case(When(hidden, then=Value(State.OPENED.value)), default=F("state")))

    def given(self) -> QuerySet[Assignment]:
        """The assignments that the person's bodies gave or arranged."""
        if not self.bodies:
            return Assignment.objects.none()
        mine = Q(issuer__in=self.bodies) | Q(via__in=self.bodies)
        return Assignment.objects.filter(mine).select_related("issuer", "via")


def within(scope: str) -> Q:
    """Obligations of a division's subtree; of one village by equality, which its index answers in order."""
    if not scope.endswith("000"):
        return Q(division_id=scope)
    return Q(division_id__gte=scope, division_id__lt=subtree_end(scope))
