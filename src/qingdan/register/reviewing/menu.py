"""What the review offers to the shell: a menu entry, and on the home page what waits for the person's body."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.registry import register_home_part, register_menu_entry

_OFFICERS = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER)
_READERS = (*_OFFICERS, Role.LIST_STEWARD, Role.SUPERVISOR, Role.DECISION_RECORDER)


def offer() -> None:
    """Register menu entry and home part."""
    register_menu_entry("年度复核", "reviewing:reviews", _READERS, "依据", 340)
    register_home_part(_OFFICERS, 12, "reviewing/home_waiting.html", _waiting)


def _waiting(request: HttpRequest) -> dict[str, Any] | None:
    from qingdan.register.reviewing.queries import waiting_for

    rounds = waiting_for(request.user)  # type: ignore[arg-type]  # the part is for roles, so an account
    return {"rounds": rounds} if rounds else None
