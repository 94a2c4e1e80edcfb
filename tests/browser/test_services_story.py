"""Services, click by click: a resident books and later says how it went, the clerk works the window, the town takes over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, width_of

pytestmark = pytest.mark.browser
VILLAGE = "120117103201"


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_resident_finds_a_service_books_it_and_cancels_without_an_account(page: Page) -> None:
    page.goto(f"/portal/{VILLAGE}/")
    page.get_by_role("link", name="能办的服务，预约").click()
    page.get_by_label("服务、单位").fill("残疾人证")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("link", name=re.compile("残疾人证办理代办")).click()
    expect(page.locator("main")).to_contain_text("身份证、两寸照片两张")
    assert fits(page)
    page.get_by_role("link", name="预约到窗口办").click()
    page.get_by_label("下午").check()
    page.get_by_label("姓名", exact=True).fill("买买提·吐尔逊")
    page.get_by_label("电话", exact=True).fill(f"1390000{width_of(page):04d}")
    page.get_by_role("button", name="预约", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("同意了才能预约")
    page.get_by_label(re.compile("同意为这次预约留下姓名和电话")).check()
    page.get_by_role("button", name="预约", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已约好")
    expect(page.locator("main")).not_to_contain_text("吐尔逊")
    assert fits(page)
    page.get_by_role("button", name="取消预约").click()
    expect(page.get_by_role("status")).to_contain_text("姓名和电话已经删去")


def test_a_clerk_takes_a_number_and_hands_on_what_the_village_cannot_carry(page: Page, enter: Enter) -> None:
    title = f"路灯坏了{width_of(page)}"
    enter("王文书")
    page.goto("/window/")
    page.get_by_role("link", name="取号登记").click()
    page.get_by_label("办什么事").fill(title)
    page.get_by_role("button", name="取号").click()
    expect(page.get_by_role("status")).to_contain_text("已取号")
    assert fits(page)
    page.get_by_role("link", name="叫号，开始办").click()
    page.get_by_role("button", name="叫号，开始办").click()
    page.get_by_role("link", name="村里办不了，交镇街协调").click()
    page.get_by_label("为什么村里办不了").fill("线路归供电所管，村里动不了。")
    page.get_by_role("button", name="村里办不了，交镇街协调").click()
    expect(page.locator("main")).to_contain_text("有结果以前由镇街负责")
    address = page.url
    enter("孙镇办")
    page.goto("/coordination/")
    page.get_by_role("link", name=title).click()
    page.get_by_label("已经解决").check()
    page.get_by_label("说明").fill("供电所换好了。")
    page.get_by_role("button", name="登记结果").click()
    expect(page.get_by_role("status")).to_contain_text("已记下结果")
    assert fits(page)
    enter("王文书")
    page.goto(address)
    expect(page.locator("main")).to_contain_text("供电所换好了")
    expect(page.get_by_role("link", name="办结")).to_have_count(0)


def test_a_personal_matter_ends_with_the_guidance(page: Page, enter: Enter) -> None:
    enter("王文书")
    page.goto("/window/new/")
    page.get_by_label("办什么事").fill("借农具")
    page.get_by_label("个人事项").check()
    page.get_by_role("button", name="取号").click()
    expect(page.get_by_role("link", name="村里办不了，交镇街协调")).to_have_count(0)
    page.get_by_role("link", name="办结").click()
    page.get_by_label("互助解决").check()
    page.get_by_role("button", name="办结").click()
    expect(page.locator(".error-summary")).to_contain_text("怎么引导的")
    page.get_by_label("怎么引导的").fill("介绍他找邻居借。")
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_role("status")).to_contain_text("已办结")
