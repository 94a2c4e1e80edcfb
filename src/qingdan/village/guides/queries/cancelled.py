"""All cancelled kinds of a place, as anybody may read them: what is done instead, since when, where it was told (CC-24c)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from qingdan.foundation.orgs.queries import administering
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.list_checks import names_a_way
from qingdan.register.lists.models import EditionState, Item
from qingdan.village.guides.kinds import Kind
from qingdan.village.guides.models import KindReview, ReviewOutcome
from qingdan.village.guides.queries.kinds import kinds_known_at
from qingdan.village.guides.queries.reviews import newest_reviews, review_of


@dataclass(frozen=True, slots=True)
class Notice:
    """Where and when the public was told."""

    on: date
    channel: str
    place: str

    @property
    def words(self) -> str:
        """All of it in one line."""
        return f"{self.on} {self.channel}（{self.place}）"


@dataclass(frozen=True, slots=True)
class CancelledKind:
    """A cancelled kind. ``since``: the first day of its first edition; None where no list has it yet: ``pending``.

    ``way``: who handles it instead; empty where nobody wrote it.
    """

    title: str
    way: str
    basis: tuple[str, ...]
    since: date | None
    list_title: str
    code: str = ""
    pending: bool = False
    notice: Notice | None = None

    @property
    def state(self) -> str:
        """How it stands, in words."""
        return "已公布取消，清单还没有换版" if self.pending else "已取消"


def cancelled_at(division: str, on: date) -> list[CancelledKind]:
    """The kinds that lists of any level cancel at a place, and those whose cancellation was published before its list.

    The number of queries does not grow with the kinds.
    """
    kinds = kinds_known_at(division, on)
    listed = [kind for kind in kinds if kind.here and kind.regime == "cancelled"]
    reviews = newest_reviews(administering(division, on))
    since = _first_days([kind.code for kind in listed], on)
    found = [_listed(kind, since.get(kind.code), review_of((kind.title, *kind.aliases), reviews)) for kind in listed]
    return [*found, *_pending(reviews.values(), kinds)]


def _listed(kind: Kind, since: date | None, review: KindReview | None) -> CancelledKind:
    way = kind.handled_by or (kind.guide.replaced_by if kind.guide else "")
    return CancelledKind(
        title=kind.title, way=way if names_a_way(way) else "", basis=kind.every_basis, since=since, list_title=kind.list_title,
        code=kind.code, notice=_notice(review),
    )  # fmt: skip


def _first_days(codes: Iterable[str], on: date) -> dict[str, date]:
    """By code the first day of the first edition that has or had the item."""
    rows = Item.objects.filter(code__in=list(codes), edition__effective_on__lte=on)
    rows = rows.exclude(edition__state=EditionState.DRAFT).order_by()
    return dict(rows.values_list("code").annotate(first=Min("edition__effective_on")))


def _notice(review: KindReview | None) -> Notice | None:
    if review is None or review.outcome != ReviewOutcome.CANCELLED or review.notice_on is None:
        return None
    return Notice(review.notice_on, review.notice_channel, review.notice_place)


def _pending(reviews: Iterable[KindReview], kinds: Iterable[Kind]) -> list[CancelledKind]:
    """Cancelled and told to the public, while no list in force says so; unless a later list keeps the kind again."""
    standing = {key(title): kind for kind in kinds for title in (kind.title, *kind.aliases)}
    return [
        CancelledKind(
            title=review.title, way=review.replaced_by, basis=(review.document,) if review.document else (), since=None,
            list_title="", pending=True, notice=_notice(review),
        )
        for review in reviews
        if _notice(review) is not None and _before_its_list(review, standing.get(key(review.title)))
    ]  # fmt: skip


def _before_its_list(review: KindReview, kind: Kind | None) -> bool:
    if kind is None or kind.regime != "retained":
        return kind is None
    return not kept_again(kind, review)


def kept_again(kind: Kind, review: KindReview) -> bool:
    """Whether a list that was published after a review's end keeps the kind."""
    return bool(kind.listed_on and review.closed_on and kind.listed_on > review.closed_on)
