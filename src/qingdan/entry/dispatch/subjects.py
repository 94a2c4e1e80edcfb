"""What a dispatch asks of villages, in the gate's words, with facts from records only."""

from __future__ import annotations

from datetime import date

from qingdan.entry.dispatch.judging import Subject
from qingdan.entry.dispatch.matters import Matter, matter_of
from qingdan.entry.dispatch.models import Dispatch, Via
from qingdan.foundation.orgs.choices import BodyType, Level
from qingdan.policy.gate.model import FactValue, Kind


def subject_of(dispatch: Dispatch, on: date, frequency: str = "") -> tuple[Subject, Matter | None]:
    """The subject on a day, and the matter as it then stands on record (None: it no longer does).

    What goes through a town's plan is arranged by the town: level and type are then the town's; the code stays its body's.
    """
    matter = matter_of(dispatch.code, dispatch.issuer, on) if dispatch.code else None
    by_town = dispatch.via == Via.TOWN_PLAN
    facts: dict[str, FactValue] = {
        "issuer_level": Level.TOWN.value if by_town else dispatch.issuer.level,
        "issuer_type": BodyType.TOWN.value if by_town else dispatch.issuer.type,
    }
    if matter is not None:
        facts |= matter.facts()
    subject = Subject(
        kind=Kind(dispatch.kind),
        title=dispatch.title,
        issuer=dispatch.issuer.name,
        frequency=frequency or dispatch.frequency,
        text=dispatch.what,
        code=dispatch.code,
        scopes=frozenset(matter.scopes) if matter is not None and matter.scopes is not None else None,
        facts=facts,
        emergency=dispatch.emergency_id is not None,
    )
    return subject, matter
