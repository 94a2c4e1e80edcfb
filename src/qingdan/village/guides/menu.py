"""What the room offers to the shell: menu entries for visitors and people with an account, the way in on the home page."""

from __future__ import annotations

from qingdan.foundation.web.registry import ANONYMOUS, register_home_part, register_menu_entry
from qingdan.village.guides.roles import READERS, VILLAGES


def offer() -> None:
    """Register all of it."""
    register_menu_entry("要不要开证明", "guides:start", [ANONYMOUS], "", 15)
    register_menu_entry("要不要开证明", "guides:start", VILLAGES, "村里的", 210)
    register_menu_entry("证明目录和指南", "guides:catalogue", READERS, "村里的", 212)
    register_home_part([ANONYMOUS], 20, "guides/home_way_in.html", lambda _request: {})
