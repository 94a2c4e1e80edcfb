"""Who may read and do what in services: asked by pages, counts, exports and services alike."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Level, Role
from qingdan.foundation.orgs.divisions import ancestors, contains, level
from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.foundation.orgs.scopes import Scopes
from qingdan.village.public_services.models import (
    Booking,
    Condition,
    Coordination,
    Entry,
    Help,
    Organisation,
    Purchase,
    PurchaseOpinion,
    Ticket,
)
from qingdan.village.public_services.roles import (
    DESCRIBERS,
    OFFICES,
    OVERSEERS,
    READERS,
    TOWNS,
    VILLAGES,
    WINDOW,
)
from qingdan.village.public_services.settings import settings_at


class ServicesAccess(Scopes):
    """What one person may do in services; their grants are read once."""

    # which rows

    def tickets(self) -> QuerySet[Ticket]:
        """Matters at the windows of the person's village, or of the villages of their town."""
        return Ticket.objects.filter(self.within(WINDOW)).select_related("division", "handler", "organisation")

    def bookings(self) -> QuerySet[Booking]:
        """Appointments at the windows of the person's village, or of the villages of their town."""
        return Booking.objects.filter(self.within(WINDOW)).select_related("division", "ticket")

    def coordinations(self) -> QuerySet[Coordination]:
        """What villages handed to the person's town; of their own village, what became of it."""
        meant = self.within(TOWNS, "town") | self.within(VILLAGES, "ticket__division")
        return Coordination.objects.filter(meant).select_related("ticket__division", "town", "owner")

    def conditions(self) -> QuerySet[Condition]:
        """What villages asked for: their own, those of the town, those of a place that is overseen."""
        return Condition.objects.filter(self.within((*WINDOW, *OVERSEERS))).select_related("division", "answered_by")

    def helped(self) -> QuerySet[Help]:
        """Guidance and support: of the person's bodies, and what villages of their place got."""
        own = Q(body__in=self.bodies)
        return Help.objects.filter(own | self.within(READERS)).select_related("body", "division")

    def entries(self) -> QuerySet[Entry]:
        """What villages of the person's place noted."""
        return Entry.objects.filter(self.within(READERS)).select_related("division", "organisation", "need")

    def organisations(self) -> QuerySet[Organisation]:
        """The organisations of villages of the person's place."""
        return Organisation.objects.filter(self.within(READERS)).select_related("division")

    def purchases(self) -> QuerySet[Purchase]:
        """Purchases of the person's bodies, those about which their villages are asked, and those of a place overseen."""
        asked = PurchaseOpinion.objects.filter(self.within(WINDOW), purchase=OuterRef("pk"))
        meant = Q(buyer__in=self.bodies) | Exists(asked) | self.within(OVERSEERS, "buyer__division")
        return Purchase.objects.filter(meant).select_related("buyer")

    def opinions(self, purchase: Purchase) -> QuerySet[PurchaseOpinion]:
        """The opinions that the person may read: all for buyer and overseers, else those of their own villages."""
        rows = purchase.opinions.select_related("division")
        everything = self.buys(purchase) or self.covers(OVERSEERS, purchase.buyer.division_id)
        return rows if everything else rows.filter(self.within(WINDOW))

    def villages(self, roles: Collection[str] = WINDOW) -> QuerySet[Division]:
        """The villages of the person's places that have an organisation."""
        rows = Division.objects.filter(self.within(roles, "code"), level=Level.VILLAGE).in_force(self.day)
        return rows.exclude(kind__in=["", "none"]).order_by("code")

    @cached_property
    def bodies(self) -> frozenset[int]:
        """The bodies for which the person guides, supports and buys."""
        return self.bodies_in(OFFICES)

    def own_bodies(self) -> QuerySet[Body]:
        """The same as bodies."""
        return Body.objects.filter(pk__in=self.bodies, valid_to=None).order_by("pk")

    def above(self) -> Q:
        """The rows of places above the person's own, by exact code: what a district tested counts for its villages."""
        return Q(division__in={code for scope in self.scopes(READERS) for code in ancestors(scope)[1:-1]})

    # this person, this thing

    def acts_for(self, division: str) -> bool | None:
        """None: may not act for this village; False: as its own; True: on its behalf (its town's clerk)."""
        if level(division) is not Level.VILLAGE:
            return None
        if self.covers(VILLAGES, division):
            return False
        return True if self.covers(TOWNS, division) else None

    def demand_village(self, division: str) -> bool:
        """Whether the person acts on behalf of a village; raises :class:`NotAllowed` where they may not act for it."""
        answer = self.acts_for(division)
        if answer is None:
            raise NotAllowed("由村（社区）自己的人来办，没有设备的由所在镇街代办。您没有这个权限。")
        return answer

    def owns(self, coordination: Coordination) -> bool:
        """Whether the person is of the town that has a matter."""
        return self.covers(TOWNS, coordination.town_id)

    def answers(self, condition: Condition) -> bool:
        """Whether the person is of the town that must answer."""
        return self.covers(TOWNS, condition.division_id)

    def helps(self, body: Body, division: str) -> bool:
        """Whether the person records what a body did there: the body's own, for a place under it."""
        return body.pk in self.bodies and contains(body.division_id, division)

    def buys(self, purchase: Purchase) -> bool:
        """Whether the person buys for the purchase's body."""
        return purchase.buyer_id in self.bodies

    def finance_body(self, division: str) -> Body | None:
        """The body that signs for finance by the place's pack, where the person acts for it (NH-25)."""
        name = settings_at(division, self.day).finance_body
        found = resolve_body(name, division) if name else None
        return found if found is not None and found.pk in self.bodies else None

    def describes(self, division: str, lead_body_pk: int | None = None) -> bool:
        """Whether the person says what a service of a list of this division is: its steward, its department."""
        if self.covers([Role.LIST_STEWARD, Role.LEAD_OFFICER], division):
            return True
        return lead_body_pk is not None and lead_body_pk in self.bodies_in(DESCRIBERS)
