"""What the room offers to the shell: its menu entry, and what waits."""

from __future__ import annotations

from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import register_waiting
from qingdan.village.seals.roles import OVERSEERS, RECORDERS
from qingdan.village.seals.waits import waiting


def offer() -> None:
    """Register all of it."""
    register_menu_entry("用印", "seals:seals", RECORDERS, "", 34)
    register_menu_entry("用印", "seals:seals", OVERSEERS, "村里的", 34)
    register_waiting(RECORDERS, waiting)
