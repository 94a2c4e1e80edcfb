"""The page of a screening and what people do there; who may see it; its text; leads; corrections."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.models import Correction, FoundState, OpinionState, Screening, SecondOpinion
from qingdan.entry.screening.services.screening import take_texts
from qingdan.entry.screening.services.working import accept, file_lead
from qingdan.entry.screening.tests.cast import FOREIGN, SIBLING, TOWN, VILLAGE, WORDS, demo, draft, received
from qingdan.entry.screening.waits import waiting
from qingdan.foundation.audit.models import Record
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.cast import DISTRICT
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.orgs.tests.browsing import MOST_QUERIES, browser, page, person, queries
from qingdan.ledger.models import Lead
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def where(made: Screening, more: str = "") -> str:
    return f"/screening/{made.pk}/{more}"


def test_the_paper_stands_marked_beside_its_findings() -> None:
    made = draft()
    shown = page(browser("department-officer"), where(made))
    for place in (1, 2):
        assert f'id="in-{place}"' in shown and f'id="found-{place}"' in shown
    assert 'class="marked marked--forbidden" id="in-1"' in shown
    assert "一、工作要求" in shown and "区残联负责汇总数据" in shown
    assert "清单不允许" in shown and "改好再发" in shown and "测算值" in shown
    assert f'href="{reverse("packs:clause", args=["NH-38"])}"' in shown
    assert "按建议改了" in shown and "报线索" not in shown


def test_words_of_a_paper_are_shown_and_not_run() -> None:
    made = draft(f"{WORDS}\n各村（社区）要上报<script>alert(1)</script>台账。")
    shown = page(browser("department-officer"), where(made))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_others_are_told_that_there_is_no_such_paper() -> None:
    made, came = draft(), received()
    other = person("别的单位", Role.DEPARTMENT_OFFICER, DISTRICT, Body.objects.get(name="宁河区财政局"))
    neighbour = person("邻村", Role.VILLAGE_CLERK, SIBLING)
    foreign = person("外区", Role.TOWN_CLERK, f"{FOREIGN[:9]}000")
    for who in (other, neighbour, foreign, demo("village-clerk"), demo("lead-civil"), demo("supervisor")):
        page(browser(who), where(made), 404)
    for who in (other, neighbour, foreign, demo("department-officer"), demo("lead-civil")):
        page(browser(who), where(came), 404)
    page(browser("town-clerk"), where(came))
    page(browser("village-head"), where(came))


def test_a_finding_is_mended_left_with_a_reason_and_taken_back() -> None:
    made, client = draft(), browser("department-officer")
    answer = client.post(where(made, "found/1/"), {"act": "accept"})
    assert answer["Location"] == where(made) + "#found-2"
    assert client.post(where(made, "found/2/"), {"act": "dismiss"})["Location"] == where(made) + "#found-2"
    assert "请写为什么不用改" in page(client, where(made))
    client.post(where(made, "found/2/"), {"act": "dismiss", "reason": "是镇里自己的工作群"})
    first, second = made.found.order_by("place")
    assert (first.state, second.state, second.reason) == (FoundState.ACCEPTED, FoundState.DISMISSED, "是镇里自己的工作群")  # fmt: skip
    assert "都处理过了" in page(client, where(made))
    client.post(where(made, "found/1/"), {"act": "reopen"})
    first.refresh_from_db()
    assert first.state == FoundState.OPEN


def test_pressing_twice_is_on_record_once() -> None:
    made, client = draft(), browser("department-officer")
    for _time in range(2):
        client.post(where(made, "found/1/"), {"act": "accept"})
        client.post(where(made, "found/2/"), {"act": "dismiss", "reason": "不用"})
    said = Record.objects.filter(object_type="screening", object_id=str(made.pk)).values_list("verb", flat=True)
    assert sorted(said) == ["found_accepted", "found_dismissed", "screen_paper"]


def test_acts_that_are_none_and_places_that_are_none_are_not_there() -> None:
    made, client = draft(), browser("department-officer")
    assert client.post(where(made, "found/1/"), {"act": "delete"}).status_code == 404
    assert client.post(where(made, "found/9/"), {"act": "accept"}).status_code == 404
    assert client.get(where(made, "found/1/")).status_code == 405
    assert client.post(where(made, "found/1/lead/")).status_code == 404
    assert browser("village-clerk").post(where(made, "found/1/"), {"act": "accept"}).status_code == 404
    assert set(made.found.values_list("state", flat=True)) == {FoundState.OPEN}


def test_a_village_files_a_lead_after_it_read_what_the_other_side_sees() -> None:
    came, client = received(), browser("village-clerk")
    assert "按建议改了" not in page(client, where(came))
    before = page(client, where(came, "found/1/lead/"))
    assert "看不到是谁、哪个村报的" in before and "看不到您的名字" in before
    assert not Lead.objects.exists()
    for _time in range(2):
        client.post(where(came, "found/1/lead/"))
    lead = Lead.objects.get()
    assert (lead.division_id, lead.confidential, lead.reported_by) == (VILLAGE, True, None)
    assert "已报线索" in page(client, where(came))
    client.post(where(came, "found/1/"), {"act": "reopen"})
    assert came.found.get(place=1).state == FoundState.LEAD


def test_from_the_lead_only_who_may_read_the_paper_comes_to_it() -> None:
    came = received()
    found = file_lead(actor=demo("village-clerk"), found=came.found.get(place=2))
    assert found.lead is not None
    source, lead = f"/screening/found/{found.pk}/", f"/ledger/leads/{found.lead.pk}/"
    assert browser("village-clerk").get(source)["Location"] == where(came) + "#found-2"
    assert source in page(browser("lead-civil"), lead)
    assert browser("lead-civil").get(source)["Location"] == lead
    page(browser("department-officer"), source, 404)
    page(browser(person("邻村", Role.VILLAGE_CLERK, SIBLING)), source, 404)


def test_the_text_goes_after_a_day_and_the_findings_stay() -> None:
    made, client = draft(), browser("department-officer")
    assert "自动删除" in page(client, where(made))
    with time_machine.travel(NOON + timedelta(hours=25), tick=False):
        take_texts(Job())
        client = browser("department-officer")
        shown = page(client, where(made))
    assert "原文已经删除，只留了结果" in shown
    assert 'id="document"' not in shown and 'id="found-2"' in shown
    assert client.get(where(made, "missed/")).status_code == 404


def test_the_text_is_kept_or_deleted_by_its_own_people() -> None:
    made = draft()
    assert browser("village-clerk").post(where(made, "text/"), {"keep": "no"}).status_code == 404
    client = browser("department-officer")
    client.post(where(made, "text/"), {"keep": "yes"})
    made.refresh_from_db()
    assert made.kept and made.text
    client.post(where(made, "text/"), {"keep": "no"})
    made.refresh_from_db()
    assert not made.text and not made.kept
    client.post(where(made, "text/"), {"keep": "yes"})
    assert "原文已经删除" in page(client, where(made))


def test_what_a_sentence_really_is_is_kept() -> None:
    made, client = draft(), browser("department-officer")
    bad = client.post(where(made, "found/1/correct/"), {"demand": "no"})
    assert bad.status_code == 400 and "请选它不是要求，是什么" in bad.content.decode()
    client.post(where(made, "found/1/correct/"), {"demand": "no", "not_demand": "dept", "kinds": ["trace"]})
    client.post(where(made, "found/2/correct/"), {"demand": "yes", "kinds": ["plaque"]})
    first, second = Correction.objects.order_by("start")
    assert (first.demand, first.not_demand, first.kinds) == (False, "dept", [])
    assert (second.demand, second.kinds, second.said_kinds) == (True, ["plaque"], made.found.get(place=2).kinds)


def test_a_missed_sentence_must_stand_in_the_paper() -> None:
    made, client = draft(), browser("department-officer")
    bad = client.post(where(made, "missed/"), {"text": "没有的一句。", "kinds": ["form"]})
    assert bad.status_code == 400 and "请从原文里原样复制" in bad.content.decode()
    client.post(where(made, "missed/"), {"text": "区残联负责汇总数据，联系用人单位。", "kinds": ["form"]})
    kept = Correction.objects.get()
    assert (kept.text, kept.start, kept.said_demand, kept.demand) == ("区残联负责汇总数据，联系用人单位。", made.text.index("区残联负责"), False, True)  # fmt: skip


def test_a_long_paper_shows_what_stands_around_its_findings_fifty_at_a_time() -> None:
    filler = "\n".join(f"第{number}段是背景情况，去年已经完成。" for number in range(5000))
    many = "\n".join(f"{number}. 各村（社区）要每周报送第{number}号统计表。" for number in range(1, 121))
    made, client = draft(f"{WORDS}\n{filler}\n{many}"), browser("department-officer")
    assert made.demands > 50 and len(made.text) > 60_000
    shown, second = page(client, where(made)), page(client, f"{where(made)}?page=2")
    assert "中间没有要求的段落没有列出" in shown and "第2500段" not in shown
    assert 'id="found-50"' in shown and 'id="found-51"' not in shown
    assert 'id="found-51"' in second
    assert len(shown) < 300_000
    answer = client.post(where(made, "found/50/"), {"act": "accept"})
    assert answer["Location"] == f"{where(made)}?page=2#found-51"


def test_the_page_asks_as_often_for_many_findings_as_for_few() -> None:
    client = browser("department-officer")
    few, many = draft(), draft("\n".join(f"各村（社区）要每周报送第{number}号统计表。" for number in range(1, 45)))
    page(client, where(few))
    assert queries(client, where(many)) == queries(client, where(few)) <= MOST_QUERIES


def test_a_draft_waits_for_who_screened_it_until_it_is_mended_or_newer() -> None:
    officer = demo("department-officer")
    made = draft()
    (wait,) = waiting(officer, 10)
    assert (wait.url, wait.note) == (where(made), "还有 2 处没有处理")
    for found in made.found.all():
        accept(actor=officer, found=found)
    assert not list(waiting(officer, 10))
    draft()
    newest = draft()
    assert [each.url for each in waiting(officer, 10)] == [where(newest)]
    with time_machine.travel(NOON + timedelta(days=15), tick=False):
        assert not list(waiting(officer, 10))


def test_the_town_reads_what_its_villages_received_and_no_drafts_of_offices() -> None:
    came, made = received(), draft()
    assert set(ScreeningAccess(demo("town-clerk")).rows()) == {came}
    assert made.division_id != TOWN


def test_a_models_opinion_is_offered_only_where_there_is_one_and_shows_what_it_sees_otherwise(settings: Any) -> None:
    made, client = draft(), browser("department-officer")
    assert "模型的意见" not in page(client, where(made))
    client.post(where(made, "opinion/"))
    assert "这里没有接模型服务" in page(client, where(made))
    settings.OPINION_URL = "http://127.0.0.1:9/v1"
    assert "问一问本单位的模型" in page(client, where(made))
    for _time in range(2):
        client.post(where(made, "opinion/"))
    opinion = SecondOpinion.objects.get(screening=made)
    assert "正在问" in page(client, where(made))
    first, second = made.found.order_by("place")
    missed = made.text.index("区残联负责")
    opinion.state, opinion.said = OpinionState.ANSWERED, [
        {"start": first.start, "end": first.end, "demand": False, "kinds": [], "why": "像是说明"},
        {"start": second.start, "end": second.end, "demand": True, "kinds": ["plaque"], "why": "要挂牌"},
        {"start": missed, "end": missed + 17, "demand": True, "kinds": ["form"], "why": "<b>要汇总</b>"},
    ]  # fmt: skip
    opinion.save()
    shown = page(client, where(made))
    assert "只作参考，不是结论的依据" in shown
    assert "第 1 处</a>，它说不是要求" in shown and "要挂牌" not in shown
    assert "规则没有认成要求，它说是：“区残联负责汇总数据，联系用人单位。”" in shown and "<b>要汇总" not in shown
    assert set(made.found.values_list("state", flat=True)) == {FoundState.OPEN}
    assert browser("village-clerk").post(where(made, "opinion/")).status_code == 404


def test_a_table_is_shown_as_one_with_its_headings_and_its_marked_rows() -> None:
    words = "关于分工的通知\n各村委会：\n任务\t责任单位\t时限\n建立应急物资台账\t各村（社区）\t6月底前\n采购物资\t区应急局\t5月底前"
    shown = page(browser("department-officer"), where(draft(words)))
    assert '<th scope="col">任务</th><th scope="col">责任单位</th><th scope="col">时限</th>' in shown
    assert '<tr class="marked marked--' in shown
    assert "<td>采购物资</td><td>区应急局</td><td>5月底前</td>" in shown


def test_what_is_not_admitted_is_applied_for_from_its_finding() -> None:
    made = draft(f"{WORDS}\n各村（社区）要每周报送《助残情况统计表》。")
    client = browser("department-officer")
    shown = page(client, where(made))
    assert shown.count(">申请准入</a>") == made.found.filter(outcome__in=("unlisted", "undecided")).count() == 1
    address = html.unescape(re.findall(r'href="(/admission/new/[^"]+)"', shown)[0])
    form = page(client, address)
    assert 'value="form" selected' in form and "各村（社区）要每周报送《助残情况统计表》。</textarea>" in form
    assert "申请准入" not in page(browser("village-clerk"), where(received()))
