"""What the services share: the audit, and telling a body's people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from qingdan.foundation.alerts.services import send_many
from qingdan.foundation.audit.services import record, record_bulk
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, Body, RoleGrant
from qingdan.register.obligations.access import ISSUERS


def note(actor: Account | None, verb: str, object_type: str, pk: int, division: str, detail: object) -> None:
    """One act in the audit of its county."""
    record(
        verb=verb, object_type=object_type, object_id=pk, detail=detail, stream=division[:6],
        actor_id=actor.pk if actor else None, actor_name=str(actor or "系统"),
    )  # fmt: skip


def note_many(verb: str, object_type: str, pk: int, division: str, details: Sequence[object]) -> None:
    """A bulk act of the system in the audit of its county."""
    record_bulk(verb=verb, object_type=object_type, object_id=pk, details=details, stream=division[:6])


def people_of(bodies: Iterable[int]) -> QuerySet[Account]:
    """The people who act for bodies."""
    return Account.objects.filter(
        grants__body__in=list(bodies), grants__role__in=ISSUERS, grants__revoked_at=None, is_active=True
    ).distinct()


def town_people(bodies: Iterable[int], towns: Iterable[str]) -> QuerySet[Account]:
    """Who arranges for towns: the people of their offices, and their clerks, whose role may name no office."""
    day = today()
    held = Q(body__in=list(bodies), role__in=ISSUERS) | Q(division__in=list(towns), role=Role.TOWN_CLERK)
    grants = RoleGrant.objects.filter(held, Q(until=None) | Q(until__gte=day), revoked_at=None, since__lte=day)
    return Account.objects.filter(pk__in=grants.values("account_id"), is_active=True)


def tell_body(body: Body, title: str, words: str, link: str, key: str) -> None:
    """Tell a body's people one thing, once for a key."""
    send_many(recipients=people_of([body.pk]), title=title, body=words, link=link, key=key)
