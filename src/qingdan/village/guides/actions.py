"""What rooms above offer on the page of a kind (an appointment, say): they register a function, so that guides need not know them."""

from __future__ import annotations

from collections.abc import Callable

from qingdan.foundation.web.components import Link
from qingdan.village.guides.kinds import Kind

Action = Callable[[Kind, str], Link | None]
"""Given a kind and the division where somebody reads of it: a link, or None where there is nothing to do."""
_actions: list[Action] = []


def register_action(action: Action) -> None:
    """Offer an act on the pages of kinds; called in ``AppConfig.ready()``."""
    if action not in _actions:
        _actions.append(action)


def actions_for(kind: Kind, division: str) -> list[Link]:
    """The links that rooms offer for a kind at a place, in the order in which they registered."""
    return [link for action in _actions if (link := action(kind, division)) is not None]
