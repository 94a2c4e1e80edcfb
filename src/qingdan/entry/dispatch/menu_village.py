"""What the village's side offers to the shell: its entry of the menu, and how to report on the home page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from qingdan.entry.dispatch.models import Way
from qingdan.entry.dispatch.roles import REPORTERS, VILLAGES
from qingdan.foundation.web.components import Link
from qingdan.foundation.web.registry import register_home_part, register_menu_entry

_ON_HOME = (Way.CALL, Way.GROUP, Way.PAPER, Way.MEETING)


def offer_to_villages() -> None:
    """The menu entry for villages and towns; the ways of reporting on the village's home page."""
    register_menu_entry("反馈核实", "dispatch:feedbacks", REPORTERS, "", 25)
    register_home_part(VILLAGES, 12, "dispatch/home_report.html", _ways)


def _ways(_request: HttpRequest) -> dict[str, Any]:
    address = reverse("dispatch:report")
    return {"ways": [Link(way.label, f"{address}?way={way.value}") for way in _ON_HOME], "url": address}
