"""Who may attach and read: people with a case role in the division or above it, and whoever attached the file.

The files of a case are read only by those who may read the case: its room asks that.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import divisions_within, holds

CASE_ROLES = frozenset(Role) - ADMINISTRATORS
"""Administrators read no cases, so they read no attachments."""


def demand_place(actor: Account, division: str) -> None:
    """Raise :class:`NotAllowed` unless the actor holds a case role that covers the division."""
    if not holds(actor, CASE_ROLES, division):
        raise NotAllowed("您没有这个地方的权限，不能在这里传附件。")


def readable(actor: Account) -> QuerySet[Attachment]:
    """The attachments that an actor may read as such; those of a case are read through the case."""
    return Attachment.objects.filter(
        Q(owner=actor) | Q(of_case=False, division__in=divisions_within(actor, CASE_ROLES))
    )
