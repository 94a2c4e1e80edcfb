"""A file that a connected service sealed is checked off-line by its certificate: every byte, one signature, one form.

The service is of our own making and shares no line with what is tested: pyHanko signs, with its own key, as such services do.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
import time_machine
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as ec_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from qingdan.village.certificates.checking.answers import Answer, Proof, Status
from qingdan.village.certificates.checking.offline import check_pdf
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.signing import outside
from qingdan.village.certificates.signing.der_parts import NotDer, parts
from qingdan.village.certificates.signing.ring import SEAL, BadRing, PublicKey, from_json, to_json
from qingdan.village.certificates.tests.signed import (
    DAY,
    FACTS,
    MADE,
    a_ring,
    qr_public,
    revoked,
    unsigned_file,
    updated,
)

PRINTED = replace(FACTS, demo=False, file_signed=False)
AT = datetime(2026, 11, 26, 2, tzinfo=UTC)
FAILS = {Status.TAMPERED, Status.UNKNOWN}


@cache
def service(number: int = 0) -> tuple[x509.Certificate, RSAPrivateKey, x509.Certificate]:
    """The service's certificate with its key, and the certificate of who issued it."""
    root, key = generate_private_key(65537, 2048), generate_private_key(65537, 2048)
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"测试签发 {number}")])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"刘庄村村民委员会电子印章 {number}")])
    first, last = MADE, MADE + timedelta(days=400)
    above = x509.CertificateBuilder(issuer, issuer, root.public_key(), 1, first, last).sign(root, SHA256())
    return x509.CertificateBuilder(issuer, name, key.public_key(), 2, first, last).sign(root, SHA256()), key, above


def pinned(number: int = 0, *, chain: bool = False) -> PublicKey:
    own, _key, above = service(number)
    return PublicKey(
        SEAL, b"".join(each.public_bytes(Encoding.DER) for each in ([own, above] if chain else [own])), MADE
    )


def sealed(pdf: bytes, number: int = 0, *, chain: bool = False, at: datetime = AT, digest: str = "sha256") -> bytes:
    """What the service gives back for a file."""
    meta = signers.PdfSignatureMetadata(
        field_name="Seal", md_algorithm=digest, subfilter=fields.SigSeedSubFilter.PADES, use_pades_lta=False
    )
    with time_machine.travel(at, tick=False):
        return _signed(pdf, _signer(number, chain=chain), meta)


def _signer(number: int, *, chain: bool = False) -> signers.SimpleSigner:
    own, key, above = service(number)
    kept = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    if chain:
        kept.register(asn1_x509.Certificate.load(above.public_bytes(Encoding.DER)))
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = asn1_x509.Certificate.load(own.public_bytes(Encoding.DER))
    return signers.SimpleSigner(certificate, asn1_keys.PrivateKeyInfo.load(secret), kept)


