"""What the village's side offers to the shell: its entry of the menu, and how to report on the home page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from qingdan.entry.dispatch.models import Way
from qingdan.entry.dispatch.roles import REPORTERS, VILLAGES
from qingdan.foundation.web.access import roles_of_request
from qingdan.foundation.web.components import Link
from qingdan.foundation.web.registry import register_home_part, register_menu_entry
from qingdan.policy.gate.model import Outcome, Verdict
from qingdan.register.check.asking import Asked
from qingdan.register.check.beside import register_beside

_LONGEST = 600
"""Characters of the words that an address carries to the form; the person may go on there."""
_ON_HOME = (Way.CALL, Way.GROUP, Way.PAPER, Way.MEETING)


def offer_to_villages() -> None:
    """The menu entry for villages and towns; the ways of reporting on the village's home page."""
    register_menu_entry("反馈核实", "dispatch:feedbacks", REPORTERS, "", 25)
    register_beside(_report)
    register_home_part(VILLAGES, 12, "dispatch/home_report.html", _ways)


def _report(request: HttpRequest, asked: Asked, verdict: Verdict) -> Link | None:
    """Beside an answer that is not 清单内, for who may report: the same words, reported in one step."""
    if verdict.outcome is Outcome.LISTED or not roles_of_request(request) & set(REPORTERS):
        return None
    words = {"words": asked.words[:_LONGEST], "issuer": asked.issuer, "place": asked.place}
    said = urlencode({name: value for name, value in words.items() if value})
    return Link("反馈核实", f"{reverse('dispatch:report')}?{said}")


def _ways(_request: HttpRequest) -> dict[str, Any]:
    address = reverse("dispatch:report")
    return {"ways": [Link(way.label, f"{address}?way={way.value}") for way in _ON_HOME], "url": address}
