"""Facts that need not be asked: from the division's record or code, and from the sender's name. No guess beyond them."""

from __future__ import annotations

from qingdan.foundation.orgs.choices import BodyType, Level, UnitKind
from qingdan.foundation.orgs.divisions import unit_kind, village_type_of
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.names import guess
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.policy.gate.model import FactValue


def facts_of_division(division: str) -> dict[str, FactValue]:
    """What sort of village or community it is, as recorded; of one not loaded only what its last digits say.

    Nothing for higher levels and for places without an organisation.
    """
    by_code = unit_kind(division)
    if by_code is None:
        return {}
    recorded = Division.objects.filter(pk=division).values_list("kind", flat=True).first()
    sort = village_type_of(UnitKind(recorded) if recorded else by_code)
    facts: dict[str, FactValue] = {"village_type": sort} if sort else {}
    return facts | {"unit_kind": str(recorded)} if sort and recorded else facts


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
