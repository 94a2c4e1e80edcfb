"""The use of a seal, click by click: the clerk asks, the head approves, the clerk presses and logs; the month on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, width_of

pytestmark = pytest.mark.browser


def ask(page: Page, title: str) -> str:
    """The clerk asks for the committee's seal; what is not fully written is refused first. Returns the approval's address."""
    page.goto("/seals/")
    page.get_by_role("row", name=re.compile("村民委员会")).get_by_role("link", name=re.compile("申请用印")).click()
    page.get_by_label("什么材料要盖章").fill(title)
    page.get_by_label("做什么用").fill("和农机站签合同")
    page.get_by_label("盖几份").fill("2")
    page.get_by_label("留存件放在哪里").fill("档案柜，合同类第 12 号")
    page.get_by_role("button", name="送去批准").click()
    expect(page.locator(".error-summary")).to_contain_text("空白的纸、没有填完的表不能盖章")
    page.get_by_label("材料内容已经写全，不是空白纸、空白表").check()
    page.get_by_role("button", name="送去批准").click()
    expect(page.get_by_role("status")).to_contain_text("批准")
    expect(page.get_by_role("link", name="盖章登记")).to_have_count(0)
    return page.url


def test_a_clerk_asks_the_head_approves_the_clerk_presses_and_the_month_is_printed(page: Page, enter: Enter) -> None:
    title = f"农机作业合同{width_of(page)}"
    enter("王文书")
    address = ask(page, title)
    enter("赵主任")
    page.get_by_role("link", name=re.compile(title)).first.click()
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已批准")
    enter("王文书")
    page.goto(address)
    page.get_by_role("link", name="盖章登记").click()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已登记")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"\d{4}-\d{4}"))
    expect(page.locator("main")).to_contain_text("刘会计")
    page.goto("/seals/log/")
    page.locator("details.more summary").click()
    page.get_by_label("材料、用途、人名、编号").fill(title)
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name=re.compile(r"\d{4}-\d{4}")).click()
    page.get_by_role("link", name=re.compile("村民委员会")).click()
    page.get_by_role("link", name="打印月度登记").click()
    expect(page.locator("main")).to_contain_text(title)
    expect(page.locator("main")).to_contain_text("监督委员会：")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_spoiled_sheet_keeps_its_number(page: Page, enter: Enter) -> None:
    enter("王文书")
    page.goto("/seals/log/?q=修缮")
    page.get_by_role("link", name=re.compile(r"\d{4}-\d{4}")).click()
    number = page.get_by_role("heading", level=1).inner_text()
    if page.get_by_role("link", name="盖坏了，登记作废").count():
        page.get_by_role("link", name="盖坏了，登记作废").click()
        page.get_by_label("说明").fill("盖歪了，已剪角留存")
        page.get_by_role("button", name="作废").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(number)
    expect(page.locator("main")).to_contain_text("盖歪了，已剪角留存")


def test_discipline_reads_the_register_and_can_do_nothing_in_it(page: Page, enter: Enter) -> None:
    enter("蒋检")
    page.goto("/seals/")
    expect(page.get_by_role("link", name=re.compile("申请用印"))).to_have_count(0)
    page.get_by_role("link", name="用印登记").click()
    page.get_by_role("link", name=re.compile(r"\d{4}-\d{4}")).first.click()
    expect(page.get_by_role("link", name="更正")).to_have_count(0)
