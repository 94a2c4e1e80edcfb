"""What the registration offers to the shell: a menu entry, and on the home page what a body still has to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from qingdan.foundation.web.registry import register_home_part, register_menu_entry
from qingdan.register.existing.roles import KEEPERS, OFFICERS, READERS


def offer() -> None:
    """Register menu entry and home part."""
    register_menu_entry("存量登记", "existing:rounds", READERS, "依据", 350)
    register_home_part(dict.fromkeys((*OFFICERS, *KEEPERS)), 11, "existing/home_open.html", _open)


def _open(request: HttpRequest) -> dict[str, Any] | None:
    from qingdan.register.existing.models import State
    from qingdan.register.existing.queries import bodies_of, keeps, open_round

    actor = request.user
    shown = open_round(actor)  # type: ignore[arg-type]  # the part is for roles, so an account
    if shown is None:
        return None
    bodies = bodies_of(actor)  # type: ignore[arg-type]  # as above
    own = shown.entries.filter(body__in=bodies).exclude(state=State.WITHDRAWN).count()
    keeper = keeps(actor, shown.division)  # type: ignore[arg-type]  # as above
    asked = shown.asked.filter(body__in=bodies).first()
    if asked is None and not keeper:
        return None
    waiting = shown.entries.filter(state=State.WAITING).count() if keeper else 0
    return {"round": shown, "own": own, "asked": asked, "keeper": keeper, "waiting": waiting}
