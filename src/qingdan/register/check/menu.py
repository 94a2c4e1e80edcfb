"""What the one question offers to the shell: its entry of the menu, and the box on the home page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role
from qingdan.foundation.web.registry import ANONYMOUS, EVERYONE, register_home_part, register_menu_entry

_ASKERS = [role for role in Role if role not in ADMINISTRATORS]


def offer() -> None:
    """Register menu entry and home part."""
    register_menu_entry("该不该我们干", "check:check", [EVERYONE], "", 10)
    register_home_part([*_ASKERS, ANONYMOUS], 10, "check/home_box.html", _box)


def _box(request: HttpRequest) -> dict[str, Any]:
    from qingdan.register.check.views import empty_box

    return empty_box(request)
