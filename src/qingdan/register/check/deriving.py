"""Facts that need not be asked: from the division's code and from the sender's name. Never a guess beyond them."""

from __future__ import annotations

from qingdan.foundation.orgs.choices import BodyType, Level
from qingdan.foundation.orgs.divisions import village_type
from qingdan.foundation.orgs.names import guess
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.policy.gate.model import FactValue


def facts_of_division(division: str) -> dict[str, FactValue]:
    """Whether it is a village or a community, from the last three digits; nothing for higher levels."""
    kind = village_type(division)
    return {"village_type": kind} if kind else {}


def facts_of_issuer(issuer: str, division: str) -> dict[str, FactValue]:
    """Level and type of the sender: of the body on record with that name, else what the name itself says."""
    if not issuer:
        return {}
    body = resolve_body(issuer, division)
    said = guess(issuer, division)
    level = Level(body.level) if body else said.level
    type_ = BodyType(body.type) if body else said.type
    facts: dict[str, FactValue] = {}
    if level is not None and level is not Level.VILLAGE:
        facts["issuer_level"] = level.value
    if type_ is not None and type_ is not BodyType.VILLAGE_ORGANISATION:
        facts["issuer_type"] = type_.value
    return facts
