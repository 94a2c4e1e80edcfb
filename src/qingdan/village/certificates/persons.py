"""Who asks: names, numbers and telephones as typed at a counter, made plain and checked. Pure; messages hold no personal data."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from qingdan.foundation.personal.id_numbers import check_id_number
from qingdan.village.certificates.paper.text import plain
from qingdan.village.certificates.problems import CertificateProblem

LONGEST_NAME = 50
_ALLOWED = ("Lo", "Lu", "Ll", "Lt", "Lm", "Mn", "Nl")
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|[2-9][0-9]{6,7}")
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
    """A name as it stands in papers: one kind of dot, no spaces at its ends, composed characters.

    Rare characters (㛃, 𬱖), the dot of minority names, Latin names with spaces are taken. Raises
    :class:`CertificateProblem` for what is no name.
    """
    name = plain(text)
    if not name:
        raise CertificateProblem("请填姓名。", field)
    if len(name) > LONGEST_NAME:
        raise CertificateProblem(f"姓名最多 {LONGEST_NAME} 个字。", field)
    if not all(sign in "· -'" or unicodedata.category(sign) in _ALLOWED for sign in name):
        raise CertificateProblem("姓名里有不是文字的符号。请照身份证上的写；少数民族姓名中间的点用“·”。", field)
    if name[0] in "·-'" or name[-1] in "·-'":
        raise CertificateProblem("姓名的开头或者末尾多了一个点，请照身份证上的写。", field)
    return name


def plain_phone(text: str, field: str = "phone", *, required: bool = False) -> str:
    """A telephone number without spaces; empty where none is asked for."""
    phone = "".join(unicodedata.normalize("NFKC", text[:60]).split()).removeprefix("+86")
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
