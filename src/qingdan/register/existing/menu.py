"""What the registration offers to the shell: a menu entry, and what a body and the lead bodies still have to do."""

from __future__ import annotations

from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import register_waiting
from qingdan.register.existing.roles import KEEPERS, OFFICERS, READERS


def offer() -> None:
    """Register the menu entry and what waits."""
    from qingdan.register.existing.queries import waiting

    register_menu_entry("存量登记", "existing:rounds", READERS, "依据", 350)
    register_waiting(dict.fromkeys((*OFFICERS, *KEEPERS)), waiting)
