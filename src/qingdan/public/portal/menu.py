"""What the portal offers to the shell: to visitors a menu entry and the way in on the home page."""

from __future__ import annotations

from qingdan.foundation.web.registry import ANONYMOUS, register_home_part, register_menu_entry


def offer() -> None:
    """Register menu entry and home part."""
    register_menu_entry("我们村的清单", "portal:start", [ANONYMOUS], "", 20)
    register_home_part([ANONYMOUS], 30, "portal/home_way_in.html", lambda _request: {})
