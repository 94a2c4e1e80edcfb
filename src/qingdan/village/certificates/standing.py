"""How a certificate stands on a day. Pure: what pages, the check page and the command say is one thing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from qingdan.village.certificates.models import Certificate

Status = Literal["valid", "expired", "revoked", "replaced", "void"]
STATUS_LABELS = {
    "valid": "有效", "expired": "已过有效期", "revoked": "已撤销", "replaced": "已换发", "void": "作废",
}  # fmt: skip
STATUS_TAGS = {
    "valid": "tag--done",
    "expired": "tag--wait",
    "revoked": "tag--late",
    "replaced": "tag--wait",
    "void": "tag--wait",
}


def status_of(certificate: Certificate, on: date) -> Status:
    """The status of a certificate on a day."""
    replaced = hasattr(certificate, "replaced_by")
    return standing(certificate.voided_at, certificate.revoked_at, certificate.valid_until, on, replaced=replaced)


def standing(
    voided_at: datetime | None, revoked_at: datetime | None, valid_until: date | None, on: date, *, replaced: bool
) -> Status:
    """The status on a day: withdrawn by a person counts before the calendar."""
    if voided_at is not None:
        return "void"
    if revoked_at is not None:
        return "revoked"
    if replaced:
        return "replaced"
    return "expired" if valid_until is not None and valid_until < on else "valid"
