"""Authenticated encryption, pure: AES-256-GCM or SM4-GCM; every ciphertext says which, both are read side by side.

A ciphertext is ``AG1:<base64>`` (AES) or ``SG1:<base64>`` (SM4) of nonce (12 bytes), body and tag (16 bytes). What it is
bound to (whose it is, what for) is authenticated with it, so that it opens nowhere else. The base64 is canonical: one
ciphertext has one spelling.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.hashes import SHA256, SM3, HashAlgorithm
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from qingdan.foundation.personal.problems import Tampered

NONCE, TAG = 12, 16
KEY_BYTES = 32
"""Bytes of every secret that a key of a cipher is derived from."""


@dataclass(frozen=True, slots=True)
class Suite:
    """One algorithm: its id in ciphertexts, its cipher, its hash for deriving, the length of its key in bytes."""

    id: str
    cipher: Callable[[bytes], CipherAlgorithm]
    hash: Callable[[], HashAlgorithm]
    length: int

    def key(self, secret: bytes) -> bytes:
        """This algorithm's key from a secret: no two algorithms ever use the same bytes."""
        return HKDFExpand(self.hash(), self.length, b"qingdan personal " + self.id.encode()).derive(secret)


SUITES = {"aes": Suite("AG1", AES, SHA256, 32), "sm4": Suite("SG1", SM4, SM3, 16)}
"""By the word of the setting ``QINGDAN_CIPHER``."""
_BY_ID = {suite.id: suite for suite in SUITES.values()}


def encrypt(suite: Suite, secret: bytes, plain: bytes, bound_to: bytes) -> str:
    """A ciphertext of ``plain`` that opens only with this secret and for what it is bound to."""
    nonce = secrets.token_bytes(NONCE)
    encryptor = Cipher(suite.cipher(suite.key(secret)), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(_bound(suite, bound_to))
    body = encryptor.update(plain) + encryptor.finalize()
    return f"{suite.id}:{base64.b64encode(nonce + body + encryptor.tag).decode('ascii')}"


def decrypt(secret: bytes, sealed: str, bound_to: bytes) -> bytes:
    """What was encrypted; raises :class:`Tampered` for anything that is not exactly such a ciphertext."""
    suite, raw = _parts(sealed)
    nonce, body, tag = raw[:NONCE], raw[NONCE:-TAG], raw[-TAG:]
    decryptor = Cipher(suite.cipher(suite.key(secret)), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(_bound(suite, bound_to))
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag as error:
        raise Tampered from error


def _parts(sealed: str) -> tuple[Suite, bytes]:
    name, _, code = sealed.partition(":")
    suite = _BY_ID.get(name)
    try:
        raw = base64.b64decode(code.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise Tampered from error
    if suite is None or len(raw) < NONCE + TAG or base64.b64encode(raw).decode("ascii") != code:
        raise Tampered
    return suite, raw


def _bound(suite: Suite, bound_to: bytes) -> bytes:
    return suite.id.encode() + b"|" + bound_to
