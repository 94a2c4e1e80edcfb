"""A cancellation takes effect when the public was told and what takes its place is on record, and cannot go round that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import BodyType, Role
from qingdan.foundation.orgs.divisions import level
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.services import grant_role
from qingdan.foundation.web.tests.people import person, place
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists import services as lists
from qingdan.register.lists.models import Edition, Item, Openness
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.services.drafting import Heading
from qingdan.village.guides import services
from qingdan.village.guides.models import KindReview
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries import kind_at
from qingdan.village.guides.queries.catalogue import catalogue
from qingdan.village.guides.services.reviewing import Done, Ending
from tests.packs.certificates.support import CODES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]
CITIES = {"changchun": ("220100000000", "市民政局"), "beijing": ("110000000000", "市委社会工委市民政局")}
KEPT, STAYS, OLD, WAY = "居住情况证明", "房屋坐落情况证明", "无重大疾病证明", "凭居住证办理"
_CANCELLED, _KEPT = ListKind.CERTIFICATE_CANCELLED, ListKind.CERTIFICATE_RETAINED


class City:
    """A city's stewards, who may publish, and the body whose matter a kind is."""

    def __init__(self, pack: str) -> None:
        self.village = CODES[pack]
        self.code, named = CITIES[pack]
        self.steward = person(Role.LIST_STEWARD, at=self.code)
        self.body = Body.objects.create(
            name=named, division=place(self.code), level=level(self.code).value, type=BodyType.DEPARTMENT
        )
        self.officer = self._of_body(Role.LEAD_OFFICER)

    def _of_body(self, role: Role) -> Account:
        account = person(name="承办人")
        grant_role(actor=None, account=account, role=role, division=place(self.code), body=self.body)
        return account

    def begin(self, kind: ListKind, *titles: str, **more: Any) -> Edition:
        """The first draft of a list."""
        made = lists.create_list(
            actor=self.steward, division_code=self.code, kind=kind, title=f"{kind.value}清单", publisher="市民政局", document="某通知"
        )  # fmt: skip
        return self.add(made.editions.get(), *titles, **more)

    def add(self, draft: Edition, *titles: str, **more: Any) -> Edition:
        rows = [ItemSpec(id="000", title=title, basis=["某决定第一条"], **more) for title in titles]
        lists.add_items(actor=self.steward, edition=draft, rows=rows, reasons=["清理"] * len(rows))
        return self.dated(draft)

    def dated(self, draft: Edition) -> Edition:
        draft.refresh_from_db()
        heading = Heading("长民发〔2026〕9号", decided_on=today(), published_on=today(), effective_on=today(), complete=True, reason="清理")  # fmt: skip
        return lists.set_heading(actor=self.steward, edition=draft, heading=heading)

    def without(self, edition: Edition, *titles: str) -> Edition:
        """The next draft, without some titles."""
        draft = lists.open_draft(actor=self.steward, item_list=edition.item_list, reason="清理")
        gone = Item.objects.filter(edition=draft, title__in=titles)
        for item in gone:
            lists.remove_item(actor=self.steward, edition=draft, code=item.code, reason="清理")
            draft.refresh_from_db()
        return self.dated(draft)

    def publish(self, draft: Edition) -> Edition:
        submitted = lists.submit_edition(actor=self.steward, edition=draft)
        return self.publish_submitted(submitted)

    def publish_submitted(self, submitted: Edition) -> Edition:
        return lists.publish_edition(
            actor=self.officer,
            edition=submitted,
            openness=Openness.PUBLIC,
            openness_review="可以公开",
            not_secret=True,
        )

    def review(self, title: str = KEPT, reason: str = "outdated") -> KindReview:
        kind = kind_at(self.code, title, today())
        assert kind is not None
        return services.open_review(
            actor=self.steward, division=self.code, code=kind.code, reason=reason, text="早就不用了", owner=self.body
        )

    def step(self, review: KindReview, kind: str, on: date, **more: str) -> None:
        services.take_step(actor=self.officer, review=review, done=Done(kind, on, "做了", "文号", **more))

    def proposed(self, review: KindReview, on: date) -> KindReview:
        for kind in ("opinions", "study", "proposed"):
            self.step(review, kind, on)
        return review

    def close(self, review: KindReview) -> KindReview:
        return services.close_review(
            actor=self.officer, review=review, ending=Ending("cancelled", "已不符合实际", "某决定", WAY)
        )


