"""Who may read and do what in the ledger: asked by pages, counts, exports and services alike.

A person of the body that is complained of never stands on the other side: not as its confirmer, not as its verifier,
and of a confidential matter they see only what the body sees (design §7).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role
from qingdan.foundation.orgs.divisions import ancestors
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.scopes import NO_ROWS, Scopes
from qingdan.ledger.choices import FindingState, LeadState, Verb
from qingdan.ledger.models import Finding, FrozenLedger, Lead
from qingdan.ledger.roles import OFFICERS, OVERSEERS
from qingdan.ledger.rules import Side, transition

_EVERYTHING = (Role.LEAD_OFFICER, *OVERSEERS)


class Powers(Scopes):
    """What one account may do in the ledger today; its grants are read once, however many rows it looks at."""

    def __init__(self, actor: Account) -> None:
        super().__init__(actor)
        self.own_bodies = frozenset(grant.body for grant in self.grants if grant.body is not None)
        """Every body in whose name the account stands in some role."""
        self.bodies = self.bodies_in(OFFICERS)
        """The bodies for which it mends."""

    # which rows

    def leads(self) -> QuerySet[Lead]:
        """The leads that the account may read: of its place, or reported by itself."""
        others = Q(about=None) | ~Q(about__in=self.own_bodies)
        shown = (
            Q(reported_by=self.actor)
            | self.within(_EVERYTHING) & others
            | self.within([Role.TOWN_CLERK]) & others & Q(confidential=False)
            | self.within(VILLAGE_ROLES) & Q(confidential=False)
        )
        return Lead.objects.filter(shown)

    def findings(self) -> QuerySet[Finding]:
        """The findings that the account may read: of its place, or against its body once that is told."""
        theirs = Q(body__in=self.bodies, shown_from__lte=self.day) if self.bodies else NO_ROWS
        return Finding.objects.filter(theirs | self._of_others())

    def _of_others(self) -> Q:
        """Findings of the account's place that are not against its own body."""
        open_to_place = [*VILLAGE_ROLES, Role.TOWN_CLERK]
        of_place = self.within(_EVERYTHING) | self.within(open_to_place) & Q(confidential=False)
        return of_place & ~Q(body__in=self.own_bodies) if self.own_bodies else of_place

    def frozen(self) -> QuerySet[FrozenLedger]:
        """The frozen ledgers that the account may read: of its bodies, of its place, and all below where it oversees."""
        own = Q(body__in=self.bodies)
        of_places = Q(body=None) & self.within([*_EVERYTHING, Role.TOWN_CLERK, *VILLAGE_ROLES])
        return FrozenLedger.objects.filter(own | of_places | self.within(_EVERYTHING))

    # this actor, this object

    def may_freeze(self, body: Body | None, division: str) -> bool:
        """Whether the account may freeze the ledger of a body, or of a place where none is named."""
        if body is not None:
            return body.pk in self.bodies
        return self.covers([Role.LEAD_OFFICER, Role.TOWN_CLERK, *VILLAGE_ROLES], division)

    def masked(self, finding: Finding) -> bool:
        """Whether the account sees only what an informant's complained-of body sees."""
        return finding.confidential and finding.body_id in self.own_bodies

    def may_decide(self, lead: Lead) -> bool:
        """Whether the account may confirm, merge or dismiss the lead."""
        return lead.state == LeadState.NEW and self._decides_at(lead.division_id, lead.confidential, lead.about_id)

    def stands_on(self, side: Side, finding: Finding) -> bool:
        """Whether the account stands on a side of the table towards the finding."""
        if side is Side.BODY:
            return finding.body_id in self.bodies and finding.shown_from <= self.day
        if side is Side.CHECKER:
            return self._decides_at(finding.division_id, finding.confidential, finding.body_id)
        return (
            side is Side.OFFICE
            and finding.body_id not in self.own_bodies
            and self.covers([Role.LEAD_OFFICER], finding.division_id)
        )

    def may(self, verb: Verb, finding: Finding) -> bool:
        """Whether the account may take a step of the table now; nobody verifies what they mended."""
        row = transition(verb, FindingState(finding.state))
        if row is None or not self.stands_on(row.side, finding):
            return False
        return verb is not Verb.VERIFY or finding.mended_by_id != self.actor.pk

    def _decides_at(self, division: str, confidential: bool, body: int | None) -> bool:
        if body is not None and body in self.own_bodies:
            return False
        by_town = not confidential and self.covers([Role.TOWN_CLERK], division)
        return by_town or self.covers([Role.LEAD_OFFICER], division)

    def demand_side(self, side: Side, finding: Finding) -> None:
        """Raise :class:`NotAllowed` unless the account stands on the side."""
        if not self.stands_on(side, finding):
            raise NotAllowed(f"这一步由{side.value}来做，您没有这个权限。")

    def demand_decider(self, lead: Lead) -> None:
        """Raise :class:`NotAllowed` unless the account decides on leads there and it is not about its own body."""
        if not self._decides_at(lead.division_id, lead.confidential, lead.about_id):
            raise NotAllowed("线索由牵头单位或所在镇街的人来确认，涉及本单位的要由别的单位确认。您没有这个权限。")


def officers_of(bodies: Iterable[int]) -> QuerySet[Account]:
    """The accounts that mend for one of these bodies today."""
    return _holding(Q(grants__role__in=OFFICERS, grants__body__in=list(bodies)))


def office_of(division: str, without: Body | None = None) -> QuerySet[Account]:
    """The lead bodies' officers over a division, without those of a body."""
    held = _holding(Q(grants__role=Role.LEAD_OFFICER, grants__division__in=ancestors(division)))
    return held.exclude(grants__body=without) if without is not None else held


def _holding(grant: Q) -> QuerySet[Account]:
    day = today()
    running = Q(grants__until=None) | Q(grants__until__gte=day)
    return Account.objects.filter(
        running, grant, is_active=True, grants__revoked_at=None, grants__since__lte=day
    ).distinct()
