"""A cancellation takes effect by a list only: before one is published, its review and its notice are on record.

Where the place's policy says so (CC-24b, CC-24c, BJ-47): a kind that was kept does not get onto the cancelled list past
its review, and does not vanish from the kept list either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import ancestors
from qingdan.policy.gate.model import ListKind
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.village_specs import CancellingSpec
from qingdan.register.lists.models import Edition, EditionState, Item
from qingdan.register.lists.queries import editions_in_force
from qingdan.village.guides.access import pack_of
from qingdan.village.guides.list_checks import named
from qingdan.village.guides.models import KindReview, ReviewOutcome
from qingdan.village.guides.queries.reviews import lacks_notice, newest_reviews, review_of

_REDS = {ListKind.CERTIFICATE_CANCELLED: "取消清单", ListKind.CERTIFICATE_BARRED: "不应出具清单"}
_CERTIFICATES = (ListKind.CERTIFICATE_RETAINED, ListKind.CERTIFICATE_CANCELLED, ListKind.CERTIFICATE_BARRED)


def lacking_of_cancellations(draft: Edition) -> Iterator[str]:
    """What a draft of certificates lacks of the procedure by which kinds are cancelled at its place."""
    pack = pack_of(draft.item_list.division)
    kind = ListKind(draft.item_list.kind)
    if pack is None or kind not in _CERTIFICATES:
        return
    rules = _Rules(pack.village.cancelling, draft)
    yield from rules.of_red(_REDS[kind]) if kind in _REDS else rules.of_kept()


@dataclass(frozen=True, slots=True)
class _Known:
    """An item by all its names."""

    title: str
    titles: tuple[str, ...]

    @property
    def keys(self) -> set[str]:
        return {key(each) for each in self.titles}

    def without(self, keys: set[str]) -> _Known:
        """The same by those of its names only that are not among some."""
        return _Known(self.title, tuple(each for each in self.titles if key(each) not in keys))


def _known(item: Item) -> _Known:
    return _Known(item.title, (item.title, *item.spec.get("aliases", ())))


class _Rules:
    """A draft against the reviews and the lists of its place."""

    def __init__(self, cancelling: CancellingSpec, draft: Edition) -> None:
        self._said, self._draft, self._place = cancelling, draft, draft.item_list.division
        self._reviews = newest_reviews(self._place)
        self._clauses = f"（{'、'.join(cancelling.clauses)}）" if cancelling.clauses else ""

    def of_red(self, called: str) -> Iterator[str]:
        """New on a cancelled or barred list, by whatever name: no open review; what was kept has its review closed, and its notice."""
        before = {found for item in self._previous() for found in _known(item).keys}
        fresh = [found for item in map(_known, self._draft.items.all()) if (found := item.without(before)).titles]
        under = [item for item in fresh if (review := self._review(item)) and not review.outcome]
        if under:
            yield f"{_named(under)}正在清理，还没有办结，办结为取消以后才能列入{called}。"
        if not (self._said.review_first or self._said.notice_for):
            return
        kept = self._once_kept()
        against = [item for item in fresh if item not in under and item.keys & kept and not self._cancelled(item)]
        if against:
            yield f"{_named(against)}是保留过的，先按程序清理、办结为取消，才能列入{called}{self._clauses}。"
        yield from self._unnoticed([item for item in fresh if item not in under and item not in against])

    def of_kept(self) -> Iterator[str]:
        """What leaves the list of kept kinds is cancelled by that: by a list that has it, or after its review."""
        if not self._said.review_first:
            return
        now = {item.code: item for item in self._draft.items.all()}
        gone = [_known(item) for item in self._previous() if not self._stays(item, now.get(item.code))]
        elsewhere = self._standing_elsewhere() if gone else set()
        left = [item for item in gone if not item.keys & elsewhere]
        against = [item for item in left if not self._cancelled(item)]
        if against:
            yield (
                f"{_named(against)}从保留清单里去掉，或者写了截止日期，就是取消。先按程序清理，写明取消以后改由谁办、"
                f"怎么办，办结为取消以后再去掉{self._clauses}。改了名称的，请把旧名称写进“也叫”。"
            )
        yield from self._unnoticed([item for item in left if item not in against])

    def _unnoticed(self, items: Sequence[_Known]) -> Iterator[str]:
        """Cancelled by a review that the public has to be told of, and was not."""
        without = [
            item
            for item in items
            if (review := self._review(item)) and review.reason in self._said.notice_for and lacks_notice(review)
        ]
        if without:
            yield f"{_named(without)}还没有登记向社会公布的渠道和日期，公布以后取消才生效{self._clauses}。"

    def _review(self, item: _Known) -> KindReview | None:
        return review_of(item.titles, self._reviews)

    def _cancelled(self, item: _Known) -> bool:
        review = self._review(item)
        return review is not None and review.outcome == ReviewOutcome.CANCELLED

    def _stays(self, before: Item, now: Item | None) -> bool:
        """Whether an item of the edition before is there still, by one of its names, and ends no sooner than it did."""
        if now is None or not _known(now).keys & _known(before).keys:
            return False
        return self._last_day(now, self._draft) >= self._last_day(before, before.edition)

    @staticmethod
    def _last_day(item: Item, edition: Edition) -> str:
        """The day until which an item holds, as a text that compares; the end of time where none is said."""
        days = [str(day) for day in (item.spec.get("valid_to"), edition.ends_on) if day]
        return min(days, default="9999-12-31")

    def _previous(self) -> list[Item]:
        """What the edition before the draft has that has not ended by the day on which the draft takes effect."""
        published = self._draft.item_list.editions.filter(state=EditionState.PUBLISHED).order_by("-number").first()
        begins = str(self._draft.effective_on or today())
        items = published.items.select_related("edition") if published else []
        return [item for item in items if self._last_day(item, item.edition) >= begins]

    def _once_kept(self) -> set[str]:
        """The keys of all that any edition of a list of kept kinds has or had, at the place or above it."""
        rows = Item.objects.filter(
            edition__item_list__kind=ListKind.CERTIFICATE_RETAINED,
            edition__item_list__division__in=ancestors(self._place),
        ).exclude(edition__state=EditionState.DRAFT)
        return {found for item in rows.only("title", "spec") for found in _known(item).keys}

    def _standing_elsewhere(self) -> set[str]:
        """The keys of all that another list of certificates in force at the place has."""
        others = [
            edition
            for edition in editions_in_force(self._place, today())
            if edition.item_list.kind in _CERTIFICATES and edition.item_list_id != self._draft.item_list_id
        ]
        rows = Item.objects.filter(edition__in=others).only("title", "spec")
        return {found for item in rows for found in _known(item).keys}


def _named(items: Sequence[_Known]) -> str:
    return named([item.title for item in items])
