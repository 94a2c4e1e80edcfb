"""Adding to the audit, and exporting signed heads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from qingdan.foundation.audit.chain import Entry, canonical, keyed_digest, merkle_root, moment
from qingdan.foundation.audit.keys import digest_key, signing_key
from qingdan.foundation.audit.models import SYSTEM_STREAM, Record, StreamHead


class NotInTransaction(RuntimeError):
    """``record`` was called outside a transaction: the act and its record would not stand or fall together."""


def record(
    *,
    verb: str,
    object_type: str,
    object_id: str | int,
    actor_id: int | None = None,
    actor_name: str = "系统",
    detail: Any = None,
    stream: str = SYSTEM_STREAM,
    at: datetime | None = None,
) -> Record:
    """Add one act to its stream, in the caller's transaction; call it last, so that the head is locked briefly.

    ``detail`` is kept as a keyed digest only. Raises :class:`NotInTransaction` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{verb} 没有在事务里记录")
    head = _locked_head(stream)
    entry = Entry(
        stream=stream,
        number=head.number + 1,
        at=at or timezone.now(),
        actor_id=actor_id,
        actor_name=actor_name,
        verb=verb,
        object_type=object_type,
        object_id=str(object_id),
        digest=keyed_digest(digest_key(), detail),
        previous=head.hash,
    )
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return Record.objects.create(hash=entry.hash, **{name: getattr(entry, name) for name in entry.__slots__})


def record_bulk(*, verb: str, object_type: str, object_id: str | int, details: Sequence[Any], **who: Any) -> Record:
    """Add a bulk act as one record whose detail is the Merkle root over the digests of its parts."""
    key = digest_key()
    root = merkle_root([keyed_digest(key, detail) for detail in details])
    return record(
        verb=verb, object_type=object_type, object_id=object_id, detail={"root": root, "n": len(details)}, **who
    )


def _locked_head(stream: str) -> StreamHead:
    StreamHead.objects.get_or_create(stream=stream)
    return StreamHead.objects.select_for_update().get(stream=stream)


def heads_file() -> Path:
    """Where signed heads are exported: outside the database."""
    return Path(settings.HOME) / "audit" / "heads.jsonl"


def export_heads() -> int:
    """Append the signed head of every stream that has grown since its last export; returns how many."""
    path = heads_file()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    known = {line["stream"]: line["number"] for line in read_heads()}
    with transaction.atomic():
        heads = [head for head in StreamHead.objects.order_by("stream") if head.number > known.get(head.stream, 0)]
    lines = [_signed(head) for head in heads]
    with path.open("a", encoding="utf-8") as out:
        out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return len(lines)


def read_heads() -> list[dict[str, Any]]:
    """All exported heads, oldest first."""
    path = heads_file()
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _signed(head: StreamHead) -> dict[str, Any]:
    body = {"stream": head.stream, "number": head.number, "hash": head.hash, "at": moment(timezone.now())}
    return body | {"signature": signing_key().sign(canonical(body)).hex()}
