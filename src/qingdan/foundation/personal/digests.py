"""Keyed digests by which the same person or telephone is recognised without keeping either.

The key lies outside the database: who has the database alone cannot try out numbers. The algorithm (HMAC with SHA-256, or
with SM3 where ``QINGDAN_CIPHER`` is ``sm4``) is settled when the key is made and stays, or nobody would be recognised.
"""

from __future__ import annotations

import secrets
import unicodedata

from cryptography.hazmat.primitives.hashes import SHA256, SM3, HashAlgorithm
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

from qingdan.foundation.keys import kept, keys_folder

_KEYS: dict[str, type[HashAlgorithm]] = {"personal-digest.key": SHA256, "personal-digest-sm3.key": SM3}


def lookup_digest(purpose: str, text: str) -> str:
    """64 hex digits, the same for the same purpose and text; spaces, width and case of letters do not count."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    name = _key_name()
    mac = HMAC(kept(name, lambda: secrets.token_bytes(32)), _KEYS[name]())
    mac.update(f"{len(purpose)}|{purpose}|{plain}".encode())
    return mac.finalize().hex()


def _key_name() -> str:
    for name in _KEYS:
        if (keys_folder() / name).exists():
            return name
    return "personal-digest-sm3.key" if settings.CIPHER == "sm4" else "personal-digest.key"
