"""Lists kept by program: the same rights, rules and records as on the pages, done once for a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from qingdan.foundation.audit.models import Record
from qingdan.foundation.audit.queries import verify
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role, TokenScope
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.services import grant_role, revoke_role
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.models import Edition, EditionState, ItemList, PendingImport
from qingdan.register.lists.services import install_pack_lists, prepare_import
from qingdan.register.lists.tests.cast import TOWN, draft, lead, person, published, steward
from tests.api.support import API, Program
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db
BEGUN = {"division": "120117", "kind": "assist", "title": "宁河区协助事项清单", "publisher": "区民政局"}
PUBLIC = {"openness": "public", "openness_review": "文件写明主动公开", "not_secret": True}


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


def heading() -> dict[str, Any]:
    day = today().isoformat()
    return {"document": "宁民发〔2026〕9号通知", "published_on": day, "effective_on": day, "complete": True}


class TestTheWholeStory:
    def test_a_list_is_begun_filled_submitted_and_published_and_revised_by_two_programs(self) -> None:
        keeps, publishes = Program("list-steward"), Program("lead-civil")
        begun = keeps.post("/lists", BEGUN)
        assert begun.status_code == 201, begun.content.decode()
        place = f"/lists/{begun.json()['list']}/editions/1"
        rows = [
            {"title": "医保参保登记", "minutes": 10, "basis": ["《某法》第八条"]},
            {"title": "养老认证", "units": ["village"]},
        ]
        added = keeps.post(f"{place}/items", {"items": rows}).json()
        first, second = (each["code"] for each in added["items"])
        keeps.ask("patch", f"{place}/items/{second}", {"note": "每年一次", "frequency": "yearly"})
        assert keeps.ask("patch", place, heading()).json()["document"] == "宁民发〔2026〕9号通知"
        assert keeps.post(f"{place}/submit").json()["standing"] == "待审查发布"
        done = publishes.post(f"{place}/publish", PUBLIC)
        assert (done.status_code, done.json()["standing"], done.json()["openness"]) == (200, "现行", "public")

        opened = keeps.post(f"/lists/{begun.json()['list']}/drafts", {"reason": "年度修订"}).json()
        assert (opened["number"], opened["size"], opened["reason"]) == (2, 2, "年度修订")
        next_ = f"/lists/{begun.json()['list']}/editions/2"
        assert keeps.post(f"{next_}/items/{first}/remove", {"reason": "网上办"}).status_code == 200
        keeps.ask("patch", f"{next_}/items/{second}", {"minutes": 20, "reason": "测算"})
        keeps.post(f"{next_}/items", {"items": [{"title": "反诈宣传", "reason": "新法"}]})
        keeps.ask("patch", next_, heading() | {"reason": "年度修订"})
        keeps.post(f"{next_}/submit")
        publishes.post(f"{next_}/publish", PUBLIC)
        changes = Client().get(f"{API}{next_}/difference").json()["changes"]
        assert {(each["change"], each["title"], each["reason"]) for each in changes} == {
            ("removed", "医保参保登记", "网上办"), ("amended", "养老认证", "测算"), ("added", "反诈宣传", "新法"),
        }  # fmt: skip
        stored = Edition.objects.get(item_list__code=begun.json()["list"], number=2)
        kept = stored.items.get(code=second)
        assert (kept.spec["note"], kept.spec["frequency"], kept.spec["minutes"], kept.spec["units"]) == (
            "每年一次", "yearly", 20, ["village"],
        )  # fmt: skip
        verbs = set(Record.objects.filter(actor_id=steward().pk).values_list("verb", flat=True))
        assert {"open_draft", "add_items", "amend_item", "remove_item", "set_heading", "submit_edition"} <= verbs
        assert Record.objects.filter(verb="publish_edition", actor_id=lead().pk).count() == 2
        assert verify() == []

    def test_a_submitted_draft_is_withdrawn_or_sent_back(self) -> None:
        keeps, publishes = Program("list-steward"), Program("lead-civil")
        edition = draft("甲事")
        keeps.ask("patch", of(edition), heading())
        keeps.post(of(edition, "/submit"))
        assert keeps.post(of(edition, "/withdraw")).json()["standing"] == "草稿"
        keeps.post(of(edition, "/submit"))
        refused = publishes.post(of(edition, "/return"), {"reason": " "})
        assert (refused.status_code, refused.json()["field"]) == (422, "reason")
        assert publishes.post(of(edition, "/return"), {"reason": "缺依据"}).json()["standing"] == "草稿"
        edition.refresh_from_db()
        assert edition.returned_for == "缺依据"

    def test_an_item_that_was_taken_out_is_put_back_and_a_draft_is_thrown_away(self) -> None:
        keeps = Program("list-steward")
        first = published("甲事", "乙事")
        keeps.post(f"/lists/{first.item_list.code}/drafts")
        second = Edition.objects.get(item_list=first.item_list, number=2)
        code = second.items.get(title="甲事").code
        keeps.post(of(second, f"/items/{code}/remove"), {"reason": "错"})
        assert second.items.count() == 1
        back = keeps.post(of(second, f"/items/{code}/restore")).json()
        assert [each["title"] for each in back["items"]] == ["甲事"] and second.items.count() == 2
        assert keeps.post(of(second, "/discard")).json() == {"discarded": second.id_text}
        assert first.item_list.editions.get() == first


class TestAnnex:
    def test_a_preview_stores_nothing_and_tells_what_would_happen(self) -> None:
        keeps, edition = Program("list-steward"), draft("甲事", "乙事")
        annex = {"items": [{"title": "甲事", "note": "改了"}, {"title": "丙事"}], "whole": True}
        seen = keeps.ask("put", of(edition, "/annex"), annex | {"preview": True}).json()
        assert (seen["stored"], seen["counts"]) == (False, {"amend": 1, "add": 1, "remove": 1})
        assert [(row["effect"], row["title"]) for row in seen["rows"]] == [
            ("amend", "甲事"), ("add", "丙事"), ("remove", "乙事"),
        ]  # fmt: skip
        assert list(edition.items.values_list("title", flat=True)) == ["甲事", "乙事"]
        done = keeps.ask("put", of(edition, "/annex"), annex | {"revision": seen["revision"]}).json()
        assert done["stored"] and done["revision"] == seen["revision"] + 1
        assert list(edition.items.values_list("title", flat=True)) == ["甲事", "丙事"]
        again = keeps.ask("put", of(edition, "/annex"), annex).json()
        assert (again["counts"], again["rows"]) == ({"same": 2}, [])

    def test_one_fault_and_nothing_is_stored(self) -> None:
        keeps, edition = Program("list-steward"), draft("甲事")
        for wrong, words in (
            ({"title": "“乙”事"}, "是同一件事"),
            ({"title": "丁事", "units": ["moon"]}, "适用"),
            ({"title": "丁事", "frequency": "every minute"}, "能用的有"),
        ):
            answer = keeps.ask("put", of(edition, "/annex"), {"items": [{"title": "乙事"}, wrong]})
            assert (answer.status_code, answer.json()["field"]) == (422, "items"), wrong
            assert words in answer.json()["error"]
        assert list(edition.items.values_list("title", flat=True)) == ["甲事"]

    def test_an_export_goes_in_as_it_is_and_reasons_are_asked_for(self) -> None:
        keeps, first = Program("list-steward"), published("甲事")
        keeps.post(f"/lists/{first.item_list.code}/drafts")
        second = Edition.objects.get(item_list=first.item_list, number=2)
        exported = keeps.get(of(second, "/annex")).json()
        exported["items"][0]["note"] = "改了"
        refused = keeps.ask("put", of(second, "/annex"), exported | {"reason": ""})
        assert (refused.status_code, refused.json()["field"]) == (422, "reason")
        exported["items"][0]["reason"] = "有新规定"
        assert keeps.ask("put", of(second, "/annex"), exported).json()["counts"] == {"amend": 1}
        assert second.items.get().reason == "有新规定"

    def test_a_file_that_waits_on_a_page_is_not_taken_away(self) -> None:
        edition = draft("甲事")
        prepare_import(actor=steward(), edition=edition, name="x.json", data=b'[{"title": "x"}]', whole=False)
        Program("list-steward").ask("put", of(edition, "/annex"), {"items": [{"title": "乙事"}], "preview": True})
        assert PendingImport.objects.count() == 1


class TestWhoMay:
    WRITES = [
        ("post", "/items", {"items": [{"title": "乙事"}]}),
        ("patch", "", {"note": "x"}),
        ("put", "/annex", {"items": [{"title": "乙事"}]}),
        ("put", "/annex", {"items": [{"title": "乙事"}], "preview": True}),
        ("post", "/submit", {}),
        ("post", "/withdraw", {}),
        ("post", "/discard", {}),
        ("post", "/publish", PUBLIC),
        ("post", "/return", {"reason": "x"}),
    ]

    def states(self) -> list[Any]:
        return list(Edition.objects.order_by("pk").values()) + list(ItemList.objects.order_by("pk").values())

    @pytest.mark.parametrize(("method", "more", "body"), WRITES)
    def test_who_may_not_is_told_and_changes_nothing(self, method: str, more: str, body: Any) -> None:
        edition, running = draft("甲事"), published("丙事", title="另一份")
        before = self.states()
        knows = Program("supervisor")
        assert knows.ask(method, of(edition, more), body).status_code in {403, 409}
        for who in ("village-clerk", "department-officer", "system-admin"):
            program = Program(who)
            assert program.ask(method, of(edition, more), body).status_code == 404, who
            assert program.ask(method, of(running, more), body).status_code in {403, 409}, who
        assert self.states() == before

    def test_refusals_speak_chinese_and_name_who_may(self) -> None:
        answer = Program("supervisor").post(of(draft("甲事"), "/items"), {"items": [{"title": "乙事"}]})
        assert answer.status_code == 403 and "清单管理员" in answer.json()["error"]
        for who, status in (("department-officer", 403), ("village-clerk", 403), ("system-admin", 403)):
            assert Program(who).post("/lists", BEGUN).status_code == status

    def test_a_token_that_only_reads_writes_nothing(self) -> None:
        edition = draft("甲事")
        before = self.states()
        reads = Program("list-steward", TokenScope.READ)
        for method, more, body in self.WRITES:
            answer = reads.ask(method, of(edition, more), body)
            assert answer.status_code == 403 and "只能读" in answer.json()["error"]
        assert self.states() == before

    def test_a_session_is_no_token_with_and_without_its_csrf_token(self) -> None:
        edition = draft("甲事")
        before = self.states()
        client = Client()
        client.force_login(steward(), backend="qingdan.foundation.orgs.backend.AccountBackend")
        for method, more, body in self.WRITES:
            answer = getattr(client, method)(API + of(edition, more), body, content_type="application/json")
            assert answer.status_code == 401 and "令牌" in answer.json()["error"]
        assert self.states() == before

    def test_the_one_who_submitted_cannot_publish_by_program_either(self) -> None:
        grant_role(
            actor=None, account=steward(), role=Role.LEAD_OFFICER, division=lead().grants.get().division,
            body=lead().post.body,
        )  # fmt: skip
        keeps, edition = Program("list-steward"), draft("甲事")
        keeps.ask("patch", of(edition), heading())
        keeps.post(of(edition, "/submit"))
        answer = keeps.post(of(edition, "/publish"), PUBLIC)
        assert answer.status_code == 403 and "不能自己发布" in answer.json()["error"]

    def test_a_revoked_role_counts_at_once(self) -> None:
        keeps, edition = Program("list-steward"), draft("甲事")
        revoke_role(actor=None, grant=steward().grants.get())
        assert keeps.post(of(edition, "/items"), {"items": [{"title": "乙事"}]}).status_code == 404

    def test_a_list_of_another_place_is_not_begun(self) -> None:
        keeps = Program("list-steward")
        assert keeps.post("/lists", BEGUN | {"division": "120116"}).status_code == 403
        assert keeps.post("/lists", BEGUN | {"division": TOWN}).status_code == 403
        missing = keeps.post("/lists", BEGUN | {"division": "120117999999"})
        assert (missing.status_code, missing.json()["field"]) == (422, "division")

    def test_a_towns_clerk_draws_red_lines_by_program(self) -> None:
        clerk = Program("town-clerk")
        town = person("town-clerk").grants.get().division_id
        answer = clerk.post("/lists", BEGUN | {"division": town, "kind": "negative", "title": "本镇红线"})
        assert answer.status_code == 201
        assert clerk.post("/lists", BEGUN | {"division": town}).status_code == 403

    def test_a_list_that_nobody_may_know_of_opens_no_draft(self) -> None:
        hidden = draft("甲事").item_list.code
        for who in ("village-clerk", "department-officer"):
            for code in (hidden, "NH-ZZ"):
                assert Program(who).post(f"/lists/{code}/drafts").status_code == 404


class TestState:
    def test_what_is_published_is_changed_by_no_program(self) -> None:
        keeps, edition = Program("list-steward"), published("甲事")
        code = edition.items.get().code
        for method, more, body in (
            ("post", "/items", {"items": [{"title": "乙事"}]}),
            ("patch", f"/items/{code}", {"note": "x"}),
            ("post", f"/items/{code}/remove", {"reason": "x"}),
            ("patch", "", {"note": "x"}),
            ("put", "/annex", {"items": []}),
            ("post", "/submit", {}),
            ("post", "/discard", {}),
        ):
            answer = keeps.ask(method, of(edition, more), body)
            assert answer.status_code == 409 and "已经发布" in answer.json()["error"], more
        assert Edition.objects.get(pk=edition.pk).state == EditionState.PUBLISHED

    def test_a_second_draft_and_a_stale_state_are_refused(self) -> None:
        keeps, first = Program("list-steward"), published("甲事")
        path = f"/lists/{first.item_list.code}/drafts"
        opened = keeps.post(path).json()
        assert keeps.post(path).status_code == 409
        second = Edition.objects.get(item_list=first.item_list, number=2)
        code = second.items.get().code
        keeps.ask("patch", of(second, f"/items/{code}"), {"minutes": 5, "reason": "测算"})
        for method, more, body in (
            ("patch", f"/items/{code}", {"note": "x", "reason": "x"}),
            ("post", f"/items/{code}/remove", {"reason": "x"}),
            ("post", "/items", {"items": [{"title": "乙事"}]}),
            ("patch", "", {"note": "x"}),
            ("put", "/annex", {"items": [{"title": "乙事"}]}),
            ("post", "/submit", {}),
            ("post", "/discard", {}),
        ):
            answer = keeps.ask(method, of(second, more), body | {"revision": opened["revision"]})
            assert answer.status_code == 409 and "别人改过" in answer.json()["error"], more
        assert second.items.get().spec["minutes"] == 5

    def test_a_publisher_publishes_what_they_saw(self) -> None:
        keeps, publishes, edition = Program("list-steward"), Program("lead-civil"), draft("甲事")
        keeps.ask("patch", of(edition), heading())
        seen = keeps.post(of(edition, "/submit")).json()["revision"]
        keeps.post(of(edition, "/withdraw"))
        keeps.post(of(edition, "/items"), {"items": [{"title": "乙事"}]})
        keeps.post(of(edition, "/submit"))
        assert publishes.post(of(edition, "/publish"), PUBLIC | {"revision": seen}).status_code == 409
        assert publishes.post(of(edition, "/publish"), PUBLIC | {"revision": seen + 1}).status_code == 200
        assert publishes.post(of(edition, "/publish"), PUBLIC).status_code == 409

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"effective_on": "2020-01-01"}, "effective_on"),
            ({"ends_on": "2020-01-01"}, "ends_on"),
            ({"source_url": "javascript:alert(1)"}, "source_url"),
            ({"openness": "secret"}, "openness"),
            ({"document": "长" * 301}, "document"),
            ({"state": "published"}, "state"),
            ({"published_by": 1}, "published_by"),
        ],
    )
    def test_a_heading_is_checked_as_on_the_page(self, change: dict[str, Any], field: str) -> None:
        answer = Program("list-steward").ask("patch", of(draft("甲事")), heading() | change)
        assert (answer.status_code, answer.json()["field"]) == (422, field), answer.json()

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"title": "“甲事”"}, "title"),
            ({"title": ""}, "items.0.title"),
            ({"title": "长" * 201}, "items.0.title"),
            ({"minutes": 0}, "items.0.minutes"),
            ({"minutes": 10**30}, "items.0.minutes"),
            ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "valid_to"),
            ({"valid_from": "2026-02-30"}, "items.0.valid_from"),
            ({"units": ["moon"]}, "items"),
            ({"frequency": "hourly"}, "items"),
            ({"location": "roof"}, "items"),
            ({"basis": [""]}, "items"),
            ({"colour": "red"}, "items.0.colour"),
            ({"title": "……"}, "title"),
        ],
    )
    def test_an_item_is_checked_as_an_import_is(self, change: dict[str, Any], field: str) -> None:
        edition = draft("甲事")
        answer = Program("list-steward").post(of(edition, "/items"), {"items": [{"title": "乙事"} | change]})
        assert (answer.status_code, answer.json()["field"]) == (422, field), answer.json()
        assert any("\u4e00" <= character <= "\u9fff" for character in answer.json()["error"])
        assert edition.items.count() == 1

    def test_a_change_keeps_what_exports_have_no_column_for(self) -> None:
        from qingdan.register.lists import services
        from qingdan.register.lists.tests.cast import item

        edition = draft()
        terms = {"any_of": ["拍照"], "examples": {"hit": ["要拍照"], "miss": ["不用"]}}
        services.add_items(
            actor=steward(),
            edition=edition,
            rows=[item("甲事", terms=terms, copied_from="某地", note="旧")],
            reasons=[""],
        )
        code = edition.items.get().code
        Program("list-steward").ask("patch", of(edition, f"/items/{code}"), {"note": "新", "frequency": None})
        spec = edition.items.get().spec
        assert (spec["note"], spec["copied_from"], spec["terms"]["any_of"]) == ("新", "某地", ["拍照"])
        refused = Program("list-steward").ask("patch", of(edition, f"/items/{code}"), {"title": None})
        assert (refused.status_code, refused.json()["field"]) == (422, "title")


class TestOnce:
    def test_a_repeated_request_is_done_once_and_answered_as_the_first_time(self) -> None:
        keeps, edition = Program("list-steward"), draft("甲事")
        body = {"items": [{"title": "乙事"}]}
        first = keeps.post(of(edition, "/items"), body, Idempotency_Key="k-1")
        again = keeps.post(of(edition, "/items"), body, Idempotency_Key="k-1")
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
        assert "Idempotent-Replayed" not in first and again["Idempotent-Replayed"] == "true"
        assert edition.items.count() == 2

    def test_every_write_can_be_repeated(self) -> None:
        keeps, publishes = Program("list-steward"), Program("lead-civil")
        begun = [keeps.post("/lists", BEGUN, Idempotency_Key="a").json() for _ in range(2)]
        assert begun[0] == begun[1] and ItemList.objects.filter(title=BEGUN["title"]).count() == 1
        place = f"/lists/{begun[0]['list']}/editions/1"
        steps: list[tuple[Program, str, str, Any]] = [
            (keeps, "put", "/annex", {"items": [{"title": "甲事"}, {"title": "乙事"}]}),
            (keeps, "patch", "", heading()),
            (keeps, "post", "/submit", {}),
            (publishes, "post", "/publish", PUBLIC),
        ]
        for program, method, more, body in steps:
            answers = [program.ask(method, place + more, body, Idempotency_Key="a") for _ in range(2)]
            assert [each.status_code for each in answers] == [200, 200], more
            assert answers[0].json() == answers[1].json()
        opened = [keeps.post(f"/lists/{begun[0]['list']}/drafts", {}, Idempotency_Key="a").json() for _ in range(2)]
        assert opened[0] == opened[1]
        gone = [keeps.post(place[:-1] + "2/discard", {}, Idempotency_Key="a") for _ in range(2)]
        assert [each.status_code for each in gone] == [200, 200]

    def test_the_key_stands_for_one_request(self) -> None:
        keeps, edition = Program("list-steward"), draft("甲事")
        keeps.post(of(edition, "/items"), {"items": [{"title": "乙事"}]}, Idempotency_Key="k")
        other = keeps.post(of(edition, "/items"), {"items": [{"title": "丙事"}]}, Idempotency_Key="k")
        assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")
        elsewhere = draft("甲事", title="另一份")
        assert (
            keeps.post(of(elsewhere, "/items"), {"items": [{"title": "乙事"}]}, Idempotency_Key="k").status_code == 422
        )
        assert edition.items.count() == 2 and elsewhere.items.count() == 1
        bad = keeps.post(of(edition, "/items"), {"items": [{"title": "丁事"}]}, Idempotency_Key="x" * 201)
        assert bad.status_code == 422

    def test_what_failed_may_be_sent_again_with_its_key(self) -> None:
        keeps, edition = Program("list-steward"), draft("甲事")
        refused = keeps.post(of(edition, "/submit"), {}, Idempotency_Key="k")
        assert refused.status_code == 422
        keeps.ask("patch", of(edition), heading())
        assert keeps.post(of(edition, "/submit"), {}, Idempotency_Key="k").status_code == 200

    def test_another_persons_key_is_another_key(self) -> None:
        edition = draft("甲事")
        Program("list-steward").post(of(edition, "/items"), {"items": [{"title": "乙事"}]}, Idempotency_Key="k")
        answer = Program("supervisor").post(of(edition, "/items"), {"items": [{"title": "乙事"}]}, Idempotency_Key="k")
        assert answer.status_code == 403


class TestAlone:
    def test_the_portal_alone_takes_no_writes_and_no_tokens(self, settings: Any) -> None:
        edition, hidden = published("甲事"), draft("乙事", title="草稿")
        program = Program("list-steward")
        settings.ROLE = "portal"
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "qingdan.foundation.web.security.PortalOnlyMiddleware"]
        assert Client().get(API + of(edition)).status_code == 200
        assert "不收令牌" in program.get(of(edition)).json()["error"]
        assert program.get(of(hidden)).status_code == 401
        for method, more, body in TestWhoMay.WRITES:
            assert program.ask(method, of(hidden, more), body).status_code == 404
        assert program.post("/lists", BEGUN | {"title": "门户建的"}).status_code == 404
        assert not ItemList.objects.filter(title="门户建的").exists()
        assert Client().get("/tokens/").status_code == 404
