"""Versions beside each other: the guide that the level above keeps of the same item (AS-47)."""

from __future__ import annotations

from qingdan.foundation.orgs.divisions import ancestors
from qingdan.village.guides.models import Guide, GuideVersion, VersionState


def guide_above(guide: Guide) -> GuideVersion | None:
    """The version in force of the nearest division above that keeps a guide of the same item."""
    above = ancestors(guide.division)[1:]
    rows = GuideVersion.objects.filter(
        guide__code=guide.code, guide__division__in=above, state=VersionState.PUBLISHED
    ).select_related("guide")
    return rows.order_by("-guide__division", "-number").first()
