"""The annual review, click by click: the steward opens a round and answers for lists that name no body, the
answers become a draft, the round is closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.test_register_stories import row, size_of

pytestmark = pytest.mark.browser


def begin(page: Page, title: str) -> str:
    """A round is opened with its day; a day that has passed is refused. Returns its address."""
    page.goto("/reviews/")
    page.get_by_role("link", name="发起一轮复核").click()
    page.get_by_label("名称").fill(title)
    page.get_by_label("答复期限").fill("2020-01-01")
    page.get_by_role("button", name="发起").click()
    expect(page.locator(".error-summary")).to_contain_text("今天以后")
    page.get_by_label("答复期限").fill(str(date.today() + timedelta(days=20)))
    page.get_by_role("button", name="发起").click()
    expect(page.get_by_role("status")).to_contain_text("已发起")
    return page.url


def answer(page: Page, said: str, reason: str) -> str:
    """The first item that waits is answered; returns what it is called."""
    waiting = page.locator("tbody tr", has_text="未答复").get_by_role("link").first
    title = waiting.inner_text()
    waiting.click()
    page.get_by_role("radio", name=said).check()
    page.get_by_role("button", name="答复").click()
    expect(page.locator(".error-summary").first).to_be_visible()
    page.get_by_label("理由").fill(reason)
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_role("status")).to_contain_text("已答复")
    return title


def test_a_round_is_opened_answered_written_into_a_draft_and_closed(page: Page, enter: Enter) -> None:
    title = f"清单复核（{size_of(page)}）"
    enter("陈管")
    round_ = begin(page, title)

    kept = answer(page, "保留", "法律有规定，民政局电话答复")
    page.goto(f"{round_}?answer=waiting")
    given_up = answer(page, "退出", "改由镇街办理")

    page.goto(round_)
    expect(page.get_by_role("region", name="各单位进度")).to_contain_text("由清单管理员答复")
    expect(row(page, given_up).last).to_contain_text("改由镇街办理")
    expect(row(page, kept).last).to_contain_text("代录")
    page.get_by_role("button", name="提醒没有答复的单位").click()
    page.get_by_role("link", name="结束这一轮").click()
    page.get_by_role("button", name="结束").click()
    expect(page.locator("main")).to_contain_text("还有修改和退出")
    page.goto(round_)
    page.get_by_role("button", name="写进草稿").click()
    expect(page.get_by_role("status")).to_contain_text("已写进 1 份草稿")
    page.get_by_role("link", name="结束这一轮").click()
    page.get_by_role("button", name="结束").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.goto(f"{round_}?q={kept}")
    expect(row(page, kept).last).to_contain_text("法律有规定")

    enter("李科")
    page.goto(round_)
    expect(page.locator("main")).to_contain_text("结束")
    expect(page.get_by_role("button", name="写进草稿")).to_have_count(0)
