"""What the QR code carries: signed, salted digests; no clear personal data; one way to write it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.village.certificates.checking.payload import Facts, NotOurs, read
from qingdan.village.certificates.tests.signed import FACTS, qr_public, qr_text


def test_the_paper_of_the_person_agrees_and_another_does_not() -> None:
    payload = read(qr_text())
    assert payload.signed_by(qr_public().public)
    assert payload.is_of("阿依古丽•买买提", "123x")
    assert payload.is_of(" 阿依古丽 ・买买提", "１２３Ｘ")
    assert not payload.is_of("阿依古丽·买买提", "1234")
    assert not payload.is_of("阿依古丽", "123X")
    assert payload.has_number("210381000201-2026-0001")
    assert not payload.has_number("210381000201-2026-0002")


def test_no_clear_personal_data_and_short_enough_for_a_small_code() -> None:
    text = qr_text()
    assert "123X" not in text
    assert "阿" not in text
    assert len(text) < 200
    assert text.isascii()


def test_two_certificates_of_one_person_cannot_be_told_to_be_of_one_person() -> None:
    one, other = read(qr_text()), read(qr_text())
    assert one.person != other.person
    assert one.number != other.number


def test_another_key_did_not_sign() -> None:
    assert not read(qr_text()).signed_by(qr_public(1).public)
    assert not read(qr_text(number=1)).signed_by(qr_public(0).public)


@pytest.mark.parametrize(
    "text",
    ["", "https://weixin.qq.com/r/abc", "WIFI:S:x;;", "7K3M9XWQ2T4B", "https://a.cn/v/7K3M9XWQ2T4B", "x" * 100_000,
     "https://a.cn/v/7K3M9XWQ2T4B#" + "A" * 147, "https://a.cn/v/7K3M9XWQ2T4B#" + "_" * 150],
)  # fmt: skip
def test_the_code_of_another_system_is_told(text: str) -> None:
    with pytest.raises(NotOurs, match="不是本系统"):
        read(text)


_TEXT = qr_text()


@given(st.data())
def test_any_other_sign_anywhere_is_not_signed(data: st.DataObject) -> None:
    text = _TEXT
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from([each for each in "ABCabc019-_/#:h" if each != text[at]]))
    try:
        changed = read(text[:at] + sign + text[at + 1 :])
    except NotOurs:
        return
    assert not changed.signed_by(qr_public().public)


@settings(max_examples=20)
@given(
    st.dates(date(2000, 1, 1), date(2170, 1, 1)), st.none() | st.integers(0, 3000), st.booleans(), st.booleans(),
    st.text(min_size=1, max_size=20), st.text("0123456789X", min_size=4, max_size=4),
)  # fmt: skip
def test_what_was_put_in_comes_out(
    issued: date, days: int | None, demo: bool, signed: bool, name: str, last_four: str
) -> None:
    until = issued + timedelta(days=days) if days is not None else None
    facts = Facts(FACTS.code, FACTS.number, name, last_four, issued, until, demo, signed)
    payload = read(qr_text(facts))
    assert (payload.issued_on, payload.valid_until, payload.demo, payload.file_signed) == (issued, until, demo, signed)
    assert payload.is_of(name, last_four)


def test_days_outside_the_range_are_refused() -> None:
    with pytest.raises(ValueError, match="2000"):
        qr_text(replace(FACTS, issued_on=date(1999, 12, 31)))
