"""The signature that a connected service added to a file, checked by its certificate alone: no network, no trust store. Pure.

The certificates are those that whoever runs the installation has put down (``qingdan certificates keys --seal``): the service's
own, and those that it sends along. What is taken is one signature (RSA, SHA-256 or longer) over every byte but its own container,
the container in DER with nothing unsigned in it, in letters of one case, and zeros behind it. The container is taken apart, built
anew and compared, so that it has one form; only its algorithms may be named in either of the usual ways. Whatever else a service does (time stamps
beside the signature, SM2, other forms) is not called wrong here, but not known.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.signing import der
from qingdan.village.certificates.signing.der_parts import NotDer, Part, first, inside, parts
from qingdan.village.certificates.signing.ring import certificates_of

SEQUENCE, SET, INTEGER, OCTETS, OID, NULL, CONTEXT = 0x30, 0x31, 0x02, 0x04, 0x06, 0x05, 0xA0
_RANGE = re.compile(rb"/ByteRange\s{0,4}\[\s{0,4}0\s{1,4}(\d{1,10})\s{1,4}(\d{1,10})\s{1,4}(\d{1,10})\s{0,20}\]")
_BEFORE = re.compile(rb"/Contents\s{0,4}\Z")
_MOMENT = re.compile(rb"/M\s{0,4}\(D(?::|\\072)(\d{14})(?:Z|([+-])(\d{2})'?(\d{2})?'?)?")
_HEX = re.compile(rb"(?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+")
_MESSAGE_DIGEST, _CONTENT_TYPE = bytes.fromhex("06092a864886f70d010904"), bytes.fromhex("06092a864886f70d010903")
_DATA = bytes.fromhex("06092a864886f70d010701")
_RSA = bytes.fromhex("06092a864886f70d010101")
_HASHES: dict[bytes, tuple[HashAlgorithm, bytes]] = {
    bytes.fromhex(f"060960864801650304020{n}"): (each, bytes.fromhex(f"06092a864886f70d01010{with_rsa}"))
    for n, each, with_rsa in ((1, SHA256(), "b"), (2, SHA384(), "c"), (3, SHA512(), "d"))
}
"""By the digest's name: the digest, and the name of RSA with it."""


class Changed(ValueError):
    """A container of the service as it should be, but not of these bytes."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Whose signature a file carries, and when by the signer's clock (None: it does not say)."""

    certificate: x509.Certificate
    at: datetime | None


@dataclass(frozen=True, slots=True)
class _Taken:
    """The parts of a container that its signature stands on or that name its algorithms."""

    algorithm: Part
    attributes: bytes
    signature_algorithm: Part
    signature: bytes


def read_certificates(data: bytes) -> bytes:
    """A ``seal`` key from a file in PEM (the signer's certificate first) or DER; raises :class:`CertificateProblem`."""
    try:
        found = (
            x509.load_pem_x509_certificates(data) if b"-----BEGIN" in data else [x509.load_der_x509_certificate(data)]
        )
    except ValueError as error:
        raise CertificateProblem("这不是证书文件。请给电子签章服务的证书（PEM 或者 DER）。", "seal") from error
    if not isinstance(found[0].public_key(), RSAPublicKey):
        raise CertificateProblem(
            "离线只能核验 RSA 证书签的章；这张证书（例如国密 SM2）请用签章服务的工具核验。", "seal"
        )
    return b"".join(each.public_bytes(Encoding.DER) for each in found)


def check(pdf: bytes, public: bytes) -> Sealed | None:
    """Whose signature these bytes carry, by the certificates of one service; None where that cannot be told.

    Raises :class:`Changed` where the service signed something, but not exactly these bytes.
    """
    gap = _gap(pdf)
    if gap is None:
        return None
    start, end = gap
    found = bytes.fromhex(pdf[start + 1 : end - 1].decode("ascii"))
    try:
        whole = first(found)
        known = not found[len(whole.whole) :].strip(b"\0") and _is_signed(whole, public, pdf[:start] + pdf[end:])
    except NotDer:
        return None
    return Sealed(certificates_of(public)[0], _moment(pdf)) if known else None


