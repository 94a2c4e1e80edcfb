"""The validity of the documents on which items rest."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.access import demand_role
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.register.lists.models import BasisDocument, BasisEnd
from qingdan.register.lists.services.problems import ListsProblem


@transaction.atomic
def end_basis(
    *, actor: Account, document: BasisDocument, division: str, valid_to: date, ended_by: str, replaced_by: str = ""
) -> BasisEnd:
    """Record until when a document was valid and by what it ended (the division's steward); its items are flagged.

    Nothing published changes: items keep their words. An earlier record for the division is taken back by this one.
    """
    demand_role(actor, Role.LIST_STEWARD, division)
    if not ended_by.strip():
        raise ListsProblem("请写明是哪份文件废止的。", "ended_by")
    BasisDocument.objects.select_for_update().get(pk=document.pk)
    BasisEnd.objects.filter(document=document, division=division, taken_back_at=None).update(taken_back_at=now())
    end = BasisEnd.objects.create(
        document=document,
        division=division,
        valid_to=valid_to,
        ended_by=ended_by.strip(),
        replaced_by=replaced_by.strip(),
        by=actor,
    )
    _note(actor, "end_basis", end)
    return end


@transaction.atomic
def take_back_end(*, actor: Account, end: BasisEnd) -> BasisEnd:
    """Take back a record that a document ended (the division's steward); doing it twice changes nothing."""
    demand_role(actor, Role.LIST_STEWARD, end.division)
    kept = BasisEnd.objects.select_for_update().get(pk=end.pk)
    if kept.taken_back_at is None:
        kept.taken_back_at = now()
        kept.save(update_fields=["taken_back_at"])
        _note(actor, "take_back_end_of_basis", kept)
    return kept


def _note(actor: Account, verb: str, end: BasisEnd) -> None:
    record(
        verb=verb,
        object_type="basis_end",
        object_id=end.pk,
        actor_id=actor.pk,
        actor_name=str(actor),
        detail=[end.document.key, str(end.valid_to), end.ended_by, end.replaced_by],
        stream=end.division[:6],
    )
