"""What services offer to the shell: menu entries and what waits for whom."""

from __future__ import annotations

from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import register_waiting
from qingdan.village.public_services.roles import OFFICES, READERS, TOWNS, VILLAGES, WINDOW
from qingdan.village.public_services.waiting import waiting


def offer() -> None:
    """Register all of it."""
    register_menu_entry("服务窗口", "public_services:window", WINDOW, "村里的", 300)
    register_menu_entry("镇街协调", "public_services:coordinations", TOWNS, "村里的", 310)
    register_menu_entry("村里的服务", "public_services:covered", READERS, "村里的", 320)
    register_menu_entry("村里的记事", "public_services:entries", READERS, "村里的", 330)
    register_menu_entry("指导和保障", "public_services:helped", READERS, "村里的", 340)
    register_menu_entry("购买服务", "public_services:purchases", READERS, "村里的", 350)
    register_waiting(dict.fromkeys((*VILLAGES, *OFFICES)), waiting)
