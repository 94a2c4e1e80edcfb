"""Taking attachments."""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.audit.services import record
from qingdan.foundation.documents.access import demand_place
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.rules import check, clean_name
from qingdan.foundation.documents.storage import fetch, keep
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.personal.models import Subject
from qingdan.foundation.personal.sealing import is_sealed, seal_bytes, unseal_bytes


@transaction.atomic
def attach(*, actor: Account, division: Division, name: str, data: bytes, of_case: bool = False) -> Attachment:
    """Take a file for a division in which the actor holds a role; ``of_case``: only the case's readers read it.

    Raises ``BadFile`` for a file that is not taken and ``NotAllowed`` for a place that is not the actor's.
    """
    shown = clean_name(name)
    kind = check(shown, data)
    return _kept(actor, division, Attachment(name=shown, content_type=kind.content_type, of_case=of_case), data)


@transaction.atomic
def attach_sealed(
    *, actor: Account, division: Division, subject: Subject, name: str, data: bytes, purpose: str
) -> Attachment:
    """Take a file about one person, sealed with their key and so erased with it; :func:`opened` reads it.

    ``name`` names the sort of paper, not the person. Raises as :func:`attach`.
    """
    kind = check(name, data)
    sealed = seal_bytes(subject, data, purpose=purpose)
    return _kept(actor, division, Attachment(name=name, content_type=kind.content_type, of_case=True), sealed)


def opened(attachment: Attachment, subject: Subject, *, purpose: str) -> bytes:
    """The file about a person, or one from before they were sealed; raises ``Erased``. Who may read it, the caller has asked."""
    data = fetch(attachment.sha256)
    return unseal_bytes(subject, data, purpose=purpose) if is_sealed(data) else data


def _kept(actor: Account, division: Division, attachment: Attachment, data: bytes) -> Attachment:
    demand_place(actor, division.pk)
    attachment.size, attachment.sha256 = len(data), keep(data)
    attachment.owner, attachment.division = actor, division
    attachment.save(force_insert=True)
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
