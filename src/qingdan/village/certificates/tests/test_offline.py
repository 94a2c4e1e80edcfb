"""Checking without a network: keys that were replaced or revoked, clocks that are wrong, codes of other systems."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from qingdan.village.certificates.checking.answers import Proof, Status
from qingdan.village.certificates.checking.offline import check_pdf, check_text
from qingdan.village.certificates.signing.ring import BadRing, PublicKey, from_json, to_json
from qingdan.village.certificates.tests.signed import (
    DAY,
    FACTS,
    a_ring,
    file_public,
    qr_public,
    qr_text,
    revoked,
    the_file,
)


def test_a_code_alone_is_valid_until_its_last_day() -> None:
    answer = check_text(qr_text(), a_ring(), date(2027, 5, 25))
    assert (answer.status, answer.proof) == (Status.VALID, Proof.CODE)
    assert answer.demo
    assert check_text(qr_text(), a_ring(), date(2027, 5, 26)).status is Status.EXPIRED
    endless = qr_text(replace(FACTS, valid_until=None))
    assert check_text(endless, a_ring(), date(2100, 1, 1)).status is Status.VALID


def test_a_file_expires_too_and_says_by_which_day() -> None:
    answer = check_pdf(the_file(), a_ring(), date(2027, 6, 1))
    assert (answer.status, answer.proof) == (Status.EXPIRED, Proof.FILE)
    assert "2027年6月1日" in answer.sentence


def test_a_clock_before_the_issue_is_told_and_nothing_is_called_valid() -> None:
    for answer in (
        check_text(qr_text(), a_ring(), date(2020, 1, 1)),
        check_pdf(the_file(), a_ring(), date(2020, 1, 1)),
    ):
        assert answer.status is Status.UNKNOWN
        assert "时钟不对" in answer.sentence


def test_a_clock_before_the_keys_were_written_down_is_told() -> None:
    ring = replace(a_ring(), written_at=datetime(2026, 12, 24, tzinfo=UTC))
    answer = check_text(qr_text(), ring, date(2026, 12, 1))
    assert answer.status is Status.UNKNOWN
    assert "公钥文件" in answer.sentence


def test_nothing_under_a_revoked_key_is_valid_whatever_day_stands_under_it() -> None:
    """Who stole the key can write any day: that the day is before the revocation says nothing."""
    answer = check_text(qr_text(), a_ring(revoked(qr_public()), file_public()), DAY)
    assert answer.status is Status.REVOKED
    assert "不能作准" in answer.sentence
    in_file = check_pdf(the_file(), a_ring(qr_public(), revoked(file_public())), DAY)
    assert in_file.status is Status.REVOKED


def test_a_replaced_key_vouches_for_what_it_signed_before_and_not_after() -> None:
    def retired(key: PublicKey, at: datetime) -> PublicKey:
        return replace(key, retired_at=at)

    later, earlier = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    assert check_text(qr_text(), a_ring(retired(qr_public(), later)), DAY).status is Status.VALID
    assert check_text(qr_text(), a_ring(retired(qr_public(), earlier)), DAY).status is Status.REVOKED
    assert check_pdf(the_file(), a_ring(qr_public(), retired(file_public(), earlier)), DAY).status is Status.REVOKED


def test_a_code_of_an_unknown_key_is_unknown_and_says_what_to_get() -> None:
    answer = check_text(qr_text(number=2), a_ring(), DAY)
    assert answer.status is Status.UNKNOWN
    assert "公钥" in answer.sentence


def test_a_forged_code_is_told() -> None:
    text = qr_text()
    forged = text[:-1] + ("A" if text[-1] != "A" else "Q")
    assert check_text(forged, a_ring(), DAY).status in {Status.TAMPERED, Status.UNKNOWN}
    moved = text.replace("qingdan.example.cn", "qingdan.evil.cn")
    assert check_text(moved, a_ring(), DAY).status is Status.TAMPERED


def test_the_code_of_another_system_is_unknown() -> None:
    answer = check_text("https://u.wechat.com/abc", a_ring(), DAY)
    assert answer.status is Status.UNKNOWN
    assert "不是本系统" in answer.sentence


def test_the_ring_travels_as_a_document() -> None:
    ring = a_ring(revoked(qr_public()), file_public())
    assert from_json(to_json(ring)) == ring


@pytest.mark.parametrize(
    "words", ["", "{}", "[]", '{"format": "x"}', "[" * 100_000, '{"format": "qingdan-certificate-keys/1", "keys": [1]}']
)
def test_other_documents_are_no_ring(words: str) -> None:
    with pytest.raises(BadRing):
        from_json(words)


def test_a_key_whose_id_was_changed_is_found() -> None:
    with pytest.raises(BadRing, match="对不上"):
        from_json(to_json(a_ring()).replace(qr_public().id, "00000000"))
