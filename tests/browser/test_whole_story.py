"""From an application to a breach that is mended: the whole story, click by click, each step by the person whose it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Enter
from tests.browser.test_admission_stories import AT_THE_DESK, TITLE, admit, follow, press, put, what_waits

pytestmark = pytest.mark.browser
MONTHLY = "编号写的是每季度，残联的人在群里叫我们每个月都报一张。"


def code_is_valid(page: Page, code: str) -> None:
    """Anybody checks the code, on a phone, written small."""
    page.context.clear_cookies()
    page.goto("/c/")
    page.get_by_label("准入编号").fill(code.lower())
    press(page, "核对")
    for words in ("有效", TITLE, "每季度"):
        expect(page.locator("main")).to_contain_text(words)
    desk = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.set_viewport_size(desk or PHONE)


def send_through_the_towns(page: Page) -> None:
    """The form goes to the towns, each of which will arrange it; the preview says for how many villages."""
    page.goto("/dispatch/new/?q=辅助器具适配")
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    put(page, what="按表登记，报镇街汇总。")
    page.get_by_label("苗庄镇", exact=False).first.check()
    press(page, "存草稿，看预览")
    expect(page.get_by_role("heading", name="可以派的")).to_be_visible()
    page.get_by_role("button", name="交给 1 个镇街安排").click()
    expect(page.get_by_role("status").first).to_be_visible()


def arrange(page: Page) -> None:
    """The town arranges it in its plan: more often than listed is not even offered, quarterly it is."""
    what_waits(page)
    expect(page.locator("[name=frequency] option[value=monthly]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("不能更勤")
    put(page, frequency="quarterly")
    press(page, "排进计划")
    expect(page.get_by_role("status")).to_be_visible()


def dispute(page: Page) -> None:
    """The village opens it, finds it asked monthly, and says so."""
    what_waits(page)
    expect(page.locator(".seal-line")).to_contain_text("已签收")
    follow(page, "反馈核实")
    page.get_by_role("radio", name="比清单", exact=False).check()
    put(page, text=MONTHLY)
    press(page, "提交，按规则核对")
    expect(page.locator("main")).to_contain_text("每季度")


def confirm(page: Page) -> None:
    """The lead body looks at the lead and confirms it against the body that asked."""
    page.goto("/ledger/leads/")
    page.locator("main").get_by_role("link", name=TITLE, exact=False).first.click()
    expect(page.locator("main")).to_contain_text(MONTHLY)
    follow(page, "确认为问题")
    page.get_by_label("责任单位").select_option(label="宁河区残联")
    put(page, due=str(date.today() + timedelta(days=20)))
    press(page, "确认")
    expect(page.get_by_role("status")).to_be_visible()


def mend(page: Page) -> None:
    """The body writes its measure and reports that it is done."""
    page.goto("/ledger/")
    page.locator("main").get_by_role("link", name=TITLE, exact=False).first.click()
    follow(page, "写整改措施")
    put(page, measure="停止按月要表，在群里更正。", due=str(date.today() + timedelta(days=5)))
    press(page, "写整改措施")
    follow(page, "报告整改完成")
    put(page, result="已在群里更正，只按季度收。")
    press(page, "报告整改完成")
    expect(page.get_by_role("link", name="核验销号")).to_have_count(0)


def verify(page: Page) -> None:
    """Somebody else verifies, and it is over."""
    page.goto("/ledger/?state=reported")
    page.locator("main").get_by_role("link", name=TITLE, exact=False).first.click()
    follow(page, "核验销号")
    put(page, words="问了村里，不再按月要。")
    press(page, "核验销号")
    expect(page.locator(".page-head")).to_contain_text("已销号")


@AT_THE_DESK
def test_from_the_application_to_the_breach_that_is_mended(page: Page, enter: Enter) -> None:
    code = admit(page, enter)
    code_is_valid(page, code)
    enter("周股长")
    send_through_the_towns(page)
    enter("孙镇办")
    arrange(page)
    enter("王文书")
    dispute(page)
    enter("李科")
    confirm(page)
    enter("周股长")
    mend(page)
    enter("李科")
    verify(page)
