"""The pages: a clerk asks, the head approves, the clerk presses and logs; lists, Excel, the month, strangers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from docx import Document
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.tests.browsing import MOST_QUERIES, browser, page, person, queries, sheet
from qingdan.foundation.web.waiting import waiting_for
from qingdan.policy.packs.services import install_library_packs
from qingdan.village.seals import services
from qingdan.village.seals.demo import install_demo_seals
from qingdan.village.seals.models import Handover, Seal, SealApproval, SealUse, Takeout
from qingdan.village.seals.tests.cast import (
    FOREIGN,
    SIBLING,
    VILLAGE,
    approved,
    clerk,
    head,
    new_seal,
    place,
    town,
    wanted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seals")]


@pytest.fixture(scope="module")
def seals(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration's seals."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_demo, install_demo_seals)


def committee() -> Seal:
    return Seal.objects.get(division_id=VILLAGE, kind="committee")


def send(who: str | Any, name: str, key: Any, *more: Any, **said: Any) -> Any:
    """Send a form as a person."""
    client = who if isinstance(who, Client) else browser(who)
    return client.post(reverse(f"seals:{name}", args=[key, *more]), said)


ASKED = {
    "document_title": "农机作业合同", "purpose": "和农机站签合同", "pages": "2", "copies": "2", "kept_at": "档案柜", "complete": "on",
    "applicant": "other", "applicant_other": "李委员",
}  # fmt: skip


def test_a_clerk_asks_the_head_approves_the_clerk_presses_and_logs() -> None:
    seal = committee()
    answer = send("village-clerk", "ask", seal.pk, **ASKED)
    given = SealApproval.objects.get(document_title="农机作业合同")
    assert answer.status_code == 302 and answer["Location"] == reverse("seals:approval", args=[given.pk])
    assert "农机作业合同" in page(browser("village-head"), reverse("seals:seals"))
    assert send("village-clerk", "approve", given.pk).status_code == 404
    assert send("village-head", "approve", given.pk).status_code == 302
    pressing = page(browser("village-clerk"), reverse("seals:press", args=[given.pk]))
    assert "批准的还剩 2 份" in pressing and "刘会计" in pressing
    said = {"copies": "2", "pages": "2", "pressed_on": today().isoformat(), "presser": "n刘会计"}
    send("village-clerk", "press", given.pk, **said)
    entry = SealUse.objects.get(approval=given)
    shown = page(browser("village-clerk"), reverse("seals:use", args=[entry.pk]))
    assert all(word in shown for word in (entry.label, "李委员", "赵主任", "刘会计", "档案柜"))
    send("village-clerk", "correct", entry.pk, words="经办人职务写错")
    assert "经办人职务写错" in page(browser("inspector"), reverse("seals:use", args=[entry.pk]))


def test_pressing_twice_does_one_thing() -> None:
    given = approved(committee())
    client = browser("village-clerk")
    key = re.search(r'name="once" value="([0-9a-f]{32})"', page(client, reverse("seals:press", args=[given.pk])))
    assert key is not None
    said = {"copies": "1", "pages": "3", "pressed_on": today().isoformat(), "presser": "n刘会计", "once": key[1]}
    for _ in range(2):
        assert send(client, "press", given.pk, **said).status_code == 302
    assert SealUse.objects.filter(approval=given).count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"complete": ""}, "空白的纸、没有填完的表不能盖章"),
        ({"document_title": "空白介绍信"}, "空白的纸"),
        ({"kept_at": ""}, "请填写。"),
        ({"purpose": "联系13812345678"}, "不要写身份证号码"),
        ({"purpose": "很" * 301}, "300"),
        ({"pages": "-1"}, "1"),
        ({"copies": "9999999999999999999999"}, "2000"),
        ({"document_title": "机密★1年 文件"}, "涉密"),
        ({"applicant_other": ""}, "请写经办人"),
        ({"applicant": "a999999999"}, "请从列出的里面选"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(wrong: dict[str, str], says: str) -> None:
    before = SealApproval.objects.count()
    answer = send("village-clerk", "ask", committee().pk, **(ASKED | wrong))
    assert answer.status_code == 400 and says in answer.content.decode()
    assert "和农机站签合同" in answer.content.decode() or "purpose" in wrong
    assert SealApproval.objects.count() == before


def test_the_head_does_not_approve_the_heads_own_matter() -> None:
    own = services.ask_approval(actor=head(), seal=committee(), wanted=wanted(document_title="自己的事"))
    shown = page(browser("village-head"), reverse("seals:approval", args=[own.pk]))
    assert "批准</button>" not in shown
    answer = browser("village-head").post(reverse("seals:approve", args=[own.pk]), follow=True)
    assert "不能是同一个人" in answer.content.decode()


def test_a_paper_approval_is_entered_and_compared_by_another() -> None:
    party = Seal.objects.get(division_id=VILLAGE, kind="party")
    day = (today() - timedelta(days=5)).isoformat()
    said = ASKED | {
        "document_title": "党员大会记录", "paper_number": "第9号", "paper_on": day, "paper_kept_at": "档案柜", "approver": "other", "approver_other": "孙书记",
    }  # fmt: skip
    send("village-clerk", "paper", party.pk, **said)
    given = SealApproval.objects.get(document_title="党员大会记录")
    assert given.late and given.late_days == 5
    assert "对照原件，一致" not in page(browser("village-clerk"), reverse("seals:approval", args=[given.pk]))
    assert "对照原件，一致" in page(browser("village-head"), reverse("seals:approval", args=[given.pk]))
    send("village-head", "check-paper", given.pk)
    assert "等第二人" not in page(browser("village-clerk"), reverse("seals:approval", args=[given.pk]))


def test_a_town_keeps_the_register_of_a_village_without_a_device() -> None:
    answer = browser("town-clerk").get(reverse("seals:register"))
    assert answer.status_code == 200 and "先选是哪个村" in answer.content.decode()
    said = {
        "kind": "committee", "name": "邻村村民委员会", "keeper": "other", "keeper_other": "周保管", "approver_title": "主任",
        "approver_role": "paper", "kept_where": "",
    }  # fmt: skip
    browser("town-clerk").post(f"{reverse('seals:register')}?place={SIBLING}", said)
    made = Seal.objects.get(division_id=SIBLING)
    assert made.approver_role == ""
    assert made.on_behalf and "代录" in page(browser("town-clerk"), reverse("seals:seal", args=[made.pk]))
    assert browser("town-clerk").get(f"{reverse('seals:register')}?place={FOREIGN}").status_code == 404


def test_the_log_is_found_by_seal_month_person_and_words() -> None:
    client, address = browser("village-clerk"), reverse("seals:log")
    month = f"{today():%Y-%m}"
    for query, there in (
        (f"seal={committee().pk}", True), (f"month={month}", True), ("q=刘会计", True), ("q=修缮", True), (f"q={today().year}-0001", True),
        ("mark=spoiled", True), ("mark=late", True), ("q=没有的", False), ("month=2001-01", False), ("mark=outside", False),
    ):  # fmt: skip
        assert ("code-cell" in page(client, f"{address}?{query}")) is there, query
    for hostile in (
        "seal=999999",
        "seal=x",
        "month=2026-99",
        "q=%E2%80%AE",
        "page=99999999999999999999",
        "mark=x",
        "sort=x",
    ):
        page(client, f"{address}?{hostile}")


def test_the_excel_holds_what_the_page_shows() -> None:
    rows = sheet(browser("town-clerk"), reverse("seals:log-excel"))
    assert rows[0][:4] == ("村（社区）", "印章", "编号", "盖章日期")
    assert len(rows) == SealUse.objects.count() + 1
    assert any("作废" in str(row[13]) for row in rows) and any("补录" in str(row[13]) for row in rows)
    assert len(sheet(browser("village-clerk"), reverse("seals:seals-excel"))) == 5


def test_the_month_shows_numbers_gaps_and_signatures() -> None:
    address = reverse("seals:month", args=[committee().pk])
    shown = page(browser("village-clerk"), address)
    assert all(word in shown for word in ("作废", "批了没有盖", "困难家庭情况公示", "保管人：", "监督委员会："))
    answer = browser("inspector").get(reverse("seals:month-word", args=[committee().pk]))
    import io

    document = Document(io.BytesIO(answer.content))
    words = "\n".join(part.text for part in document.paragraphs)
    assert "用印登记" in words and "作废" in words and "批了没有盖的" in words
    assert "没有用过" in page(browser("village-clerk"), f"{address}?month=2001-02")


def test_a_seal_that_is_outside_is_shown_until_it_is_back() -> None:
    out = Takeout.objects.get(back_at=None)
    with time_machine.travel(now() + timedelta(days=5)):
        assert "已过期" in page(browser("village-clerk"), reverse("seals:takeouts"))
        late = [each for each in waiting_for(town(), ["town_clerk"]) if each.act == "带回登记"]
        assert late and late[0].overdue(today())
    send("village-clerk", "bring-back", out.pk, remark="完好")
    assert Takeout.objects.get(pk=out.pk).back_note == "完好"
    assert send("village-clerk", "bring-back", out.pk, remark="又说一次").status_code == 302


def test_taking_out_by_pages() -> None:
    seal = committee()
    said = {"document_title": "到区里签字", "purpose": "要当场盖", "applicant": "other", "applicant_other": "李委员"}
    send("village-clerk", "ask-out", seal.pk, **said)
    given = SealApproval.objects.get(document_title="到区里签字")
    send("village-head", "approve", given.pk)
    assert "带出登记" in page(browser("village-clerk"), reverse("seals:approval", args=[given.pk]))
    send("village-clerk", "take-out", given.pk, where="区民政局", due_back=today().isoformat(), taker="n刘会计")
    assert seal.takeouts.get().where == "区民政局"


def test_a_handover_by_pages_moves_the_seals() -> None:
    seal = committee()
    client = browser("village-clerk")
    begun = page(client, reverse("seals:begin-handover"))
    assert f"{today().year} 年登记到第 3 号" in begun
    me = f"a{clerk().pk}"
    said = {"seals": [str(seal.pk)], "taker": me, "witness": "赵主任", "reason": "换届", "inventory": "印章 1 枚"}
    client.post(reverse("seals:begin-handover"), said)
    made = Handover.objects.get(reason="换届")
    send(client, "confirm-handover", made.pk, "taken")
    send(client, "confirm-handover", made.pk, "taken", once="a" * 32)
    assert send("village-head", "confirm-handover", made.pk, "taken", once="b" * 32).status_code == 404
    assert send(client, "confirm-handover", made.pk, "given", paper="").status_code == 400
    send(client, "confirm-handover", made.pk, "given", paper="档案柜")
    assert Seal.objects.get(pk=seal.pk).keeper == clerk()
    assert "已移交" in page(browser("inspector"), reverse("seals:handover", args=[made.pk]))
    seals = page(browser("inspector"), reverse("seals:seal", args=[seal.pk]))
    assert "移交清单" in seals


def test_a_handover_is_called_off() -> None:
    made = Handover.objects.filter(called_off_at=None).latest("pk")
    send("village-clerk", "call-off-handover", made.pk)
    assert "已取消" in page(browser("village-clerk"), reverse("seals:handovers"))


def test_changes_of_a_seal_by_pages() -> None:
    seal = Seal.objects.get(division_id=VILLAGE, kind="party")
    send("village-clerk", "change", seal.pk, "put_away", reason="换届")
    assert "封存" in page(browser("village-clerk"), reverse("seals:seal", args=[seal.pk]))
    assert send("village-clerk", "change", seal.pk, "destroyed", reason="换新章").status_code == 400
    assert send("village-clerk", "change", seal.pk, "nothing", reason="换新章").status_code == 404
    send("village-clerk", "change", seal.pk, "destroyed", reason="换新章", receipt="苗庄镇收缴第3号")
    assert Seal.objects.get(pk=seal.pk).state == "destroyed"


def test_what_waits_stands_on_the_home_pages() -> None:
    acts = {each.act for each in waiting_for(head(), ["village_head"])}
    assert {"批用印", "盖章登记", "带回登记", "核对纸质批准"} <= acts
    assert "批用印" not in {each.act for each in waiting_for(clerk(), ["village_clerk"])}


@pytest.mark.parametrize(
    "name",
    ["seals", "log", "approvals", "takeouts", "handovers"],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(name: str) -> None:
    client = browser("village-clerk")
    few = queries(client, reverse(f"seals:{name}"))
    for number in range(8):
        seal = services.register_seal(actor=clerk(), division=place(), new=new_seal(name=f"第{number}枚"))
        given = approved(seal)
        services.record_use(actor=clerk(), approval=given, copies=1)
        out = approved(seal, sort="takeout", kept_at="")
        services.take_out(actor=clerk(), approval=out, taker=new_seal().keeper, where="镇里", due_back=today())
    assert queries(client, reverse(f"seals:{name}")) <= few <= MOST_QUERIES + 6


def test_strangers_are_told_that_there_is_nothing() -> None:
    neighbour = browser(person("邻村文书", Role.VILLAGE_CLERK, SIBLING))
    use, given, seal = SealUse.objects.first(), SealApproval.objects.first(), committee()
    assert use is not None and given is not None
    for name, key in (
        ("seal", seal.pk),
        ("approval", given.pk),
        ("use", use.pk),
        ("month", seal.pk),
        ("press", given.pk),
    ):
        page(neighbour, reverse(f"seals:{name}", args=[key]), 404)
    assert "修缮" not in page(neighbour, reverse("seals:log"))
    page(browser("department-officer"), reverse("seals:seals"), 404)
    page(browser("inspector"), reverse("seals:ask", args=[seal.pk]), 404)
    page(browser("inspector"), reverse("seals:press", args=[given.pk]), 404)


def test_a_thing_of_another_room_is_pressed_on_its_own_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from qingdan.village.seals import sources

    monkeypatch.setattr(
        sources, "_sources", {"thing": sources.SealedThing("合同", lambda reference: f"/things/{reference}/")}
    )
    given = approved(committee(), source="thing", reference="7", kept_at="")
    answer = browser("village-clerk").get(reverse("seals:press", args=[given.pk]))
    assert answer["Location"] == "/things/7/"
    assert 'href="/things/7/"' in page(browser("village-clerk"), reverse("seals:approval", args=[given.pk]))


def test_what_was_only_spoiled_may_be_withdrawn() -> None:
    given = approved(committee())
    use = services.record_use(actor=clerk(), approval=given)
    assert "撤回，不盖了" not in page(browser("village-clerk"), reverse("seals:approval", args=[given.pk]))
    services.mark_spoiled(actor=clerk(), use=use, reason="盖歪了")
    assert "撤回，不盖了" in page(browser("village-clerk"), reverse("seals:approval", args=[given.pk]))
    browser("village-clerk").post(reverse("seals:withdraw", args=[given.pk]))
    assert SealApproval.objects.get(pk=given.pk).state == "withdrawn"
