"""Who prepares, publishes and reads guides, reviews and what offices record: asked by pages, API and services alike."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import contains, level, subtree_end
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import accounts_holding, bodies_held, grants_of, live_grants, scopes_of
from qingdan.policy.packs.compiling import CompiledPack
from qingdan.policy.packs.queries import OutsideEveryPack, governing_pack
from qingdan.village.guides.models import (
    ApprovalService,
    Guidance,
    Guide,
    GuideVersion,
    KindReview,
    NegativeConfirmation,
    VersionState,
)
from qingdan.village.guides.roles import KEEPERS, OFFICERS, PREPARERS, PUBLISHERS, READERS


class GuideAccess:
    """What one person may do with guides."""

    def __init__(self, actor: Account) -> None:
        self.actor = actor

    def may_prepare(self, division: str) -> bool:
        """Whether the person writes guides that a division keeps: a role there, and a level that the pack lets keep them."""
        return self._holds(PREPARERS, division) and not not_kept_here(division)

    def may_write(self, version: GuideVersion) -> bool:
        """Whether the person works on a version: who keeps the lists on any, a department on what its own people began."""
        division = version.guide.division
        if not self.may_prepare(division):
            return False
        bodies = bodies_held(self.actor, (Role.DEPARTMENT_OFFICER,))
        return self._holds(KEEPERS, division) or live_grants(version.prepared_by).filter(body__in=bodies).exists()

    def may_publish(self, version: GuideVersion) -> bool:
        """Whether the person may publish a version: never who submitted it."""
        division = version.guide.division
        own = version.submitted_by_id == self.actor.pk
        return self._holds(PUBLISHERS, division) and not own and not not_kept_here(division)

    def rows(self) -> QuerySet[Guide]:
        """The guides that were published, which are public, and drafts of the divisions where the person reads by office."""
        published = GuideVersion.objects.filter(guide=OuterRef("pk")).exclude(state=VersionState.DRAFT)
        meant = Q(pk__in=[])
        for scope in self._scopes:
            meant |= Q(division__gte=scope, division__lt=subtree_end(scope))
        return Guide.objects.filter(Exists(published) | meant)

    def versions(self) -> QuerySet[GuideVersion]:
        """The versions behind :meth:`rows`; of other divisions those published only."""
        meant = ~Q(state=VersionState.DRAFT)
        for scope in self._scopes:
            meant |= Q(guide__division__gte=scope, guide__division__lt=subtree_end(scope))
        return GuideVersion.objects.filter(meant).select_related("guide", "prepared_by", "submitted_by", "published_by")

    def reads(self, division: str) -> bool:
        """Whether the person sees gaps and records of a division's guides by office."""
        return any(contains(scope, division) for scope in self._scopes)

    def demand_preparer(self, division: str) -> None:
        """Raise :class:`NotAllowed` unless the person may write guides that a division keeps."""
        problem = not_kept_here(division)
        if problem:
            raise NotAllowed(problem)
        if not self._holds(PREPARERS, division):
            raise NotAllowed("办事指南由当地的部门经办人、牵头单位或者清单管理员编写，您没有这个权限。")

    def demand_writer(self, version: GuideVersion) -> None:
        """Raise :class:`NotAllowed` unless the person works on a version."""
        self.demand_preparer(version.guide.division)
        if not self.may_write(version):
            raise NotAllowed("这份指南由别的部门在编，您没有这个权限。")

    def demand_publisher(self, version: GuideVersion) -> None:
        """Raise :class:`NotAllowed` unless the person may publish a version."""
        problem = not_kept_here(version.guide.division)
        if problem:
            raise NotAllowed(problem)
        if not self._holds(PUBLISHERS, version.guide.division):
            raise NotAllowed("办事指南由牵头单位审查发布，您没有这个权限。")
        if version.submitted_by_id == self.actor.pk:
            raise NotAllowed("提交的人不能自己发布，请由另一位有权的同志审查发布。")

    @cached_property
    def _scopes(self) -> list[str]:
        return scopes_of(self.actor, READERS)

    def _holds(self, roles: Collection[str], division: str) -> bool:
        """A grant at just this division or above; a department of a district writes for its district only."""
        return any(grant.role in roles and contains(grant.division, division) for grant in grants_of(self.actor))


