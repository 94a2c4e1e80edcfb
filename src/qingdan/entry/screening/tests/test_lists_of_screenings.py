"""The list of screenings, the history of offices without a word of their drafts, corrections as labelled data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.screening.demo import DRAFT_TITLE, install_demo_screenings
from qingdan.entry.screening.models import Screening
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.services.screening import Asked, screen
from qingdan.entry.screening.services.working import Right, correct, file_lead
from qingdan.entry.screening.tests.cast import (
    DISTRICT,
    MENDED,
    SIBLING,
    TITLE,
    VILLAGE,
    WORDS,
    demo,
    disabled,
    draft,
    officer,
    received,
)
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.cast import SECOND_DISTRICT
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.tests.browsing import MOST_QUERIES, browser, page, person, queries
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")
LIST, OFFICES, FIXES = "/screening/list/", "/screening/offices/", "/screening/corrections/"


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def of_finance(words: str) -> Screening:
    """A draft of another office of the district."""
    body = Body.objects.get(name="宁河区财政局")
    account = Account.objects.filter(username="test-财政").first()
    account = account or person("财政", Role.DEPARTMENT_OFFICER, DISTRICT, body)
    return screen(actor=account, paper=read_words(words), asked=Asked(division=DISTRICT, side="draft", body=body))


def test_each_sees_their_own_and_nobody_elses() -> None:
    draft()
    received()
    received(WORDS.replace(TITLE, "邻村收到的通知"), SIBLING, who="town-clerk")
    of_finance(WORDS.replace(TITLE, "财政局的通知"))
    assert "邻村收到的通知" not in page(browser("village-clerk"), LIST)
    own, town = page(browser("department-officer"), LIST), page(browser("town-clerk"), LIST)
    assert TITLE in own and "财政局的通知" not in own and "收到的通知</p>" not in own
    assert "邻村收到的通知" in town and "财政局的通知" not in town
    assert "还没有筛过文件" in page(browser("lead-civil"), LIST)


def test_the_list_is_searched_narrowed_and_sorted() -> None:
    draft()
    draft(MENDED.replace(TITLE, "改好的通知"))
    client = browser("department-officer")
    assert "改好的通知" not in page(client, f"{LIST}?verdict=mend")
    assert "改好的通知" in page(client, f"{LIST}?q=改好")
    assert TITLE not in page(client, f"{LIST}?q=改好")
    assert "没有符合条件的文件" in page(client, f"{LIST}?until=2026-02-09")
    assert "没有符合条件的文件" in page(client, f"{LIST}?side=received")
    by_demands = page(client, f"{LIST}?sort=-demands")
    assert by_demands.index(f">{TITLE}</a>") < by_demands.index(">改好的通知</a>")


@pytest.mark.parametrize(
    "bad", ["?since=x", "?verdict=x&side=1", "?page=99999", "?sort=x", "?q=%F0%9F%25&sort=-", "?mine=on"]
)
def test_bad_filters_say_nothing(bad: str) -> None:
    draft()
    for address in (LIST, OFFICES):
        assert page(browser("department-officer"), address + bad)
    page(browser("list-steward"), FIXES + bad)


def test_lists_ask_as_often_for_many_as_for_few() -> None:
    of_finance(WORDS)
    made = draft()
    correct(
        actor=officer(), screening=made, start=made.found.get(place=1).start, text="", right=Right(False, (), "dept")
    )
    steward, officers, lead = browser("list-steward"), browser("department-officer"), browser("lead-civil")
    few = [queries(officers, LIST), queries(lead, OFFICES), queries(lead, f"{OFFICES}?by=total"), queries(steward, FIXES)]  # fmt: skip
    for number in range(6):
        made = draft(WORDS.replace(TITLE, f"第{number}号通知"))
        correct(actor=officer(), screening=made, start=made.found.get(place=1).start, text="", right=Right(True, ("form",)))  # fmt: skip
    many = [queries(officers, LIST), queries(lead, OFFICES), queries(lead, f"{OFFICES}?by=total"), queries(steward, FIXES)]  # fmt: skip
    assert many == few
    assert max(many) <= MOST_QUERIES


def test_the_history_counts_papers_and_what_was_mended_and_shows_no_word() -> None:
    first = draft()
    draft(MENDED, earlier=first)
    draft(WORDS.replace(TITLE, "第二份通知"))
    of_finance(WORDS.replace(TITLE, "财政局的通知"))
    with time_machine.travel(NOON + timedelta(days=40), tick=False):
        draft(WORDS.replace(TITLE, "三月的通知"))
    shown = page(browser("lead-civil"), OFFICES)
    for word in (TITLE, "第二份", "财政局的通知", "工作佐证"):
        assert word not in shown
    numbers = ["2", "3", "4", "4", "2", "2"]
    row = "".join(
        f'<td data-label="{label}" class="number">{number}</td>'
        for label, number in zip(("文件", "共几稿", "向村里的要求", "不能照这样要", "发前改掉", "最后一稿还有"), numbers, strict=True)
    )  # fmt: skip
    assert f'<th scope="row">宁河区残联</th><td data-label="月份" class="moment">2026年2月</td>{row}' in shown
    assert "2026年3月" in shown and "宁河区财政局" in shown


def test_an_office_reads_of_itself_and_an_overseer_of_their_place() -> None:
    draft()
    of_finance(WORDS)
    own = page(browser("department-officer"), OFFICES)
    assert "宁河区残联" in own and "宁河区财政局" not in own
    for who in ("supervisor", "inspector", "lead-civil"):
        shown = page(browser(who), OFFICES)
        assert "宁河区残联" in shown and "宁河区财政局" in shown
    foreign = person("外区督查", Role.SUPERVISOR, SECOND_DISTRICT)
    assert "宁河区残联" not in page(browser(foreign), OFFICES)
    page(browser("village-clerk"), OFFICES, 404)


def test_leads_are_counted_for_overseers_and_never_for_the_office_itself() -> None:
    draft()
    came = received()
    for found in came.found.all():
        file_lead(actor=demo("village-clerk"), found=found)
    total = f"{OFFICES}?by=total"
    assert '<td data-label="村里报的线索" class="number">2</td>' in page(browser("lead-civil"), total)
    assert "村里报的线索" not in page(browser("department-officer"), total)
    of_both = person("本单位牵头", Role.LEAD_OFFICER, DISTRICT, disabled())
    assert '<td data-label="村里报的线索" class="number">—</td>' in page(browser(of_both), total)


def test_corrections_go_out_as_labelled_data_without_the_office() -> None:
    made = draft()
    first, second = made.found.order_by("place")
    correct(actor=officer(), screening=made, start=first.start, text="", right=Right(False, (), "dept"))
    correct(actor=officer(), screening=made, start=second.start, text="", right=Right(True, ("plaque", "mechanism"), note="两样"))  # fmt: skip
    shown = page(browser("list-steward"), FIXES)
    assert "不是要求：部门、镇街自己的事" in shown and "要求：牌子、工作机制" in shown
    answer = browser("list-steward").get(f"{FIXES}jsonl/")
    assert answer["Content-Disposition"].startswith("attachment")
    lines = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert [(each["text"], each["demand"], each["kinds"], each["level"], each["neg_type"]) for each in lines] == [
        (first.text, False, [], None, "dept"), (second.text, True, ["mechanism", "plaque"], None, None),
    ]  # fmt: skip
    assert len(browser("list-steward").get(f"{FIXES}jsonl/?demand=no").content.splitlines()) == 1
    assert "残联" not in answer.content.decode()
    abroad = person("外区清单", Role.LIST_STEWARD, SECOND_DISTRICT)
    assert browser(abroad).get(f"{FIXES}jsonl/").content == b""
    page(browser("department-officer"), FIXES, 404)


def test_the_demonstration_has_a_draft_and_a_received_paper_once() -> None:
    install_demo_screenings()
    install_demo_screenings()
    made, came = Screening.objects.order_by("pk")
    assert (made.title, made.verdict, came.division_id, came.verdict) == (DRAFT_TITLE, "mend", VILLAGE, "mend")
    assert made.stopping >= 4 and came.stopping >= 2
