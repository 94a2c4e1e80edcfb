"""What screening offers to the shell: its entries of the menu, and what waits for whom."""

from __future__ import annotations

from qingdan.entry.screening.access import OFFICES
from qingdan.entry.screening.roles import CORRECTORS, HISTORIANS, SCREENERS
from qingdan.entry.screening.waits import waiting
from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role
from qingdan.foundation.web.registry import register_home_part, register_menu_entry
from qingdan.foundation.web.waiting import register_waiting

_SENDS = {
    "title": "要发通知？先筛一筛",
    "words": "把草稿放进来：哪一句不能向村里要、为什么、怎么改，一句一句标出来。",
    "label": "筛一份草稿",
}
_RECEIVES = {
    "title": "收到一份通知？",
    "words": "整份放进来或者粘贴进来，一句一句看清单上有没有。",
    "label": "筛一份通知",
}


def offer() -> None:
    """Register all of it."""
    register_home_part([Role.DEPARTMENT_OFFICER], 60, "screening/home.html", lambda _request: _SENDS, place="side")
    register_home_part(VILLAGE_ROLES, 14, "screening/home.html", lambda _request: _RECEIVES)
    register_menu_entry("文件筛查", "screening:begin", SCREENERS, "", 27)
    register_menu_entry("发文前筛查", "screening:offices", HISTORIANS, "管住它", 520)
    register_menu_entry("机器看错的", "screening:corrections", CORRECTORS, "管住它", 530)
    register_waiting(OFFICES - {Role.TOWN_CLERK}, waiting)  # a town's home asks the database as often as it may already
