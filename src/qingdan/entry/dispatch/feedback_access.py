"""Who may read feedback and reports: one object for one person, asked by pages, counts, files and the API.

An informant is protected: what came by other ways is read by the village itself, by whoever reported it, and by those
who decide on its lead; never by the body that it is about, and not by the town unless the town reported it.
"""

from __future__ import annotations

from functools import cached_property

from django.db.models import Q, QuerySet

from qingdan.entry.dispatch.models import Feedback, FeedbackState
from qingdan.foundation.orgs.choices import BodyType, Role
from qingdan.foundation.orgs.divisions import ancestors, subtree_end
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import grants_of
from qingdan.ledger.access import Powers
from qingdan.ledger.roles import OVERSEERS
from qingdan.register.obligations.access import ObligationAccess


class FeedbackAccess:
    """What one person may do with feedback; reads the person's grants once."""

    def __init__(self, actor: Account) -> None:
        self.actor = actor
        self.obligations = ObligationAccess(actor)

    @cached_property
    def own_bodies(self) -> frozenset[int]:
        """Every body in whose name the person stands."""
        return frozenset(grant.body for grant in grants_of(self.actor) if grant.body is not None)

    def rows(self) -> QuerySet[Feedback]:
        """The feedback that the person may read."""
        meant = self._of_places() | Q(lead__in=Powers(self.actor).leads()) if self._decides else self._of_places()
        if self.obligations.bodies:
            meant |= Q(issuer__in=self.obligations.bodies, confidential=False, letter_at__isnull=False)
        return _with_names(Feedback.objects.filter(meant))

    def listed(self) -> QuerySet[Feedback]:
        """The list of a village's own, and for a town those of its villages."""
        return _with_names(Feedback.objects.filter(self._of_places()))

    def _of_places(self) -> Q:
        meant = Q(by=self.actor)
        for scope in self.obligations.villages:
            meant |= _within(scope)
        for scope in self.obligations.towns:
            meant |= _within(scope) & Q(confidential=False)
        return meant

    @cached_property
    def _decides(self) -> bool:
        return any(grant.role in {Role.LEAD_OFFICER, *OVERSEERS} for grant in grants_of(self.actor))

    def sees_words(self, shown: Feedback) -> bool:
        """Whether the person may see the village's words and files: never the people of the body that it is about."""
        return shown.issuer_id is None or shown.issuer_id not in self.own_bodies

    def acts_for(self, shown: Feedback) -> bool:
        """Whether the person may take it back."""
        return shown.state == FeedbackState.OPEN and self.obligations.acts_for(shown.division_id) is not None

    def sender_of_letter(self, shown: Feedback) -> Body | None:
        """The town's body in whose name the person may send the notice; None where it may not."""
        if shown.confidential or shown.letter_at is not None or shown.issuer_id is None:
            return None
        if shown.issuer_id in self.own_bodies or self.obligations.acts_for(shown.division_id) is not True:
            return None
        return town_body(shown.division_id)


def town_body(division: str) -> Body | None:
    """The body of the town above a village."""
    return Body.objects.filter(
        division__in=ancestors(division), type=BodyType.TOWN, valid_to=None
    ).order_by("-division_id", "-pk").first()  # fmt: skip


def _within(scope: str) -> Q:
    if not scope.endswith("000"):
        return Q(division_id=scope)
    return Q(division_id__gte=scope, division_id__lt=subtree_end(scope))


def _with_names(rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
    return rows.select_related("division", "issuer", "lead", "by", "letter_by", "obligation__assignment")
