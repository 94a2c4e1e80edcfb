"""Citizen identity numbers (GB 11643-1999): eighteen signs with a check by ISO/IEC 7064 MOD 11-2. Pure.

Messages never repeat the number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from qingdan.foundation.personal.problems import PersonalProblem

_CHECKS = "10X98765432"
_PLACES = (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), (71, 81, 82, 83))
_PROVINCES = frozenset(str(code) for group in _PLACES for code in group)
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
EARLIEST = date(1900, 1, 1)


class BadIdNumber(PersonalProblem):
    """A number that cannot be right; the message says what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "id_number")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that is possible: itself, the birth date, 男 or 女, and the six digits of the place of first entry."""

    number: str
    birth: date
    sex: str
    division: str

    @property
    def last_four(self) -> str:
        """The last four signs, which a checker of a certificate types."""
        return self.number[-4:]


def check_sign(first: str) -> str:
    """The check sign of seventeen digits: sum of digit × 2^(17 - place) modulo 11, by MOD 11-2."""
    total = sum(int(digit) * (2 ** (17 - place)) for place, digit in enumerate(first))
    return _CHECKS[total % 11]


def check_id_number(text: str, *, on: date | None = None) -> IdNumber:
    """Read a number as typed or read by a card reader: full width, spaces and a small x are taken.

    ``on``: nobody is born after this day. Raises :class:`BadIdNumber`.
    """
    number = "".join(unicodedata.normalize("NFKC", text[:100]).split()).upper()
    if re.fullmatch(r"[0-9]{15}", number):
        raise BadIdNumber("这是 15 位的老证号，已经停用。请照现在的身份证填 18 位。")
    if len(number) != 18:
        raise BadIdNumber(f"身份证号码是 18 位，现在填了 {len(number)} 位。请对照身份证再填一次。")
    if not _SHAPE.fullmatch(number):
        raise BadIdNumber("身份证号码前 17 位是数字，最后一位是数字或 X。请对照身份证再填一次。")
    birth = _birth(number, on)
    if not _place_is_known(number):
        raise BadIdNumber("身份证号码的前两位不是一个省份。请对照身份证再填一次。")
    if check_sign(number[:17]) != number[17]:
        raise BadIdNumber("身份证号码的最后一位（校验码）对不上，有一位填错了。请对照身份证再填一次。")
    return IdNumber(number, birth, "男" if int(number[16]) % 2 else "女", number[:6])


def _place_is_known(number: str) -> bool:
    """A province of the first two digits; after a 9 (外国人永久居留身份证) of the second and third."""
    return number[1:3] in _PROVINCES if number[0] == "9" else number[:2] in _PROVINCES


def _birth(number: str, on: date | None) -> date:
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise BadIdNumber("身份证号码里的出生日期不存在。请对照身份证再填一次。") from error
    if birth < EARLIEST or (on is not None and birth > on):
        raise BadIdNumber("身份证号码里的出生日期不对。请对照身份证再填一次。")
    return birth
