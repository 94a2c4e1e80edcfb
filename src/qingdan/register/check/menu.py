"""What the one question offers to the shell: its entry of the menu, and the box on the home page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role
from qingdan.foundation.web.components import Stamp
from qingdan.foundation.web.registry import ANONYMOUS, EVERYONE, register_home_part, register_menu_entry

LEGEND = (
    (Stamp("在", "listed"), "清单内", "在清单上，条件也够，可以办。带有效编号的盖“准”，紧急情况盖“急”。"),
    (Stamp("补", "conditional"), "待补条件", "差流程图、经费、依据这些条件，说清了再办。"),
    (Stamp("待", "unlisted"), "需先准入", "不在清单上，请对方先走准入程序。"),
    (Stamp("缺", "undecided"), "依据待录", "该看的清单还没录进来，不能说行，也不能说不行。"),
    (Stamp("禁", "forbidden"), "清单不允许", "碰了红线，可以不办，把条款给对方看。"),
)
"""The five answers as a visitor meets them."""

_ASKERS = [role for role in Role if role not in ADMINISTRATORS]


def offer() -> None:
    """Register menu entry and home part."""
    register_menu_entry("该不该我们干", "check:check", [EVERYONE], "", 10)
    register_home_part([*_ASKERS, ANONYMOUS], 10, "check/home_box.html", _box)
    register_home_part([Role.TOWN_CLERK], 20, "check/home_villages.html", _villages)
    register_home_part([ANONYMOUS], 20, "check/home_legend.html", _legend, place="side")


def _box(request: HttpRequest) -> dict[str, Any]:
    from qingdan.register.check.views import empty_box

    return empty_box(request)


def _villages(request: HttpRequest) -> dict[str, Any] | None:
    """The villages of the town, to ask for one that has no device."""
    from qingdan.foundation.orgs.queries import children, home_scope

    scope = home_scope(request.user)  # type: ignore[arg-type]  # the part is for a role, so an account
    if scope is None or scope.division is None:
        return None
    return {"town": scope.division, "villages": children(scope.division.code).filter(valid_to=None)}


def _legend(_request: HttpRequest) -> dict[str, Any]:
    return {"answers": LEGEND}
