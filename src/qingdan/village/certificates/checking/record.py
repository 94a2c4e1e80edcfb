"""What the record says of a code: one indexed read. Who asks learns what stands on the paper, and no name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.utils.timezone import localtime

from qingdan.foundation.personal.problems import Erased
from qingdan.village.certificates.checking.answers import Status
from qingdan.village.certificates.checking.payload import NotOurs, Payload, read
from qingdan.village.certificates.contents import issuer_name
from qingdan.village.certificates.models import Certificate
from qingdan.village.certificates.paper.text import day_in_words
from qingdan.village.certificates.standing import standing

_STATUS = {
    "valid": Status.VALID, "expired": Status.EXPIRED, "revoked": Status.REVOKED, "replaced": Status.REVOKED, "void": Status.REVOKED,
}  # fmt: skip
_WRONG_CLOCK = "有这份证明，没有作废；但系统的日期是{today}，早于出具日期{issued}：时钟不对，看不出有没有过期。请联系出具的村（社区）。"
_READ = """
SELECT c.id, c.number, c.kind_title, c.issued_on, c.valid_until, c.revoked_at, c.voided_at, c.demo, c.payload,
       d.code, d.name, d.kind, t.name, n.id
FROM certificates_certificate c
JOIN orgs_division d ON d.code = c.division_id
LEFT JOIN orgs_division t ON t.code = d.parent_id
LEFT JOIN certificates_certificate n ON n.replaces_id = c.id
WHERE c.code = %s
"""
"""What a check needs: nothing that is sealed. Written out, because building it anew costs more than the read itself, and anybody
asks for this page, many at once."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A certificate as the check shows it, on the day that was asked for."""

    pk: int
    code: str
    number: str
    title: str
    issuer: str
    issued_on: date
    valid_until: date | None
    demo: bool
    status: Status
    sentence: str
    kept: Any

    @property
    def payload(self) -> Payload | None:
        """What its QR code carries; None where it was erased with the person's data."""
        try:
            return read(str(self.kept.get("qr", "")))
        except NotOurs:
            return None


def recorded(code: str, on: date) -> Recorded | None:
    """The certificate of a stored code as it stands on a day; None if there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [code])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, number, title, issued, until, revoked, voided, demo, kept, division, name, kind, town, newer = row
    ended = _moment(revoked)
    status = standing(_moment(voided), ended, until, on, replaced=newer is not None)
    said = _STATUS[status], _sentence(status, until, ended)
    if on < issued and status in ("valid", "expired"):
        said = Status.UNKNOWN, _WRONG_CLOCK.format(today=day_in_words(on), issued=day_in_words(issued))
    return Recorded(
        pk, code, number, title, issuer_name(division, name, kind, town or ""), issued, until, bool(demo), *said, json.loads(kept)
    )  # fmt: skip


def _moment(value: datetime | None) -> datetime | None:
    """A moment as the database gives it; SQLite keeps it in UTC without saying so."""
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _sentence(status: str, valid_until: date | None, revoked_at: datetime | None) -> str:
    until = f"有效期到 {day_in_words(valid_until)}" if valid_until else "没有规定有效期"
    if status == "revoked":
        return f"已作废：{day_in_words(localtime(revoked_at).date()) if revoked_at else ''}撤销。"
    return {
        "valid": f"{until}，没有作废。",
        "expired": f"已过期：{until}。",
        "replaced": "已作废：补发、换发了新的证明，请看新的那一份。",
        "void": "已作废：没有用过的作废件。",
    }[status]


def is_the_issued_file(found: Recorded, pdf: bytes) -> bool:
    """Whether a file is, byte for byte, what setting the certificate gives now, or what the seal service gave back."""
    from qingdan.village.certificates.setting import pdf_of, sealed_file_of

    certificate = Certificate.objects.select_related("subject").get(pk=found.pk)
    try:
        return pdf in (pdf_of(certificate), sealed_file_of(certificate))
    except Erased:
        return False
