"""What the services of screening share: the audit."""

from __future__ import annotations

from qingdan.entry.screening.models import Screening
from qingdan.foundation.audit.services import record
from qingdan.foundation.orgs.models import Account


def note(actor: Account, verb: str, screening: Screening, detail: object) -> None:
    """One act in the audit of its county."""
    record(
        verb=verb, object_type="screening", object_id=screening.pk, detail=detail, stream=screening.division_id[:6],
        actor_id=actor.pk, actor_name=str(actor),
    )  # fmt: skip
