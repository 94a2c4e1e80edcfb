"""The work list as a person sees it: what waits for them, grouped by how near its day is, with the words of its clock."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import calendar
from qingdan.foundation.clock.rules import DayState
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import roles_of_request
from qingdan.foundation.web.deadlines import Nearness, in_words, nearness, time_left
from qingdan.foundation.web.waiting import MOST, Waiting, number_of, waiting_for

ON_HOME = 6
"""How many of each group the home page shows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the list; its words are made when it is shown: a home page shows few of many."""

    waiting: Waiting
    group: Nearness
    day: date
    calendar: Callable[[date], DayState] | None

    @property
    def since(self) -> str:
        """Since when it waits, in words."""
        return f"{in_words(self.waiting.since, self.day)}起"

    @property
    def left(self) -> str:
        """How much time is left, in words."""
        return time_left(self.waiting.until, self.day, self.calendar) if self.calendar else Nearness.NONE.value

    @property
    def late(self) -> bool:
        """Whether its day has passed."""
        return self.group is Nearness.OVERDUE


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one nearness that a page shows, and how many more there are."""

    nearness: Nearness
    lines: Sequence[Line]
    number: int
    hidden: int


def lines_of(waits: Iterable[Waiting], on: date | None = None) -> list[Line]:
    """The entries by nearness; reads the calendar once, and only if a day runs."""
    day, kept = on or today(), list(waits)
    state = calendar() if any(each.until for each in kept) else None
    return [Line(each, nearness(each.until, day), day, state) for each in kept]


def grouped(lines: Sequence[Line], most: int | None = None) -> list[Group]:
    """The lines by nearness, empty groups left out; at most ``most`` lines of each."""
    found = []
    for near in Nearness:
        own = [line for line in lines if line.group is near]
        if own:
            shown = own[:most]
            number = number_of([line.waiting for line in own])
            found.append(Group(near, shown, number, len(own) - len(shown)))
    return found


def waiting_of(request: HttpRequest) -> list[Waiting]:
    """What waits for the signed-in person; asked once a request."""
    kept: list[Waiting] | None = getattr(request, "_qingdan_waiting", None)
    if kept is None:
        account = request.user
        kept = waiting_for(account, roles_of_request(request)) if isinstance(account, Account) else []
        request._qingdan_waiting = kept  # type: ignore[attr-defined]  # our own mark on the request
    return kept


def home_part(request: HttpRequest) -> dict[str, Any]:
    """The part of the home page: a few of each group."""
    waits = waiting_of(request)
    lines = lines_of(waits)
    late = number_of([line.waiting for line in lines if line.late])
    remember(request, number_of(waits))
    groups = grouped(lines, ON_HOME)
    return {"groups": groups, "number": number_of(waits), "late": late, "more": len(waits) >= MOST}


class _Counts:
    """Numbers for the menu, kept for a minute: every page shows one, and it costs a question to every room."""

    SECONDS, MOST = 60.0, 5000

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> int | None:
        with self._lock:
            at, number = self._kept.get(key, (0.0, 0))
        return number if key in self._kept and time.monotonic() - at < self.SECONDS else None

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def put(self, key: tuple[str, str], number: int) -> None:
        with self._lock:
            self._kept[key] = (time.monotonic(), number)
            self._kept.move_to_end(key)
            while len(self._kept) > self.MOST:
                self._kept.popitem(last=False)


_counts = _Counts()
_ACTED = "acted"


def _key(request: HttpRequest) -> tuple[str, str]:
    return request.session.session_key or "", request.COOKIES.get(_ACTED, "")


def remember(request: HttpRequest, number: int) -> None:
    """Keep a number that was just counted for the pages that follow."""
    _counts.put(_key(request), number)


def forget() -> None:
    """Keep none of the numbers: the next pages count anew."""
    _counts.clear()


def menu_count(request: HttpRequest) -> int | None:
    """How many wait, for the menu: at most a minute old, and always fresh after an act of one's own.

    None before the person has signed in by themselves or seen their home page: a page is not slowed for it.
    """
    if hasattr(request, "_qingdan_waiting"):
        return number_of(waiting_of(request)) or None
    if _ACTED not in request.COOKIES:
        return None
    number = _counts.get(_key(request))
    if number is None:
        number = number_of(waiting_of(request))
        remember(request, number)
    return number or None


class ActedMiddleware:
    """Marks, in a cookie, that the person did something or came home: whatever process answers next counts anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and mark an act."""
        response = self._get_response(request)
        acted = request.method not in {"GET", "HEAD", "OPTIONS"}
        came_home = hasattr(request, "_qingdan_waiting") and _ACTED not in request.COOKIES
        if acted or came_home:
            response.set_cookie(
                _ACTED, secrets.token_urlsafe(6), httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response
