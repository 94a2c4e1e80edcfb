"""The audit's two keys, kept in the data folder and not in the database; made at first use, by one process only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings


def digest_key() -> bytes:
    """The secret of keyed digests (32 bytes)."""
    return _kept("audit-digest.key", lambda: secrets.token_bytes(32))


def signing_key() -> Ed25519PrivateKey:
    """The Ed25519 key that signs exported heads."""
    raw = _kept(
        "audit-signing.key",
        lambda: Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
    )
    return Ed25519PrivateKey.from_private_bytes(raw)


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    folder = Path(settings.HOME) / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    if not path.exists():
        fresh = folder / f".{name}.{secrets.token_hex(4)}"
        fresh.write_bytes(make())
        fresh.chmod(0o600)
        with suppress(FileExistsError):
            os.link(fresh, path)  # the first of two processes wins, the other reads what it wrote
        fresh.unlink()
    return path.read_bytes()
