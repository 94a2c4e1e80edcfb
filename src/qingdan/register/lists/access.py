"""Who may prepare, publish and read lists: asked by pages, API and services alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Level, Role
from qingdan.foundation.orgs.divisions import contains, level, subtree_end
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import grants_of, resolve_body, scopes_of
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.compiling import CompiledPack
from qingdan.policy.packs.models import PackVersion
from qingdan.policy.packs.publishers import Publisher, publishers
from qingdan.policy.packs.queries import OutsideEveryPack, governing_pack, newest_versions
from qingdan.register.lists.models import Edition, EditionState, ItemList, Openness
from qingdan.register.lists.roles import DRAFT_READERS


@dataclass(frozen=True, slots=True)
class MayPublish:
    """Whether somebody may publish, and if not, in Chinese, who may. ``clause`` names who publishes, if one does."""

    allowed: bool
    who: str
    clause: str | None


class ListPowers:
    """What one account may do with lists on a day; its grants and the packs are read once, however many lists."""

    def __init__(self, actor: Account, on: date | None = None) -> None:
        self._day = on or today()
        self._grants = grants_of(actor, self._day)
        self._versions: list[PackVersion] | None = None
        self._bodies: dict[tuple[str, str], int | None] = {}

    def holds(self, role: Role, division: str, body: int | None = None) -> bool:
        """Whether the account holds a role in a scope that covers a division (for just this body, if one is named)."""
        return any(
            grant.role == role and contains(grant.division, division) and body in (None, grant.body)
            for grant in self._grants
        )

    def may_prepare(self, division: str, kind: str) -> bool:
        """A steward over the division; in a town its clerk, for red lines, where the pack lets towns draw them."""
        if level(division) is not Level.TOWN:
            return self.holds(Role.LIST_STEWARD, division)
        draws = kind == ListKind.NEGATIVE and self.holds(Role.TOWN_CLERK, division)
        return draws and self.red_lines_clause(division) is not None

    def may_publish(self, item_list: ItemList) -> MayPublish:
        """Whether the account holds the role that the pack names for publishing this list."""
        place = item_list.division
        if level(place) is Level.TOWN:
            allowed = self.holds(Role.TOWN_CLERK, place)
            return MayPublish(allowed, "镇街的另一位经办人", self.red_lines_clause(place))
        pack = self._pack(place)
        named = publishers(pack, ListKind(item_list.kind), self._day) if pack else ()
        who = "、".join(f"{each.body}（由决定登记员登记）" if each.on_paper else each.body for each in named)
        allowed = any(self._is_publisher(each, place) for each in named)
        return MayPublish(allowed, who or "牵头单位", named[0].clause if named else None)

    def red_lines_clause(self, division: str) -> str | None:
        """The clause that lets a division below the jurisdiction draw red lines of its own (NH-20), if one does."""
        pack = self._pack(division)
        spec = pack.chain[0].header.red_lines if pack else None
        return spec.clause if spec is not None and spec.level == level(division) else None

    def _pack(self, division: str) -> CompiledPack | None:
        if self._versions is None:
            self._versions = newest_versions(self._day)
        try:
            return governing_pack(division, self._day, self._versions)
        except OutsideEveryPack:
            return None

    def _is_publisher(self, publisher: Publisher, division: str) -> bool:
        """The recorder of decisions for a body that decides on paper; else a lead officer of just that body."""
        if publisher.on_paper:
            return self.holds(Role.DECISION_RECORDER, division)
        asked = (publisher.body, division)
        if asked not in self._bodies:
            body = resolve_body(publisher.body, division, self._day)
            self._bodies[asked] = body.pk if body else None
        body_id = self._bodies[asked]
        return body_id is not None and self.holds(Role.LEAD_OFFICER, division, body_id)


def demand_preparer(actor: Account, division: str, kind: str) -> None:
    """Raise :class:`NotAllowed` unless the actor may prepare lists of this kind there."""
    if not ListPowers(actor).may_prepare(division, kind):
        raise NotAllowed("这份清单要由当地的清单管理员来编（镇街的红线由镇街编），您没有这个权限。")


def demand_publisher(actor: Account, item_list: ItemList) -> None:
    """Raise :class:`NotAllowed` unless the actor may publish the list."""
    answer = ListPowers(actor).may_publish(item_list)
    if not answer.allowed:
        clause = f"（{answer.clause}）" if answer.clause else ""
        raise NotAllowed(f"这份清单由{answer.who}审查发布{clause}，您没有这个权限。")


def readable_editions(reader: Account | None) -> QuerySet[Edition]:
    """What was published (to people without an account only what is public), and drafts of one's own division."""
    rows = Edition.objects.select_related("item_list")
    published = ~Q(state=EditionState.DRAFT)
    if reader is None:
        return rows.filter(published, openness=Openness.PUBLIC)
    drafts = Q(pk__in=[])
    for scope in scopes_of(reader, DRAFT_READERS):
        drafts |= Q(item_list__division__gte=scope, item_list__division__lt=subtree_end(scope))
    return rows.filter(published | drafts)
