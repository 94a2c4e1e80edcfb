"""Who may do what in admission: asked by pages, API and services alike."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingdan.entry.admission.models import Case, CaseSeat
from qingdan.entry.admission.roles import APPLICANTS, OVERSEERS, RECORDERS, SEATED
from qingdan.entry.admission.rules import Verb
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import bodies_held, holds, scopes_of

_OWN_HAND = (Verb.BEGIN_SIGNING, Verb.SIGN, Verb.SUBMIT)
"""Acts by which a person has made an application their own."""


def bodies_of(actor: Account, roles: Iterable[Role] = APPLICANTS) -> set[int]:
    """The bodies for which an account acts in one of these roles."""
    return bodies_held(actor, frozenset(roles))


def own_bodies(actor: Account) -> QuerySet[Body]:
    """The bodies for which the actor may apply."""
    return Body.objects.filter(pk__in=bodies_of(actor), valid_to=None)


def oversees(actor: Account, division: str, roles: Iterable[Role] = OVERSEERS) -> bool:
    """Whether the actor holds one of these roles in a scope that covers a division."""
    return holds(actor, frozenset(roles), division)


def cases_for(reader: Account) -> QuerySet[Case]:
    """The cases that a reader may see: their bodies' own, those in which their body has a seat, and what they oversee.

    What is drafted or signed in a body is seen by nobody else.
    """
    own, seated = bodies_of(reader), bodies_of(reader, SEATED)
    handed_in = Q(round__gt=0)
    has_seat = Exists(CaseSeat.objects.filter(case=OuterRef("pk"), body__in=seated).exclude(title=""))
    overseen = Q(division__in=[])
    for scope in scopes_of(reader, OVERSEERS):
        overseen |= Q(division__gte=scope, division__lt=subtree_end(scope))
    meant = Q(body__in=own) | (handed_in & (Q(has_seat) | overseen))
    return Case.objects.filter(meant).select_related("body", "drafted_by")


def demand_applicant(actor: Account, body: Body) -> None:
    """Raise :class:`NotAllowed` unless the actor applies for the body."""
    if body.pk not in bodies_of(actor):
        raise NotAllowed(f"这是{body}的申请，要由它的经办人来办。")


def seats_of(actor: Account, case: Case) -> list[CaseSeat]:
    """The seats of a case that the actor may take now (not the applicant's)."""
    mine = bodies_of(actor, SEATED)
    return [seat for seat in case.seats.select_related("body") if seat.title and seat.body_id in mine]


def demand_seat(actor: Account, case: Case, title: str) -> CaseSeat:
    """The actor's seat of this title; raises :class:`NotAllowed`, also for one's own application.

    Whether the seat may act now is the procedure's to say: whoever comes second is told what became of the case.
    """
    seat = next((each for each in seats_of(actor, case) if each.title == title), None)
    if seat is None:
        raise NotAllowed(f"这一步要由{title or '别的单位'}的经办人来办，您没有这个权限。")
    demand_not_own(actor, case)
    return seat


def demand_not_own(actor: Account, case: Case) -> None:
    """Raise :class:`NotAllowed` for somebody who drafted, signed or handed in the application themselves."""
    if case.drafted_by_id == actor.pk or case.acts.filter(by=actor, seat="", verb__in=_OWN_HAND).exists():
        raise NotAllowed("自己起草、审签或者报送的申请，不能自己审。请由本单位另一位同志来办。")


def may_record_paper(actor: Account, case: Case) -> bool:
    """A decision recorder of the place, or an officer of the applicant, who brings the paper."""
    return oversees(actor, case.division, RECORDERS) or case.body_id in bodies_of(actor)


def may_check_paper(actor: Account, case: Case) -> bool:
    """A decision recorder of the place or an officer of a lead body; never somebody of the applicant."""
    of_applicant = case.body_id in bodies_of(actor)
    return oversees(actor, case.division, (*RECORDERS, Role.LEAD_OFFICER)) and not of_applicant
