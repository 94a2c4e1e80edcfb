"""Admission, click by click: the same application takes the way of each of two districts, on screen and from paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, Enter

pytestmark = pytest.mark.browser
AT_THE_DESK = pytest.mark.parametrize("page", [DESK], indirect=True, ids=["desk"])
TITLE = "残疾人辅助器具适配季度登记表"
PAPER = "区党办发〔2026〕18号"


def put(page: Page, **said: str) -> None:
    """Fill fields of a form by their names."""
    for name, value in said.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def open_case(page: Page) -> None:
    """From the list of applications, where everybody who takes part finds it."""
    page.goto("/admission/?q=辅助器具适配")
    follow(page, TITLE)


def what_waits(page: Page) -> None:
    """From everything that waits for this person; the home page shows the nearest few of it."""
    page.goto("/waiting/")
    page.locator("main").get_by_role("link", name=TITLE).first.click()


def apply(page: Page, *, only_villages: bool = False) -> None:
    """The whole form, the pre-check, and out of the house."""
    page.goto("/admission/")
    follow(page, "申请准入")
    put(
        page, kind="form", title=TITLE, content="每季度登记需要辅助器具的残疾人，报镇街汇总。", basis="province", basis_text="省级残疾人保障条例第十条",
        review_on=str(date.today() + timedelta(days=365)), frequency="quarterly", minutes="30", funding_standard="每村每年 200 元",
        funding_source="区残联年度预算", flow_steps="村里登记\n镇街汇总\n区残联上门适配", training="每年三月集中培训一次", transferred_from="none",
    )  # fmt: skip
    if only_villages:
        page.get_by_role("checkbox", name="村", exact=True).check()
    press(page, "保存并预检")
    expect(page.get_by_role("heading", name="负担")).to_be_visible()
    expect(page.locator("main")).to_contain_text("测算值：每村每年约 2 小时")
    hand_in(page)


def hand_in(page: Page) -> None:
    follow(page, "报送")
    press(page, "报送申请")
    expect(page.get_by_role("status")).to_contain_text("已报送")


def agree(page: Page, link: str, words: str) -> None:
    """An opinion or a review on screen."""
    what_waits(page)
    follow(page, link)
    page.get_by_role("radio", name="同意", exact=True).check()
    put(page, text=words)
    press(page, link)
    expect(page.get_by_role("status")).to_contain_text("已记录")


def record_paper(page: Page) -> None:
    """One paper of the two offices, with both decisions."""
    open_case(page)
    follow(page, "登记纸质决定")
    for seat in ("区委", "区政府"):
        page.get_by_role("checkbox", name=seat, exact=True).check()
    put(page, kind="two_offices", number=PAPER, day=str(date.today()), kept_at="区委办机要室")
    page.get_by_role("radio", name="同意", exact=True).check()
    press(page, "登记")
    expect(page.locator("main")).to_contain_text("确认以前不算数")
    expect(page.get_by_role("link", name="对照原件确认")).to_have_count(0)


def confirm_paper(page: Page) -> None:
    """The second person, from the home page."""
    what_waits(page)
    follow(page, "对照原件确认")
    expect(page.locator("main")).to_contain_text(PAPER)
    press(page, "与原件一致，确认")


def hand_on(page: Page) -> None:
    what_waits(page)
    follow(page, "报送下一步")
    press(page, "报送下一步")
    expect(page.get_by_role("status")).to_contain_text("已报送下一步")


def admit(page: Page, enter: Enter) -> str:
    """A form is returned once, reviewed by three bodies, approved on paper, filed; returns its code."""
    enter("周股长")
    apply(page)
    enter("李科")
    open_case(page)
    follow(page, "退回补正")
    put(page, reason="写清楚镇街怎么汇总。")
    press(page, "退回补正")
    expect(page.locator(".page-head")).to_contain_text("已暂停计时")

    enter("周股长")
    what_waits(page)
    expect(page.locator("main")).to_contain_text("写清楚镇街怎么汇总。")
    follow(page, "修改申请")
    put(page, content="每季度登记需要辅助器具的残疾人，镇街用一张汇总表报区残联。")
    press(page, "保存并预检")
    hand_in(page)

    for who in ("郑科", "冯科"):
        enter(who)
        agree(page, "出具意见", "同意，每季度一次不增加频次。")
    enter("李科")
    agree(page, "写初审意见", "三部门意见一致，初审通过。")
    enter("周股长")
    hand_on(page)
    enter("褚登")
    record_paper(page)
    enter("李科")
    confirm_paper(page)
    enter("周股长")
    hand_on(page)

    enter("李科")
    what_waits(page)
    follow(page, "备案")
    put(page, openness="public", openness_review="申请内容可以主动公开")
    page.get_by_role("checkbox").check()
    press(page, "备案")
    result = page.get_by_role("region", name="准入结果")
    expect(result).to_contain_text("备案号")
    return result.get_by_role("link").inner_text()


@AT_THE_DESK
def test_the_same_application_takes_the_other_district_s_way(page: Page, enter: Enter) -> None:
    enter("马股长")
    apply(page, only_villages=True)
    for who in ("何科", "牛科", "高科"):
        enter(who)
        agree(page, "出具意见", "同意。")
    enter("马股长")
    open_case(page)
    expect(page.get_by_role("link", name="报送下一步")).to_have_count(0)
    enter("高科")
    hand_on(page)
    enter("石登")
    record_paper(page)
    enter("高科")
    confirm_paper(page)
    expect(page.locator(".page-head")).to_contain_text("待纳入清单")
    expect(page.locator("main")).not_to_contain_text("准入编号")

    enter("白管")
    open_case(page)
    follow(page, "清单新版")
    follow(page, "去填")
    day = str(date.today())
    put(page, document="村级报表目录", published_on=day, effective_on=day, reason="准入新增")
    press(page, "保存")
    follow(page, "提交审查")
    press(page, "提交审查")
    enter("何科")
    page.goto("/")
    page.locator("main").get_by_role("link", name="报表", exact=False).first.click()
    follow(page, "审查并发布")
    page.get_by_role("radio", name="系统内", exact=False).check()
    put(page, openness_review="村级使用")
    page.get_by_label("我审查过").check()
    press(page, "发布")

    enter("马股长")
    open_case(page)
    result = page.get_by_role("region", name="准入结果")
    expect(result).to_contain_text("已准入")
    expect(result).not_to_contain_text("备案号")
