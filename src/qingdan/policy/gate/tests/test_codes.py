"""Codes with a check character (ISO/IEC 7064 MOD 37,36)."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qingdan.policy.gate.codes import check_character, compact, is_valid_code, with_check_character

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
payloads = st.text(ALPHABET, min_size=1, max_size=20)


def test_a_code_of_the_standard_is_right() -> None:
    # A12425GABC1234002 → M is the worked example of the Global Release Identifier, which uses this system.
    assert check_character("A12425GABC1234002") == "M"


@given(payloads)
def test_a_made_code_is_valid_also_with_hyphens_spaces_and_small_letters(payload: str) -> None:
    code = with_check_character(payload)
    assert is_valid_code(code)
    assert is_valid_code(f" {code[:1].lower()}-{code[1:]} ")


@given(payloads, st.integers(0, 20), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(payload: str, place: int, other: str) -> None:
    code = with_check_character(payload)
    place %= len(code)
    assume(code[place] != other)
    assert not is_valid_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("code", ["", "A", "！！", "中文编号", "A" * 65, "AB CD-*"])
def test_what_is_no_code_is_not_valid(code: str) -> None:
    assert not is_valid_code(code)


def test_a_payload_with_other_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="只能有字母和数字"):
        with_check_character("村-01")


def test_hyphens_of_all_sorts_are_ignored() -> None:
    assert compact("nh‐pl–01 x") == "NHPL01X"


def test_full_width_letters_and_digits_are_the_plain_ones() -> None:
    assert compact("ｎｈ－ＰＬ０１　x") == "NHPL01X"
