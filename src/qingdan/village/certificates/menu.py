"""What the room offers to the shell: menu entries, what waits."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import level
from qingdan.foundation.web.components import Link
from qingdan.foundation.web.registry import ANONYMOUS, register_home_part, register_menu_entry
from qingdan.foundation.web.waiting import register_waiting
from qingdan.village.certificates.roles import COUNTED_BY, COUNTERS, HANDLERS, TOWNS
from qingdan.village.certificates.waits import waiting
from qingdan.village.guides.actions import register_action
from qingdan.village.guides.kinds import Kind


def offer() -> None:
    """Register all of it."""
    register_menu_entry("核验证明", "certificates:check-ask", [ANONYMOUS], "", 17)
    register_menu_entry("证明", "certificates:applications", HANDLERS, "村里的", 30)
    register_menu_entry("证明协调", "certificates:coordinations", TOWNS, "村里的", 32)
    register_menu_entry("证明统计", "certificates:numbers", COUNTED_BY, "管住它", 540)
    register_home_part(COUNTERS, 11, "certificates/home_counter.html", _counter)
    register_action(_booking)
    register_waiting(HANDLERS, waiting)


def _counter(request: HttpRequest) -> dict[str, Any]:
    return {"url": reverse("certificates:counter")}


def _booking(kind: Kind, division: str) -> Link | None:
    """An appointment for a kind that the village issues; what it does not issue needs none."""
    if kind.regime != "retained" or not kind.guide or level(division) is not Level.VILLAGE:
        return None
    return Link(
        "预约来办", f"{reverse('certificates:book', args=[division])}?{urlencode({'code': kind.code})}", main=True
    )
