"""What the administration pages offer to the shell."""

from __future__ import annotations

from qingdan.foundation.web.registry import register_account_menu


def offer() -> None:
    """Register the account's own entries."""
    register_account_menu("administration/account_menu.html")
