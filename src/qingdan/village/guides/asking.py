"""Questions from outside (commands, API, pages): a place and a day as somebody wrote them, answers as plain data."""

from __future__ import annotations

from datetime import date
from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code
from qingdan.policy.packs.queries import OutsideEveryPack, governing_pack
from qingdan.village.guides.finding import Found


class NoSuchPlace(ValueError):
    """A division or a day that cannot be asked about; the message is Chinese."""


def asked_place(written: str) -> str:
    """The 12-digit code of a division within some pack; raises :class:`NoSuchPlace`."""
    try:
        place = full_code(written)
        governing_pack(place, today())
    except (BadDivisionCode, OutsideEveryPack) as error:
        raise NoSuchPlace(str(error)) from error
    return place


def asked_day(written: object) -> date:
    """A day as YYYY-MM-DD, today where nothing is written; raises :class:`NoSuchPlace`."""
    if written in (None, ""):
        return today()
    try:
        return date.fromisoformat(str(written))
    except ValueError as error:
        raise NoSuchPlace(f"日期“{str(written)[:20]}”不对，要写成 2026-03-01 这样。") from error


def found_to_json(found: Found) -> dict[str, Any]:
    """An answer of the search as the command line and the API give it."""
    return {
        "title": found.title, "regime": found.regime, "score": found.score, "handled_by": found.handled_by,
    }  # fmt: skip
