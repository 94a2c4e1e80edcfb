"""From a seat of a procedure to the body that sits there, in the applicant's own division of the seat's level."""

from __future__ import annotations

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import ancestors, level
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.orgs.queries import names_of
from qingdan.policy.packs.procedures import Procedure, Seat


def deciding_place(division: str, procedure: Procedure | None) -> str:
    """The division whose bodies decide: that of the first seat's level above the applicant, else the applicant's own."""
    if procedure is None or not procedure.steps or not procedure.steps[0].by:
        return division
    return place_at(division, procedure.steps[0].by[0].level) or division


def place_at(division: str, wanted: str) -> str | None:
    """The division of a level above another (or itself); a municipality's districts have no city above them."""
    return next((code for code in ancestors(division) if level(code) == Level(wanted)), None)


def body_of(seat: Seat, division: str) -> Body | None:
    """The body on record that sits there; None where it is not on record."""
    place = place_at(division, seat.level)
    if place is None:
        return None
    running = [
        body for body in Body.objects.filter(division_id=place) if body.valid_to is None or body.valid_to >= today()
    ]
    wanted = set(seat.names)
    for body in sorted(running, key=lambda each: each.pk):
        if wanted & set(names_of(body)):
            return body
    return None
