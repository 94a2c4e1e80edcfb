"""What runs on the first day is registered by a date, stands in grace, and is kept, merged or cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Body
from qingdan.policy.gate.model import Kind
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.existing import files, services
from qingdan.register.existing.demo import REGISTERED, install_demo_round
from qingdan.register.existing.duplicates import Registered, pairs
from qingdan.register.existing.models import Entry, PendingEntries, Round, State
from qingdan.register.existing.queries import in_grace, likenesses, progress
from qingdan.register.existing.services import Burden, ExistingProblem
from qingdan.register.lists.annexes.model import BadAnnex
from qingdan.register.lists.annexes.tests.shapes import workbook
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import DISTRICT, TOWN, VILLAGE, person, steward

pytestmark = pytest.mark.django_db
FORM = Burden("form", "残疾人需求调查表", frequency="quarterly", columns=("姓名", "身份证号", "电话"))


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def lead() -> Any:
    return person("lead-civil")


def officer() -> Any:
    return person("department-officer")


def disabled() -> Body:
    return Body.objects.get(name="宁河区残联")


def civil() -> Body:
    return Body.objects.get(name="宁河区民政局")


def opened() -> Round:
    return services.begin_round(
        actor=lead(),
        division=DISTRICT,
        title="存量登记",
        register_by=today() + timedelta(days=10),
        grace_ends=today() + timedelta(days=60),
    )


def registered(round_: Round, *burdens: Burden, body: Body | None = None) -> list[Entry]:
    return services.register(
        actor=lead() if body else officer(), round_=round_, body=body or disabled(), burdens=burdens
    )


def decided(round_: Round, entry: Entry, state: State, **more: Any) -> int:
    return services.decide(actor=lead(), round_=round_, entries=[entry.pk], state=state, reason="会议定的", **more)


class TestRounds:
    def test_all_departments_are_asked_and_told_and_one_round_runs_at_a_time(self) -> None:
        round_ = opened()
        asked = set(round_.asked.values_list("body__name", flat=True))
        assert {"宁河区残联", "宁河区民政局", "宁河区委组织部"} <= asked and "宁河区人民政府" not in asked
        assert Message.objects.filter(recipient=officer(), link=f"/existing/{round_.pk}/").exists()
        with pytest.raises(ExistingProblem, match="没有结束"):
            opened()

    def test_only_lead_bodies_and_stewards_begin(self) -> None:
        for who in ("department-officer", "town-clerk", "village-clerk", "supervisor", "system-admin"):
            with pytest.raises(NotAllowed):
                services.begin_round(
                    actor=person(who),
                    division=DISTRICT,
                    title="x",
                    register_by=today(),
                    grace_ends=today() + timedelta(days=1),
                )

    def test_dates_move_with_a_reason_and_the_old_ones_stay(self) -> None:
        round_ = opened()
        before = round_.grace_ends
        with pytest.raises(ExistingProblem, match="为什么改期"):
            services.move_dates(actor=lead(), round_=round_, register_by=today(), grace_ends=today(), reason="")
        services.move_dates(
            actor=lead(), round_=round_, register_by=today(), grace_ends=today() + timedelta(days=5), reason="提前"
        )
        assert (round_.date_changes.get().grace_ends, round_.date_changes.get().reason) == (before, "提前")
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.update(grace_ends=today() - timedelta(days=400))

    def test_it_ends_when_everything_is_decided(self) -> None:
        round_ = opened()
        [entry] = registered(round_, FORM)
        with pytest.raises(ExistingProblem, match="还有 1 项没有决定"):
            services.close_round(actor=lead(), round_=round_)
        decided(round_, entry, State.CANCELLED)
        services.close_round(actor=lead(), round_=round_)
        with pytest.raises(ExistingProblem, match="已经结束"):
            registered(round_, Burden("affair", "别的"))


class TestRegistering:
    def test_a_body_registers_its_own_and_the_steward_on_behalf(self) -> None:
        round_ = opened()
        [own] = registered(round_, FORM)
        [other] = services.register(
            actor=steward(), round_=round_, body=civil(), burdens=[Burden("affair", "低保核查")]
        )
        assert (own.on_behalf, other.on_behalf, own.code) == (False, True, f"CL-{round_.pk}-0001")
        with pytest.raises(NotAllowed):
            services.register(actor=officer(), round_=round_, body=civil(), burdens=[Burden("affair", "x事")])
        with pytest.raises(ExistingProblem, match="已经登记过了"):
            registered(round_, replace(FORM, title="“残疾人”需求调查表"))
        with pytest.raises(ExistingProblem, match="写名称"):
            registered(round_, Burden("form", "（）"))

    def test_late_entries_need_a_reason_and_are_marked(self) -> None:
        round_ = opened()
        Round.objects.filter(pk=round_.pk).update(register_by=today() - timedelta(days=1))
        with pytest.raises(ExistingProblem, match="逾期"):
            registered(round_, FORM)
        [entry] = services.register(actor=officer(), round_=round_, body=disabled(), burdens=[FORM], late_for="漏报")
        assert entry.late_for == "漏报"

    def test_nothing_to_register_is_said_and_taken_back_by_registering(self) -> None:
        round_ = opened()
        services.report_nothing(actor=officer(), round_=round_, body=disabled())
        done = {row.asked.body.name: row.done for row in progress(round_)}
        assert done["宁河区残联"] and not done["宁河区民政局"]
        registered(round_, FORM)
        assert round_.asked.get(body=disabled()).zero_at is None
        with pytest.raises(ExistingProblem, match="不能再报"):
            services.report_nothing(actor=officer(), round_=round_, body=disabled())

    def test_a_withdrawn_number_stays_used(self) -> None:
        round_ = opened()
        [entry] = registered(round_, FORM)
        services.withdraw(actor=officer(), entry=entry)
        [again] = registered(round_, FORM)
        assert again.number == 2
        with pytest.raises(NotAllowed):
            services.withdraw(actor=person("town-clerk"), entry=again)

    def test_reminding_reaches_those_who_have_not_answered_once_a_day(self) -> None:
        round_ = opened()
        before = services.remind(actor=lead(), round_=round_)
        registered(round_, FORM)
        assert services.remind(actor=lead(), round_=round_) == before - 1
        assert Message.objects.filter(recipient=officer(), title="存量还没有登记").count() == 1


class TestDeciding:
    def test_kept_merged_cancelled_and_back(self) -> None:
        round_ = opened()
        one, other = registered(round_, FORM, Burden("form", "残疾人情况表"))
        decided(round_, other, State.MERGED, into=one.pk)
        other.refresh_from_db()
        assert (other.state, other.merged_into) == (State.MERGED, one)
        with pytest.raises(ExistingProblem, match="并入哪一项"):
            decided(round_, one, State.MERGED, into=other.pk)
        with pytest.raises(ExistingProblem, match="有别的事项并入"):
            decided(round_, one, State.CANCELLED)
        services.undo(actor=lead(), entry=other)
        other.refresh_from_db()
        assert (other.state, other.merged_into, other.decision_reason) == (State.WAITING, None, "")
        with pytest.raises(ExistingProblem, match="写理由"):
            services.decide(actor=lead(), round_=round_, entries=[one.pk], state=State.KEPT, reason=" ")
        with pytest.raises(NotAllowed):
            services.decide(actor=officer(), round_=round_, entries=[one.pk], state=State.KEPT, reason="x")

    def test_what_no_list_can_hold_cannot_be_kept(self) -> None:
        round_ = opened()
        [pledge] = registered(round_, Burden("pledge", "禁烧责任书"))
        with pytest.raises(ExistingProblem, match="没有清单可以进"):
            decided(round_, pledge, State.KEPT)
        decided(round_, pledge, State.CANCELLED)

    def test_kept_ones_become_a_first_edition_once(self) -> None:
        round_ = opened()
        form, same, affair = [
            *registered(round_, FORM, body=None),
            *registered(round_, replace(FORM, note="民政也要"), body=civil()),
            *registered(round_, Burden("affair", "入户走访", minutes=30), body=civil()),
        ]
        for entry in (form, same, affair):
            decided(round_, entry, State.KEPT)
        drafts = services.take_over(actor=steward(), round_=round_)
        titles = {(draft.item_list.kind, item.title) for draft in drafts for item in draft.items.all()}
        assert ("form", "残疾人需求调查表") in titles and ("assist", "入户走访") in titles
        for entry in (form, same):
            entry.refresh_from_db()
        assert form.became_code == same.became_code != ""
        assert services.take_over(actor=steward(), round_=round_) == []
        with pytest.raises(ExistingProblem, match="已经写进"):
            services.undo(actor=lead(), entry=form)


class TestGrace:
    def names(self, on: Any = None) -> set[str]:
        return {entry.title for entries in in_grace(VILLAGE, on or today()).values() for entry in entries}

    def test_what_waits_stands_in_grace_until_its_last_day(self) -> None:
        round_ = opened()
        one, other = registered(round_, FORM, Burden("affair", "走访"))
        assert self.names() == {"残疾人需求调查表", "走访"}
        decided(round_, one, State.CANCELLED)
        assert self.names() == {"走访"}
        services.undo(actor=lead(), entry=one)
        assert self.names() == {"残疾人需求调查表", "走访"}
        assert self.names(round_.grace_ends) and not self.names(round_.grace_ends + timedelta(days=1))
        assert (Kind.AFFAIR, other.key) in in_grace(VILLAGE, today())
        assert in_grace("210302001001", today()) == {}

    def test_thousands_of_villages_cost_one_small_query_each(self, django_assert_num_queries: Any) -> None:
        registered(opened(), FORM)
        in_grace(VILLAGE, today())
        with django_assert_num_queries(1):
            in_grace("120117104201", today())


class TestDuplicates:
    @pytest.mark.parametrize(
        ("one", "other", "alike"),
        [
            ("残疾人需求调查", "残疾人需求调查表", True),
            ("留守老人台账", "留守老年人台账", True),
            ("人居环境整治周报", "人居环境整治情况周报", True),
            ("残疾人需求调查", "老年人需求调查", False),
            ("低保对象核查", "高龄津贴核查", False),
            ("党员活动日", "志愿者活动日", False),
        ],
    )  # fmt: skip
    def test_titles_that_people_call_the_same(self, one: str, other: str, alike: bool) -> None:
        found = pairs([Registered(1, 1, "form", one, one), Registered(2, 2, "form", other, other)])
        assert bool(found) is alike

    def test_fields_tell_forms_apart_from_their_names(self) -> None:
        round_ = opened()
        registered(round_, FORM)
        registered(
            round_, replace(FORM, title="特殊人群摸底", columns=("姓名", "身份证号", "电话", "住址")), body=civil()
        )
        [(pair, one, other)] = likenesses(round_)
        assert {one.body.name, other.body.name} == {"宁河区残联", "宁河区民政局"} and "栏目" in pair.why

    def test_another_kind_is_another_matter(self) -> None:
        assert pairs([Registered(1, 1, "form", "某某", "某某"), Registered(2, 2, "affair", "某某", "某某")]) == []


def test_the_name_alone_of_an_existing_burden_is_answered_as_existing(client: Client) -> None:
    round_ = opened()
    registered(round_, Burden("plaque", "残疾人康复之家"))
    page = client.get("/check/", {"words": "残疾人康复之家", "place": VILLAGE}).content.decode()
    assert "存量（待审）" in page and "待补条件" in page


class TestFiles:
    def rows(self, *rows: list[object]) -> bytes:
        return workbook([["说明：红字必填"], ["类型", "名称", "频次", "报表栏目", "每次用时（分钟）"], *rows])

    def test_every_row_has_its_place(self) -> None:
        data = self.rows(
            ["报表", "调查表", "每月", "姓名、电话", "约30"],
            ["没这种", "x", "", "", ""],
            ["报表", "", "月报", "", ""],
            ["报表", "调查 表", "", "", ""],
        )
        found = files.read("a.xlsx", data, files.Registrar())
        assert [(row["place"], row["effect"]) for row in found] == [
            ("第3行", "add"),
            ("第4行", "fault"),
            ("第5行", "fault"),
            ("第6行", "same"),
        ]
        assert found[0]["burden"]["columns"] == ["姓名", "电话"] and found[0]["burden"]["minutes"] == 30

    def test_a_round_trip_loses_nothing(self) -> None:
        round_ = opened()
        full = Burden(
            "form", "全表", "做什么", "quarterly", units=("village",), basis=("《甲法》第一条",), since=today(), columns=("姓名", "电话"),
            minutes=25, system="某系统", note="备注", divisions=(TOWN, VILLAGE),
        )  # fmt: skip
        registered(round_, full)
        data = files.write("存量", round_.entries.select_related("body", "merged_into"))
        [row] = files.read("导出.xlsx", data, files.Registrar())
        burden = row["burden"] | {"since": today()}
        for name in (
            "kind",
            "title",
            "text",
            "frequency",
            "divisions",
            "units",
            "basis",
            "since",
            "columns",
            "minutes",
            "system",
            "note",
        ):
            assert (
                tuple(burden[name]) == tuple(getattr(full, name))
                if isinstance(burden[name], list)
                else burden[name] == getattr(full, name)
            )
        known = {(kind, key): title for kind, key, title in round_.entries.values_list("kind", "key", "title")}
        assert files.read("导出.xlsx", data, files.Registrar(known))[0]["effect"] == "same"

    def test_a_row_of_another_body_and_a_place_elsewhere_are_told(self) -> None:
        head = ["单位", "类型", "名称", "区划代码"]
        data = workbook(
            [
                head,
                ["区残联", "报表", "甲表", "120117103"],
                ["区农委", "报表", "乙表", ""],
                ["", "报表", "丙表", "210300"],
            ]
        )
        registrar = files.Registrar(names=frozenset({"宁河区残联", "区残联"}), division=DISTRICT)
        first, second, third = files.read("a.xlsx", data, registrar)
        assert first["burden"]["divisions"] == ["120117103000"]
        assert (second["effect"], second["message"]) == ("fault", "这一行写的是区农委的，请选那个单位再导入")
        assert third["burden"]["divisions"] == [] and "210300000000不在" in third["warnings"][0]
        assert "210300" in third["burden"]["note"]

    def test_places_are_named_in_the_form_and_kept_when_the_entry_is_changed(self, client: Client) -> None:
        round_ = opened()
        client.force_login(lead())
        sent = {"body": civil().pk, "kind": "form", "title": "某表", "divisions": "苗庄镇\n120117103201"}
        assert client.post(f"/existing/{round_.pk}/add/", sent).status_code == 302
        entry = round_.entries.get(title="某表")
        assert entry.divisions == [TOWN, VILLAGE]
        page = client.get(f"/existing/{round_.pk}/entries/{entry.pk}/edit/").content.decode()
        assert VILLAGE in page
        refused = client.post(f"/existing/{round_.pk}/add/", sent | {"title": "别的表", "divisions": "没有这个镇"})
        assert refused.status_code == 400 and "这里没有" in refused.content.decode()
        with pytest.raises(ExistingProblem, match="本地方"):
            registered(round_, Burden("form", "外地的表", divisions=("210300000000",)))

    @pytest.mark.parametrize(
        "data", [b"\x89PNG\r\n\x1a\n", workbook([["姓名"]]), b""], ids=["picture", "header", "empty"]
    )
    def test_what_is_no_template_is_refused(self, data: bytes) -> None:
        with pytest.raises(BadAnnex):
            files.read("a.xlsx", data, files.Registrar())

    def test_files_that_nobody_confirms_are_forgotten(self) -> None:
        round_ = opened()
        PendingEntries.objects.create(round=round_, owner=lead(), body=civil(), name="x")
        PendingEntries.objects.update(at=now() - timedelta(days=3))
        services.forget_files(Job())
        assert not PendingEntries.objects.exists()


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(person(name), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


class TestPages:
    def test_a_body_sees_its_own_and_the_lead_body_all(self) -> None:
        round_ = opened()
        registered(round_, FORM)
        registered(round_, Burden("affair", "民政的一件事"), body=civil())
        own = client_of("department-officer").get(f"/existing/{round_.pk}/").content.decode()
        assert "残疾人需求调查表" in own and "民政的一件事" not in own and "各单位进度" not in own
        whole = client_of("lead-civil").get(f"/existing/{round_.pk}/").content.decode()
        assert "民政的一件事" in whole and "各单位进度" in whole
        village = client_of("village-clerk").get(f"/existing/{round_.pk}/").content.decode()
        assert "民政的一件事" in village and "登记一项" not in village
        assert client_of("department-officer").get(f"/existing/{round_.pk}/duplicates/").status_code == 404

    def test_it_is_registered_decided_and_written_on_pages(self) -> None:
        round_ = opened()
        page = client_of("department-officer")
        sent = {"body": disabled().pk, "kind": "form", "title": "页面上登记的表", "columns": "姓名\n电话"}
        assert page.post(f"/existing/{round_.pk}/add/", sent).status_code == 302
        assert page.post(f"/existing/{round_.pk}/add/", sent).status_code == 400
        entry = Entry.objects.get(title="页面上登记的表")
        keeper = client_of("lead-civil")
        keeper.post(f"/existing/{round_.pk}/decide/", {"entries": [entry.pk], "state": "kept", "reason": "定了"})
        assert Entry.objects.get(pk=entry.pk).state == State.KEPT
        client_of("list-steward").post(f"/existing/{round_.pk}/take-over/")
        assert Entry.objects.get(pk=entry.pk).became is not None
        assert keeper.get(f"/existing/{round_.pk}/excel/").content[:2] == b"PK"

    def test_a_file_is_shown_before_it_is_registered(self) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        round_ = opened()
        page = client_of("department-officer")
        file = SimpleUploadedFile("填好.xlsx", workbook([["类型", "名称"], ["报表", "文件里的表"]]))
        shown = page.post(f"/existing/{round_.pk}/import/", {"body": disabled().pk, "file": file})
        assert shown.status_code == 302 and not Entry.objects.exists()
        assert "文件里的表" in page.get(shown["Location"]).content.decode()
        assert client_of("lead-civil").get(shown["Location"]).status_code == 404
        page.post(shown["Location"])
        assert Entry.objects.get().title == "文件里的表"

    @pytest.mark.parametrize("count", [3, 120])
    def test_the_page_runs_the_same_queries_however_many_entries(
        self, count: int, django_assert_max_num_queries: Any
    ) -> None:
        round_ = opened()
        registered(round_, *(Burden("affair", f"第{number}件事") for number in range(count)))
        client = client_of("lead-civil")
        client.get("/")
        with django_assert_max_num_queries(20):
            client.get(f"/existing/{round_.pk}/")


def test_the_demo_round_is_installed_once() -> None:
    install_demo_round()
    install_demo_round()
    assert Round.objects.count() == 1
    assert Entry.objects.count() == sum(map(len, REGISTERED.values()))
    assert likenesses(Round.objects.get())
