"""What the search offers to the shell."""

from __future__ import annotations

from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role
from qingdan.foundation.web.registry import register_menu_entry


def offer() -> None:
    """Register the menu entry."""
    register_menu_entry("全文查找", "search:search", [role for role in Role if role not in ADMINISTRATORS], "依据", 295)
