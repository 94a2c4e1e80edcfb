"""Codes of certificates: random, so that nobody counts them through, readable aloud, with a check character."""

from __future__ import annotations

import secrets

from django.conf import settings

from qingdan.policy.gate.codes import compact, is_valid_code, with_check_character

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 11
"""Signs before the check character: five bits each, more than anybody can try out."""


def new_code() -> str:
    """A code as it is stored: twelve signs without hyphens."""
    return with_check_character("".join(secrets.choice(_SIGNS) for _ in range(LENGTH)))


def shown_code(code: str) -> str:
    """A code as it is printed, in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def asked_code(text: str) -> str:
    """The same, also where the whole address of its check was given."""
    words = text.strip()[:400]
    return typed_code(words.removeprefix(f"{settings.PUBLIC_URL.rstrip('/')}/v/").split("#")[0])


def typed_code(text: str) -> str:
    """A code as it was typed, as it is stored; empty where it can be none."""
    code = compact(text[:64])
    return code if len(code) == LENGTH + 1 and is_valid_code(code) else ""
