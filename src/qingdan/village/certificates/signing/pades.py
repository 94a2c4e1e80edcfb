"""The signature of a certificate's file (PAdES B-B), and its strict check. Pure.

A file is signed by one addition at its end: the signature, its invisible field, the page and the catalogue anew. The
signature covers every byte but its own container, which is exactly as long as it must be. What is checked: one container, at the
very place where we put it, in the one form that it can have (:mod:`.der`), and nothing after the addition. So a
file with any other byte anywhere is not the one that was signed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from qingdan.village.certificates.signing import der

FIELD = "Qingdan"
_TRAILER = re.compile(
    rb"trailer\n<</Size (\d+)/Root (\d+) 0 R/Info (\d+ 0 R)/ID(\[[^\]]+\])>>\nstartxref\n(\d+)\n%%EOF\n?\Z"
)
_PAGE = re.compile(rb"\n(\d+) 0 obj\n(<</Type/Page/.*?)>>\nendobj\n", re.DOTALL)
_PLACE = re.compile(rb"/M\(D:(\d{14})Z\)/ByteRange\[0 (\d{10}) (\d{10}) (\d{10})\]/Contents<([0-9a-f]*)>>>\nendobj\n")
_DIGITS = 10


class CannotSign(ValueError):
    """A file that is not one of ours as it was set, or is signed already."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a file, as its bytes prove, and when by the signer's clock."""

    certificate: x509.Certificate
    at: datetime


def sign(pdf: bytes, certificate: x509.Certificate, key: RSAPrivateKey, at: datetime) -> bytes:
    """The file with one signature; raises :class:`CannotSign` for a file that is not as :mod:`..paper` sets it."""
    if b"/ByteRange" in pdf:
        raise CannotSign("the file is signed already")
    room = len(der.container(certificate, bytes(32), bytes(key.key_size // 8)))
    before, after = _addition(pdf, at, room)
    file = before + b"<" + b"0" * (2 * room) + b">" + after
    digest = hashlib.sha256(before + after).digest()
    signature = key.sign(der.signed_attributes(certificate, digest), PKCS1v15(), SHA256())
    signed = der.container(certificate, digest, signature).hex().encode("ascii")
    return file[: len(before) + 1] + signed + file[len(before) + 1 + len(signed) :]


def looks_signed(pdf: bytes) -> bool:
    """Whether a file carries, or pretends to carry, a signature."""
    return b"/ByteRange" in pdf


def check(pdf: bytes, certificates: list[x509.Certificate]) -> Signed | None:
    """Who of these signed exactly these bytes; None if nobody did."""
    places = list(_PLACE.finditer(pdf))
    if len(places) != 1 or pdf.count(b"/ByteRange") != 1:
        return None
    place = places[0]
    start, end = place.start(5) - 1, place.end(5) + 1
    if (int(place[2]), int(place[3]), int(place[4])) != (start, end, len(pdf) - end):
        return None
    digest = hashlib.sha256(pdf[:start] + pdf[end:]).digest()
    found = bytes.fromhex(place[5].decode("ascii")) if len(place[5]) % 2 == 0 else b""
    for certificate in certificates:
        if _is_container(found, certificate, digest):
            return Signed(certificate, datetime.strptime(place[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    return None


def _is_container(found: bytes, certificate: x509.Certificate, digest: bytes) -> bool:
    public = certificate.public_key()
    if not isinstance(public, RSAPublicKey):
        return False
    signature = found[-(public.key_size // 8) :]
    if found != der.container(certificate, digest, signature):
        return False
    try:
        public.verify(signature, der.signed_attributes(certificate, digest), PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _addition(pdf: bytes, at: datetime, room: int) -> tuple[bytes, bytes]:
    """The file up to the container, and what follows it; the container takes ``2 * room + 2`` bytes between."""
    trailer, page = _TRAILER.search(pdf), _PAGE.search(pdf)
    if trailer is None or page is None:
        raise CannotSign("the file was not set by this program")
    size, root = int(trailer[1]), int(trailer[2])
    catalogue = re.search(rb"\n%d 0 obj\n(<</Type/Catalog/.*?)>>\nendobj\n" % root, pdf, re.DOTALL)
    if catalogue is None:
        raise CannotSign("the file has no catalogue")
    widget, signature = size, size + 1
    base = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    objects = {
        int(page[1]): b"%s/Annots[%d 0 R]>>" % (page[2], widget),
        root: b"%s/AcroForm<</Fields[%d 0 R]/SigFlags 3>>/Perms<</DocMDP %d 0 R>>>>"
        % (catalogue[1], widget, signature),
        widget: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(%s)/F 132/Rect[0 0 0 0]/P %d 0 R/V %d 0 R>>"
        % (FIELD.encode(), int(page[1]), signature),
    }
    body, offsets = base, {}
    for number, words in objects.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    offsets[signature] = len(body)
    head = body + b"%d 0 obj\n%s" % (signature, _signature_head(at))
    start = len(head) + len(b"/ByteRange[0 ]/Contents") + 3 * _DIGITS + 2
    end = start + 2 * room + 2
    tail = b">>\nendobj\n"
    xref = _xref(offsets, end + len(tail), trailer, signature + 1)
    ranges = b"/ByteRange[0 %010d %010d %010d]/Contents" % (start, end, len(tail) + len(xref))
    return head + ranges, tail + xref


def _signature_head(at: datetime) -> bytes:
    reference = (
        b"/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]"
    )
    moment = at.astimezone(UTC).strftime("%Y%m%d%H%M%S").encode()
    return b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached%s/M(D:%sZ)" % (reference, moment)


def _xref(offsets: dict[int, int], at: int, trailer: re.Match[bytes], size: int) -> bytes:
    """The table of the new objects and the trailer that points back to the old ones."""
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, offsets[number]) for number in sorted(offsets))
    ends = b"trailer\n<</Size %d/Root %s 0 R/Info %s/ID%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    return b"xref\n" + rows + ends % (size, trailer[2], trailer[3], trailer[4], trailer[5], at)
