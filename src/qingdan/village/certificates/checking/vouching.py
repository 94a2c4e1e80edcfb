"""Making what the QR code of a certificate carries, with this installation's current key."""

from __future__ import annotations

from django.conf import settings

from qingdan.village.certificates.checking.payload import Facts, make
from qingdan.village.certificates.signing.keyring import qr_key


def vouched(facts: Facts) -> dict[str, str]:
    """What a certificate keeps as its payload: ``qr``, the whole text of its QR code.

    It holds no clear personal data, but a digest of it: with the person's key the payload has to go, too.
    """
    key, signer = qr_key()
    return {"qr": make(facts, address=settings.PUBLIC_URL.rstrip("/"), key=key, sign=signer.sign)}
