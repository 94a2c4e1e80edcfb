"""Codes that can be read aloud: upper-case letters and digits with an ISO/IEC 7064 MOD 37,36 check character."""

from __future__ import annotations

import re
import unicodedata

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_IGNORED = re.compile(r"[\s\-‐-―－]+")
LONGEST = 64


def compact(code: str) -> str:
    """The code without hyphens and spaces, in upper case; full-width letters and digits are the plain ones."""
    plain = code if code.isascii() else unicodedata.normalize("NFKC", code)
    return _IGNORED.sub("", plain).upper()


def check_character(payload: str) -> str:
    """The check character of a payload of letters and digits; raises ``ValueError`` for other characters."""
    product = 36
    for character in compact(payload):
        if character not in _VALUE:
            raise ValueError(f"编号只能有字母和数字，不能有“{character}”")
        total = (product + _VALUE[character]) % 36 or 36
        product = (total * 2) % 37
    return _ALPHABET[(37 - product) % 36]


def with_check_character(payload: str) -> str:
    """The payload, as written, with its check character behind it."""
    return payload + check_character(payload)


def is_valid_code(code: str) -> bool:
    """Whether the last character checks the others."""
    body = compact(code)
    if not 2 <= len(body) <= LONGEST or not set(body) <= set(_ALPHABET):
        return False
    return check_character(body[:-1]) == body[-1]
