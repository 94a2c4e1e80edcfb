"""Who looked at whose data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingdan.foundation.personal.models import Reveal
from qingdan.foundation.personal.problems import PersonalProblem
from qingdan.foundation.personal.sealing import unseal
from qingdan.foundation.personal.services import REASON

ERASED = "已按期删除"
"""What shows in the place of a text whose person is erased."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look, for showing."""

    at: datetime
    who: str
    what: str
    reason: str


def looks_at(object_type: str, object_id: str | int, most: int = 50) -> list[Look]:
    """Who looked at the data of this thing unmasked, newest first (谁看过); the caller says who may see this."""
    rows = Reveal.objects.filter(object_type=object_type, object_id=str(object_id)).select_related("subject")
    return [Look(row.at, row.actor_name, row.what, _reason(row)) for row in rows[:most]]


def _reason(row: Reveal) -> str:
    try:
        return unseal(row.subject, row.reason, purpose=REASON)
    except PersonalProblem:
        return ERASED