def publishers_of(division: str) -> QuerySet[Account]:
    """Who may look a division's guides through."""
    return accounts_holding(PUBLISHERS[0], division)


def not_kept_here(division: str) -> str:
    """Why no guide is kept at a division, empty where one may be (BJ-27, BJ-46: one city-wide set; AS-53: county-wide)."""
    pack = pack_of(division)
    if pack is None:
        return "这里没有录入政策，不能编办事指南。"
    levels = pack.village.guide_levels
    if not levels or level(division).value in levels:
        return ""
    clauses = f"（{'、'.join(pack.village.guide_clauses)}）" if pack.village.guide_clauses else ""
    named = {
        "province": "省级（直辖市的市级）",
        "city": "地市级",
        "county": "区县级",
        "town": "镇街级",
        "central": "中央",
    }
    return (
        f"这里的办事指南由{'、'.join(named[each] for each in sorted(levels))}统一制定{clauses}，本级不能另编、不能改。"
    )


def pack_of(division: str) -> CompiledPack | None:
    """The pack that governs a division today, if one does."""
    try:
        return governing_pack(division, today())
    except OutsideEveryPack:
        return None


class ReviewAccess:
    """What one person may do with reviews of kinds."""

    def __init__(self, actor: Account) -> None:
        self.actor = actor

    def may_open(self, division: str) -> bool:
        """Whether the person may flag a kind there: an officer or steward of the division or above."""
        return any(contains(scope, division) for scope in scopes_of(self.actor, PREPARERS))

    def may_act(self, review: KindReview) -> bool:
        """Whether the person takes steps: an officer of the body whose matter it is."""
        return review.owner_id in bodies_held(self.actor, OFFICERS)

    def may_close(self, review: KindReview) -> bool:
        """Whether the person closes it: the same body's officer, or a lead officer over the division."""
        return self.may_act(review) or any(
            contains(scope, review.division) for scope in scopes_of(self.actor, PUBLISHERS)
        )

    def rows(self) -> QuerySet[KindReview]:
        """The reviews of the divisions where the person reads by office, and those of the person's own body."""
        meant = Q(owner__in=bodies_held(self.actor, OFFICERS))
        for scope in scopes_of(self.actor, READERS):
            meant |= Q(division__gte=scope, division__lt=subtree_end(scope))
        return KindReview.objects.filter(meant).select_related("owner", "opened_by", "closed_by")


class OfficeAccess:
    """What one person may record for a body: negative lists, materials, guidance."""

    def __init__(self, actor: Account) -> None:
        self.actor = actor

    @cached_property
    def body_ids(self) -> frozenset[int]:
        """The bodies for which the person records."""
        return frozenset(bodies_held(self.actor, OFFICERS))

    def bodies(self) -> QuerySet[Body]:
        """The same as bodies that still exist."""
        return Body.objects.filter(pk__in=self.body_ids, valid_to=None).order_by("name")

    def demand(self, body: Body) -> None:
        """Raise :class:`NotAllowed` unless the person records for the body."""
        if body.pk not in self.body_ids:
            raise NotAllowed("只能登记本单位的，您没有这个权限。")

    def _of(self, field: str) -> Q:
        meant = Q(**{f"{field}__in": self.body_ids})
        for scope in scopes_of(self.actor, READERS):
            meant |= Q(**{f"{field}__division__gte": scope, f"{field}__division__lt": subtree_end(scope)})
        return meant

    def confirmations(self) -> QuerySet[NegativeConfirmation]:
        """Of the person's bodies, and by office of the bodies of a place."""
        return NegativeConfirmation.objects.filter(self._of("body")).select_related("body", "edition__item_list", "by")

    def approvals(self) -> QuerySet[ApprovalService]:
        """Of the person's bodies, and by office of the bodies of a place."""
        return ApprovalService.objects.filter(self._of("body")).select_related("body")

    def guidance(self) -> QuerySet[Guidance]:
        """Of the person's bodies, and by office of the bodies of a place."""
        return Guidance.objects.filter(self._of("body")).select_related("body", "by")
