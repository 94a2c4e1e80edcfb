"""One signature over every byte but its own container, nothing after it: a file with any other byte is not the file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from qingdan.village.certificates.checking.answers import Status
from qingdan.village.certificates.checking.offline import check_pdf
from qingdan.village.certificates.signing import der, pades
from qingdan.village.certificates.tests.signed import (
    DAY,
    FACTS,
    a_ring,
    file_public,
    file_secret,
    qr_public,
    signed_file,
    the_file,
    unsigned_file,
    updated,
)

FAILS = {Status.TAMPERED, Status.UNKNOWN}


def status(pdf: bytes, on: date = DAY) -> Status:
    return check_pdf(pdf, a_ring(), on).status


def container_of(pdf: bytes) -> tuple[int, int]:
    found = re.search(rb"/Contents(<[0-9a-f]*>)", pdf)
    assert found
    return found.start(1), found.end(1)


def test_the_file_is_valid() -> None:
    assert status(the_file()) is Status.VALID


def test_others_find_the_signature_valid_too() -> None:
    """pyHanko, which shares no line with ours, finds it sound, over the whole file, by our certificate."""
    reader = PdfFileReader(io.BytesIO(the_file()))
    assert len(reader.embedded_signatures) == 1
    signature = reader.embedded_signatures[0]
    found = validate_pdf_signature(signature, ValidationContext(trust_roots=[signature.signer_cert]))
    assert found.bottom_line
    assert found.coverage.name == "ENTIRE_FILE"
    assert signature.signer_cert.dump() == file_secret(0)[0].public_bytes(Encoding.DER)
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_a_signed_file_is_still_pdf_a_with_the_same_page() -> None:
    plain, signed = PdfReader(io.BytesIO(unsigned_file())), PdfReader(io.BytesIO(the_file()))
    root: Any = signed.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert root["/OutputIntents"]
    assert root["/AcroForm"]["/SigFlags"] == 3
    assert len(signed.pages) == 1
    assert signed.pages[0].extract_text() == plain.pages[0].extract_text()


@settings(max_examples=300)
@given(st.data())
def test_any_changed_byte_fails(data: st.DataObject) -> None:
    pdf = the_file()
    at = data.draw(st.integers(0, len(pdf) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != pdf[at]))
    assert status(pdf[:at] + bytes([byte]) + pdf[at + 1 :]) in FAILS


def test_any_changed_byte_of_the_signature_and_its_surroundings_fails() -> None:
    """Each byte of the addition and of the first and last hundred of the page's file; letters of the other case too."""
    pdf, plain = the_file(), unsigned_file()
    places = [*range(100), *range(len(plain) - 100, len(pdf))]
    assert not [at for at in places for bit in _bits(pdf[at]) if status(_flipped(pdf, at, bit)) not in FAILS]


def _bits(byte: int) -> tuple[int, ...]:
    return (1, 0x20) if chr(byte).isalpha() else (1,)


def _flipped(pdf: bytes, at: int, bit: int) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ bit]) + pdf[at + 1 :]


@pytest.mark.full
def test_any_bit_anywhere_fails() -> None:
    pdf = the_file()
    assert all(status(_flipped(pdf, at, 1)) in FAILS for at in range(len(pdf)))


@pytest.mark.parametrize("more", [b"\n", b" ", b"\0", b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\n", b"x" * 1000], ids=repr)
def test_anything_after_it_or_before_it_fails(more: bytes) -> None:
    assert status(the_file() + more) is Status.TAMPERED
    assert status(more + the_file()) is Status.TAMPERED


def test_anything_cut_off_fails() -> None:
    pdf = the_file()
    assert all(status(pdf[:-cut]) in FAILS for cut in (1, 2, 7, 100, 1000, 4000, 20_000, len(pdf) - 10))


def test_an_incremental_update_after_the_signature_fails() -> None:
    assert status(updated(the_file())) is Status.TAMPERED


def test_a_second_signature_fails() -> None:
    """By the known key too: the second covers the first, but what was issued has one."""
    pdf = the_file()
    with pytest.raises(pades.CannotSign):
        pades.sign(pdf, *file_secret(0), datetime.now(UTC))
    hidden = pdf.replace(b"/ByteRange", b"/ByteRangX")
    twice = pades.sign(hidden + b"", *file_secret(0), datetime.now(UTC)) if _can_sign(hidden) else b""
    assert not twice


def _can_sign(pdf: bytes) -> bool:
    try:
        pades.sign(pdf, *file_secret(0), datetime.now(UTC))
    except pades.CannotSign:
        return False
    return True


@pytest.mark.parametrize(
    "bend",
    [
        lambda hexed: hexed + b"00",
        lambda hexed: hexed[:-2],
        lambda hexed: hexed.upper(),
        lambda hexed: b"00" + hexed,
        lambda hexed: hexed + b"0",
        lambda hexed: b"3084" + hexed[2:],
        lambda hexed: b"",
    ],
)
def test_another_padding_or_form_of_the_container_fails(bend: Callable[[bytes], bytes]) -> None:
    pdf = the_file()
    start, end = container_of(pdf)
    assert status(pdf[: start + 1] + bend(pdf[start + 1 : end - 1]) + pdf[end - 1 :]) in FAILS


def test_a_container_with_room_to_spare_is_not_ours() -> None:
    """Zeros behind the container, with a byte range that fits them: others would take it."""
    pdf = the_file()
    _start, end = container_of(pdf)
    bent = pdf[: end - 1] + b"0" * 64 + pdf[end - 1 :]
    bent = bent.replace(b" %010d " % end, b" %010d " % (end + 64))
    assert status(bent) is Status.TAMPERED


def test_the_signature_of_another_key_is_no_signature() -> None:
    assert status(signed_file(signer=1)) is Status.TAMPERED


def test_a_signature_taken_from_another_file_fails() -> None:
    other = signed_file()
    pdf = the_file()
    start, end = container_of(pdf)
    taken = container_of(other)
    assert status(pdf[:start] + other[taken[0] : taken[1]] + pdf[end:]) in FAILS


def test_a_file_whose_signature_was_taken_away_is_changed() -> None:
    assert status(unsigned_file()) is Status.TAMPERED


def test_a_file_that_was_never_signed_is_never_valid_but_its_code_is_told() -> None:
    from dataclasses import replace

    answer = check_pdf(unsigned_file(replace(FACTS, file_signed=False)), a_ring(), DAY)
    assert answer.status is Status.UNKNOWN
    assert "没有电子签名" in answer.sentence
    assert answer.code == FACTS.code


@pytest.mark.parametrize(
    "words",
    [b"", b"%PDF-1.7\n%%EOF", b"\0" * 1000, b"/ByteRange[0 1 2 3]" * 1000, b"%PDF" + b"/M(D:" * 50_000],
    ids=lambda words: f"{len(words)} bytes",
)
def test_other_files_are_not_certificates(words: bytes) -> None:
    assert status(words) in FAILS


def test_an_opened_file_of_other_keys_is_unknown_or_changed() -> None:
    ring = a_ring(qr_public(3), file_public(3))
    assert check_pdf(the_file(), ring, DAY).status is Status.TAMPERED


@given(st.binary(max_size=300), st.integers(0x30, 0x31))
def test_lengths_are_written_in_the_shortest_form(content: bytes, tag: int) -> None:
    written = der.tlv(tag, content)
    assert written[0] == tag
    if len(content) < 128:
        assert written[1:] == bytes([len(content)]) + content
    else:
        size = written[1] & 0x7F
        assert int.from_bytes(written[2 : 2 + size], "big") == len(content)
        assert written[2] != 0
        assert written[2 + size :] == content
