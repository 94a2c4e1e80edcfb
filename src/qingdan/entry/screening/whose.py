"""Whose paper it is: a draft of one of the person's offices, or what came to one of their villages or their town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.models import Side
from qingdan.foundation.orgs.choices import Level, UnitKind
from qingdan.foundation.orgs.divisions import level, subtree_end
from qingdan.foundation.orgs.models import Body, Division

MOST_PLACES = 500
"""So many villages or towns are offered to choose from."""
_RECEIVE = (Level.TOWN, Level.VILLAGE)


@dataclass(frozen=True, slots=True)
class Whose:
    """One answer to the question; ``key`` stands in forms."""

    side: str
    division: str
    label: str
    body: Body | None = None

    @property
    def key(self) -> str:
        """How a form says it."""
        return f"{self.side}:{self.body.pk if self.body else self.division}"


def whose_papers(access: ScreeningAccess) -> list[Whose]:
    """What the person may screen: the drafts of their offices first, then what came. At most two queries."""
    drafts = [Whose(Side.DRAFT, body.division_id, body.name, body) for body in access.bodies().order_by("name")]
    return [*drafts, *(Whose(Side.RECEIVED, place.code, place.name) for place in _receivers(access))]


def _receivers(access: ScreeningAccess) -> Sequence[Division]:
    """The villages of the person and of their town, and the town itself, above them."""
    meant = Q()
    for scope in access.receiving:
        if level(scope) in _RECEIVE:
            meant |= Q(code__gte=scope, code__lt=subtree_end(scope))
    if not meant:
        return []
    rows = Division.objects.filter(meant, level__in=_RECEIVE, valid_to=None).exclude(kind=UnitKind.NONE)
    return list(rows.order_by("code")[:MOST_PLACES])


def places_to_judge_by(access: ScreeningAccess) -> list[Division]:
    """Where else a draft may be judged by than where its office is: the divisions right below the person's scopes."""
    if not access.body_ids:
        return []
    scopes = [scope for scope in access.places if level(scope) not in _RECEIVE]
    rows = Division.objects.filter(Q(parent__in=scopes) | Q(code__in=scopes), valid_to=None)
    return list(rows.order_by("code")[:MOST_PLACES])
