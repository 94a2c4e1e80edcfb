"""Identity numbers and masks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.personal.id_numbers import BadIdNumber, check_id_number, check_sign
from qingdan.foundation.personal.masking import mask_id_number, mask_name, mask_phone, one_dot

GOOD = "11010519491231002X"  # the example of GB 11643
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1))
PLACES = st.sampled_from(["120117", "220183", "210381", "620802", "110101"])


def number(place: str, birth: date, order: int) -> str:
    first = f"{place}{birth:%Y%m%d}{order:03d}"
    return first + check_sign(first)


def test_the_example_of_the_standard() -> None:
    read = check_id_number(GOOD)
    assert (read.birth, read.sex, read.division, read.last_four) == (date(1949, 12, 31), "女", "110105", "002X")


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ", f" {GOOD}\n"]
)
def test_as_people_type_it(typed: str) -> None:
    assert check_id_number(typed).number == GOOD


@pytest.mark.property
@given(PLACES, DAYS, st.integers(0, 999))
def test_every_number_with_its_check_is_read(place: str, birth: date, order: int) -> None:
    read = check_id_number(number(place, birth, order))
    assert (read.birth, read.division, read.sex) == (birth, place, "男" if order % 2 else "女")


@pytest.mark.property
@given(PLACES, DAYS, st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place: str, birth: date, order: int, where: int, by: int) -> None:
    right = number(place, birth, order)
    other = "0" if right[where] == "X" else str((int(right[where]) + by) % 10)
    with pytest.raises(BadIdNumber):
        check_id_number(right[:where] + other + right[where + 1 :])


@pytest.mark.property
@given(PLACES, DAYS, st.integers(0, 999), st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_found(place: str, birth: date, order: int, where: int) -> None:
    right = number(place, birth, order)
    turned = right[:where] + right[where + 1] + right[where] + right[where + 2 :]
    if turned != right:
        with pytest.raises(BadIdNumber):
            check_id_number(turned)


@pytest.mark.property
@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_clear_message_without_it(text: str) -> None:
    try:
        assert len(check_id_number(text).number) == 18
    except BadIdNumber as problem:
        assert "身份证" in str(problem) or "老证号" in str(problem)
        assert len(text) < 4 or text not in str(problem)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("110105491231002", "15 位的老证号"),
        ("1" * 17, "17 位"),
        ("1" * 1000, "100 位"),
        ("11010519490231002X", "出生日期不存在"),
        ("99010519491231002X", "不是一个省份"),
        ("110105194912310021", "校验码"),
        ("1101051949123100XX", "最后一位是数字或 X"),
    ],
)
def test_what_is_wrong_is_said(typed: str, says: str) -> None:
    with pytest.raises(BadIdNumber, match=says) as raised:
        check_id_number(typed)
    assert raised.value.field == "id_number"


def test_nobody_is_born_tomorrow() -> None:
    today = date(2026, 11, 26)
    born = number("120117", today + timedelta(days=1), 1)
    with pytest.raises(BadIdNumber, match="出生日期不对"):
        check_id_number(born, on=today)
    assert check_id_number(number("120117", today, 1), on=today)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王明", "王*"),
        ("王小明", "王*明"),
        ("欧阳小明", "欧**明"),
        ("买买提·吐尔逊", "买*****逊"),
        ("𬱖", "*"),
        ("李𬱖㛃", "李*㛃"),
        ("", ""),
        ("葛\U000e0100明", "葛\U000e0100*"),
    ],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.property
@given(st.text(alphabet="王小明买提·𬱖", min_size=2, max_size=30))
def test_a_mask_shows_at_most_two_signs_and_keeps_the_length(name: str) -> None:
    masked = mask_name(name)
    assert "*" in masked and len(masked) == len(name)
    assert sum(sign != "*" for sign in masked) <= 2


@pytest.mark.parametrize("dot", "·•‧・．.●")
def test_the_dot_of_a_minority_name_has_many_forms(dot: str) -> None:
    assert one_dot(f" 买买提{dot}吐尔逊 ") == one_dot(f"买买提 {dot} 吐尔逊") == "买买提·吐尔逊"
    assert one_dot("J. Smith") == "J. Smith"


@pytest.mark.property
@given(st.text(alphabet="0123456789Xx", max_size=40))
def test_an_id_number_never_shows_its_birth_date(text: str) -> None:
    masked = mask_id_number(text)
    assert len(masked) == len(text)
    assert sum(sign != "*" for sign in masked) <= 8
    if text:
        assert masked != text


def test_numbers_are_masked() -> None:
    assert mask_id_number(GOOD) == "110105**********2X"
    assert mask_phone("138 1234 5678") == "138****5678"
    assert mask_phone("110") == "*10"
    assert mask_phone("1") == "*"
