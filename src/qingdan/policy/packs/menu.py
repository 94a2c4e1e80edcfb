"""What the packs offer to the shell."""

from __future__ import annotations

from qingdan.foundation.web.registry import EVERYONE, register_menu_entry


def offer() -> None:
    """Register the menu entries."""
    register_menu_entry("政策包", "packs:packs", [EVERYONE], "依据", 310)
    register_menu_entry("句句有回应", "packs:clauses", [EVERYONE], "依据", 320)
