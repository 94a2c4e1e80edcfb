"""Who may read and do what with applications, certificates and appointments: asked by pages, API, counts and services.

The village handles its own; its town may handle for it, which is marked (代录), and coordinates what was reported to it.
Nobody above the town reads a person's matter: lead bodies and supervisors read numbers only, who may apply for a new
kind reads which one is wanted and what for.
"""

from __future__ import annotations

from django.db.models import QuerySet

from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import accounts_holding
from qingdan.foundation.orgs.scopes import Scopes
from qingdan.village.certificates.choices import Cause, Verb
from qingdan.village.certificates.models import Application, Appointment, Certificate, Coordination
from qingdan.village.certificates.roles import APPLYING, COUNTERS, HANDLERS, HEADS, TOWNS
from qingdan.village.certificates.rules import Side, transition


class ApplicationAccess(Scopes):
    """What one person may do with applications; reads the person's grants once."""

    def on_behalf(self, division: str) -> bool | None:
        """How the person handles for a village: as the village (False), for it as its town (True), not at all (None)."""
        if self.covers(COUNTERS, division):
            return False
        return True if self.covers(TOWNS, division) else None

    def demand_handler(self, division: str) -> bool:
        """The same; raises :class:`NotAllowed` for who handles nothing there."""
        found = self.on_behalf(division)
        if found is None:
            raise NotAllowed("只能办自己村（社区）的证明，镇街可以代办。您没有这个权限。")
        return found

    def stands_on(self, side: Side, division: str) -> bool:
        """Whether the person stands on a side of the table at a village."""
        roles = {Side.HANDLER: HANDLERS, Side.HEAD: HEADS, Side.TOWN: TOWNS}[side]
        return self.covers(roles, division)

    def may(self, verb: Verb, application: Application) -> bool:
        """Whether the person may take a step of the table now."""
        row = transition(verb, application.state)
        return row is not None and self.stands_on(row.side, application.division_id)

    def demand_side(self, side: Side, division: str) -> None:
        """Raise :class:`NotAllowed` unless the person stands on the side there."""
        if not self.stands_on(side, division):
            raise NotAllowed(f"这一步由{side.value}来做，您没有这个权限。")

    def rows(self) -> QuerySet[Application]:
        """The applications of the person's villages, or of the villages of the person's town."""
        return Application.objects.filter(self.within(HANDLERS)).select_related("division", "subject")

    def certificates(self) -> QuerySet[Certificate]:
        """The certificates of the same villages."""
        return Certificate.objects.filter(self.within(HANDLERS)).select_related("division", "subject", "application")

    def appointments(self) -> QuerySet[Appointment]:
        """The appointments at the same villages' counters."""
        return Appointment.objects.filter(self.within(HANDLERS)).select_related("division", "subject")

    def to_coordinate(self) -> QuerySet[Application]:
        """What was reported to the person's town."""
        return self.rows().filter(self.within(TOWNS), coordination__isnull=False).select_related("coordination")

    def wanted(self) -> QuerySet[Coordination]:
        """What villages reported of kinds that are to be admitted first, for those who may apply: nothing of any person."""
        rows = Coordination.objects.filter(self.within(APPLYING, "application__division"), cause=Cause.NO_RULE)
        return rows.select_related("application__division", "town").defer("application__sealed")


def heads_of(division: str) -> QuerySet[Account]:
    """The heads of a village."""
    return accounts_holding(Role.VILLAGE_HEAD, division)


def town_people(division: str) -> QuerySet[Account]:
    """The clerks of a village's town."""
    return accounts_holding(Role.TOWN_CLERK, division)


def people_of(division: str) -> QuerySet[Account]:
    """The people of a village who may look into a matter."""
    clerks = accounts_holding(Role.VILLAGE_CLERK, division)
    return (clerks | heads_of(division)).distinct()