def _signed(pdf: bytes, signer: signers.SimpleSigner, meta: signers.PdfSignatureMetadata) -> bytes:
    made: io.BytesIO = signers.PdfSigner(meta, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return made.getvalue()


@cache
def the_file() -> bytes:
    return sealed(unsigned_file(PRINTED))


def answer(pdf: bytes, *keys: PublicKey, on: date = DAY) -> Answer:
    return check_pdf(pdf, a_ring(qr_public(), *(keys or (pinned(),))), on)


def gap(pdf: bytes) -> tuple[int, int]:
    found = re.search(rb"/Contents\s*(<[0-9a-fA-F]*>)", pdf)
    assert found
    return found.start(1), found.end(1)


def changed(pdf: bytes, at: int, byte: int) -> bytes:
    return pdf[:at] + bytes([byte]) + pdf[at + 1 :]


def test_the_sealed_file_is_valid_by_the_certificate_alone() -> None:
    found = answer(the_file())
    assert (found.status, found.proof, found.code) == (Status.VALID, Proof.FILE, FACTS.code)
    assert "刘庄村村民委员会电子印章 0" in " ".join(found.notes) and "2026年11月26日" in " ".join(found.notes)


@pytest.mark.parametrize("digest", ["sha384", "sha512"])
def test_longer_digests_are_taken(digest: str) -> None:
    assert answer(sealed(unsigned_file(PRINTED), digest=digest)).status is Status.VALID


def test_certificates_sent_along_are_those_that_were_put_down() -> None:
    pdf = sealed(unsigned_file(PRINTED), chain=True)
    assert answer(pdf, pinned(chain=True)).status is Status.VALID
    assert answer(pdf).status is Status.UNKNOWN
    assert answer(the_file(), pinned(chain=True)).status is Status.UNKNOWN


def test_without_the_certificate_it_is_unknown_and_says_whom_to_ask() -> None:
    found = check_pdf(the_file(), a_ring(), DAY)
    assert found.status is Status.UNKNOWN and "签章服务的工具" in found.sentence
    assert answer(the_file(), pinned(1)).status is Status.UNKNOWN


@given(st.data())
def test_any_changed_byte_fails(data: st.DataObject) -> None:
    pdf = the_file()
    at = data.draw(st.integers(0, len(pdf) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != pdf[at]))
    assert answer(changed(pdf, at, byte)).status in FAILS


def test_any_changed_byte_of_the_signature_and_its_surroundings_fails() -> None:
    pdf = the_file()
    start, end = gap(pdf)
    container = len(pdf[start:end].rstrip(b">").rstrip(b"0"))
    places = [
        *range(start - 200, start + container + 40, 3),
        *range(end - 40, end + 200),
        *range(len(pdf) - 60, len(pdf)),
    ]
    assert not [at for at in places if answer(changed(pdf, at, pdf[at] ^ 1)).status not in FAILS]
    letters = [at for at in range(start, end) if pdf[at : at + 1].isalpha()][:200]
    assert not [at for at in letters if answer(changed(pdf, at, pdf[at] ^ 0x20)).status not in FAILS]


def test_a_change_of_the_words_is_called_one() -> None:
    pdf = the_file()
    at = pdf.index(b"/Type/Page/") + 7
    found = answer(changed(pdf, at, pdf[at] ^ 1))
    assert found.status is Status.TAMPERED and "改动过" in found.sentence and found.proof is Proof.NOTHING


@pytest.mark.parametrize("more", [b"\n", b" ", b"\0", b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\n"], ids=repr)
def test_anything_after_it_or_before_it_or_cut_off_fails(more: bytes) -> None:
    assert answer(the_file() + more).status in FAILS
    assert answer(more + the_file()).status in FAILS
    assert answer(the_file()[: -len(more)]).status in FAILS


def test_an_update_and_a_second_signature_fail() -> None:
    assert answer(updated(the_file())).status in FAILS
    twice = _signed(the_file(), _signer(0), signers.PdfSignatureMetadata(field_name="Second", md_algorithm="sha256"))
    assert answer(twice).status in FAILS


@pytest.mark.parametrize(
    "bend",
    [
        lambda hexed: hexed[:-2] + b"01",
        lambda hexed: hexed[:-4] + b"ff00",
        lambda hexed: hexed.replace(b"A", b"a", 1),
        lambda hexed: b"00" + hexed[:-2],
        lambda hexed: hexed[:8] + b"  " + hexed[8:-2],
        lambda hexed: b"3080" + hexed[4:],
        lambda hexed: b"0" * len(hexed),
    ],
)  # fmt: skip
def test_another_padding_or_form_of_the_container_fails(bend: Callable[[bytes], bytes]) -> None:
    pdf = the_file()
    start, end = gap(pdf)
    assert answer(pdf[: start + 1] + bend(pdf[start + 1 : end - 1]) + pdf[end - 1 :]).status in FAILS


def test_the_container_of_another_file_fails() -> None:
    other, pdf = sealed(unsigned_file(replace(PRINTED, number="210381000201-2026-0002"))), the_file()
    (start, end), taken = gap(pdf), gap(other)
    assert answer(pdf[:start] + other[taken[0] : taken[1]] + pdf[end:]).status is Status.TAMPERED


def test_a_sealed_paper_that_is_no_certificate_is_none() -> None:
    from qingdan.village.certificates.paper.rendering import render
    from qingdan.village.certificates.tests.pages import a_paper

    found = answer(sealed(render(a_paper(qr="https://example.com/x"))))
    assert found.status is Status.TAMPERED and "不是一份证明" in found.sentence


def test_a_revoked_certificate_and_one_out_of_time_are_not_believed() -> None:
    assert answer(the_file(), revoked(pinned())).status is Status.REVOKED
    late = sealed(unsigned_file(PRINTED), at=MADE + timedelta(days=401))
    found = answer(late)
    assert found.status is Status.UNKNOWN and "不在有效期里" in found.sentence


def test_a_sealed_file_expires_too_and_a_wrong_clock_is_told() -> None:
    assert answer(the_file(), on=date(2027, 6, 1)).status is Status.EXPIRED
    assert "时钟不对" in answer(the_file(), on=date(2020, 1, 1)).sentence


def test_the_certificate_is_read_from_pem_and_der_and_travels_with_the_ring() -> None:
    own, _key, above = service(0)
    pem = own.public_bytes(Encoding.PEM) + above.public_bytes(Encoding.PEM)
    assert outside.read_certificates(pem) == pinned(chain=True).public
    assert outside.read_certificates(own.public_bytes(Encoding.DER)) == pinned().public
    ring = a_ring(qr_public(), pinned(chain=True))
    assert from_json(to_json(ring)) == ring


@pytest.mark.parametrize("data", [b"", b"-----BEGIN CERTIFICATE-----", b"\x30\x80", b"x" * 1000], ids=repr)
def test_what_is_no_certificate_is_told(data: bytes) -> None:
    with pytest.raises(CertificateProblem, match="不是证书文件"):
        outside.read_certificates(data)


def test_a_certificate_that_cannot_be_checked_here_is_told() -> None:
    key = ec_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "椭圆曲线")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, MADE, MADE + timedelta(days=9)).sign(key, SHA256())
    with pytest.raises(CertificateProblem, match="RSA"):
        outside.read_certificates(made.public_bytes(Encoding.PEM))


@pytest.mark.parametrize("use", ["seal", "file", "qr"])
def test_a_ring_with_a_key_that_is_none_is_refused(use: str) -> None:
    for public in (b"", b"\x30\x03\x02\x01\x01", b"x" * 31):
        with pytest.raises(BadRing):
            from_json(to_json(a_ring(PublicKey(use, public, MADE))))


@given(st.binary(max_size=200))
def test_taking_apart_never_breaks_and_never_loses_a_byte(data: bytes) -> None:
    try:
        found = parts(data)
    except NotDer:
        return
    assert b"".join(part.whole for part in found) == data


@pytest.mark.parametrize(
    "inner", [b"30" * 500_000, b"0500" * 500_000, b"3083" + b"0f4240" + b"0500" * 500_000], ids=["deep", "many", "long"]
)
def test_a_huge_container_is_refused_soon(inner: bytes) -> None:
    head = b"%%PDF-1.7\n/ByteRange[0 %010d %010d 0000000010]/Contents"
    start = len(head % (0, 0))
    pdf = head % (start, start + len(inner) + 2) + b"<" + inner + b">" + b">" * 10
    assert answer(pdf).status in FAILS
