"""Division codes, pure: padding, levels, subtrees and what the last digits say.

Source: the statistical coding rules as told in the data table's notes (digits 10 to 12: 001-199 neighbourhood
committee, 200-399 village committee, 400-499 like a neighbourhood, 500-599 like a village).
"""

from __future__ import annotations

import re

from qingdan.foundation.orgs.choices import Level, UnitKind

LENGTH = 12
NATION = "0" * LENGTH
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
"""Provinces whose 市 is of province level."""
_VIRTUAL = frozenset({498, 598})
"""Statistical placeholders (虚拟社区 and the like): nobody lives in an organisation there."""
_DIGITS = re.compile(r"^[0-9]{2,12}$")
_LENGTHS = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWN, 12: Level.VILLAGE}


_VILLAGE_TYPES = {
    UnitKind.VILLAGE: "village",
    UnitKind.FARM: "village",
    UnitKind.RURAL_COMMUNITY: "village",
    UnitKind.COMMUNITY: "community",
    UnitKind.CONVERTED: "community",
}


class BadDivisionCode(ValueError):
    """A code that is no division code; the message is Chinese."""


def full_code(code: str) -> str:
    """The 12-digit form of a code of 2 to 12 digits; raises :class:`BadDivisionCode`."""
    digits = code.strip()
    if not _DIGITS.match(digits) or not digits.isascii():
        raise BadDivisionCode(f"区划代码“{digits[:20]}”不对，要是 2 到 12 位数字，例如 120117 或 120117001001。")
    return digits.ljust(LENGTH, "0")


def prefix(code: str) -> str:
    """The part of a full code that all its subtree shares: 2, 4, 6, 9 or 12 digits; empty for the nation."""
    if code == NATION:
        return ""
    for length in (2, 4, 6, 9):
        if code[length:] == "0" * (LENGTH - length):
            return code[:length]
    return code


def level(code: str) -> Level:
    """The level that the code's length says."""
    return _LENGTHS.get(len(prefix(code)), Level.CENTRAL)


def ancestors(code: str) -> tuple[str, ...]:
    """Full codes of the division itself and of all above it, nearest first, the nation last."""
    own = prefix(code)
    codes = [own[:length].ljust(LENGTH, "0") for length in (12, 9, 6, 4, 2) if length <= len(own)]
    return (*dict.fromkeys(codes), NATION)


def parent(code: str) -> str:
    """The code one level up (the nation's own parent is the nation)."""
    above = ancestors(code)
    return above[1] if len(above) > 1 else NATION


def subtree_end(code: str) -> str:
    """The first code behind the subtree: a subtree is ``code >= p AND code < subtree_end(p)``."""
    own = prefix(code)
    if not own or own == "9" * len(own):
        return ":"  # behind every digit
    return str(int(own) + 1).zfill(len(own)).ljust(LENGTH, "0")


def contains(scope: str, code: str) -> bool:
    """Whether a division lies in another's subtree (or is it)."""
    return code.startswith(prefix(scope))


def unit_kind(code: str) -> UnitKind | None:
    """What sort of unit a village-level code is; None for higher levels."""
    if level(code) is not Level.VILLAGE:
        return None
    number = int(code[9:])
    if number in _VIRTUAL:
        return UnitKind.NONE
    if 1 <= number <= 199:
        return UnitKind.COMMUNITY
    if 200 <= number <= 399:
        return UnitKind.VILLAGE
    if 400 <= number <= 499:
        return UnitKind.COMMUNITY
    if 500 <= number <= 599:
        return UnitKind.FARM
    return UnitKind.NONE


def village_type(code: str) -> str | None:
    """``village`` or ``community`` for a village-level code that has an organisation; None for all others."""
    kind = unit_kind(code)
    return village_type_of(kind) if kind else None


def village_type_of(kind: UnitKind) -> str | None:
    """``village`` or ``community`` for a kind of unit; None for one without an organisation."""
    return _VILLAGE_TYPES.get(kind)


def is_municipality(code: str) -> bool:
    """Whether the division lies in a municipality directly under the centre."""
    return code[:2] in MUNICIPALITIES
