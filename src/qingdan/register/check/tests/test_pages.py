"""The one box, its answer, the same question side by side, and choosing the place: as visitors meet them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.kept import installed_for_module

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web import rate_limit
from qingdan.foundation.web.tests.people import VILLAGE, place, signed_in
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def installed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists)


@pytest.fixture(autouse=True)
def _no_callers_yet() -> None:
    rate_limit.forget_all()


def ask(client: Client, words: str, **more: str) -> Any:
    return client.get(
        "/check/", {"words": words, "place": VILLAGE, **{n.replace("__", "."): v for n, v in more.items()}}
    )


def html_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_question_is_an_address_that_anybody_may_open_again(client: Client) -> None:
    first, second = ask(client, "开具无犯罪记录证明"), ask(Client(), "开具无犯罪记录证明")
    assert first.status_code == 200
    assert html_of(first) == html_of(second)
    assert "清单不允许" in html_of(first)


def test_asking_writes_nothing(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        ask(client, "各村每周五前报送秸秆禁烧巡查台账，附巡查照片。")
        client.get("/check/compare/", {"words": "挂警务室的牌子", "place": VILLAGE})
    writing = [q["sql"] for q in queries if re.match(r"\s*(INSERT|UPDATE|DELETE)", q["sql"], re.IGNORECASE)]
    assert writing == []
    assert not client.cookies


def test_asking_again_asks_the_database_little(client: Client, django_assert_max_num_queries: Any) -> None:
    ask(client, "挂警务室的牌子")
    with django_assert_max_num_queries(20):
        ask(client, "挂警务室的牌子", f__location="outside")


def test_the_answer_names_word_sentence_clause_with_its_text_and_next_step(client: Client) -> None:
    html = html_of(ask(client, "各村每周五前报送秸秆禁烧巡查台账，附巡查照片。"))
    card = html[html.index("<article") : html.index("</article>")]
    assert "清单不允许" in card
    assert "<blockquote>" in card
    assert re.search(r'href="/clauses/NH-\d+/"', card)
    assert "下一步" in card
    assert html.index("secrecy") < html.index("<textarea")


def test_the_name_alone_of_a_listed_item_is_asked_as_what_it_is(client: Client) -> None:
    html = html_of(ask(client, "新时代文明实践站"))
    assert re.search(r"<li>牌子<span[^>]*>（登记在册的有这个名称）", html)


def test_a_sentence_of_several_kinds_is_answered_for_each(client: Client) -> None:
    html = html_of(ask(client, "各村每周五前报送秸秆禁烧巡查台账，附巡查照片。"))
    assert "同时" in html and "按“报表台账”看" in html
    chosen = html_of(ask(client, "各村每周五前报送秸秆禁烧巡查台账，附巡查照片。", kind="form"))
    assert "同时" not in chosen


def test_every_clause_that_an_answer_links_is_there(client: Client) -> None:
    html = html_of(ask(client, "开具无犯罪记录证明"))
    links = set(re.findall(r'href="(/(?:clauses|items)/[^"]+)"', html))
    assert len(links) >= 2
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_missing_facts_are_asked_one_by_one_and_can_be_taken_back(client: Client) -> None:
    first = html_of(client.get("/check/", {"words": "挂警务室的牌子", "place": "120117"}))
    assert first.count('class="question"') == 1
    name, value = re.findall(r'<button class="button" name="(f\.\w+)" value="(\w+)"', first)[0]
    kept = dict(
        re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)">', first.split('class="question"')[1])
    )
    assert {"words", "place"} <= set(kept)
    second = html_of(client.get("/check/", {**kept, name: value}))
    assert not re.search(rf'<button[^>]*name="{re.escape(name)}"', second)
    assert "去掉" in second
    removed = re.search(r'href="(/check/\?[^"]*)" aria-label="去掉', second)
    assert removed is not None
    assert name not in parse_qs(urlsplit(removed.group(1).replace("&amp;", "&")).query)


def test_the_page_works_by_plain_addresses_without_a_script(client: Client) -> None:
    html = html_of(client.get("/check/"))
    form = re.search(r'<form class="box" method="get" action="/check/">', html)
    assert form is not None
    assert "needs-script" not in html.split("<textarea")[1].split("</form>")[0]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"words": ""}, "请先写下是什么事"),
        ({"words": "\x01\x1b"}, "请先写下是什么事"),
        ({"words": "好" * 5_001}, "最多 5000 个字"),
        ({"kind": "weather"}, "weather"),
        ({"frequency": "often"}, "often"),
        ({"on": "2026-02-30"}, "日期"),
        ({"on": "1700-01-01"}, "太远"),
        ({"place": "99"}, "不在任何已安装的政策包范围内"),
        ({"place": "abc"}, "区划代码"),
        ({"f.weather": "rain"}, "不认识的事实"),
        ({"f.location": "roof"}, "没有“roof”这个值"),
    ],
)
def test_what_cannot_be_understood_is_told_and_nothing_typed_is_lost(
    client: Client, given: dict[str, str], message: str
) -> None:
    response = client.get("/check/", {"words": "挂警务室的牌子", "place": VILLAGE, **given})
    html = html_of(response)
    assert response.status_code == 400
    assert message in html
    assert "error-summary" in html
    if "words" not in given:
        assert "挂警务室的牌子" in html


@pytest.mark.parametrize(
    "name", ["words", "place", "kind", "issuer", "frequency", "code", "on", "f.basis_text", "f." + HOSTILE]
)
def test_hostile_input_is_shown_and_never_run(client: Client, name: str) -> None:
    given = {"words": "挂警务室的牌子", "place": VILLAGE, name: HOSTILE}
    for address in ("/check/", "/check/compare/", "/check/place/"):
        html = html_of(client.get(address, given))
        assert "<script>alert" not in html
        assert "<img" not in html


@pytest.mark.parametrize("find", [HOSTILE, "刘庄", "1201", "\x01", "长" * 300])
def test_a_place_is_sought_by_anything(client: Client, find: str) -> None:
    place(VILLAGE)
    response = client.get("/check/place/", {"words": "挂牌子", "find": find})
    assert response.status_code == 200
    assert "<script>alert" not in html_of(response)


def test_choosing_a_place_keeps_the_question(client: Client) -> None:
    html = html_of(client.get("/check/place/", {"words": "挂牌子", "place": "120117", "kind": "plaque"}))
    links = [
        parse_qs(urlsplit(link.replace("&amp;", "&")).query) for link in re.findall(r'href="(/check/\?[^"]+)"', html)
    ]
    chosen = [link for link in links if link.get("place") == ["220100000000"]]
    assert chosen and chosen[0]["words"] == ["挂牌子"] and chosen[0]["kind"] == ["plaque"]


def test_side_by_side_shows_every_jurisdiction_with_its_own_clause(client: Client) -> None:
    html = html_of(
        client.get("/check/compare/", {"words": "挂警务室的牌子", "place": VILLAGE, "f.location": "outside"})
    )
    assert html.count("card--verdict") == 5
    assert html.count("您选的地方") == 1
    assert html.count("征求意见稿") >= 2
    assert len(set(re.findall(r'href="/clauses/([A-Z]{2})-', html))) >= 3


def test_side_by_side_without_a_question_leads_to_the_box(client: Client) -> None:
    assert 'href="/check/"' in html_of(client.get("/check/compare/"))
    assert client.get("/check/compare/", {"words": "牌子", "place": "99"}).status_code == 400


def test_a_village_clerk_asks_from_their_own_village_without_choosing() -> None:
    place(VILLAGE)
    client = signed_in(Role.VILLAGE_CLERK, at=VILLAGE)
    assert "刘庄村" in html_of(client.get("/check/"))
    assert "村还是社区：村" in html_of(client.get("/check/", {"words": "挂警务室的牌子"}))


def test_visitors_who_ask_too_fast_are_told_when_to_come_back_and_accounts_are_not(settings: Any) -> None:
    settings.PUBLIC_CHECKS_PER_MINUTE = 2
    visitor = Client()
    answers = [ask(visitor, "挂警务室的牌子").status_code for _again in range(3)]
    assert answers == [200, 200, 429]
    account = signed_in(Role.VILLAGE_CLERK, at=VILLAGE)
    assert [ask(account, "挂警务室的牌子").status_code for _again in range(3)] == [200, 200, 200]


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/check/", {"words": "挂牌子"}).status_code == 405


def test_the_box_asks_as_the_person_would() -> None:
    village, office = signed_in(Role.VILLAGE_CLERK, at=VILLAGE), signed_in(Role.DEPARTMENT_OFFICER)
    assert "这件事该不该我们干？</h1>" in html_of(village.get("/check/"))
    assert "这件事能不能要村里干？</h1>" in html_of(office.get("/check/"))


def test_a_town_clerk_asks_for_a_village_of_the_town() -> None:
    town = place("120117103000")
    village = place(VILLAGE)
    village.parent = town
    village.save()
    html = html_of(signed_in(Role.TOWN_CLERK, at=town.code).get("/"))
    assert f'href="/check/?place={VILLAGE}"' in html


def test_a_claimed_basis_and_an_emergency_can_be_said_from_the_start(client: Client) -> None:
    html = html_of(ask(client, "组织群众转移", f__basis="law", f__basis_text="突发事件应对法", f__emergency="true"))
    assert '<option value="law" selected>' in html and 'value="突发事件应对法"' in html
    assert html.count('name="f.basis"') == html.count('name="f.emergency"') == 1
    assert "依据：法律" in html and "紧急情况：是" in html


@pytest.mark.parametrize("given", [{"f.basis": "gossip"}, {"f.emergency": "perhaps"}])
def test_a_claim_that_is_none_is_told_at_its_field(client: Client, given: dict[str, str]) -> None:
    response = client.get("/check/", {"words": "组织群众转移", "place": VILLAGE, **given})
    assert response.status_code == 400
    assert f'href="#id_{next(iter(given))}"' in html_of(response)
