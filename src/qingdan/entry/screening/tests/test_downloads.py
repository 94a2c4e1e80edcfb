"""What a screening goes out as on the web: the report, marked Word files, Excel; who gets them; nothing of an upload stays."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import docx
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.screening.models import Screening, Side
from qingdan.entry.screening.reading import read_paper
from qingdan.entry.screening.reading.tests.made_files import saved, word
from qingdan.entry.screening.services.screening import Asked, screen, take_texts
from qingdan.entry.screening.services.working import dismiss
from qingdan.entry.screening.tests.cast import FOREIGN, SIBLING, demo, disabled, draft, received
from qingdan.entry.screening.tests.notices import FORMS, MENDED
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.cast import DISTRICT
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.orgs.tests.browsing import MOST_QUERIES, browser, page, person, sheet
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")
ADDRESSES = ("report/", "report/word/", "excel/", "marked/", "marked/original/")
WORD_FILE = saved(word(FORMS.splitlines()))


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    with time_machine.travel(NOON, tick=False):
        yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def got(client: Client, made: Screening, address: str, status: int = 200) -> bytes:
    answer = client.get(f"/screening/{made.pk}/{address}")
    assert answer.status_code == status
    content: bytes = answer.content
    return content


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def asked(client: Client, address: str) -> int:
    """How many queries a download asks."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def of_file(data: bytes = WORD_FILE) -> Screening:
    """The screening of a Word file of the office's."""
    said = Asked(DISTRICT, Side.DRAFT, disabled(), name="通知.docx")
    return screen(actor=demo("department-officer"), paper=read_paper("通知.docx", data), asked=said)


def give(made: Screening, name: str, data: bytes) -> Any:
    """Give the file that was screened, to be written into."""
    file = SimpleUploadedFile(name, data)
    return browser("department-officer").post(f"/screening/{made.pk}/marked/original/", {"file": file})


class TestWho:
    def test_strangers_are_told_that_there_is_no_such_paper(self) -> None:
        made, came = draft(FORMS), received(FORMS)
        other = person("别的单位", Role.DEPARTMENT_OFFICER, DISTRICT, Body.objects.get(name="宁河区财政局"))
        neighbour = person("邻村", Role.VILLAGE_CLERK, SIBLING)
        foreign = person("外区", Role.TOWN_CLERK, f"{FOREIGN[:9]}000")
        for address in ADDRESSES:
            for who in (other, neighbour, foreign, demo("village-clerk"), demo("lead-civil")):
                got(browser(who), made, address, 404)
            for who in (other, neighbour, foreign, demo("department-officer"), demo("lead-civil")):
                got(browser(who), came, address, 404)
            got(browser("department-officer"), made, address)
            got(browser("village-clerk"), came, address)
            got(browser("town-clerk"), came, address)

    def test_the_list_as_excel_holds_only_what_the_reader_may_see(self) -> None:
        draft(FORMS)
        received(MENDED)
        rows = sheet(browser("village-clerk"), "/screening/list/excel/")
        assert [row[4] for row in rows[1:]] == ["收到的通知"]


class TestReport:
    def test_the_page_and_the_word_file_say_the_same(self) -> None:
        made = draft(FORMS)
        shown = page(browser("department-officer"), f"/screening/{made.pk}/report/")
        out = opened(got(browser("department-officer"), made, "report/word/"))
        [table] = out.tables
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[0] == ["序号", "原话", "结论和类别", "依据", "怎么改"]
        assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
        words = "\n".join(each.text for each in out.paragraphs)
        for said in (
            "文件筛查报告",
            "宁河区残疾人联合会",
            "【改好再发】共 3 处要求，3 处不能照这样要。",
            "清单不允许 2",
            "测算值",
            "经办：",
        ):
            assert said in words and said in shown
        assert "NH-38" in rows[3][3] and "NH-38" in shown
        for found in made.found.all():
            assert found.text.strip() in shown and found.suggestion[:40] in rows[found.place][4]

    def test_it_stands_after_the_text_is_gone_and_for_a_paper_that_asks_nothing(self) -> None:
        made, clean = draft(FORMS), draft(MENDED)
        with time_machine.travel(NOON + timedelta(hours=25)):
            take_texts(Job())
        assert "【改好再发】" in page(browser("department-officer"), f"/screening/{made.pk}/report/")
        assert "没有要改或者要先准入的要求" in page(browser("department-officer"), f"/screening/{clean.pk}/report/")
        [table] = opened(got(browser("department-officer"), clean, "report/word/")).tables
        assert table.rows[1].cells[0].text == "无"

    def test_a_village_reads_the_verdict_of_what_came_to_it(self) -> None:
        shown = page(browser("village-clerk"), f"/screening/{received(FORMS).pk}/report/")
        assert "【有不该要的】" in shown and "改好再发" not in shown

    def test_a_long_paper_goes_on_over_pages_under_its_heading_row(self) -> None:
        made = draft("关于台账的通知\n各村：\n" + "".join(f"各村每月上报第{n}号台账。\n" for n in range(600)))
        assert made.stopping == 600
        [table] = opened(got(browser("department-officer"), made, "report/word/")).tables
        assert len(table.rows) == 601
        assert "page=2" in page(browser("department-officer"), f"/screening/{made.pk}/report/")
        assert "第599号台账" in page(browser("department-officer"), f"/screening/{made.pk}/report/?page=2")


