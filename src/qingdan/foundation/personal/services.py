"""Making a person's key, erasing it, logging who looked. Rooms above say who may; here it is done and recorded."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from qingdan.foundation.audit.models import SYSTEM_STREAM
from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.personal.erasing import forget_everywhere
from qingdan.foundation.personal.keyring import current_key_id
from qingdan.foundation.personal.models import Reveal, Subject
from qingdan.foundation.personal.problems import Erased, PersonalProblem
from qingdan.foundation.personal.sealing import fresh_key, seal

REASON = "reveal.reason"
SHORTEST_REASON, LONGEST_REASON = 2, 200


def new_subject() -> Subject:
    """A person with a fresh random key, in the caller's transaction."""
    subject_id, key_id = uuid.uuid4(), current_key_id()
    return Subject.objects.create(id=subject_id, key_id=key_id, wrapped=fresh_key(subject_id, key_id))


@transaction.atomic
def erase(*, actor: Account | None, subject: Subject, reason: str) -> Subject:
    """Destroy a person's key for good; every room forgets its digests in the same transaction. Twice changes nothing.

    ``actor`` None is the retention job. Who may erase is the calling room's rule. Sums and audit stay valid: neither
    holds anything sealed with the key. The erasure is also written beside the keys, so that a restored backup does not
    bring the person back (:func:`erase_again`).
    """
    subject = Subject.objects.select_for_update().get(pk=subject.pk)
    if subject.is_erased:
        return subject
    _destroy(subject, now())
    _record(actor, "erase_personal_data", "subject", str(subject.pk), {"reason": reason})
    transaction.on_commit(lambda: _note_erasure(subject.pk))
    return subject


def _destroy(subject: Subject, at: datetime) -> None:
    forget_everywhere(subject)
    subject.wrapped, subject.key_id, subject.erased_at = "", "", at
    subject.save(update_fields=["wrapped", "key_id", "erased_at"])


@transaction.atomic
def record_reveal(
    *,
    actor: Account,
    subject: Subject,
    what: str,
    reason: str,
    object_type: str,
    object_id: str | int,
    division: str = "",
) -> Reveal:
    """Log that somebody looks at a person's data unmasked; call it before showing, in one transaction with reading.

    Raises :class:`PersonalProblem` (field ``reason``) without a reason, :class:`Erased` for an erased person.
    """
    words = " ".join(reason.split())
    if not SHORTEST_REASON <= len(words) <= LONGEST_REASON:
        raise PersonalProblem(f"请写明为什么要看（{SHORTEST_REASON} 到 {LONGEST_REASON} 个字）。", "reason")
    if subject.is_erased:
        raise Erased
    reveal = Reveal.objects.create(
        subject=subject,
        at=now(),
        actor=actor,
        actor_name=str(actor)[:100],
        what=what[:100],
        reason=seal(subject, words, purpose=REASON),
        object_type=object_type,
        object_id=str(object_id),
        division_id=division,
    )
    _record(actor, "reveal_personal_data", object_type, str(object_id), {"what": what, "reveal": reveal.pk}, division)
    return reveal


def _record(
    actor: Account | None, verb: str, object_type: str, object_id: str, detail: object, division: str = ""
) -> None:
    record(
        verb=verb,
        object_type=object_type,
        object_id=object_id,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor) if actor else "系统",
        detail=detail,
        stream=division[:6] or SYSTEM_STREAM,
    )


def erasures_file() -> Path:
    """Where erasures are noted outside the database: ids and moments, no personal data."""
    return Path(settings.HOME) / "audit" / "erased.jsonl"


def _note_erasure(subject_id: UUID) -> None:
    path = erasures_file()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"subject": str(subject_id), "at": now().isoformat()}) + "\n")


def erase_again() -> int:
    """After a restore: destroy the keys of all whose erasure is noted but who came back with the backup; how many."""
    return sum(_erased_again(subject_id) for subject_id in _noted_erasures())


def _noted_erasures() -> Iterable[str]:
    path = erasures_file()
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return sorted({json.loads(line)["subject"] for line in lines if line.strip()})


@transaction.atomic
def _erased_again(subject_id: str) -> bool:
    subject = Subject.objects.select_for_update().filter(pk=subject_id, erased_at=None).first()
    if subject is None:
        return False
    _destroy(subject, now())
    _record(None, "erase_personal_data", "subject", subject_id, {"reason": "restored"})
    return True
