"""The sender's pages: choosing from the record, the preview, sending, what came of it; bad input; strangers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qingdan.entry.dispatch import places
from qingdan.entry.dispatch.models import Delivery, Dispatch, DispatchState
from qingdan.entry.dispatch.services import delivering
from qingdan.entry.dispatch.services.feedback import give_feedback
from qingdan.entry.dispatch.services.planning import Arrangement, arrange
from qingdan.entry.dispatch.tests.browsing import MOST_QUERIES, browser, page, person, queries, sheet
from qingdan.entry.dispatch.tests.cast import (
    BARE,
    DISTRICT,
    FOREIGN,
    FORM,
    SIBLING,
    TASK,
    TOWN,
    VILLAGE,
    code_of,
    demo,
    disabled,
    drafted,
    sent,
    worked,
)  # fmt: skip
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Body, Division
from qingdan.register.obligations.models import Assignment, Obligation, State
from qingdan.register.obligations.services import finish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")
OTHER_TOWN = "120117104000"


def address(title: str = TASK) -> str:
    return f"/dispatch/new/{disabled().pk}/?code={code_of(title)}"


def form(**more: Any) -> dict[str, Any]:
    said = {
        "what": "张贴宣传画", "frequency": "once", "begins": str(today()), "due_on": str(today() + timedelta(days=9)), "due_workdays": "5",
        "places": [TOWN],
    }  # fmt: skip
    return said | more


def refused(answer: Any, *words: str) -> None:
    """The form is shown again with these words, and nothing was kept."""
    assert answer.status_code == 400
    for each in words:
        assert each in answer.content.decode()
    assert not Dispatch.objects.exists()


class TestSending:
    def test_the_way_from_the_record_to_the_villages(self) -> None:
        officer = browser("department-officer")
        chosen = page(officer, "/dispatch/new/?q=宣传")
        assert (
            TASK in chosen
            and "有流程图、经费、培训" in chosen
            and "低保对象核查" not in page(officer, "/dispatch/new/")
        )
        shown = page(officer, address())
        assert "每村每次50元，区残联" in shown and "刘庄村" in shown
        answer = officer.post(address(), form(picked=[FOREIGN]))
        made = Dispatch.objects.get()
        assert answer["Location"] == f"/dispatch/{made.pk}/" and made.divisions == [TOWN, FOREIGN]
        preview = page(officer, f"/dispatch/{made.pk}/")
        assert "草稿" in preview and "可以派的：31 个村（社区）" in preview and "张贴宣传画" in preview
        assert not Obligation.objects.exists()
        assert officer.post(f"/dispatch/{made.pk}/send/", {"once": "k1"}).status_code == 302
        assert Obligation.objects.count() == 31
        after = page(officer, f"/dispatch/{made.pk}/")
        assert "派到 31 个村（社区）" in after and "没看过 31" in after and "撤回" in after

    def test_pressed_twice_it_is_sent_once(self) -> None:
        made, officer = drafted(), browser("department-officer")
        for key in ("k1", "k1", "k2"):
            assert officer.post(f"/dispatch/{made.pk}/send/", {"once": key}).status_code == 302
        assert Assignment.objects.count() == 1
        officer.post(address(), form(once="k3"))
        officer.post(address(), form(once="k3"))
        assert Dispatch.objects.count() == 2

    def test_the_preview_says_what_will_not_be_sent_and_why_with_its_citation(self) -> None:
        made, officer = drafted("社区残疾人活动", divisions=[TOWN, "120117001000"]), browser("department-officer")
        shown = page(officer, f"/dispatch/{made.pk}/")
        assert "不会派的：" in shown and "清单内" in shown
        asked = drafted(what="每天拍照上传张贴情况")
        shown = page(officer, f"/dispatch/{asked.pk}/")
        assert "另外要求了留痕" in shown and "条款 NH-38" in shown and "把这一条去掉再派" in shown
        bare = drafted(BARE)
        shown = page(officer, f"/dispatch/{bare.pk}/")
        assert "一个都不能派" in shown and "流程图" in shown and "条款 NH-" in shown and "派给 " not in shown
        answer = officer.post(f"/dispatch/{bare.pk}/send/", {"once": "k"})
        assert answer.status_code == 400 and "没有一个村（社区）可以派" in answer.content.decode()
        bare.refresh_from_db()
        assert bare.state == DispatchState.DRAFT

    def test_the_burden_of_all_stands_before_the_button(self) -> None:
        made = drafted(FORM, frequency="quarterly", due_on=None)
        shown = page(browser("department-officer"), f"/dispatch/{made.pk}/")
        assert "30 个村合计 80 小时" in shown and "条款 NH-35" in shown and "交给 1 个镇街安排" in shown

    def test_many_villages_show_how_far_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(delivering, "AT_ONCE", 5)
        made, officer = sent(), browser("department-officer")
        answer = officer.get(f"/dispatch/{made.pk}/")
        assert answer["Refresh"] == "4" and "0 / 30 个村" in answer.content.decode()
        assert "正在派" in page(officer, "/dispatch/")
        worked()
        answer = officer.get(f"/dispatch/{made.pk}/")
        assert "Refresh" not in answer and "派到 30 个村（社区）" in answer.content.decode()

    def test_a_form_goes_to_the_towns_of_its_villages(self) -> None:
        made, officer = (
            drafted(FORM, frequency="quarterly", due_on=None, divisions=[TOWN, FOREIGN]),
            browser("department-officer"),
        )
        answer = officer.post(f"/dispatch/{made.pk}/send/", {"once": "k"}, follow=True)
        shown = answer.content.decode()
        assert "已交给 2 个镇街" in shown and "苗庄镇" in shown and "丰台镇" in shown and "等镇街排进计划" in shown


class TestDrafts:
    def test_a_draft_is_changed_with_its_files_and_thrown_away(self) -> None:
        officer = browser("department-officer")
        files = [SimpleUploadedFile(f"{name}.txt", b"words") for name in ("one", "two")]
        officer.post(address(), form(enclosed=files))
        made = Dispatch.objects.get()
        assert sorted(file.name for file in made.attachments.all()) == ["one.txt", "two.txt"]
        first = made.attachments.get(name="one.txt")
        assert page(officer, f"/dispatch/{made.pk}/files/{first.pk}/") == "words"
        shown = page(officer, f"/dispatch/{made.pk}/edit/")
        assert "张贴宣传画" in shown and "one.txt" in shown
        officer.post(f"/dispatch/{made.pk}/edit/", form(what="改发折页", kept=[first.pk], places=[], named="刘庄村"))
        made.refresh_from_db()
        assert (made.what, made.divisions, [file.pk for file in made.attachments.all()]) == (
            "改发折页",
            [VILLAGE],
            [first.pk],
        )
        assert "找不回来" in page(officer, f"/dispatch/{made.pk}/discard/")
        officer.post(f"/dispatch/{made.pk}/discard/", {"once": "k"})
        assert not Dispatch.objects.exists()

    def test_what_is_sent_is_neither_changed_nor_thrown_away(self) -> None:
        made, officer = sent(), browser("department-officer")
        assert officer.get(f"/dispatch/{made.pk}/edit/")["Location"] == f"/dispatch/{made.pk}/"
        officer.post(f"/dispatch/{made.pk}/edit/", form(what="别的"))
        assert officer.post(f"/dispatch/{made.pk}/discard/", {"once": "k"}).status_code == 404
        made.refresh_from_db()
        assert made.what == ""

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"places": []}, "请选派到哪里：勾"),
            ({"places": [], "named": "没有这个村"}, "没有“没有这个村”"),
            ({"places": [], "named": "620802101201"}, "没有“620802101201”"),
            ({"places": ["620802000000"]}, "整个地方"),
            ({"begins": "2026-02-09"}, "不能早于今天"),
            ({"begins": "昨天"}, "从哪天起"),
            ({"due_on": ""}, "请写哪天前办完"),
            ({"due_on": "2026-02-01"}, "不能早于开始的日子"),
            ({"until": "2026-02-01"}, "结束的日子"),
            ({"due_workdays": "31"}, "周期结束后"),
            ({"units": ["none"]}, "派给哪一类"),
            ({"what": "字" * 2001}, "要村里做什么"),
        ],
    )  # fmt: skip
    def test_bad_input_is_told_and_stays_in_the_form(self, more: dict[str, Any], words: str) -> None:
        answer = browser("department-officer").post(address(), form(**more))
        refused(answer, words, "处要改")

    def test_more_often_than_the_record_says_is_not_offered(self) -> None:
        officer = browser("department-officer")
        shown = page(officer, address(FORM))
        assert 'value="quarterly"' in shown and 'value="monthly"' not in shown
        refused(officer.post(address(FORM), form(frequency="monthly")), "多久一次")

    @pytest.mark.parametrize("name", ["表.exe", "表.pdf", "空.txt"])
    def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(self, name: str) -> None:
        data = b"" if name.startswith("空") else b"MZ not what it says"
        refused(browser("department-officer").post(address(), form(enclosed=[SimpleUploadedFile(name, data)])), "附件")
        assert not Attachment.objects.filter(name=name).exists()

    @pytest.mark.parametrize(
        "more",
        [
            {"what": "机密★1年 见附件"},
            {"enclosed": [SimpleUploadedFile("机密名单.txt", b"words")]},
            {"enclosed": [SimpleUploadedFile("a.txt", b"words"), SimpleUploadedFile("b.txt", "（内部资料）".encode())]},
            {"what": "（内部资料）", "enclosed": [SimpleUploadedFile("a.txt", b"words")]},
        ],
        ids=["words", "name", "second file", "words and a file"],
    )
    def test_marks_of_secrecy_keep_nothing_of_it(self, more: dict[str, Any]) -> None:
        for file in more.get("enclosed", ()):
            file.seek(0)
        refused(browser("department-officer").post(address(), form(**more)), "没有收下")
        assert not Attachment.objects.exists()

    def test_names_that_more_than_one_village_has_are_asked_back(self) -> None:
        Division.objects.filter(pk=FOREIGN).update(name="刘庄村委会")
        refused(browser("department-officer").post(address(), form(places=[], named="刘庄村")), "不止一个", FOREIGN)


class TestPlaces:
    def test_of_very_many_villages_only_whole_places_are_offered_and_names_are_typed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(places, "MOST_LISTED", 100)
        officer = browser("department-officer")
        shown = page(officer, address())
        assert "只派个别村" not in shown and "苗庄镇" in shown
        officer.post(address(), form(places=[], named=f"大沙窝村委会、刘庄村，{FOREIGN}"))
        assert Dispatch.objects.get().divisions == sorted([VILLAGE, SIBLING, FOREIGN])
        assert FOREIGN in page(officer, f"/dispatch/{Dispatch.objects.get().pk}/edit/")

    def test_too_many_names_at_once_are_told(self) -> None:
        refused(
            browser("department-officer").post(
                address(), form(places=[], named="村、" + "、".join(map(str, range(201))))
            ),
            "一次最多写 200 个",
        )


class TestStrangers:
    @pytest.mark.parametrize(
        "name", ["village-clerk", "kongtong-applicant", "kongtong-party", "town-clerk", "system-admin"]
    )
    def test_a_dispatch_of_others_is_not_there(self, name: str) -> None:
        made, stranger = sent(), browser(name)
        for path in (
            "",
            "villages/",
            "villages/excel/",
            "answers/",
            "edit/",
            "withdraw/",
            "discard/",
            "filing/",
            "files/1/",
        ):
            assert stranger.get(f"/dispatch/{made.pk}/{path}").status_code == 404, path
        assert stranger.post(f"/dispatch/{made.pk}/send/").status_code == 404
        assert stranger.get(address()).status_code == 404

    def test_who_oversees_reads_what_was_sent_and_changes_nothing(self) -> None:
        draft, made, lead = drafted(), sent(), browser("lead-civil")
        assert TASK in page(lead, f"/dispatch/{made.pk}/") and "撤回" not in page(lead, f"/dispatch/{made.pk}/")
        assert page(browser("supervisor"), f"/dispatch/{made.pk}/villages/")
        assert lead.get(f"/dispatch/{draft.pk}/").status_code == 404
        for path in ("edit/", "withdraw/", "discard/"):
            assert lead.post(f"/dispatch/{made.pk}/{path}", {"reason": "我说的"}).status_code == 404, path

    def test_nobody_begins_for_a_body_that_is_not_theirs(self) -> None:
        other = Body.objects.get(name="宁河区民政局")
        officer = browser("department-officer")
        assert officer.get(f"/dispatch/new/{other.pk}/?code={code_of('低保对象核查', other)}").status_code == 404
        assert officer.get(f"/dispatch/new/{disabled().pk}/?code={code_of('低保对象核查', other)}").status_code == 404

    def test_a_town_sees_its_own_villages_only(self) -> None:
        made = sent(FORM, frequency="quarterly", due_on=None, divisions=[TOWN, OTHER_TOWN])
        clerk = person("丰台镇经办", Role.TOWN_CLERK, OTHER_TOWN)
        for actor, town in ((demo("town-clerk"), TOWN), (clerk, OTHER_TOWN)):
            arrange(actor=actor, schedule=made.schedules.get(town=town), wish=Arrangement("quarterly", today()))
        mine = browser("town-clerk")
        shown = page(mine, f"/dispatch/{made.pk}/")
        assert "只显示您的镇街" in shown and "丰台镇" not in shown.split("派的是什么")[0] and "派到 30 个村" in shown
        rows = sheet(mine, f"/dispatch/{made.pk}/villages/excel/")
        assert len(rows) == 31
        assert len(sheet(browser("department-officer"), f"/dispatch/{made.pk}/villages/excel/")) == 31 + 28


class TestWhatCameOfIt:
    def test_each_village_with_its_state_and_those_that_got_nothing_with_the_ground(self) -> None:
        made, officer = sent("社区残疾人活动", divisions=[DISTRICT]), browser("department-officer")
        worked()
        ground = page(officer, f"/dispatch/{made.pk}/")
        assert "没有派的，和理由" in ground
        delivery = Delivery.objects.get()
        assert delivery.sent and delivery.refused
        digest = delivery.grounds.first().digest
        listed = page(officer, f"/dispatch/{made.pk}/villages/?state=not_sent&ground={digest}&q=刘庄")
        assert "刘庄村" in listed and "为什么没有派" in listed
        assert "刘庄村村民委员会" not in page(officer, f"/dispatch/{made.pk}/villages/?q=刘庄")
        rows = sheet(officer, f"/dispatch/{made.pk}/villages/excel/")
        assert len(rows) == 1 + delivery.sent + delivery.refused

    def test_answers_stand_by_town_in_the_order_of_the_codes(self) -> None:
        made, officer = sent(divisions=[FOREIGN, TOWN]), browser("department-officer")
        clerk = demo("village-clerk")
        mine = Obligation.objects.get(division=VILLAGE)
        finish(actor=clerk, obligation=mine, minutes=25, note="贴在村口")
        shown = page(officer, f"/dispatch/{made.pk}/answers/")
        assert shown.index("苗庄镇") < shown.index("丰台镇")
        assert "贴在村口" in shown and "共 25 分钟" in shown

    def test_what_was_said_openly_is_bundled_and_what_was_said_in_confidence_shows_nowhere(self) -> None:
        made, officer = sent(), browser("department-officer")
        for place, hidden in ((VILLAGE, True), (SIBLING, False)):
            owed = Obligation.objects.get(division=place)
            by = demo("village-clerk") if hidden else demo("town-clerk")
            give_feedback(actor=by, obligation=owed, reason="no_funds", text=f"钱没有到{place}", confidential=hidden)
        assert Obligation.objects.filter(state=State.DISPUTED).count() == 2
        shown = page(officer, f"/dispatch/{made.pk}/answers/")
        assert "没有给经费" in shown and ">1</td>" in shown and "钱没有到" not in shown
        assert "反馈核实 1" in page(officer, f"/dispatch/{made.pk}/")
        disputed = sheet(officer, f"/dispatch/{made.pk}/villages/excel/?state=disputed")
        assert len(disputed) == 2
        states = {row[0]: row[2] for row in sheet(officer, f"/dispatch/{made.pk}/villages/excel/")}
        assert states["刘庄村村民委员会"] == State.OPENED.label

    def test_taking_back_is_asked_on_a_page_and_needs_a_reason(self) -> None:
        made, officer = sent(), browser("department-officer")
        assert "理由村里看得到" in page(officer, f"/dispatch/{made.pk}/withdraw/")
        assert officer.post(f"/dispatch/{made.pk}/withdraw/", {"reason": " ", "once": "a"}).status_code == 400
        answer = officer.post(f"/dispatch/{made.pk}/withdraw/", {"reason": "活动改期", "once": "b"}, follow=True)
        assert "已撤回，30 个村" in answer.content.decode() and "活动改期" in answer.content.decode()
        assert Obligation.objects.filter(state=State.WITHDRAWN).count() == 30
        assert officer.get(f"/dispatch/{made.pk}/withdraw/")["Location"] == f"/dispatch/{made.pk}/"


class TestLists:
    def test_filters_find_and_the_file_holds_the_same(self) -> None:
        drafted(BARE)
        sent()
        sent(FORM, frequency="quarterly", due_on=None)
        officer = browser("department-officer")
        for asked, titles in (
            ("state=draft", {BARE}), ("via=town_plan", {FORM}), ("kind=form", {FORM}), ("q=宣传", {TASK}), ("state=sent", {TASK, FORM}),
            ("via=unfiled", set()), ("q=%25", set()),
        ):  # fmt: skip
            shown = page(officer, f"/dispatch/?{asked}")
            assert {title for title in (BARE, TASK, FORM) if title in shown} == titles, asked
            assert {row[0] for row in sheet(officer, f"/dispatch/excel/?{asked}")[1:]} == titles, asked

    def test_pages_ask_as_much_however_much_there_is(self) -> None:
        first, officer = sent(divisions=[VILLAGE]), browser("department-officer")
        pages = [
            "/dispatch/",
            "/dispatch/new/",
            *(f"/dispatch/{first.pk}/{path}" for path in ("", "villages/", "answers/")),
        ]
        clerk = browser("town-clerk")
        few = [queries(officer, each) for each in pages]
        for number in range(6):
            drafted(what=f"第{number}份")
        more = sent(FORM, frequency="quarterly", due_on=None, divisions=[DISTRICT])
        arrange(
            actor=demo("town-clerk"), schedule=more.schedules.get(town=TOWN), wish=Arrangement("quarterly", today())
        )
        pages = [each.replace(f"/{first.pk}/", f"/{more.pk}/") for each in pages]
        many = [queries(officer, each) for each in pages]
        assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)
        assert max(many) <= MOST_QUERIES
        assert queries(clerk, "/dispatch/") <= MOST_QUERIES
