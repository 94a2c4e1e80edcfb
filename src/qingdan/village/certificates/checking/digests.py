"""Salted digests of what stands on a paper: they tell whether somebody holds the same paper, and name nobody. Pure.

The digest of the person takes a while on purpose (scrypt): four signs alone are few. It covers name and last four signs
together, so that neither can be tried by itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from qingdan.foundation.personal.masking import one_dot
from qingdan.village.certificates.paper.text import same_name

SALT_BYTES, PERSON_BYTES, NUMBER_BYTES = 12, 16, 8
_WORK = 2**13
"""About 20 ms and 8 MiB a try."""


def new_salt() -> bytes:
    """A salt for one certificate."""
    return secrets.token_bytes(SALT_BYTES)


def person_digest(name: str, last_four: str, salt: bytes) -> bytes:
    """The digest of name and last four signs of the identity number, however they were typed."""
    said = f"{same_name(one_dot(name))}|{_signs(last_four)}".encode()
    return hashlib.scrypt(said, salt=b"qingdan person 1" + salt, n=_WORK, r=8, p=1, dklen=PERSON_BYTES)


def number_digest(number: str, salt: bytes) -> bytes:
    """The digest of the certificate's number."""
    said = b"qingdan number 1" + salt + _signs(number).encode()
    return hashlib.sha256(said).digest()[:NUMBER_BYTES]


def same(one: bytes, other: bytes) -> bool:
    """Whether two digests are equal, in a time that tells nothing."""
    return hmac.compare_digest(one, other)


def _signs(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
