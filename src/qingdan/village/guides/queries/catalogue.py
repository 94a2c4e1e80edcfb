"""The catalogue as those see it who keep it: each kind with its guide, what is missing, where it was not yet published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import ancestors, level
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.list_checks import names_a_way
from qingdan.policy.packs.queries import governing_pack
from qingdan.policy.packs.village import VillageRules
from qingdan.village.guides.kinds import Kind
from qingdan.village.guides.models import GuideVersion, KindReview, Publication, ReviewOutcome, VersionState
from qingdan.village.guides.queries.cancelled import kept_again
from qingdan.village.guides.queries.kinds import kinds_at
from qingdan.village.guides.queries.reviews import newest_reviews, review_of
from qingdan.village.guides.rules import ChannelState, channel_states, missing_channels

ORDER = ("retained", "cancelled", "barred", "unlisted")
"""What is kept stands first: there is most to do about it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing of a kind: its sort (guide, channel, basis, replacement), the words, the clauses."""

    sort: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A kind with its guide in force, its draft, where it was published, and what is missing."""

    kind: Kind
    version: GuideVersion | None
    draft: GuideVersion | None
    channels: tuple[ChannelState, ...]
    gaps: tuple[Gap, ...]

    @property
    def gap_words(self) -> str:
        """All gaps in one line."""
        return "；".join(gap.words for gap in self.gaps)


def county_of(division: str) -> str:
    """The division whose catalogue a person looks at: the county for towns and villages, else the division itself."""
    if level(division) in (Level.TOWN, Level.VILLAGE):
        return next(each for each in ancestors(division) if level(each) is Level.COUNTY)
    return division


def catalogue(division: str, on: date) -> list[Row]:
    """Every kind of a place with what is missing; the number of queries does not grow with the kinds."""
    rules = governing_pack(division, on).village
    kinds = sorted(kinds_at(division, on), key=lambda kind: ORDER.index(kind.regime))
    wanted = [kind.guide.version_id for kind in kinds if kind.guide]
    versions = GuideVersion.objects.select_related("guide").in_bulk(wanted)
    drafts = _drafts(division, [kind.code for kind in kinds])
    published, reviews = publications_of(versions), newest_reviews(division)
    rows = [
        _row(
            kind,
            versions.get((kind.guide.version_id if kind.guide else None) or 0),
            drafts.get(kind.code),
            published,
            rules,
        )
        for kind in kinds
    ]
    return [_with_ended(row, review_of((row.kind.title, *row.kind.aliases), reviews)) for row in rows]


def _with_ended(row: Row, review: KindReview | None) -> Row:
    """A kind that is kept still, though its review ended: its list is to be changed by the next edition."""
    kind = row.kind
    if kind.regime != "retained" or review is None or review.outcome != ReviewOutcome.CANCELLED:
        return row
    if kept_again(kind, review):
        return row
    words = f"{review.closed_on}已办结取消，保留清单还没有改"
    return replace(row, gaps=(*row.gaps, Gap("cancelled", words)))


def _drafts(division: str, codes: Iterable[str]) -> dict[str, GuideVersion]:
    rows = GuideVersion.objects.filter(
        state=VersionState.DRAFT, guide__division=division, guide__code__in=list(codes)
    ).select_related("guide")
    return {each.guide.code: each for each in rows}


def publications_of(versions: Iterable[int]) -> dict[int, dict[str, tuple[date, str]]]:
    """By version and channel the day and the place; of a channel the newest record counts."""
    found: dict[int, dict[str, tuple[date, str]]] = {}
    for each in Publication.objects.filter(version__in=list(versions)).order_by("pk"):
        found.setdefault(each.version_id, {})[each.channel] = (each.published_on, each.place)
    return found


def states_of(version: GuideVersion, rules: VillageRules) -> list[ChannelState]:
    """How a version stands on each channel that the pack names."""
    return channel_states(rules.channels, publications_of([version.pk]).get(version.pk, {}), version.effective_on)


def records_of(version: GuideVersion) -> QuerySet[Publication]:
    """Every record of a version's publication, the newest first."""
    return Publication.objects.filter(version=version).select_related("by", "evidence").order_by("-pk")


def _row(
    kind: Kind, version: GuideVersion | None, draft: GuideVersion | None, published: dict[int, dict[str, tuple[date, str]]], rules: VillageRules
) -> Row:  # fmt: skip
    states: list[ChannelState] = []
    if version is not None:
        states = channel_states(rules.channels, published.get(version.pk, {}), version.effective_on)
    return Row(kind, version, draft, tuple(states), tuple(_gaps(kind, version, states)))


def _gaps(kind: Kind, version: GuideVersion | None, states: list[ChannelState]) -> list[Gap]:
    found = []
    if not kind.every_basis:
        found.append(Gap("basis", "没有依据，只能取消"))
    if kind.regime == "retained" and version is None:
        found.append(Gap("guide", "没有发布办事指南"))
    if kind.regime == "retained" and version is not None and (missing := missing_channels(states)):
        found.append(Gap("channel", "没有公布：" + "、".join(each.title for each in missing)))
    late = [each.title for each in states if each.late]
    if kind.regime == "retained" and late:
        found.append(Gap("late", "没有同步公布：" + "、".join(late)))
    if kind.regime != "retained" and not names_a_way(kind.handled_by or (kind.guide.replaced_by if kind.guide else "")):
        found.append(Gap("replacement", "没有写明改由谁办、怎么办"))
    return found


@dataclass(frozen=True, slots=True)
class LayerDifference:
    """A kind that a county's own list adds to the lists above it, or leaves out (AS-47)."""

    title: str
    added: bool
    list_title: str
    basis: str


def layer_differences(division: str, on: date) -> list[LayerDifference]:
    """What a division's own retained list adds to, and leaves out of, those above; empty where it has no own list."""
    kept = [kind for kind in kinds_at(division, on) if kind.regime == "retained"]
    own = [kind for kind in kept if kind.division == division and kind.list_kind == "certificate_retained"]
    if not own:
        return []
    above = [kind for kind in kept if kind.division != division and kind.level is not Level.CENTRAL]
    mine, theirs = {key(kind.title) for kind in own}, {key(kind.title) for kind in above}
    added = [_difference(kind, added=True) for kind in own if key(kind.title) not in theirs]
    left = [_difference(kind, added=False) for kind in above if key(kind.title) not in mine]
    return [*added, *left] if above else []


def _difference(kind: Kind, *, added: bool) -> LayerDifference:
    return LayerDifference(kind.title, added, kind.list_title, "；".join(kind.every_basis))
