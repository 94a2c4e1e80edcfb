"""What the room offers to the shell: menu entries, and what waits."""

from __future__ import annotations

from django.http import HttpRequest

from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role
from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import register_waiting


def offer() -> None:
    """Register menu entries and what waits for a village and a town."""
    from qingdan.register.obligations.queries import town_waiting, village_waiting

    register_menu_entry("要办的事", "obligations:obligations", VILLAGE_ROLES, "", 20, count=_unread)
    register_menu_entry("村里要办的事", "obligations:obligations", [Role.TOWN_CLERK], "", 60)
    register_waiting(VILLAGE_ROLES, village_waiting)
    register_waiting([Role.TOWN_CLERK], town_waiting)


def _unread(request: HttpRequest) -> int | None:
    from qingdan.register.obligations.queries import new_ones

    return new_ones(request.user) or None  # type: ignore[arg-type]  # the entry is for roles, so an account
