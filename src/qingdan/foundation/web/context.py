"""What the shell shows on every page: the menu and who is signed in. Lazy, so error pages without use ask nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from qingdan.foundation.web.access import roles_of_request
from qingdan.foundation.web.registry import ShownGroup, account_template, menu


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in person as the top bar shows them."""

    name: str
    place: str


class Shell:
    """The shell's data for one request; computed when the template asks, at most once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._menu: tuple[ShownGroup, ...] | None = None
        self._person: Person | None = None

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration with one-click accounts."""
        return bool(settings.DEMO)

    @property
    def account_template(self) -> str:
        """The template of the account's own menu entries."""
        return account_template()

    @property
    def menu(self) -> tuple[ShownGroup, ...]:
        """The menu of the person."""
        if self._menu is None:
            self._menu = menu(self._request, roles_of_request(self._request))
        return self._menu

    @property
    def person(self) -> Person | None:
        """Who is signed in, with their place; None for visitors."""
        if self._person is None and self._request.user.is_authenticated:
            self._person = _person(self._request)
        return self._person


def _person(request: HttpRequest) -> Person | None:
    from qingdan.foundation.orgs.models import Account
    from qingdan.foundation.orgs.queries import home_scope

    if not isinstance(request.user, Account):
        return None
    scope = home_scope(request.user)
    return Person(name=str(request.user), place=str(scope.body or scope.division or "") if scope else "")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell``."""
    return {"shell": Shell(request)}
