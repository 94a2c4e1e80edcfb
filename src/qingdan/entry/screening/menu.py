"""What screening offers to the shell: its entries of the menu, and what waits for whom."""

from __future__ import annotations

from qingdan.entry.screening.access import OFFICES
from qingdan.entry.screening.roles import CORRECTORS, HISTORIANS, SCREENERS
from qingdan.entry.screening.waits import waiting
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import register_waiting


def offer() -> None:
    """Register all of it."""
    register_menu_entry("文件筛查", "screening:begin", SCREENERS, "", 27)
    register_menu_entry("发文前筛查", "screening:offices", HISTORIANS, "管住它", 520)
    register_menu_entry("机器看错的", "screening:corrections", CORRECTORS, "管住它", 530)
    register_waiting(OFFICES - {Role.TOWN_CLERK}, waiting)  # a town's home asks the database as often as it may already
