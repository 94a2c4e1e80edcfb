"""How often somebody may try to find something out: counted before it is answered, shared by all processes.

What is counted (a code, an address, an account) is kept as a keyed digest, a day at most. A right answer is no try at
guessing and is taken back.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from django.conf import settings

from qingdan.village.certificates.tries_kept import Kept, opened

MINUTE, HOUR, DAY = 60, 3600, 86_400
Windows = tuple[tuple[int, int], ...]
"""Within so many seconds at most so many."""


class TooManyTries(Exception):
    """No further try is taken now; the Chinese message says when."""

    def __init__(self, seconds: float) -> None:
        minutes = max(1, round(seconds / 60 + 0.5))
        wait = f"{minutes} 分钟" if minutes < 90 else f"{round(minutes / 60 + 0.5)} 小时"
        super().__init__(f"次数太多了，请 {wait}后再试。")
        self.seconds = int(seconds) + 1


@dataclass(frozen=True, slots=True)
class Limit:
    """What is counted, by name and value, and how often it may be."""

    what: str
    value: str
    windows: Windows


@dataclass(frozen=True, slots=True)
class Try:
    """One try that was counted."""

    marks: tuple[bytes, ...]
    at: float


def enter(limits: Iterable[Limit]) -> Try:
    """Count a try before it is answered, so that many at once do not pass; raises :class:`TooManyTries`.

    Stands in a transaction of its own: what is undone afterwards stays counted.
    """
    asked = {_mark(each): each.windows for each in limits}
    with opened(tuple(asked)) as kept:
        now = time.time()
        kept.forget_outside(now - DAY, now + MINUTE)  # later: of a clock that was wrong and is set right
        for who, windows in asked.items():
            for seconds, most in windows:
                _demand_room(kept, who, now, seconds, most)
        for who in asked:
            kept.add(who, now)
    return Try(tuple(asked), now)


def take_back(tried: Try, *limits: Limit) -> None:
    """Count a try no longer; where limits are named, for these only."""
    marks = tuple(map(_mark, limits)) or tried.marks
    with opened(marks) as kept:
        for who in marks:
            kept.remove(who, tried.at)


def one_caller(address: str) -> str:
    """The address as it is counted: of IPv6 the network of one line (/64), whose holder has any number of addresses."""
    try:
        found = ip_address(address.strip())
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped) if found.ipv4_mapped else f"{int(found) >> 64:x}/64"


def _demand_room(kept: Kept, who: bytes, now: float, seconds: int, most: int) -> None:
    count, first = kept.since(who, now - seconds)
    if count >= most:
        raise TooManyTries(first + seconds - now)


def _mark(limit: Limit) -> bytes:
    said = f"check tries|{limit.what}|{limit.value}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)[:16]
