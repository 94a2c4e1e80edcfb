"""What a place's policy wants of a cancellation, and what is on record of it: notices to the public, how reviews ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Max

from qingdan.foundation.orgs.divisions import ancestors
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.village_specs import ChannelSpec
from qingdan.village.guides.access import pack_of
from qingdan.village.guides.models import KindReview, ReviewOutcome, ReviewStep, StepKind


def clauses_of_notice(review: KindReview) -> tuple[str, ...]:
    """The clauses that want this cancellation told to the public before it takes effect; none where nothing asks for it."""
    pack = pack_of(review.division)
    if pack is None or review.reason not in pack.village.cancelling.notice_for:
        return ()
    return tuple(pack.village.cancelling.clauses) or ("系统建议值",)


def notice_channels(division: str) -> Sequence[ChannelSpec]:
    """The channels on which a place tells the public."""
    pack = pack_of(division)
    return pack.village.channels if pack else ()


def notice_of(review: KindReview) -> ReviewStep | None:
    """The newest notice to the public that says its channel and is not older than the proposal to cancel."""
    proposed = review.steps.filter(kind=StepKind.PROPOSED).aggregate(last=Max("done_on"))["last"]
    told = review.steps.filter(kind=StepKind.PUBLISHED).exclude(channel="").order_by("-done_on", "-pk").first()
    return told if told and (proposed is None or told.done_on >= proposed) else None


def lacks_notice(review: KindReview) -> bool:
    """Whether a kind was cancelled of which no notice to the public is on record."""
    return review.outcome == ReviewOutcome.CANCELLED and review.notice_on is None


def newest_reviews(division: str) -> dict[str, KindReview]:
    """By key of the title the newest review of each kind, at a place or above it."""
    rows = KindReview.objects.filter(division__in=ancestors(division)).order_by("opened_at", "pk")
    return {key(review.title): review for review in rows}


def review_of(titles: Iterable[str], reviews: dict[str, KindReview]) -> KindReview | None:
    """The review of a kind by any of its titles."""
    return next((reviews[key(title)] for title in titles if key(title) in reviews), None)
