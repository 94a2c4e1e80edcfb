"""How many requests a caller may make: a sliding minute in memory, per process, without a database write."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

WINDOW_SECONDS = 60
MOST_CALLERS = 10_000


class TooMany(Exception):
    """The caller has reached the limit; ``seconds`` until the next request is taken."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"问得太快了，请 {seconds} 秒后再试。")
        self.seconds = seconds


class SlidingMinute:
    """Moments of the last minute per caller; the callers kept are bounded, the oldest are forgotten."""

    def __init__(self) -> None:
        self._moments: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def enter(self, caller: str, most: int) -> None:
        """Count a request; raises :class:`TooMany` beyond ``most`` a minute."""
        now = time.monotonic()
        with self._lock:
            moments = self._moments.setdefault(caller, deque())
            self._moments.move_to_end(caller)
            while moments and moments[0] <= now - WINDOW_SECONDS:
                moments.popleft()
            if len(moments) >= most:
                raise TooMany(max(1, int(moments[0] + WINDOW_SECONDS - now) + 1))
            moments.append(now)
            while len(self._moments) > MOST_CALLERS:
                self._moments.popitem(last=False)

    def forget(self) -> None:
        """Start anew (tests)."""
        with self._lock:
            self._moments.clear()


_minute = SlidingMinute()


def limit(request: HttpRequest) -> None:
    """Count a public request of this caller's address; raises :class:`TooMany`."""
    _minute.enter(str(request.META.get("REMOTE_ADDR", "")), settings.PUBLIC_CHECKS_PER_MINUTE)


def limit_token(token: int) -> None:
    """Count a request with an API token; raises :class:`TooMany`."""
    _minute.enter(f"token {token}", settings.TOKEN_REQUESTS_PER_MINUTE)


def forget_all() -> None:
    """Forget all callers (tests)."""
    _minute.forget()
