"""Lists, editions, items and differences by API: for visitors what is public, for a token what its account may see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoDbBlocker

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.choices import TokenScope
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.services import set_active
from qingdan.foundation.orgs.tokens import revoke_token
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services
from qingdan.register.lists.api.shapes import DifferenceOut
from qingdan.register.lists.models import Edition, Openness
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import (
    DISTRICT,
    VILLAGE,
    dated,
    draft,
    item,
    publish,
    published,
    steward,
    submitted,
)
from tests.api.support import API, Program
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


@pytest.fixture(autouse=True)
def fresh_limit() -> None:
    """No caller has asked anything yet."""
    forget_all()


def of(edition: Edition, more: str = "") -> str:
    return f"/lists/{edition.item_list.code}/editions/{edition.number}{more}"


def revised(first: Edition, openness: Openness = Openness.PUBLIC) -> Edition:
    """The next edition: 甲事 is taken out, 乙事 changed, 丙事 new."""
    second = services.open_draft(actor=steward(), item_list=first.item_list)
    gone, kept = second.items.order_by("position")[:2]
    services.remove_item(actor=steward(), edition=second, code=gone.code, reason="改由镇里办")
    services.amend_item(actor=steward(), edition=second, code=kept.code, spec=item("乙事", minutes=30), reason="测算")
    services.add_items(actor=steward(), edition=second, rows=[item("丙事")], reasons=["新法"])
    return publish(submitted(dated(second)), openness=openness)


class TestReading:
    def test_a_list_has_its_editions_newest_first(self, client: Client) -> None:
        second = revised(published("甲事", "乙事"))
        answer = client.get(f"{API}/lists/{second.item_list.code}").json()
        assert (answer["title"], answer["division"], answer["kind"]) == ("宁河区协助事项清单", DISTRICT, "assist")
        assert [(each["number"], each["standing"], each["size"]) for each in answer["editions"]] == [
            (2, "现行", 2),
            (1, "已失效", 2),
        ]
        assert answer["editions"][0]["reason"] == "年度修订"

    def test_an_edition_and_its_items_a_page_at_a_time(self, client: Client) -> None:
        edition = published(*[f"第{number}件事" for number in range(7)])
        head = client.get(API + of(edition)).json()
        assert (head["size"], head["openness"], head["list"]) == (7, "public", edition.item_list.code)
        page = client.get(API + of(edition, "/items"), {"page": 2, "per_page": 3}).json()
        assert (page["total"], page["page"], [each["title"] for each in page["items"]]) == (
            7,
            2,
            ["第3件事", "第4件事", "第5件事"],
        )
        assert client.get(API + of(edition, "/items"), {"page": 99}).json()["items"] == []
        found = client.get(API + of(edition, "/items"), {"q": "第5"}).json()
        assert [each["title"] for each in found["items"]] == ["第5件事"]

    def test_items_are_found_by_category_and_body(self, client: Client) -> None:
        edition = draft()
        rows = [item("甲事", category="民政", lead_body="区民政局"), item("乙事", category="民政"), item("丙事")]
        services.add_items(actor=steward(), edition=edition, rows=rows, reasons=[""] * 3)
        edition = publish(submitted(dated(edition)))
        for query, titles in (
            ({"category": "民政"}, ["甲事", "乙事"]),
            ({"lead_body": "区民政局"}, ["甲事"]),
            ({"category": "民政", "q": "乙"}, ["乙事"]),
            ({"category": "民"}, []),
        ):
            items = client.get(API + of(edition, "/items"), query).json()["items"]
            assert [each["title"] for each in items] == titles, query

    def test_the_difference_names_every_change_with_its_reason(self, client: Client) -> None:
        first = published("甲事", "乙事")
        second = revised(first)
        answer = client.get(API + of(second, "/difference")).json()
        assert DifferenceOut.model_validate(answer).model_dump(by_alias=True) == answer, "as the schema promises"
        assert (answer["from"], answer["to"]) == (first.id_text, second.id_text)
        assert {(each["change"], each["title"], each["reason"]) for each in answer["changes"]} == {
            ("removed", "甲事", "改由镇里办"),
            ("amended", "乙事", "测算"),
            ("added", "丙事", "新法"),
        }
        back = client.get(API + of(first, "/difference"), {"with": 2}).json()
        assert back["from"] == second.id_text
        assert client.get(API + of(first, "/difference")).json()["from"] is None
        for number in (1, 3, 999):
            assert client.get(API + of(first, "/difference"), {"with": number}).status_code == 404

    def test_an_item_tells_where_it_stands_and_what_it_was(self, client: Client) -> None:
        first = published("甲事", "乙事")
        gone, kept = (each.code for each in first.items.order_by("position"))
        revised(first)
        answer = client.get(f"{API}/items/{kept}").json()
        assert (answer["in_force"], answer["item"]["minutes"], answer["edition"]["number"]) == (True, 30, 2)
        assert [(past["number"], past["standing"]) for past in answer["history"]] == [(1, "已失效")]
        assert answer["removed"] is None
        taken = client.get(f"{API}/items/{gone}").json()
        assert (taken["in_force"], taken["edition"]["number"]) == (False, 1)
        assert taken["removed"] == {
            "edition": first.id_text[:-1] + "2",
            "number": 2,
            "effective_on": today().isoformat(),
            "reason": "改由镇里办",
        }

    def test_an_annex_goes_out_and_in_without_loss(self, client: Client) -> None:
        edition = Edition.objects.get(item_list__slug="cn/certificates-barred")
        code = f"/lists/{edition.item_list.code}/editions/1/annex"
        answer = client.get(API + code)
        assert answer["Content-Type"].startswith("application/json")
        assert len(answer.json()["items"]) == 20
        program = Program("list-steward")
        made = program.post(
            "/lists", {"division": DISTRICT, "kind": "certificate_barred", "title": "抄来的", "publisher": "区民政局"}
        ).json()
        place = f"/lists/{made['list']}/editions/1/annex"
        done = program.ask("put", place, answer.json())
        assert done.json()["counts"] == {"add": 20}, done.content.decode()
        leave_out = {"code", "reason"}
        assert [
            {name: value for name, value in each.items() if name not in leave_out}
            for each in program.get(place).json()["items"]
        ] == [{name: v for name, v in each.items() if name not in leave_out} for each in answer.json()["items"]]

    def test_the_lists_of_a_place_are_linked_to_their_own_addresses(self, client: Client) -> None:
        edition = published("甲事")
        kinds = client.get(f"{API}/lists", {"division": VILLAGE, "kind": "assist"}).json()
        assert edition.item_list.code in {each["list"] for each in kinds}

    def test_what_is_not_there_is_told_in_chinese(self, client: Client) -> None:
        for path in ("/lists/NH-XX", "/lists/NH-XX/editions/1", "/items/NH-XX-01", "/items/x", "/lists/%E6%B8%85"):
            answer = client.get(API + path)
            assert (answer.status_code, answer.json()) == (
                404,
                {"error": "没有这一项，或者您看不到它。", "field": None},
            )

    @pytest.mark.parametrize(
        "query", [{"page": 0}, {"page": "x"}, {"page": 10**30}, {"per_page": 501}, {"per_page": -1}, {"page": "1.5"}]
    )
    def test_a_page_that_is_none_is_refused_in_chinese(self, client: Client, query: dict[str, Any]) -> None:
        answer = client.get(API + of(published("甲事"), "/items"), query)
        assert answer.status_code == 422
        assert answer.json()["field"] in query and "不" in answer.json()["error"]

    @pytest.mark.parametrize("more", ["", "/items?per_page=500", "/annex", "/difference"])
    def test_the_queries_do_not_grow_with_the_items(
        self, client: Client, more: str, django_assert_max_num_queries: Any
    ) -> None:
        edition = published(*[f"第{number}件事" for number in range(60)])
        with django_assert_max_num_queries(5):
            client.get(API + of(edition, more))
        program = Program("village-clerk", TokenScope.READ)
        program.get("/lists/NH-XX")
        with django_assert_max_num_queries(8):
            program.get(of(edition, more))


class TestOpenness:
    def test_what_is_internal_is_not_there_for_visitors_and_is_there_for_any_account(self, client: Client) -> None:
        edition = publish(submitted(dated(draft("只在系统里的怪事", title="内部清单名"))), openness=Openness.INTERNAL)
        code = edition.items.get().code
        program = Program("village-clerk", TokenScope.READ)
        for path in (
            f"/lists/{edition.item_list.code}",
            of(edition),
            of(edition, "/items"),
            of(edition, "/annex"),
            of(edition, "/difference"),
            f"/items/{code}",
        ):
            hidden, nowhere = client.get(API + path), client.get(API + path.replace("NH-A", "NH-ZZ"))
            assert (hidden.status_code, hidden.content) == (404, nowhere.content), path
            assert program.get(path).status_code == 200, path
        place = f"/lists?division={VILLAGE}"
        assert "内部清单名" not in client.get(API + place).content.decode()
        assert "内部清单名" in json.dumps(program.get(place).json(), ensure_ascii=False)

    def test_an_internal_edition_of_a_public_list_leaks_by_no_neighbour(self, client: Client) -> None:
        first = published("甲事", "乙事")
        second = revised(first, Openness.INTERNAL)
        codes = [each.code for each in first.items.order_by("position")]
        answers = [client.get(f"{API}/lists/{first.item_list.code}"), client.get(API + of(first)),
                   client.get(f"{API}/items/{codes[0]}"), client.get(f"{API}/items/{codes[1]}")]  # fmt: skip
        for answer in answers:
            words = answer.content.decode()
            assert second.id_text not in words and "改由镇里办" not in words and "测算" not in words
        assert answers[2].json()["removed"] is None and answers[3].json()["history"] == []
        assert client.get(API + of(first, "/difference"), {"with": 2}).status_code == 404
        third = publish(submitted(dated(services.open_draft(actor=steward(), item_list=first.item_list))))
        assert client.get(API + of(third, "/difference")).json()["from"] == first.id_text

    def test_a_session_shows_no_more_than_a_visitor_sees(self, client: Client) -> None:
        edition = publish(submitted(dated(draft("怪事", title="内部清单名"))), openness=Openness.INTERNAL)
        client.force_login(steward(), backend="qingdan.foundation.orgs.backend.AccountBackend")
        assert client.get(f"/lists/{edition.pk}/").status_code == 200
        assert client.get(API + of(edition)).status_code == 404

    def test_a_draft_is_there_for_those_who_keep_or_publish_it(self, client: Client) -> None:
        edition = draft("没有定的事")
        assert Program("list-steward", TokenScope.READ).get(of(edition)).json()["standing"] == "草稿"
        assert Program("lead-civil", TokenScope.READ).get(of(edition, "/items")).json()["total"] == 1
        for who in ("village-clerk", "department-officer"):
            assert Program(who).get(of(edition)).status_code == 404
        assert client.get(API + of(edition)).status_code == 404


class TestTokens:
    def test_a_token_that_does_not_count_is_refused_also_for_what_is_public(self, client: Client) -> None:
        path = API + of(published("甲事"))
        for sent in ("Bearer x", "Bearer ", "Bearer", "bearer qd_" + "x" * 43, "Bearer 令牌".encode().decode("latin1")):
            answer = client.get(path, headers={"Authorization": sent})
            assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer"), sent
            assert "令牌不对" in answer.json()["error"]
        assert client.get(path, headers={"Authorization": "Basic abc"}).status_code == 200

    def test_revoked_expired_and_switched_off_count_at_once(self) -> None:
        path = of(published("甲事"))
        program = Program("department-officer", TokenScope.READ)
        assert program.get(path).status_code == 200
        with time_machine.travel(now() + timedelta(days=40)):
            assert "过期" in program.get(path).json()["error"]
        set_active(actor=None, account=program.account, active=False)
        assert "停用" in program.get(path).json()["error"]
        set_active(actor=None, account=program.account, active=True)
        revoke_token(actor=program.account, token=program.account.api_tokens.get())
        assert "撤销" in program.get(path).json()["error"]

    def test_changed_grants_count_at_once(self) -> None:
        from qingdan.foundation.orgs.services import revoke_role

        program, edition = Program("list-steward", TokenScope.READ), draft("没有定的事")
        assert program.get(of(edition)).status_code == 200
        revoke_role(actor=None, grant=program.account.grants.get())
        assert program.get(of(edition)).status_code == 404

    def test_each_token_has_its_own_limit_and_visitors_share_their_address(self, client: Client, settings: Any) -> None:
        settings.PUBLIC_CHECKS_PER_MINUTE, settings.TOKEN_REQUESTS_PER_MINUTE = 2, 3
        path = of(published("甲事"))
        assert [client.get(API + path).status_code for _ in range(3)] == [200, 200, 429]
        one, other = Program("village-clerk"), Program("village-clerk")
        assert [one.get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert other.get(path).status_code == 200
        last = one.get(path)
        assert int(last["Retry-After"]) >= 1 and "太快" in last.json()["error"]

    def test_guessing_tokens_is_held_up(self, client: Client, settings: Any) -> None:
        settings.PUBLIC_CHECKS_PER_MINUTE = 2
        path = API + of(published("甲事"))
        codes = [client.get(path, headers={"Authorization": f"Bearer qd_{n}"}).status_code for n in range(4)]
        assert codes == [401, 401, 429, 429]


class TestSendingOnce:
    @pytest.mark.parametrize("more", ["", "/items", "/annex", "/difference"])
    def test_what_did_not_change_is_not_sent_again(self, client: Client, more: str) -> None:
        first = published("甲事", "乙事")
        path = API + of(first, more)
        answer = client.get(path)
        known = {"If-None-Match": answer["ETag"]}
        again = client.get(path, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert "Authorization" in answer["Vary"]
        revised(first)
        assert client.get(path, headers=known).status_code == 200

    def test_another_page_and_another_reader_have_another_mark(self, client: Client) -> None:
        path = of(published("甲事", "乙事"), "/items")
        program = Program("village-clerk", TokenScope.READ)
        marks = {
            client.get(f"{API}{path}?page=1")["ETag"],
            client.get(f"{API}{path}?page=2")["ETag"],
            program.get(f"{path}?page=1")["ETag"],
        }
        assert len(marks) == 3
        assert program.get(path)["Cache-Control"].startswith("private")

    def test_what_is_withdrawn_from_the_public_is_not_confirmed_by_its_mark(self, client: Client) -> None:
        edition = published("甲事")
        mark = client.get(API + of(edition))["ETag"]
        Edition.objects.filter(pk=edition.pk).update(openness=Openness.INTERNAL)
        assert client.get(API + of(edition), headers={"If-None-Match": mark}).status_code == 404