def names(pdf: bytes, public: bytes) -> bool:
    """Whether a file carries the signer's certificate: who changes it afterwards leaves it there."""
    own = certificates_of(public)[0].public_bytes(Encoding.DER).hex()
    return own.encode("ascii") in pdf or own.upper().encode("ascii") in pdf


def _gap(pdf: bytes) -> tuple[int, int] | None:
    """Where the one container stands; None unless everything else is signed."""
    ranges = list(_RANGE.finditer(pdf))
    if len(ranges) != 1 or pdf.count(b"/ByteRange") != 1:
        return None
    start, end, rest = (int(number) for number in ranges[0].groups())
    inner = pdf[start + 1 : end - 1]
    if end + rest != len(pdf) or end - start < 4 or pdf[start : start + 1] + pdf[end - 1 : end] != b"<>":
        return None
    return (start, end) if _HEX.fullmatch(inner) and _BEFORE.search(pdf[max(start - 20, 0) : start]) else None


def _is_signed(whole: Part, public: bytes, signed_bytes: bytes) -> bool:
    certificates = certificates_of(public)
    signer, key = certificates[0], certificates[0].public_key()
    taken = _taken_apart(whole)
    known = _HASHES.get(_named(taken.algorithm))
    if known is None or not isinstance(key, RSAPublicKey) or len(taken.signature) != key.key_size // 8:
        return False
    made, with_rsa = known
    anew = der.assembled(
        signer, certificates=[each.public_bytes(Encoding.DER) for each in certificates], attributes=taken.attributes,
        algorithm=taken.algorithm.whole, signature_algorithm=taken.signature_algorithm.whole, signature=taken.signature,
    )  # fmt: skip
    named = taken.signature_algorithm.content in (_RSA + b"\5\0", with_rsa + b"\5\0")
    if anew != whole.whole or not named:
        return False
    if not _says(taken.attributes, hashlib.new(made.name, signed_bytes).digest()):
        raise Changed
    try:
        key.verify(taken.signature, taken.attributes, PKCS1v15(), made)
    except InvalidSignature as wrong:
        raise Changed from wrong
    return True


def _taken_apart(whole: Part) -> _Taken:
    """The parts at their places; raises :class:`NotDer` for any other shape."""
    _kind, wrapped = inside(whole.content, OID, CONTEXT)
    (signed,) = inside(wrapped.content, SEQUENCE)
    *_others, infos = inside(signed.content, INTEGER, SET, SEQUENCE, CONTEXT, SET)
    (info,) = inside(infos.content, SEQUENCE)
    _version, _who, algorithm, attributes, signature_algorithm, signature = inside(
        info.content, INTEGER, SEQUENCE, SEQUENCE, CONTEXT, SEQUENCE, OCTETS
    )
    as_signed = bytes([SET]) + attributes.whole[1:]
    return _Taken(algorithm, as_signed, signature_algorithm, signature.content)


def _named(algorithm: Part) -> bytes:
    """The name of a digest, which stands alone or before NULL."""
    named = first(algorithm.content).whole
    return named if algorithm.content in (named, named + b"\5\0") else b""


def _says(attributes: bytes, digest: bytes) -> bool:
    """Whether the signed attributes are of a file with this digest; each of the two stands there once."""
    said = [inside(each.content, OID, SET) for each in parts(first(attributes).content)]
    values = {kind.whole: value.content for kind, value in said}
    wanted = {_CONTENT_TYPE: _DATA, _MESSAGE_DIGEST: der.tlv(OCTETS, digest)}
    return len(values) == len(said) and all(values.get(kind) == value for kind, value in wanted.items())


def _moment(pdf: bytes) -> datetime | None:
    found = list(_MOMENT.finditer(pdf))
    if not found:
        return None
    written, sign, hours, minutes = (each.decode() if each else "" for each in found[-1].groups())
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=timezone(ahead) if sign else UTC)
    except ValueError:
        return None
