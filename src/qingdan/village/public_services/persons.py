"""Name and telephone of a resident in this room: sealed with the person's key, shown masked, revealed by a logged act."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qingdan.foundation.personal.masking import mask_name, mask_phone, one_dot
from qingdan.foundation.personal.models import Subject
from qingdan.foundation.personal.problems import PersonalProblem
from qingdan.foundation.personal.queries import ERASED
from qingdan.foundation.personal.sealing import seal_many, unseal_many
from qingdan.foundation.personal.services import new_subject
from qingdan.village.public_services.problems import ServiceProblem

PURPOSE = "public_services.resident"
LONGEST_NAME = 50
_PHONE = re.compile(r"^\+?[0-9]{7,15}$")


@dataclass(frozen=True, slots=True)
class Resident:
    """Who comes, as far as an appointment or a matter that goes on needs it: never an ID number."""

    name: str
    phone: str


def checked(name: str, phone: str) -> Resident:
    """The resident, with one sort of dot in the name and digits in the number; raises :class:`ServiceProblem`."""
    said, digits = one_dot(name), re.sub(r"[\s-]", "", phone)
    if not said or len(said) > LONGEST_NAME or any(sign.isdigit() for sign in said):
        raise ServiceProblem(f"请写姓名，最多 {LONGEST_NAME} 个字，里面没有数字。", "name")
    if not _PHONE.match(digits) or not digits.isascii():
        raise ServiceProblem("请写电话号码，7 到 15 位数字，例如 13800000000。", "phone")
    return Resident(said, digits)


def sealed(resident: Resident) -> tuple[Subject, dict[str, str]]:
    """A fresh key and the texts sealed with it, in the caller's transaction."""
    subject = new_subject()
    return subject, seal_many(subject, {"name": resident.name, "phone": resident.phone}, purpose=PURPOSE)


def opened(subject: Subject, texts: Mapping[str, str]) -> Resident:
    """What was sealed; raises a :class:`PersonalProblem` for an erased person. Record the reveal before showing it."""
    plain = unseal_many(subject, texts, purpose=PURPOSE)
    return Resident(plain["name"], plain["phone"])


def masked(subject: Subject | None, texts: Mapping[str, str]) -> str:
    """How lists show a resident: 王*明 138****5678; empty where nobody is on record."""
    if subject is None or not texts:
        return ""
    try:
        resident = opened(subject, texts)
    except PersonalProblem:
        return ERASED
    return f"{mask_name(resident.name)} {mask_phone(resident.phone)}"
