"""The answer to "is this certificate genuine, and is it still good?". Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """What a certificate is worth. Only ``VALID`` is a yes."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    TAMPERED = "tampered"


WORDS = {
    Status.VALID: "有效", Status.EXPIRED: "已过期", Status.REVOKED: "已作废", Status.UNKNOWN: "不能确认", Status.TAMPERED: "被改动过",
}  # fmt: skip


class Proof(StrEnum):
    """What the answer stands on: the record, every byte of a file, or a signed QR code only."""

    RECORD = "record"
    FILE = "file"
    CODE = "qr"
    NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its reasons. ``online``: the record was asked. ``same``: whether the name and number typed from
    paper agree; None: nothing was typed."""

    status: Status
    sentence: str
    proof: Proof = Proof.NOTHING
    online: bool = False
    code: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    demo: bool = False
    same: bool | None = None
    notes: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The document of the command line."""
        return {
            "status": str(self.status),
            "checked": "online" if self.online else "offline",
            "proof": str(self.proof),
            "code": self.code or None,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "demo": self.demo,
            "same": self.same,
            "sentence": self.sentence,
            "notes": list(self.notes),
        }
