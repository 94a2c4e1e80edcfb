"""What the shell offers to itself: the work list of whoever is signed in."""

from __future__ import annotations

from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role
from qingdan.foundation.web.desk import home_part, menu_count
from qingdan.foundation.web.registry import register_home_part, register_menu_entry

_AT_WORK = [role for role in Role if role not in ADMINISTRATORS]


def offer() -> None:
    """Register menu entry and home part."""
    register_menu_entry("等我办的", "web:waiting", _AT_WORK, "", 15, count=menu_count)
    register_home_part(_AT_WORK, 11, "web/home_waiting.html", home_part)