class TestExcel:
    def test_each_demand_is_a_row_and_text_stays_text(self) -> None:
        made = draft(f'{FORMS}\n各村每日上报=HYPERLINK("http://x")台账。')
        first = made.found.get(place=1)
        dismiss(actor=demo("department-officer"), found=first, reason="=1+1")
        head, *rows = sheet(browser("department-officer"), f"/screening/{made.pk}/excel/")
        assert len(rows) == made.demands
        row = dict(zip(head, rows[0], strict=True))
        assert (row["原话"], row["处理"], row["处理理由"]) == (first.text, "不用改", "=1+1")
        assert row["类别"] == "报表台账、考核评比" and row["多久一次"] == "每月" and row["怎么改"] == first.suggestion
        last = dict(zip(head, rows[-1], strict=True))
        assert '=HYPERLINK("http://x")' in str(last["原话"])

    def test_the_list_follows_the_filters_of_the_page(self) -> None:
        draft(FORMS)
        draft(MENDED)
        client = browser("department-officer")
        head, *rows = sheet(client, "/screening/list/excel/?verdict=mend")
        assert [dict(zip(head, row, strict=True))["结论"] for row in rows] == ["改好再发"]
        assert len(sheet(client, "/screening/list/excel/?verdict=nonsense&since=x")) == 3
        assert len(sheet(client, "/screening/list/excel/?q=没有这样的")) == 1


class TestMarked:
    def test_the_paper_comes_anew_with_comments_while_its_text_is_there(self) -> None:
        made = draft(FORMS)
        out = opened(got(browser("department-officer"), made, "marked/"))
        assert len(list(out.comments)) == 3
        with time_machine.travel(NOON + timedelta(hours=25)):
            take_texts(Job())
        answer = browser("department-officer").get(f"/screening/{made.pk}/marked/")
        assert answer.status_code == 410 and "原文已经删除" in answer.content.decode()

    def test_a_paper_that_is_too_long_to_be_set_anew_is_told_where_else_it_goes(self) -> None:
        made = draft(f"{FORMS}{'区残联负责汇总数据。' * 15_001}")
        answer = browser("department-officer").get(f"/screening/{made.pk}/marked/")
        assert answer.status_code == 410 and "批注写进原件" in answer.content.decode()
        got(browser("department-officer"), made, "report/word/")

    def test_comments_go_into_the_file_that_was_screened_and_nothing_of_it_stays(self) -> None:
        made = of_file()
        with time_machine.travel(NOON + timedelta(hours=25)):
            take_texts(Job())
        before = Attachment.objects.count()
        out = opened(give(made, "通知.docx", WORD_FILE).content)
        assert [each.text for each in out.paragraphs] == FORMS.splitlines()
        assert len(list(out.comments)) == 4
        made.refresh_from_db()
        assert made.text == "" and made.blocks == [] and Attachment.objects.count() == before

    def test_decisions_are_said_in_the_comments(self) -> None:
        made = of_file()
        dismiss(actor=demo("department-officer"), found=made.found.get(place=2), reason="市委同意的")
        remarks = [remark.text for remark in opened(give(made, "通知.docx", WORD_FILE).content).comments]
        assert "处理：不用改（市委同意的）" in remarks[2] and "处理：待处理" in remarks[1]

    @pytest.mark.parametrize(
        ("name", "data", "says"),
        [
            ("另一份.docx", saved(word(MENDED.splitlines())), "不是筛查的那一份"),
            ("坏.docx", b"PK\x03\x04 broken", ""),
            ("密.docx", saved(word(["机密★1年", "各村上报名单。"])), "涉密"),
            ("机密通知.docx", WORD_FILE, "涉密"),
            ("空.docx", b" ", "没有"),
        ],
        ids=["another", "broken", "marked words", "marked name", "empty"],
    )
    def test_another_file_is_refused_with_the_reason(self, name: str, data: bytes, says: str) -> None:
        answer = give(of_file(), name, data)
        assert answer.status_code == 400
        shown = answer.content.decode()
        assert says in shown and 'class="error' in shown and "上报名单" not in shown

    def test_no_file_is_asked_for(self) -> None:
        answer = browser("department-officer").post(f"/screening/{of_file().pk}/marked/original/", {})
        assert answer.status_code == 400


def test_queries_do_not_grow_with_demands_or_papers() -> None:
    few, client = draft(FORMS), browser("department-officer")
    many = draft("关于台账的通知\n各村：\n" + "".join(f"各村每月上报第{n}号台账。\n" for n in range(40)))
    for address in ADDRESSES:
        numbers = {asked(client, f"/screening/{made.pk}/{address}") for made in (few, many)}
        assert len(numbers) == 1 and max(numbers) <= MOST_QUERIES
    before = asked(client, "/screening/list/excel/")
    for _ in range(3):
        draft(MENDED)
    assert asked(client, "/screening/list/excel/") == before <= MOST_QUERIES
