"""Taking attachments."""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.audit.services import record
from qingdan.foundation.documents.access import demand_place
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.rules import check, clean_name
from qingdan.foundation.documents.storage import keep
from qingdan.foundation.orgs.models import Account, Division


@transaction.atomic
def attach(*, actor: Account, division: Division, name: str, data: bytes, of_case: bool = False) -> Attachment:
    """Take a file for a division in which the actor holds a role; ``of_case``: only the case's readers read it.

    Raises ``BadFile`` for a file that is not taken and ``NotAllowed`` for a place that is not the actor's.
    """
    demand_place(actor, division.pk)
    shown = clean_name(name)
    kind = check(shown, data)
    attachment = Attachment.objects.create(
        name=shown,
        content_type=kind.content_type,
        size=len(data),
        sha256=keep(data),
        owner=actor,
        division=division,
        of_case=of_case,
    )
    record(
        verb="attach",
        object_type="attachment",
        object_id=attachment.pk,
        actor_id=actor.pk,
        actor_name=str(actor),
        stream=division.pk[:6],
        detail={"sha256": attachment.sha256},
    )
    return attachment
