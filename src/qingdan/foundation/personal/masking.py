"""Personal data as lists show them: enough to tell two rows apart, too little to use. Pure."""

from __future__ import annotations

import re
import unicodedata

STAR = "*"
_DOTS = "·•‧∙・･．.﹒●⚫⋅⦁᛫ᐧ⸱⸳․·ꞏㆍ"
_DOT = re.compile(f"(?<=[^\x00-\x7f]) *[{_DOTS}][{_DOTS} ]*(?=[^\x00-\x7f])")
"""The ways in which the dot of a minority name is typed; ``·`` (U+00B7) is the one that stands in papers."""


def one_dot(name: str) -> str:
    """The name with every variant of the dot between Chinese signs as one ``·``, without spaces around it or at the ends."""
    return _DOT.sub("·", name.strip())


def _signs(text: str) -> list[str]:
    """What a reader sees as one sign each: a mark or variation selector stays with the sign before it."""
    signs: list[str] = []
    for char in text.strip():
        if signs and (unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me")):
            signs[-1] += char
        else:
            signs.append(char)
    return signs


def mask_name(name: str) -> str:
    """``王明`` → ``王*``, ``王小明`` → ``王*明``, ``买买提·吐尔逊`` → ``买*****逊``; a single sign becomes ``*``."""
    signs = _signs(name)
    if len(signs) <= 1:
        return STAR * len(signs)
    if len(signs) == 2:
        return signs[0] + STAR
    return signs[0] + STAR * (len(signs) - 2) + signs[-1]


def mask_id_number(number: str) -> str:
    """The place (six digits) and the last two; of anything shorter than 15 signs nothing shows."""
    signs = _signs(number)
    if len(signs) < 15:
        return STAR * len(signs)
    return "".join(signs[:6]) + STAR * (len(signs) - 8) + "".join(signs[-2:])


def mask_phone(phone: str) -> str:
    """``138****5678``; of a short number only the last two digits."""
    signs = [sign for sign in _signs(phone) if sign not in " -"]
    if len(signs) < 8:
        return STAR * max(len(signs) - 2, 1) + "".join(signs[-2:] if len(signs) > 2 else [])
    return "".join(signs[:3]) + STAR * (len(signs) - 7) + "".join(signs[-4:])