def words_of(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("CC-24c")
@pytest.mark.parametrize("reason", ["outdated", "unverifiable"])
def test_in_changchun_a_cancellation_takes_effect_only_with_a_public_notice_and_the_public_list_shows_all(
    reason: str,
) -> None:
    city = City("changchun")
    kept = city.publish(city.begin(_KEPT, KEPT, STAYS))
    old = city.publish(city.begin(_CANCELLED, OLD, handled_by="凭医院诊断书办理"))
    _no_way_round(city, kept, old)
    yesterday = today() - timedelta(days=1)
    review = city.proposed(city.review(reason=reason), yesterday)
    _refused_without_notice(city, review, yesterday)
    with pytest.raises(ListsProblem, match="正在清理"):
        city.publish(city.add(_next(city, old), "居住证明材料", aliases=[KEPT], handled_by=WAY))
    lists.discard_draft(actor=city.steward, edition=Edition.objects.get(item_list=old.item_list, state="draft"))
    city.step(review, "published", today(), channel="public", place="市政府网站")
    closed = city.close(review)
    assert (closed.notice_on, closed.notice_channel, closed.notice_place) == (today(), "向社会公布", "市政府网站")
    page = words_of(f"/guides/at/{city.village}/cancelled/")
    assert KEPT in page and "清单还没有换版" in page and OLD in page
    city.publish(city.without(kept, KEPT))
    city.publish(city.add(_next(city, old), KEPT, handled_by=WAY))
    kind = kind_at(city.village, KEPT, today())
    assert kind is not None and kind.regime == "cancelled"
    page = words_of(f"/guides/at/{city.village}/cancelled/")
    for shown in (KEPT, WAY, "市政府网站", today().isoformat(), OLD, "凭医院诊断书办理"):
        assert shown in page
    assert "清单还没有换版" not in page and f"/guides/at/{city.village}/cancelled/" in words_of(
        f"/guides/at/{city.village}/"
    )


def _next(city: City, edition: Edition) -> Edition:
    return lists.open_draft(actor=city.steward, item_list=edition.item_list, reason="清理")


def _no_way_round(city: City, kept: Edition, old: Edition) -> None:
    """Without a review a kept kind is neither dropped nor cancelled, under another name neither."""
    with pytest.raises(ListsProblem, match=r"先按程序清理[^。]*CC-24c"):
        city.publish(city.without(kept, KEPT))
    lists.discard_draft(actor=city.steward, edition=Edition.objects.get(item_list=kept.item_list, state="draft"))
    with pytest.raises(ListsProblem, match=r"是保留过的.*CC-24c"):
        city.publish(city.add(_next(city, old), "居住证明材料", aliases=[KEPT], handled_by=WAY))
    lists.discard_draft(actor=city.steward, edition=Edition.objects.get(item_list=old.item_list, state="draft"))


def _refused_without_notice(city: City, review: KindReview, proposed: date) -> None:
    """No notice, one without its channel, one older than the proposal: the cancellation does not take effect."""
    with pytest.raises(GuidesProblem, match=r"渠道和日期.*CC-24c"):
        city.close(review)
    for told, match in (({}, "渠道"), ({"channel": "weibo"}, "渠道"), ({"channel": "public"}, "地点")):
        with pytest.raises(GuidesProblem, match=match):
            city.step(review, "published", today(), **told)
    with pytest.raises(GuidesProblem, match="还没有到"):
        city.step(review, "published", today() + timedelta(days=1), channel="public", place="网站")
    city.step(review, "published", proposed - timedelta(days=1), channel="public", place="网站")
    with pytest.raises(GuidesProblem, match="CC-24c"):
        city.close(review)
    ended = {"outcome": "cancelled", "closed_for": "x", "closed_on": today(), "replaced_by": WAY, "notice_asked": True}
    with pytest.raises(IntegrityError), transaction.atomic():
        KindReview.objects.filter(pk=review.pk).update(**ended)


@pytest.mark.clause("BJ-47")
def test_in_beijing_no_cancellation_takes_effect_before_what_takes_the_kinds_place_is_on_record() -> None:
    city = City("beijing")
    kept = city.publish(city.begin(_KEPT, KEPT, STAYS))
    for nothing in ("", "无", "——"):
        with pytest.raises(ListsProblem, match="改由谁办"):
            city.publish(city.begin(_CANCELLED, OLD, handled_by=nothing))
        lists.discard_draft(actor=city.steward, edition=Edition.objects.get(item_list__kind=_CANCELLED))
    with pytest.raises(ListsProblem, match=r"取消以后改由谁办[^。]*BJ-47"):
        city.publish(city.without(kept, KEPT))
    lists.discard_draft(actor=city.steward, edition=Edition.objects.get(item_list=kept.item_list, state="draft"))
    for kind in (_CANCELLED, ListKind.CERTIFICATE_BARRED):
        with pytest.raises(ListsProblem, match="BJ-47"):
            city.publish(city.begin(kind, f"{KEPT}（旧）", aliases=[KEPT], handled_by=WAY))
        lists.discard_draft(actor=city.steward, edition=Edition.objects.get(item_list__kind=kind, state="draft"))
    review = city.proposed(city.review(), today())
    for nothing in ("", "待定"):
        with pytest.raises(GuidesProblem, match="改由谁办"):
            services.close_review(
                actor=city.officer, review=review, ending=Ending("cancelled", "不用了", "某决定", nothing)
            )
    city.close(review)
    row = next(row for row in catalogue(city.code, today()) if row.kind.title == KEPT)
    assert "保留清单还没有改" in row.gap_words
    city.publish(city.without(kept, KEPT))
    assert kind_at(city.village, KEPT, today()) is None


def test_what_was_complete_when_it_was_submitted_is_looked_at_again_when_it_is_published() -> None:
    city = City("changchun")
    twice = [lists.submit_edition(actor=city.steward, edition=city.begin(kind, OLD, handled_by=WAY)) for kind in (_KEPT, _CANCELLED)]  # fmt: skip
    city.publish_submitted(twice[0])
    with pytest.raises(ListsProblem, match=r"是保留过的|保留清单上"):
        city.publish_submitted(twice[1])


def test_a_kind_that_was_cancelled_before_notices_were_kept_gets_its_notice_afterwards() -> None:
    city = City("changchun")
    kept = city.publish(city.begin(_KEPT, KEPT, STAYS))
    review = city.proposed(city.review(), today())
    KindReview.objects.filter(pk=review.pk).update(
        outcome="cancelled", closed_for="x", closed_on=today(), replaced_by=WAY
    )
    with pytest.raises(ListsProblem, match="公布以后取消才生效"):
        city.publish(city.without(kept, KEPT))
    with pytest.raises(GuidesProblem, match="已经办结"):
        city.step(review, "study", today())
    city.step(review, "published", today(), channel="public", place="市政府网站")
    review.refresh_from_db()
    assert review.notice_on == today()
    changes: Sequence[dict[str, Any]] = ({"outcome": "kept"}, {"notice_on": today() - timedelta(days=3)})
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            KindReview.objects.filter(pk=review.pk).update(**change)
    city.publish_submitted(
        lists.submit_edition(actor=city.steward, edition=Edition.objects.get(item_list=kept.item_list, state="draft"))
    )


@pytest.mark.parametrize("change", [{"valid_to": "2027-01-31"}, {"title": "别的证明"}], ids=["made to end", "renamed"])
def test_a_kept_kind_is_not_made_to_end_or_renamed_past_its_review(change: dict[str, Any]) -> None:
    city = City("changchun")
    kept = city.publish(city.begin(_KEPT, KEPT, STAYS))
    draft = _next(city, kept)
    item = Item.objects.get(edition=draft, title=KEPT)
    spec = ItemSpec.model_validate(item.spec | change)
    lists.amend_item(actor=city.steward, edition=draft, code=item.code, spec=spec, reason="清理")
    with pytest.raises(ListsProblem, match=f"“{KEPT}”从保留清单里去掉，或者写了截止日期"):
        city.publish(city.dated(draft))
    spec = ItemSpec.model_validate(item.spec | {"title": "居住情况说明", "aliases": [KEPT]})
    draft.refresh_from_db()
    lists.amend_item(actor=city.steward, edition=draft, code=item.code, spec=spec, reason="改名")
    city.publish(city.dated(draft))


def test_a_kept_kind_does_not_get_onto_the_cancelled_list_as_another_name_of_what_is_there() -> None:
    city = City("changchun")
    city.publish(city.begin(_KEPT, KEPT, STAYS))
    old = city.publish(city.begin(_CANCELLED, OLD, handled_by=WAY))
    draft = _next(city, old)
    item = Item.objects.get(edition=draft)
    spec = ItemSpec.model_validate(item.spec | {"aliases": [KEPT]})
    lists.amend_item(actor=city.steward, edition=draft, code=item.code, spec=spec, reason="清理")
    with pytest.raises(ListsProblem, match="是保留过的"):
        city.publish(city.dated(draft))


def test_what_has_no_basis_needs_no_notice() -> None:
    city = City("changchun")
    bare = KindReview.objects.create(
        division=city.code, title="无依据的证明", reason="no_basis", text="x", owner=city.body, opened_by=city.steward
    )
    assert not city.close(bare).notice_asked


def test_the_public_list_is_read_in_as_many_queries_for_one_kind_as_for_many(django_assert_num_queries: Any) -> None:
    city = City("changchun")
    old = city.publish(city.begin(_CANCELLED, OLD, handled_by=WAY))
    path = f"/guides/at/{city.village}/cancelled/"
    words_of(path)
    with CaptureQueriesContext(connection) as one:
        words_of(path)
        asked = len(one)
    city.publish(city.add(_next(city, old), *(f"第{n}种旧证明" for n in range(30)), handled_by=WAY))
    words_of(path)
    with django_assert_num_queries(asked):
        assert "第29种旧证明" in words_of(path)
    answer = Client().get(f"{path}excel/", {"q": "第29种"})
    assert answer.status_code == 200 and answer.content[:2] == b"PK"
    assert Client().get("/guides/at/99/cancelled/").status_code == 404
    assert "没有符合条件" in words_of(f"{path}?q=不存在")
