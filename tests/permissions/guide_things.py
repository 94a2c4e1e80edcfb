"""Versions of guides for routes that ask for a draft, for one that waits, or for one that was published."""

from __future__ import annotations

from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.demo.cast import DISTRICT
from qingdan.foundation.orgs.models import Account, Body
from qingdan.village.guides.models import GuideVersion, KindReview, PendingGuides, Publication, VersionState
from qingdan.village.guides.services import begin_version, open_review, submit_version


def make_guide_things(file: Attachment) -> None:
    """A draft, a draft that waits, and a publication with a picture."""
    steward = Account.objects.get(username="demo-list-steward")
    codes = GuideVersion.objects.filter(guide__division=DISTRICT).order_by("pk").values_list("guide__code", flat=True)
    first, second = codes[0], codes[1]
    begin_version(actor=steward, division=DISTRICT, code=first)
    submit_version(actor=steward, version=begin_version(actor=steward, division=DISTRICT, code=second))
    version = GuideVersion.objects.filter(guide__division=DISTRICT, state=VersionState.PUBLISHED).order_by("pk")[0]
    Publication.objects.create(
        version=version, channel="portal", channel_title="门户", published_on=today(), place="网站", evidence=file, by=steward
    )  # fmt: skip
    PendingGuides.objects.create(owner=steward, division=DISTRICT, name="a.xlsx")
    owner = Body.objects.get(name="宁河区民政局")
    open_review(actor=steward, division=DISTRICT, code=second, reason="outdated", text="试", owner=owner)


def guide_things() -> dict[str, dict[str, Any]]:
    """By route, the parameters of the thing for it."""
    versions = GuideVersion.objects.filter(guide__division=DISTRICT).order_by("pk")
    shown = {"pk": versions.filter(state=VersionState.PUBLISHED)[0].pk}
    draft = {"pk": versions.filter(state=VersionState.DRAFT, submitted_at=None)[0].pk}
    waits = {"pk": versions.filter(state=VersionState.DRAFT, submitted_at__isnull=False)[0].pk}
    proof = {"file": Publication.objects.exclude(evidence=None)[0].evidence_id}
    route = "guides/versions/<int:pk>/"
    return {
        "guides/reviews/": {"pk": KindReview.objects.get(division=DISTRICT).pk}, "guides/offices/": {"act": "confirm"},
        "guides/catalogue/import/": {"pk": PendingGuides.objects.get().pk},
        route: shown, f"{route}record/": shown, f"{route}files/": shown | proof, f"{route}write/": draft, f"{route}submit/": draft,
        f"{route}discard/": draft, f"{route}take-back/": waits, f"{route}publish/": waits, f"{route}send-back/": waits,
    }  # fmt: skip
