"""This installation's own ring: secrets in the data folder (``keys/certificate-…``), what is public of them beside.

The first key of a use is made at first use. A key that was replaced or revoked loses its secret part, its public part stays
for ever: papers live longer than keys.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from fcntl import LOCK_EX, flock

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from cryptography.x509.oid import NameOID
from django.conf import settings

from qingdan.foundation.clock.moments import now
from qingdan.foundation.keys import kept, keys_folder
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.signing.ring import FILE, QR, SEAL, PublicKey, Ring, from_json, to_json

_NAME = re.compile(r"certificate-(qr|file|seal)-([0-9]{4})\.json")
_YEARS = timedelta(days=20 * 365)
_RSA_BITS = 3072


def ring() -> Ring:
    """The public keys of this installation, read from the data folder."""
    names = sorted(path.name for path in keys_folder().iterdir() if _NAME.fullmatch(path.name))
    return Ring(settings.PUBLIC_URL, now(), tuple(_read(name) for name in names))


def qr_key() -> tuple[str, Ed25519PrivateKey]:
    """The id and the key that sign what QR codes carry now; the first is made at first use."""
    name, public = _current(QR)
    return public.id, Ed25519PrivateKey.from_private_bytes(_secret(name))


def file_key() -> tuple[x509.Certificate, RSAPrivateKey]:
    """The development key that signs files of the demonstration; the first is made at first use."""
    name, public = _current(FILE)
    key = load_der_private_key(_secret(name), None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("a file key is an RSA key")
    return x509.load_der_x509_certificate(public.public), key


def pin_seal(public: bytes) -> PublicKey:
    """Put down the certificates of a connected service, the signer's first; twice is once."""
    with _one_at_a_time():
        kept_ones = sorted(path.name for path in keys_folder().glob(f"certificate-{SEAL}-*.json"))
        known = next((each for each in map(_read, kept_ones) if each.public == public), None)
        if known is not None:
            return known
        made = PublicKey(SEAL, public, now())
        _write(f"certificate-{SEAL}-{len(kept_ones) + 1:04d}.json", made)
        return made


def replace_key(use: str) -> PublicKey:
    """Retire the current key of a use and make the next one; the secret of the old one is destroyed."""
    with _one_at_a_time():
        name, public = _current(use)
        _write(name, replace(public, retired_at=now()))
        _forget_secret(name)
        return _made(use, int(_number(name)) + 1)[1]


def revoke_key(key_id: str, reason: str) -> PublicKey:
    """Mark a key as not to be trusted, whatever date stands under it; its secret is destroyed.

    Raises :class:`CertificateProblem` for an unknown id, an empty reason or a key that is revoked already.
    """
    if not reason.strip():
        raise CertificateProblem("请写明为什么吊销。", "reason")
    with _one_at_a_time():
        for name in sorted(path.name for path in keys_folder().iterdir() if _NAME.fullmatch(path.name)):
            public = _read(name)
            if public.id == key_id:
                if public.revoked_at:
                    raise CertificateProblem("这把密钥已经吊销。", "key")
                at = now()
                revoked = replace(
                    public, retired_at=public.retired_at or at, revoked_at=at, reason=reason.strip()[:200]
                )
                _write(name, revoked)
                _forget_secret(name)
                return revoked
    raise CertificateProblem("没有这把密钥。用 qingdan certificates keys 看有哪些。", "key")


def _current(use: str) -> tuple[str, PublicKey]:
    """The newest key of a use if it may sign, else one made now."""
    names = sorted(path.name for path in keys_folder().glob(f"certificate-{use}-*.json") if _NAME.fullmatch(path.name))
    if not names:
        return _made(use, 1)
    public = _read(names[-1])
    return _made(use, int(_number(names[-1])) + 1) if public.retired_at else (names[-1], public)


def _made(use: str, number: int) -> tuple[str, PublicKey]:
    """Make a key, unless another process just did; both then read the same."""
    name = f"certificate-{use}-{number:04d}.json"
    secret = kept(_secret_name(name), _fresh_qr if use == QR else _fresh_file)
    at = now()
    public = _public_of_qr(secret) if use == QR else _certificate_of(secret, at)
    kept(name, lambda: _document(PublicKey(use, public, at)))
    return name, _read(name)


def _fresh_qr() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def _public_of_qr(secret: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _fresh_file() -> bytes:
    key = generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _certificate_of(secret: bytes, at: datetime) -> bytes:
    """A certificate that the key signs itself: it says only that this is a development key."""
    key = load_der_private_key(secret, None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("a file key is an RSA key")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "清单 演示签名（无效力）")])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), at, at + _YEARS)
    signed = built.add_extension(usage, critical=True).sign(key, SHA256())
    return signed.public_bytes(Encoding.DER)


def _number(name: str) -> str:
    found = _NAME.fullmatch(name)
    return found[2] if found else "0"


def _secret_name(name: str) -> str:
    return name.removesuffix(".json") + ".key"


def _secret(name: str) -> bytes:
    try:
        return (keys_folder() / _secret_name(name)).read_bytes()
    except FileNotFoundError as error:
        raise CertificateProblem("签名密钥的文件不在。请把 keys 文件夹放回数据文件夹，或者换一把新密钥。") from error


def _forget_secret(name: str) -> None:
    (keys_folder() / _secret_name(name)).unlink(missing_ok=True)


def _document(public: PublicKey) -> bytes:
    return to_json(Ring("", public.made_at, (public,))).encode()


def _read(name: str) -> PublicKey:
    return from_json((keys_folder() / name).read_text("utf-8")).keys[0]


def _write(name: str, public: PublicKey) -> None:
    fresh = keys_folder() / f".{name}.{secrets.token_hex(4)}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(_document(public))
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(keys_folder() / name)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (keys_folder() / ".certificate-keys.lock").open("w") as handle:
        flock(handle, LOCK_EX)
        yield
