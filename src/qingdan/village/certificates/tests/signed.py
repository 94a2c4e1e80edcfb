"""A signed file and a ring, made once: what tests of checking bend and break."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from qingdan.village.certificates.checking.payload import Facts, make
from qingdan.village.certificates.paper.rendering import render
from qingdan.village.certificates.signing import pades
from qingdan.village.certificates.signing.ring import FILE, QR, PublicKey, Ring, key_id
from qingdan.village.certificates.tests.pages import a_paper

MADE = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2026, 11, 26)
ADDRESS = "https://qingdan.example.cn"
FACTS = Facts(
    code="7K3M9XWQ2T4B", number="210381000201-2026-0001", name="阿依古丽·买买提", last_four="123X",
    issued_on=DAY, valid_until=date(2027, 5, 25), demo=True, file_signed=True,
)  # fmt: skip


@cache
def qr_secret(number: int = 0) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


def qr_public(number: int = 0) -> PublicKey:
    return PublicKey(QR, qr_secret(number).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), MADE)


@cache
def file_secret(number: int) -> tuple[x509.Certificate, RSAPrivateKey]:
    key = generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"测试 {number}")])
    built = x509.CertificateBuilder(name, name, key.public_key(), 7, MADE, MADE + timedelta(days=9000))
    return built.sign(key, SHA256()), key


def file_public(number: int = 0) -> PublicKey:
    return PublicKey(FILE, file_secret(number)[0].public_bytes(Encoding.DER), MADE)


def a_ring(*keys: PublicKey) -> Ring:
    return Ring(ADDRESS, MADE, keys or (qr_public(), file_public()))


def qr_text(facts: Facts = FACTS, number: int = 0) -> str:
    return make(facts, address=ADDRESS, key=key_id(qr_public(number).public), sign=qr_secret(number).sign)


def unsigned_file(facts: Facts = FACTS, number: int = 0) -> bytes:
    return render(a_paper(qr=qr_text(facts, number), number=facts.number, demo=facts.demo))


def signed_file(facts: Facts = FACTS, number: int = 0, signer: int = 0) -> bytes:
    return pades.sign(unsigned_file(facts, number), *file_secret(signer), datetime(2026, 11, 26, 2, tzinfo=UTC))


@cache
def the_file() -> bytes:
    """One signed file for the whole run."""
    return signed_file()


def revoked(key: PublicKey) -> PublicKey:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    return replace(key, revoked_at=at, retired_at=at, reason="丢失")


def updated(pdf: bytes) -> bytes:
    """The file with an incremental update behind it, as editors write one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
