"""What every service of the ledger shares: numbers, rows of history, the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from qingdan.foundation.audit.services import record, record_bulk
from qingdan.foundation.clock.moments import now
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.numbering.services import take
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import ancestors, level
from qingdan.foundation.orgs.models import Account
from qingdan.ledger.choices import FindingState, Verb
from qingdan.ledger.models import Finding, Step

LONGEST_TEXT = 20_000
LONGEST_TITLE = 200


def district_of(division: str) -> str:
    """The county-level division in whose ledger a place stands; a place above the county stands for itself."""
    return next((code for code in ancestors(division) if level(code) is Level.COUNTY), division)


def next_number(series: str, district: str, year: int) -> int:
    """The next number of a district's year, in the caller's transaction; ``series`` is lead or finding."""
    return take(f"{series}:{district[:6]}:{year}")


def move(
    finding: Finding,
    verb: Verb,
    actor: Account | None,
    *,
    after: FindingState | None = None,
    text: str = "",
    details: Mapping[str, Any] | None = None,
    attachments: Iterable[Attachment] = (),
    at: datetime | None = None,
) -> Step:
    """Write one step of a locked finding: its state, its revision, the row of history, and the audit (last)."""
    before = finding.state if finding.revision else ""
    finding.state = after or finding.state
    finding.revision += 1
    finding.save()
    step = Step.objects.create(
        finding=finding, number=finding.revision, verb=verb, before=before, after=finding.state, by=actor,
        at=at or now(), text=text.strip()[:LONGEST_TEXT], details=dict(details or {}),
    )  # fmt: skip
    step.attachments.set(attachments)
    said = [finding.code, before, finding.state, text]
    note(actor, f"finding_{verb}", "finding", finding.pk, finding.division_id, said)
    return step


def note(actor: Account | None, verb: str, object_type: str, object_id: int, division: str, detail: Any) -> None:
    """One record of the audit in the stream of the place's county."""
    record(
        verb=verb, object_type=object_type, object_id=object_id, detail=detail, stream=division[:6], **_who(actor)
    )  # fmt: skip


def note_bulk(
    actor: Account | None, verb: str, object_type: str, object_id: int | str, division: str, details: Sequence[Any]
) -> None:
    """A bulk act as one record."""
    record_bulk(
        verb=verb, object_type=object_type, object_id=object_id, details=details, stream=division[:6], **_who(actor)
    )  # fmt: skip


def _who(actor: Account | None) -> dict[str, Any]:
    return {"actor_id": actor.pk, "actor_name": str(actor)} if actor is not None else {}
