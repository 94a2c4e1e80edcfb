"""What rooms offer to the shell without being imported by it: menu entries and parts of a role's home.

Rooms call these functions in ``AppConfig.ready()``. Roles are role names of ``orgs.choices.Role``; the two
words below stand for people without an account and for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

ANONYMOUS = "anonymous"
EVERYONE = "everyone"

Context = Callable[[HttpRequest], Mapping[str, Any] | None]
Count = Callable[[HttpRequest], int | None]
Place = Literal["main", "side"]

GROUPS = ("", "村里的", "依据", "管住它", "系统")
"""The groups of the menu in their order; the first has no heading."""


@dataclass(frozen=True, slots=True)
class HomePart:
    """A part of the home page: its template gets what ``context`` returns as ``part``; None hides the part."""

    roles: frozenset[str]
    order: int
    template: str
    context: Context
    place: Place


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the menu; ``count`` gives the number of things that wait, None shows no number."""

    label: str
    url_name: str
    roles: frozenset[str]
    group: str
    order: int
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A menu entry as one person sees it on one page."""

    label: str
    url: str
    count: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of the menu with at least one entry."""

    label: str
    entries: tuple[ShownEntry, ...]


_home_parts: list[HomePart] = []
_menu_entries: list[MenuEntry] = []
_account_templates: list[str] = []


def register_home_part(
    roles: Collection[str], order: int, template: str, context_function: Context, *, place: Place = "main"
) -> None:
    """Offer a part of the home page to these roles; lower ``order`` stands higher."""
    part = HomePart(frozenset(map(str, roles)), order, template, context_function, place)
    if part not in _home_parts:
        _home_parts.append(part)


def register_menu_entry(
    label: str, url_name: str, roles: Collection[str], group: str = "", order: int = 100, *, count: Count | None = None
) -> None:
    """Offer a menu entry to these roles; the group is one of :data:`GROUPS`."""
    if group not in GROUPS:
        raise ValueError(f"unknown menu group {group!r}; known: {GROUPS}")
    entry = MenuEntry(label, url_name, frozenset(map(str, roles)), group, order, count)
    if entry not in _menu_entries:
        _menu_entries.append(entry)


def register_account_menu(template: str) -> None:
    """Say which template shows sign-in, sign-out and the password at the end of the menu (one room does)."""
    _account_templates[:] = [template]


def account_template() -> str:
    """The template of the account's own entries; empty where no room offers one and where nobody can sign in."""
    return _account_templates[0] if _account_templates and settings.ROLE == "all" else ""


def home_parts(roles: Iterable[str]) -> list[HomePart]:
    """The parts for somebody with these roles (nobody's roles: an anonymous visitor), in order."""
    mine = _with_everyone(roles)
    return sorted((part for part in _home_parts if part.roles & mine), key=lambda part: (part.order, part.template))


def menu(request: HttpRequest, roles: Iterable[str]) -> tuple[ShownGroup, ...]:
    """The menu for somebody with these roles; the entry whose page (or page above) is open is the current one."""
    mine = _with_everyone(roles)
    entries = sorted((entry for entry in _menu_entries if entry.roles & mine), key=lambda entry: entry.order)
    addresses = {entry: reverse(entry.url_name) for entry in entries}
    current = _current(request.path, addresses.values())
    return tuple(
        ShownGroup(group, shown)
        for group in GROUPS
        if (shown := tuple(_show(e, addresses[e], current, request) for e in entries if e.group == group))
    )


def _with_everyone(roles: Iterable[str]) -> frozenset[str]:
    return (frozenset(map(str, roles)) or frozenset({ANONYMOUS})) | {EVERYONE}


def _current(path: str, addresses: Iterable[str]) -> str | None:
    """The longest address that the path starts with; the root matches only itself."""
    fitting = [url for url in addresses if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default=None)


def _show(entry: MenuEntry, url: str, current: str | None, request: HttpRequest) -> ShownEntry:
    return ShownEntry(entry.label, url, entry.count(request) if entry.count else None, url == current)
