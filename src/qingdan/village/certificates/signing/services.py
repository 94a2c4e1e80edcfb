"""Acts of whoever runs the installation on the keys of certificates; each is on the audit's record."""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.audit.services import record
from qingdan.village.certificates.signing import keyring
from qingdan.village.certificates.signing.outside import read_certificates
from qingdan.village.certificates.signing.ring import SEAL, PublicKey


@transaction.atomic
def replace_key(*, use: str) -> PublicKey:
    """Retire the key of a use and make the next one; what was signed before stays valid."""
    made = keyring.replace_key(use)
    record(verb="replace_certificate_key", object_type="certificate_key", object_id=made.id, detail=use)
    return made


@transaction.atomic
def revoke_key(*, key_id: str, reason: str) -> PublicKey:
    """Revoke a key that may be in wrong hands; raises :class:`CertificateProblem`."""
    revoked = keyring.revoke_key(key_id, reason)
    record(verb="revoke_certificate_key", object_type="certificate_key", object_id=key_id, detail=reason)
    return revoked


@transaction.atomic
def trust_seal(*, certificates: bytes) -> PublicKey:
    """Put down the certificates (PEM, or one in DER) by which files that a connected service sealed are checked off-line.

    Raises :class:`CertificateProblem` for what is none, or cannot be checked here.
    """
    pinned = keyring.pin_seal(read_certificates(certificates))
    record(verb="trust_seal_certificate", object_type="certificate_key", object_id=pinned.id, detail=SEAL)
    return pinned
