"""Who asks: names, numbers and telephones as typed at a counter, made plain and checked. Pure; messages hold no personal data."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from qingdan.foundation.personal.id_numbers import check_id_number
from qingdan.foundation.personal.masking import one_dot
from qingdan.village.certificates.paper.text import has_own_sign, plain
from qingdan.village.certificates.problems import CertificateProblem

LONGEST_NAME = 50
_ALLOWED = ("Lo", "Lu", "Ll", "Lt", "Lm", "Mn", "Nl")
_RARE = range(0x20000, 0x3FFFE)
"""Codes of rare Chinese signs, also of those that Python has no name for yet."""
_HAN = "〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_BLANK_IN_HAN = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}])")
_TYPED = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0D)} | {0x2019: "'"}
"""What is typed for plain signs: letters in full width, another apostrophe."""
_LONGEST_TYPED = 400
_OWN_SIGN = "姓名里有一个字是电脑自造的（别的电脑上显示成空白或者别的字）。请用生僻字输入法重新输入；打不出来的，请先不要在系统里出证明。"
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|[2-9][0-9]{6,7}")
_FROM_ABROAD = re.compile(r"(?:\+86|0086|86)?-?(1[0-9]{2}-?[0-9]{4}-?[0-9]{4})")
_OTHER_PAPER = re.compile(r"[0-9A-Z()（）-]{5,30}")


@dataclass(frozen=True, slots=True)
class Person:
    """A resident whose paper was looked at: ``number`` of the ID card, or of another paper (``paper`` says which)."""

    name: str
    number: str
    phone: str = ""
    paper: str = "id_card"

    @property
    def last_four(self) -> str:
        """What somebody who checks a certificate types."""
        return self.number[-4:]


PAPERS = (
    ("id_card", "居民身份证（含户口簿上的号码）"),
    ("other", "其他证件（护照、港澳台居民来往证件、军人证件等）"),
)


def plain_name(text: str, field: str = "name") -> str:
    """A name as it stands in papers: one kind of dot, no spaces at its ends or between Chinese signs, composed characters.

    Rare characters (㛃, 𬱖), the dot of minority names, Latin names with spaces are taken. Raises
    :class:`CertificateProblem` for what is no name.
    """
    name = _BLANK_IN_HAN.sub("", one_dot(plain(text.translate(_TYPED)[:_LONGEST_TYPED])))
    if not name:
        raise CertificateProblem("请填姓名。", field)
    if len(name) > LONGEST_NAME:
        raise CertificateProblem(f"姓名最多 {LONGEST_NAME} 个字。", field)
    if has_own_sign(name):
        raise CertificateProblem(_OWN_SIGN, field)
    if not all(sign in "· -'" or ord(sign) in _RARE or unicodedata.category(sign) in _ALLOWED for sign in name):
        raise CertificateProblem("姓名里有不是文字的符号。请照身份证上的写；少数民族姓名中间的点用“·”。", field)
    if name[0] in "·-'" or name[-1] in "·-'":
        raise CertificateProblem("姓名的开头或者末尾多了一个点，请照身份证上的写。", field)
    return name


def plain_phone(text: str, field: str = "phone", *, required: bool = False) -> str:
    """A telephone number without spaces; empty where none is asked for."""
    phone = "".join(unicodedata.normalize("NFKC", text[:60]).split())
    if abroad := _FROM_ABROAD.fullmatch(phone):
        phone = abroad[1].replace("-", "")
    if not phone and not required:
        return ""
    if not _PHONE.fullmatch(phone):
        raise CertificateProblem("电话号码不对。请填 11 位手机号，或者座机号。", field)
    return phone


def person(name: str, number: str, phone: str = "", paper: str = "id_card", *, on: date | None = None) -> Person:
    """A resident with name and number checked; raises :class:`CertificateProblem` or ``BadIdNumber``."""
    return Person(plain_name(name), paper_number(number, paper, on=on), plain_phone(phone), paper)


def paper_number(number: str, paper: str = "id_card", *, on: date | None = None) -> str:
    """The number of an ID card, with its check digit, or of another paper; raises as :func:`person` does."""
    if paper == "id_card":
        return check_id_number(number, on=on).number
    other = "".join(unicodedata.normalize("NFKC", number[:100]).split()).upper()
    if paper != "other" or not _OTHER_PAPER.fullmatch(other):
        raise CertificateProblem("证件号码不对：5 到 30 位字母和数字，请照证件上的填。", "id_number")
    return other
