"""What the QR code of a certificate carries: the address of its check, and signed, salted digests. Pure.

``ADDRESS/v/CODE#PAYLOAD``: a telephone opens the address (what follows ``#`` is never sent to the server); who has the
public keys checks the rest without a network. The payload is base64url of, in this order: version (1 byte), marks (1),
key id (4), day of issue and last day (2 each, days since 2000-01-01; 65535: no end), salt (12), digest of the person (16),
digest of the number (8), Ed25519 signature (64). The signature covers the address and the code too.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from qingdan.village.certificates.checking.digests import NUMBER_BYTES, PERSON_BYTES, SALT_BYTES, new_salt, same
from qingdan.village.certificates.checking.digests import number_digest as digest_of_number
from qingdan.village.certificates.checking.digests import person_digest as digest_of_person

VERSION = 1
DEMO, FILE_SIGNED = 1, 2
_BODY = struct.Struct(f">BB4sHH{SALT_BYTES}s{PERSON_BYTES}s{NUMBER_BYTES}s")
_SIGNATURE_BYTES = 64
_BYTES = _BODY.size + _SIGNATURE_BYTES
_CONTEXT = b"qingdan-certificate-1\0"
_FIRST_DAY = date(2000, 1, 1)
_NO_END = 0xFFFF
LONGEST_TEXT = 400
_TEXT = re.compile(r"(?P<address>https?://[!-~]{1,200}?)/v/(?P<code>[0-9A-Z]{12})#(?P<payload>[A-Za-z0-9_-]{100,200})")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a certificate says, as far as its code vouches for it. ``demo``: it proves nothing; ``file_signed``: its file
    carries a signature too, so that a file without one is not the issued one."""

    code: str
    number: str
    name: str
    last_four: str
    issued_on: date
    valid_until: date | None
    demo: bool = False
    file_signed: bool = False


@dataclass(frozen=True, slots=True)
class Payload:
    """A payload that was read; nothing of it is believed before :meth:`signed_by` says so."""

    address: str
    code: str
    key: str
    issued_on: date
    valid_until: date | None
    salt: bytes
    person: bytes
    number: bytes
    demo: bool
    file_signed: bool
    body: bytes
    signature: bytes

    def signed_by(self, public: bytes) -> bool:
        """Whether this public key (raw Ed25519) signed it."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(self.signature, _said(self.address, self.code, self.body))
        except (InvalidSignature, ValueError):
            return False
        return True

    def is_of(self, name: str, last_four: str) -> bool:
        """Whether the paper is this person's; takes the same time for every answer."""
        return same(self.person, digest_of_person(name, last_four, self.salt))

    def has_number(self, number: str) -> bool:
        """Whether this is the certificate's number."""
        return same(self.number, digest_of_number(number, self.salt))


class NotOurs(ValueError):
    """A text that is not the QR code of such a certificate; the Chinese message says so."""

    def __init__(self) -> None:
        super().__init__("这不是本系统出具的证明的二维码。请扫证明左下角的二维码；别的系统的二维码请用那个系统核验。")


def make(facts: Facts, *, address: str, key: str, sign: Callable[[bytes], bytes]) -> str:
    """The whole text of the QR code. ``key`` is the id of the key that ``sign`` (Ed25519 over the bytes) uses."""
    salt = new_salt()
    body = _BODY.pack(
        VERSION,
        DEMO * facts.demo | FILE_SIGNED * facts.file_signed,
        bytes.fromhex(key),
        _day_number(facts.issued_on),
        _day_number(facts.valid_until) if facts.valid_until else _NO_END,
        salt,
        digest_of_person(facts.name, facts.last_four, salt),
        digest_of_number(facts.number, salt),
    )
    signed = body + sign(_said(address, facts.code, body))
    return f"{address}/v/{facts.code}#{base64.urlsafe_b64encode(signed).rstrip(b'=').decode('ascii')}"


def read(text: str) -> Payload:
    """Read the text of a QR code; raises :class:`NotOurs` for any other text, and for one that is written otherwise."""
    found = _TEXT.fullmatch(text.strip()) if len(text) <= LONGEST_TEXT * 2 else None
    if found is None:
        raise NotOurs
    raw = _decoded(found["payload"])
    version, marks, key, issued, until, salt, person, number = _BODY.unpack(raw[: _BODY.size])
    if version != VERSION or marks & ~(DEMO | FILE_SIGNED):
        raise NotOurs
    return Payload(
        address=found["address"],
        code=found["code"],
        key=key.hex(),
        issued_on=_day(issued),
        valid_until=None if until == _NO_END else _day(until),
        salt=salt,
        person=person,
        number=number,
        demo=bool(marks & DEMO),
        file_signed=bool(marks & FILE_SIGNED),
        body=raw[: _BODY.size],
        signature=raw[_BODY.size :],
    )


def _decoded(text: str) -> bytes:
    """The bytes, if this is the one way to write them."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotOurs from error
    if len(raw) != _BYTES or base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii") != text:
        raise NotOurs
    return raw


def _said(address: str, code: str, body: bytes) -> bytes:
    return _CONTEXT + f"{address}/v/{code}".encode() + b"\0" + body


def _day_number(day: date) -> int:
    number = (day - _FIRST_DAY).days
    if not 0 <= number < _NO_END:
        raise ValueError("a certificate is of the years 2000 to 2179")
    return number


def _day(number: int) -> date:
    return _FIRST_DAY + timedelta(days=number)
