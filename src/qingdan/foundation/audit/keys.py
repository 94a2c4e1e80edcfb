"""The audit's two keys, kept in the data folder and not in the database."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from qingdan.foundation.keys import kept


def digest_key() -> bytes:
    """The secret of keyed digests (32 bytes)."""
    return kept("audit-digest.key", lambda: secrets.token_bytes(32))


def signing_key() -> Ed25519PrivateKey:
    """The Ed25519 key that signs exported heads."""
    raw = kept(
        "audit-signing.key",
        lambda: Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
    )
    return Ed25519PrivateKey.from_private_bytes(raw)
