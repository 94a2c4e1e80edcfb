"""A certificate as a page: what stands on it, the trial setting before its number is taken, the file that is printed."""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings

from qingdan.foundation.personal.sealing import unseal
from qingdan.village.certificates.checking.payload import Facts
from qingdan.village.certificates.checking.vouching import vouched
from qingdan.village.certificates.codes import shown_code
from qingdan.village.certificates.models import Certificate, SealedFile, SealState
from qingdan.village.certificates.paper.model import CannotPrint, Paper
from qingdan.village.certificates.paper.rendering import render
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import FILE, Content, open_certificate
from qingdan.village.certificates.signing.providers import Development, signs_itself

_TRIAL_NUMBER = "0" * 12 + "-0000-0000"
_TRIAL_QR = "https://" + "0" * 192


def paper_of(certificate: Certificate, content: Content) -> Paper:
    """The page of a certificate with its number and code."""
    return Paper(
        number=certificate.number or _TRIAL_NUMBER, title=content.title, paragraphs=content.paragraphs, issuer=content.issuer,
        issued_on=certificate.issued_on, valid_until=certificate.valid_until, code=shown_code(certificate.code), check_url=check_url(),
        qr=certificate.payload.get("qr", "") or _TRIAL_QR, demo=certificate.demo, names=content.names,
    )  # fmt: skip


def check_can_be_set(certificate: Certificate, content: Content) -> None:
    """Set the page on trial; raises :class:`CertificateProblem` with what to do (a glyph that is missing, too much text)."""
    try:
        render(paper_of(certificate, content))
    except CannotPrint as fault:
        raise CertificateProblem(fault.message, fault.field) from fault


def pdf_of(certificate: Certificate) -> bytes:
    """The page as PDF/A, the same bytes whenever it is asked for; raises ``Erased``."""
    return render(paper_of(certificate, open_certificate(certificate)))


def file_of(certificate: Certificate) -> bytes:
    """The file as it is handed out: signed with the development key in the demonstration, with its electronic seal where a
    connected service has put one, else as it is printed.

    Raises ``Erased``.
    """
    if signs_itself(demo=certificate.demo):
        return Development().sign(pdf_of(certificate), reference=shown_code(certificate.code))
    return sealed_file_of(certificate) or pdf_of(certificate)


def sealed_file_of(certificate: Certificate) -> bytes | None:
    """The file that the seal service gave back; None if there is none."""
    kept = SealedFile.objects.filter(certificate=certificate, state=SealState.DONE).first()
    if kept is None:
        return None
    return base64.b64decode(unseal(certificate.subject, kept.sealed, purpose=FILE))


def check_url() -> str:
    """The short address that stands beside the QR code."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/v/"


def payload_of(certificate: Certificate, content: Content) -> dict[str, Any]:
    """What the QR code carries: the address of its check and signed, salted digests, no clear personal data."""
    signed = signs_itself(demo=certificate.demo)
    facts = Facts(
        certificate.code, certificate.number, content.name, content.last_four, certificate.issued_on, certificate.valid_until,
        demo=certificate.demo, file_signed=signed,
    )  # fmt: skip
    return dict(vouched(facts))
