"""The chain's arithmetic, pure: canonical form, record hash, Merkle root."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
"""What stands in place of the hash before the first record."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The parts of a record that its hash covers."""

    stream: str
    number: int
    at: datetime
    actor_id: int | None
    actor_name: str
    verb: str
    object_type: str
    object_id: str
    digest: str
    previous: str

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical form."""
        parts = [
            self.stream, self.number, moment(self.at), self.actor_id, self.actor_name, self.verb,
            self.object_type, self.object_id, self.digest, self.previous,
        ]  # fmt: skip
        return hashlib.sha256(canonical(parts)).hexdigest()


def moment(at: datetime) -> str:
    """A moment in UTC to the microsecond: the same text from every database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode("utf-8")


def keyed_digest(key: bytes, detail: Any) -> str:
    """HMAC-SHA-256 of a detail: it can be checked by whoever has the key, and guessed by nobody else."""
    return hmac.new(key, canonical(detail), hashlib.sha256).hexdigest()


def merkle_root(leaves: Sequence[str]) -> str:
    """The root over hex digests: one record stands for a bulk act, and each part of it can be proven later."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex()
