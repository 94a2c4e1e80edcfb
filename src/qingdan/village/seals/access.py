"""Who keeps the register of seals where, who approves, and who reads: one object for one person, asked by everything."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role
from qingdan.foundation.orgs.divisions import contains, subtree_end
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.orgs.queries import accounts_holding, grants_of
from qingdan.village.seals.models import Handover, Seal, SealApproval, SealUse, Takeout
from qingdan.village.seals.roles import APPROVERS, OVERSEERS, READERS

Row = TypeVar("Row", bound=Model)


class SealAccess:
    """What one person may do with seals; reads the person's grants once.

    A village's own people keep its register; its town's clerk does so on its behalf, marked. Supervision and discipline
    read what lies in their place.
    """

    def __init__(self, actor: Account) -> None:
        self.actor = actor

    @cached_property
    def _grants(self) -> list[tuple[Role, str]]:
        return [(each.role, each.division) for each in grants_of(self.actor) if each.role in READERS]

    def _scopes(self, *roles: Role) -> tuple[str, ...]:
        return tuple(sorted({place for role, place in self._grants if role in roles}))

    @cached_property
    def villages(self) -> tuple[str, ...]:
        """The scopes in which the person is the village's own."""
        return self._scopes(*VILLAGE_ROLES)

    @cached_property
    def towns(self) -> tuple[str, ...]:
        """The scopes that the person serves as their town's clerk."""
        return self._scopes(Role.TOWN_CLERK)

    @cached_property
    def approved(self) -> tuple[str, ...]:
        """The scopes in which the person approves."""
        return self._scopes(*APPROVERS)

    def acts_for(self, division: str) -> bool | None:
        """None: may not keep this village's register; False: as its own; True: on its behalf."""
        if any(contains(scope, division) for scope in self.villages):
            return False
        return True if any(contains(scope, division) for scope in self.towns) else None

    def demand_recorder(self, division: str) -> bool:
        """Whether it is on behalf; raises :class:`NotAllowed` for who does not keep this village's register."""
        on_behalf = self.acts_for(division)
        if on_behalf is None:
            raise NotAllowed("用印由本村（社区）登记，镇街可以代录，您没有这个权限。")
        return on_behalf

    def approves(self, seal: Seal) -> bool:
        """Whether the person is of the office that approves uses of this seal in the system."""
        return bool(seal.approver_role) and any(contains(scope, seal.division_id) for scope in self.approved)

    def demand_approver(self, seal: Seal) -> None:
        """Raise :class:`NotAllowed` unless the person approves uses of this seal."""
        if not self.approves(seal):
            raise NotAllowed(f"“{seal}”由{seal.approver_title}批准，您没有这个权限。")

    def _place(self, field: str) -> Q:
        meant = Q(pk__in=[])
        for scope in {*self.villages, *self.towns, *self._scopes(*OVERSEERS)}:
            meant |= within(field, scope)
        return meant

    def places(self) -> QuerySet[Division]:
        """The villages whose register the person keeps."""
        meant = Q(pk__in=[])
        for scope in (*self.villages, *self.towns):
            meant |= within("code", scope)
        return Division.objects.filter(meant, level="village").order_by("code")

    def seals(self) -> QuerySet[Seal]:
        """The seals that the person may read."""
        return Seal.objects.filter(self._place("division_id")).select_related("division", "keeper")

    def approvals(self) -> QuerySet[SealApproval]:
        """The approvals that the person may read."""
        rows = SealApproval.objects.filter(self._place("seal__division_id"))
        return rows.select_related("seal__division", "approver", "asked_by", "checked_by")

    def uses(self) -> QuerySet[SealUse]:
        """The entries of the register that the person may read."""
        rows = SealUse.objects.filter(self._place("seal__division_id"))
        return rows.select_related("seal__division", "approval", "recorded_by")

    def takeouts(self) -> QuerySet[Takeout]:
        """The takeouts that the person may read."""
        rows = Takeout.objects.filter(self._place("seal__division_id"))
        return rows.select_related("seal__division", "approval")

    def handovers(self) -> QuerySet[Handover]:
        """The handovers that the person may read."""
        return Handover.objects.filter(self._place("division_id")).select_related("division", "giver", "taker")

    def to_approve(self) -> QuerySet[SealApproval]:
        """What waits for the person's approval; never what they handle themselves."""
        meant = Q(pk__in=[])
        for scope in self.approved:
            meant |= within("seal__division_id", scope)
        rows = SealApproval.objects.filter(meant, state="asked").exclude(seal__approver_role="")
        return rows.exclude(applicant=self.actor).select_related("seal")


def people_of(division: str) -> list[Account]:
    """The accounts of a village, who may keep, ask, press."""
    rows = accounts_holding(Role.VILLAGE_CLERK, division) | accounts_holding(Role.VILLAGE_HEAD, division)
    return list(rows.distinct().order_by("username"))


def within(field: str, scope: str) -> Q:
    """Rows whose division lies in a subtree; of one village by equality, which its index answers."""
    if not scope.endswith("000"):
        return Q(**{field: scope})
    return Q(**{f"{field}__gte": scope, f"{field}__lt": subtree_end(scope)})
