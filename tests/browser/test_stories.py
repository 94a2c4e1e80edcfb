"""What people do with Qingdan, click by click."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Enter

pytestmark = pytest.mark.browser
REPORT = "各村每周五下午五点前报送秸秆禁烧巡查台账，附巡查照片。"


def test_a_village_clerk_asks_reads_why_and_opens_the_clause(page: Page, enter: Enter) -> None:
    enter("王文书")
    page.get_by_label("对方要求做什么").fill(REPORT)
    page.get_by_role("button", name="查一查").click()
    verdict = page.get_by_role("article")
    expect(verdict.get_by_role("heading")).to_contain_text("清单不允许")
    expect(page.get_by_text("按“报表台账”看")).to_be_visible()
    verdict.get_by_role("link", name="看依据原文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("NH-")
    expect(page.get_by_role("heading", name="引用这一条的规则")).to_be_visible()


def test_missing_facts_are_answered_by_one_press_each(page: Page) -> None:
    page.goto("/check/?words=挂警务室的牌子&place=120117")
    asked = []
    while (question := page.locator(".question")).count():
        asked.append(question.locator(".question-words").inner_text())
        question.get_by_role("button").first.click()
        assert len(asked) < 6
    assert len(asked) == len(set(asked)) >= 1
    expect(page.get_by_role("link", name="去掉").first).to_be_visible()


def test_the_same_question_side_by_side(page: Page) -> None:
    page.goto("/check/?words=挂警务室的牌子&place=120117103201&f.location=outside")
    page.get_by_role("link", name="同一件事在各地").click()
    expect(page.locator(".card--verdict")).to_have_count(5)


def test_another_place_is_chosen_and_the_question_stays(page: Page) -> None:
    page.goto("/check/?words=挂警务室的牌子&place=120117")
    page.get_by_role("link", name="换一个地方").click()
    page.get_by_role("searchbox").fill("刘庄")
    page.get_by_role("button", name="找", exact=True).click()
    page.get_by_role("link", name=re.compile("选这里.*刘庄村")).first.click()
    expect(page.get_by_label("对方要求做什么")).to_have_value("挂警务室的牌子")
    expect(page.locator(".box-place")).to_contain_text("刘庄村")


def test_every_demo_account_comes_home_to_its_own_work(page: Page) -> None:
    page.goto("/demo/")
    names = [words.split("·")[-1].strip() for words in page.locator("li.card p.small").all_inner_texts()]
    assert len(names) >= 12
    for name in names:
        page.goto("/demo/")
        page.locator("li.card", has=page.get_by_text(name)).get_by_role("button").click()
        page.wait_for_url("**/")
        expect(page.locator("main")).to_contain_text(name)
        expect(page.locator("main section").first).to_be_visible()


def test_an_administrator_enters_a_holiday_and_a_confirmation_is_a_page(page: Page, enter: Enter) -> None:
    enter("沈系")
    page.goto("/calendar/2028/day/")
    page.get_by_label("日期").fill("2028-01-26")
    page.get_by_role("radio", name="放假").check()
    page.get_by_label("说明").fill("春节")
    page.get_by_label("通知文号").fill("国办发明电〔2027〕1号")
    page.get_by_role("button", name="录入").click()
    expect(page.get_by_role("status")).to_contain_text("已录入")
    page.get_by_role("link", name=re.compile("删除.*1月26日")).click()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_role("status")).to_contain_text("已删除")


def test_the_audit_administrator_verifies_the_record(page: Page, enter: Enter) -> None:
    enter("杨审")
    page.goto("/audit/")
    page.get_by_role("button", name="核验全部记录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("全部记录完好")


def test_the_keyboard_alone_asks_a_question(page: Page) -> None:
    page.goto("/check/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("挂警务室的牌子")
    for _step in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "查一查":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_be_visible()


def test_a_phone_without_scripts_does_everything_a_clerk_needs(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport=PHONE, base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/demo/")
    page.locator("li.card", has_text="王文书").get_by_role("button").click()
    page.get_by_text("菜单").click()
    page.get_by_role("link", name="该不该我们干").click()
    page.get_by_label("对方要求做什么").fill(REPORT)
    page.get_by_role("button", name="查一查").click()
    expect(page.get_by_role("article")).to_contain_text("清单不允许")
    expect(page.get_by_role("button", name="打印")).to_have_count(0)
    page.get_by_text("菜单").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    context.close()


def test_a_text_that_is_too_long_is_told_and_kept(page: Page) -> None:
    page.goto("/check/")
    box = page.get_by_label("对方要求做什么")
    box.fill("好" * 6000)
    page.get_by_role("button", name="查一查").click()
    assert "最多 5000 个字" in box.evaluate("box => box.validationMessage")
    assert len(box.input_value()) == 6000
    assert page.url.endswith("/check/")
