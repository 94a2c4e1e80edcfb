"""Comparing what a checker typed from a paper with the certificate's digest: 一致 or 不一致, and nothing else."""

from __future__ import annotations

import secrets

from qingdan.village.certificates.checking import attempts
from qingdan.village.certificates.checking.digests import SALT_BYTES, person_digest
from qingdan.village.certificates.checking.record import Recorded

ERASED = "个人信息已按期删除，不能再比对姓名。"


class CannotCompare(Exception):
    """There is nothing left to compare with; the Chinese message says so."""


def compare(found: Recorded, name: str, last_four: str, *, address: str) -> bool:
    """Whether name and last four signs are the certificate's; takes the same time for every answer.

    Raises ``TooManyTries``, and :class:`CannotCompare` where the person's data were erased.
    """
    tried = attempts.enter(found.code, address)
    payload = found.payload
    if payload is None:
        person_digest(name, last_four, secrets.token_bytes(SALT_BYTES))
        raise CannotCompare(ERASED)
    same = payload.is_of(name, last_four)
    if same:
        attempts.take_back(tried)
    return same
