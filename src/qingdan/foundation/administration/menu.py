"""What the administration pages offer to the shell."""

from __future__ import annotations

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.registry import register_account_menu, register_menu_entry

_GROUP = "系统"


def offer() -> None:
    """Register the menu entries and the account's own entries."""
    both = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN]
    register_menu_entry("账号和授权", "administration:accounts", both, _GROUP, 910)
    register_menu_entry("审计", "administration:audit", [Role.AUDIT_ADMIN], _GROUP, 920)
    register_menu_entry("单位", "administration:bodies", list(Role), _GROUP, 930)
    register_menu_entry("行政区划", "administration:divisions", list(Role), _GROUP, 940)
    register_menu_entry("工作日历", "administration:calendar", list(Role), _GROUP, 950)
    register_account_menu("administration/account_menu.html")
