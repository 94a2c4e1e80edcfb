"""The guides of services, from the room of guides."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from qingdan.foundation.orgs.queries import administering
from qingdan.village.guides.kinds import GuideInForce
from qingdan.village.guides.queries.kinds import guides_in_force


def guides_of(codes: Collection[str], division: str, on: date) -> dict[str, GuideInForce]:
    """The guide in force of each of these items that has one, by code."""
    return guides_in_force(codes, administering(division, on), on) if codes else {}
