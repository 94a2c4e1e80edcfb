"""What the record says of a code: one indexed read. Who asks learns what stands on the paper, and no name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingdan.foundation.personal.problems import Erased
from qingdan.village.certificates.checking.answers import Status
from qingdan.village.certificates.checking.payload import NotOurs, Payload, read
from qingdan.village.certificates.contents import issuer_of
from qingdan.village.certificates.models import Certificate
from qingdan.village.certificates.paper.text import day_in_words
from qingdan.village.certificates.standing import status_of

_STATUS = {
    "valid": Status.VALID, "expired": Status.EXPIRED, "revoked": Status.REVOKED, "replaced": Status.REVOKED, "void": Status.REVOKED,
}  # fmt: skip
_CHECKED = Certificate.objects.select_related("division__parent", "replaced_by").only(
    "code", "number", "kind_title", "issued_on", "valid_until", "revoked_at", "voided_at", "demo", "payload",
    "division__name", "division__kind", "division__parent__name", "replaced_by__replaces",
)  # fmt: skip
"""What a check needs: nothing that is sealed."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A certificate as the check shows it. ``payload`` is None where it was erased with the person's data."""

    certificate: Certificate
    status: Status
    sentence: str
    issuer: str
    payload: Payload | None


def recorded(code: str, on: date) -> Recorded | None:
    """The certificate of a stored code as it stands on a day; None if there is none."""
    found = next(iter(_CHECKED.filter(code=code)), None)
    if found is None:
        return None
    status = status_of(found, on)
    return Recorded(found, _STATUS[status], _sentence(found, status), issuer_of(found.division), _payload(found))


def _sentence(certificate: Certificate, status: str) -> str:
    until = f"有效期到 {day_in_words(certificate.valid_until)}" if certificate.valid_until else "没有规定有效期"
    ends = {
        "valid": f"有效，{until}。",
        "expired": f"已过期：{until}。",
        "revoked": f"已作废：{day_in_words(certificate.revoked_at.date()) if certificate.revoked_at else ''}撤销。",
        "replaced": "已作废：补发、换发了新的证明，请看新的那一份。",
        "void": "已作废：没有用过的作废件。",
    }
    return ends[status]


def _payload(certificate: Certificate) -> Payload | None:
    try:
        return read(str(certificate.payload.get("qr", "")))
    except NotOurs:
        return None


def is_the_issued_file(certificate: Certificate, pdf: bytes) -> bool:
    """Whether a file without a signature is, byte for byte, what setting the certificate gives now."""
    from qingdan.village.certificates.setting import pdf_of

    try:
        return pdf_of(Certificate.objects.get(pk=certificate.pk)) == pdf
    except Erased:
        return False
