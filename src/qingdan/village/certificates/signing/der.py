"""The one form (DER) of the CMS container that signs a file: built from its parts, and compared with, never parsed.

A parser would have to decide what it tolerates. Here a container is right if it is, byte for byte, what building it anew
from the known certificate, the digest of the file and the signature gives. RFC 5652 with the attributes of PAdES B-B
(ETSI EN 319 142-1): content type, message digest, signing certificate (v2, SHA-256).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

_DATA = bytes.fromhex("06092a864886f70d010701")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")
_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
_SIGNING_CERTIFICATE_V2 = bytes.fromhex("060b2a864886f70d010910022f")
_SHA256 = bytes.fromhex("0609608648016503040201")
_RSA_WITH_SHA256 = bytes.fromhex("06092a864886f70d01010b")
_NULL = b"\x05\x00"
_INTEGER, _OCTETS, _SEQUENCE, _SET, _FIRST = 0x02, 0x04, 0x30, 0x31, 0xA0


def tlv(tag: int, *parts: bytes) -> bytes:
    """One value with its tag and its length in the shortest form."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def signed_attributes(certificate: x509.Certificate, digest: bytes) -> bytes:
    """The attributes as they are signed: a set in DER order, over the SHA-256 digest of the file's signed bytes."""
    own = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    attributes = [
        _attribute(_CONTENT_TYPE, _DATA),
        _attribute(_MESSAGE_DIGEST, tlv(_OCTETS, digest)),
        _attribute(_SIGNING_CERTIFICATE_V2, tlv(_SEQUENCE, tlv(_SEQUENCE, tlv(_SEQUENCE, tlv(_OCTETS, own))))),
    ]
    return tlv(_SET, *sorted(attributes))


def container(certificate: x509.Certificate, digest: bytes, signature: bytes) -> bytes:
    """The whole container of our own: one signer, their certificate, nothing unsigned but the signature itself."""
    return assembled(
        certificate,
        certificates=(certificate.public_bytes(Encoding.DER),),
        attributes=signed_attributes(certificate, digest),
        algorithm=tlv(_SEQUENCE, _SHA256),
        signature_algorithm=tlv(_SEQUENCE, _RSA_WITH_SHA256, _NULL),
        signature=signature,
    )


def assembled(
    signer: x509.Certificate, *, certificates: Sequence[bytes], attributes: bytes, algorithm: bytes, signature_algorithm: bytes,
    signature: bytes,
) -> bytes:  # fmt: skip
    """A container of these parts in the one form that it can have; the certificates stand in DER's order of a set."""
    serial = signer.serial_number
    info = tlv(
        _SEQUENCE,
        tlv(_INTEGER, b"\x01"),
        tlv(
            _SEQUENCE,
            signer.issuer.public_bytes(),
            tlv(_INTEGER, serial.to_bytes(serial.bit_length() // 8 + 1, "big")),
        ),
        algorithm,
        bytes([_FIRST]) + attributes[1:],
        signature_algorithm,
        tlv(_OCTETS, signature),
    )
    signed = tlv(
        _SEQUENCE,
        tlv(_INTEGER, b"\x01"),
        tlv(_SET, algorithm),
        tlv(_SEQUENCE, _DATA),
        tlv(_FIRST, *sorted(certificates)),
        tlv(_SET, info),
    )
    return tlv(_SEQUENCE, _SIGNED_DATA, tlv(_FIRST, signed))


def _attribute(kind: bytes, value: bytes) -> bytes:
    return tlv(_SEQUENCE, kind, tlv(_SET, value))
