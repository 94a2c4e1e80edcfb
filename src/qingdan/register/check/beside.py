"""What rooms above offer beside an answer: they register a link, nobody imports them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from qingdan.foundation.web.components import Link
from qingdan.policy.gate.model import Verdict
from qingdan.register.check.asking import Asked

Beside = Callable[[HttpRequest, Asked, Verdict], Link | None]
_beside: list[Beside] = []


def register_beside(link: Beside) -> None:
    """Offer a link beside answers (None: not to this reader); called in ``AppConfig.ready()``."""
    if link not in _beside:
        _beside.append(link)


def links_beside(request: HttpRequest, asked: Asked, verdict: Verdict) -> list[Link]:
    """The links that rooms offer to this reader beside this answer."""
    return [found for each in _beside if (found := each(request, asked, verdict)) is not None]
