"""Once a year each body justifies, amends or gives up the items that it leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services as lists
from qingdan.register.lists.differences import difference
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import DISTRICT, dated, draft, item, person, publish, steward, submitted
from qingdan.register.reviewing import services
from qingdan.register.reviewing.models import Answer, ReviewedItem, ReviewRound
from qingdan.register.reviewing.queries import progress, waiting_for
from qingdan.register.reviewing.services import ReviewProblem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def opened(*extra: str) -> ReviewRound:
    """A round over a list with an item of 区残联, one of 区民政局 and one of nobody."""
    edition = draft()
    rows = [
        item("残疾人需求调查", lead_body="区残联", frequency="quarterly"),
        item("低保对象核查", lead_body="区民政局、区财政局"),
        item("无人认领的事"),
        *(item(title, lead_body="区残联") for title in extra),
    ]
    lists.add_items(actor=steward(), edition=edition, rows=rows, reasons=[""] * len(rows))
    publish(submitted(dated(edition)))
    return services.open_review(
        actor=steward(), division=DISTRICT, title="2026年清单复核", due_on=today() + timedelta(days=30)
    )


def of(review: ReviewRound, title: str) -> ReviewedItem:
    return review.items.select_related("review").get(item__title=title)


def test_every_item_of_the_division_s_own_lists_goes_to_the_body_that_leads_it() -> None:
    review = opened()
    assert of(review, "残疾人需求调查").body == person("department-officer").post.body
    assert of(review, "低保对象核查").body == person("lead-civil").post.body
    assert of(review, "无人认领的事").body is None
    assert not review.items.exclude(item__edition__item_list__division=DISTRICT).exists()
    assert Message.objects.filter(recipient=person("department-officer"), link=f"/reviews/{review.pk}/").count() == 1
    assert waiting_for(person("department-officer")) == [(review, 1)]


def test_one_round_at_a_time_and_by_the_steward_only() -> None:
    review = opened()
    with pytest.raises(ReviewProblem, match="没有结束"):
        services.open_review(actor=steward(), division=DISTRICT, title="又一轮", due_on=today() + timedelta(days=3))
    with pytest.raises(NotAllowed):
        services.open_review(
            actor=person("lead-civil"), division=DISTRICT, title="x", due_on=today() + timedelta(days=3)
        )
    services.close_review(actor=steward(), review=review)
    with pytest.raises(ReviewProblem, match="今天以后"):
        services.open_review(actor=steward(), division=DISTRICT, title="x", due_on=today())


def test_a_body_answers_for_its_own_items_with_a_reason() -> None:
    review = opened()
    own, other = of(review, "残疾人需求调查"), of(review, "低保对象核查")
    officer = person("department-officer")
    with pytest.raises(ReviewProblem, match="写理由"):
        services.answer(actor=officer, reviewed=own, said=Answer.KEEP, reason=" ")
    with pytest.raises(NotAllowed):
        services.answer(actor=officer, reviewed=other, said=Answer.KEEP, reason="x")
    with pytest.raises(ReviewProblem, match="改成什么样"):
        services.answer(actor=officer, reviewed=own, said=Answer.AMEND, reason="x")
    services.answer(actor=officer, reviewed=own, said=Answer.KEEP, reason="省里有要求")
    kept = services.answer(actor=steward(), reviewed=other, said=Answer.KEEP, reason="电话答复")
    assert (of(review, "残疾人需求调查").on_behalf, kept.on_behalf) == (False, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewedItem.objects.filter(pk=own.pk).update(reason="")


def test_amendments_and_exits_go_into_a_draft_once_with_their_reasons() -> None:
    review = opened("残疾证年审")
    officer = person("department-officer")
    wish = item("残疾人需求调查", lead_body="区残联", frequency="yearly")
    services.answer(
        actor=officer, reviewed=of(review, "残疾人需求调查"), said=Answer.AMEND, reason="一年一次够了", proposal=wish
    )
    services.answer(actor=officer, reviewed=of(review, "残疾证年审"), said=Answer.GIVE_UP, reason="改为网上办")
    with pytest.raises(ReviewProblem, match="还有修改和退出"):
        services.close_review(actor=steward(), review=review)
    [made] = services.take_over(actor=steward(), review=review)
    changes = {change.title: change for change in difference(made.based_on, made)}
    assert (changes["残疾人需求调查"].change, changes["残疾证年审"].change) == ("amended", "removed")
    assert changes["残疾证年审"].reason == "宁河区残联：改为网上办"
    assert services.take_over(actor=steward(), review=review) == []
    with pytest.raises(ReviewProblem, match="已经写进草稿"):
        services.answer(actor=officer, reviewed=of(review, "残疾证年审"), said=Answer.KEEP, reason="反悔")


def test_what_is_out_of_the_draft_already_is_no_dead_end() -> None:
    review = opened("残疾证年审")
    officer, gone, changed = person("department-officer"), of(review, "残疾证年审"), of(review, "残疾人需求调查")
    made = lists.open_draft(actor=steward(), item_list=gone.item.edition.item_list, reason="先编着")
    for each in (gone, changed):
        lists.remove_item(actor=steward(), edition=made, code=each.item.code, reason="先删")
    services.answer(actor=officer, reviewed=gone, said=Answer.GIVE_UP, reason="改为网上办")
    wish = item("残疾人需求调查", lead_body="区残联", frequency="yearly")
    services.answer(actor=officer, reviewed=changed, said=Answer.AMEND, reason="一年一次", proposal=wish)
    with pytest.raises(ReviewProblem, match="把答复改成保留或退出"):
        services.take_over(actor=steward(), review=review)
    services.answer(actor=officer, reviewed=changed, said=Answer.GIVE_UP, reason="不再要")
    assert services.take_over(actor=steward(), review=review) == [made]
    assert services.close_review(actor=steward(), review=review).closed_at


def test_what_nobody_answers_stays_on_the_list() -> None:
    review = opened()
    services.close_review(actor=steward(), review=review)
    assert services.close_review(actor=steward(), review=review).closed_by == steward()
    counts: dict[Any, Any] = {row["body__name"]: row["waiting"] for row in progress(review)}
    assert (counts["宁河区残联"], counts["宁河区民政局"]) == (1, 1)
    assert counts[None] == review.items.filter(body=None).count() > 1
    with pytest.raises(ReviewProblem, match="已经结束"):
        services.answer(actor=steward(), reviewed=of(review, "无人认领的事"), said=Answer.KEEP, reason="x")


def test_reminding_twice_a_day_tells_once() -> None:
    review = opened()
    assert services.remind(actor=steward(), review=review) == 2
    services.remind(actor=steward(), review=review)
    assert Message.objects.filter(recipient=person("department-officer"), title="还有事项没有复核").count() == 1


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(person(name), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


def test_a_body_sees_its_own_items_only() -> None:
    review = opened()
    html = client_of("department-officer").get(f"/reviews/{review.pk}/").content.decode()
    assert "残疾人需求调查" in html and "低保对象核查" not in html and "各单位进度" not in html
    other = of(review, "低保对象核查")
    assert client_of("department-officer").get(f"/reviews/{review.pk}/items/{other.pk}/").status_code == 404
    assert "低保对象核查" in client_of("list-steward").get(f"/reviews/{review.pk}/").content.decode()
    excel = client_of("list-steward").get(f"/reviews/{review.pk}/excel/")
    assert excel.status_code == 200 and excel.content[:2] == b"PK"


def test_a_body_answers_on_the_page() -> None:
    review = opened()
    own = of(review, "残疾人需求调查")
    client = client_of("department-officer")
    address = f"/reviews/{review.pk}/items/{own.pk}/"
    assert client.get(address).status_code == 200
    sent = {"said": "keep", "reason": "", "basis-TOTAL_FORMS": "0", "basis-INITIAL_FORMS": "0"}
    assert client.post(address, sent).status_code == 400
    amend = sent | {"said": "amend", "reason": "减", "wish-title": "残疾人需求调查", "wish-frequency": "yearly"}
    assert client.post(address, amend).status_code == 302
    assert of(review, "残疾人需求调查").proposal["frequency"] == "yearly"  # type: ignore[index]  # it has one


@pytest.mark.parametrize("count", [3, 60])
def test_the_page_runs_the_same_queries_however_many_items(count: int, django_assert_max_num_queries: Any) -> None:
    review = opened(*(f"第{number}件事" for number in range(count)))
    client = client_of("list-steward")
    client.get("/")
    with django_assert_max_num_queries(16):
        client.get(f"/reviews/{review.pk}/")
