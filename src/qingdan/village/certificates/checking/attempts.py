"""How often a name may be tried against a paper: per code and per address, held across processes.

Counted in a small file of the data folder, not in the database: where the portal stands alone before a copy of the
database, nothing is written there. Several machines count each for itself. Code and address are kept as keyed digests, a day
at most.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

HOUR, DAY = 3600, 86_400
PER_CODE = ((HOUR, 5), (DAY, 15))
"""Wrong tries of one code: within so many seconds at most so many."""
PER_ADDRESS = ((HOUR, 20), (DAY, 60))
"""Wrong tries from one address: a service desk checks many papers, and seldom types wrongly."""
_TABLE = "CREATE TABLE IF NOT EXISTS tries (who BLOB NOT NULL, at REAL NOT NULL)"
_INDEX = "CREATE INDEX IF NOT EXISTS tries_of ON tries (who, at)"


class TooManyTries(Exception):
    """No further try is taken now; the Chinese message says when, and what to do instead."""

    def __init__(self, seconds: float) -> None:
        minutes = max(1, round(seconds / 60 + 0.5))
        wait = f"{minutes} 分钟" if minutes < 90 else f"{round(minutes / 60 + 0.5)} 小时"
        super().__init__(f"比对的次数太多了，请 {wait}后再试。急用可以打电话问出具的村（社区）。")
        self.seconds = int(seconds) + 1


@dataclass(frozen=True, slots=True)
class Try:
    """One try that was counted; taken back if the paper was right."""

    marks: tuple[bytes, ...]
    at: float


def enter(code: str, address: str) -> Try:
    """Count a try before it is answered, so that many at once do not pass; raises :class:`TooManyTries`."""
    now = time.time()
    limits = {_mark("code", code): PER_CODE, _mark("address", address): PER_ADDRESS}
    with _opened() as kept:
        kept.execute("DELETE FROM tries WHERE at < ?", (now - DAY,))
        for who, windows in limits.items():
            for seconds, most in windows:
                _demand_room(kept, who, now, seconds, most)
        kept.executemany("INSERT INTO tries VALUES (?, ?)", [(who, now) for who in limits])
    return Try(tuple(limits), now)


def take_back(tried: Try) -> None:
    """A right answer is no try at guessing."""
    with _opened() as kept:
        for who in tried.marks:
            found = "SELECT rowid FROM tries WHERE who = ? AND at = ? LIMIT 1"
            kept.execute(f"DELETE FROM tries WHERE rowid = ({found})", (who, tried.at))  # noqa: S608 - no text of anybody's


def _demand_room(kept: sqlite3.Connection, who: bytes, now: float, seconds: int, most: int) -> None:
    count, first = kept.execute(
        "SELECT count(*), min(at) FROM tries WHERE who = ? AND at > ?", (who, now - seconds)
    ).fetchone()
    if count >= most:
        raise TooManyTries(first + seconds - now)


def _mark(what: str, value: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"check tries|{what}|{value}".encode(), hashlib.sha256)[:16]


@contextmanager
def _opened() -> Iterator[sqlite3.Connection]:
    """The file in one transaction of its own; made at first use, for its owner only."""
    path = Path(settings.HOME) / "check-tries.sqlite3"
    if not path.exists():
        path.touch(mode=0o600)
    with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as kept:
        kept.execute("PRAGMA synchronous=OFF")  # a crash may forget a few tries
        kept.execute("BEGIN IMMEDIATE")
        kept.execute(_TABLE)
        kept.execute(_INDEX)
        try:
            yield kept
        except BaseException:
            kept.execute("ROLLBACK")
            raise
        kept.execute("COMMIT")
