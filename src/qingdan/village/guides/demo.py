"""Guides of the demonstration, made by the services: the retained kinds of both districts, published on their channels."""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.cast import DISTRICT, SECOND_DISTRICT
from qingdan.foundation.orgs.models import Account
from qingdan.village.guides.access import pack_of
from qingdan.village.guides.models import Guide, GuideVersion
from qingdan.village.guides.queries.kinds import kinds_at
from qingdan.village.guides.services.drafting import begin_version
from qingdan.village.guides.services.publishing import Placed, publish_version, record_publication, submit_version

PEOPLE = {DISTRICT: ("demo-list-steward", "demo-lead-civil"), SECOND_DISTRICT: ("kongtong-steward", "kongtong-civil")}
"""Who prepares and who publishes in each district."""
PLACES = {
    "portal": "https://example.invalid/guides（演示）", "service_platform": "https://example.invalid/platform（演示）",
    "service_place": "各村（社区）党群服务中心大厅（演示）",
}  # fmt: skip
LEFT_OUT = "service_place"
"""On this channel the last guide is not yet: so that the demonstration shows what is missing."""


@transaction.atomic
def install_demo_guides() -> None:
    """Publish what the packs suggest for every retained kind; running it again changes nothing that is there."""
    if Guide.objects.exists():
        return
    for district, names in PEOPLE.items():
        preparer, publisher = (Account.objects.get(username=name) for name in names)
        kinds = [kind for kind in kinds_at(district, today()) if kind.regime == "retained" and kind.suggestion]
        for kind in kinds:
            draft = begin_version(actor=preparer, division=district, code=kind.code)
            submitted = submit_version(actor=preparer, version=draft)
            published = publish_version(actor=publisher, version=submitted)
            _make_public(preparer, published, last=kind is kinds[-1])


def _make_public(actor: Account, version: GuideVersion, *, last: bool) -> None:
    pack = pack_of(version.guide.division)
    for channel in pack.village.channels if pack else ():
        if not (last and channel.id == LEFT_OUT):
            place = PLACES.get(channel.id, f"{channel.title}（演示）")
            record_publication(actor=actor, version=version, placed=Placed(channel.id, today(), place))
