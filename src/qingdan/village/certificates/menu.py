"""What the room offers to the shell: menu entries, what waits."""

from __future__ import annotations

from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import register_waiting
from qingdan.village.certificates.roles import HANDLERS, TOWNS
from qingdan.village.certificates.waits import waiting


def offer() -> None:
    """Register all of it."""
    register_menu_entry("证明", "certificates:applications", HANDLERS, "村里的", 30)
    register_menu_entry("证明协调", "certificates:coordinations", TOWNS, "村里的", 32)
    register_waiting(HANDLERS, waiting)
