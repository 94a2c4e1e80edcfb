"""Certificates, click by click: a resident books, a clerk issues or explains, the head signs, the town coordinates, anybody checks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from qingdan.foundation.personal.id_numbers import check_sign
from tests.browser.conftest import DESK, PHONE, Enter, width_of

pytestmark = pytest.mark.browser
AT_THE_DESK = pytest.mark.parametrize("page", [DESK], indirect=True, ids=["desk"])
ON_A_PHONE = pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
VILLAGE = "120117103201"
LIVING, LAND = "村民居住情况证明（演示）", "集体土地使用情况证明（演示）"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def fits(page: Page) -> None:
    """Nothing scrolls sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def id_number(page: Page, day: str) -> str:
    """Another person for each width, with a right check digit."""
    first = f"120117{day}{width_of(page):03d}"[:17]
    return first + check_sign(first)


def choose(page: Page, words: str, kind: str) -> None:
    """At the counter: what the resident says, and the kind that is meant."""
    page.goto("/certificates/counter/")
    page.get_by_label("照居民的话写").fill(words)
    press(page, "查一查")
    page.get_by_role("link", name=re.compile(rf"就是这种.*{re.escape(kind)}")).click()


def demanded(page: Page, sort: str, name: str = "") -> None:
    page.get_by_role("radio", name=sort).check()
    if name:
        page.get_by_label("哪个单位").fill(name)
    press(page, "看规定怎么说")


@ON_A_PHONE
def test_a_resident_asks_books_and_cancels_without_an_account(page: Page, enter: Enter) -> None:
    page.goto(f"/guides/at/{VILLAGE}/")
    page.get_by_label("谁要您开什么").fill("证明我妈是我妈")
    press(page, "查")
    expect(page.locator("main")).to_contain_text("公安派出所")
    page.get_by_label("谁要您开什么").fill("孩子上学要证明住在村里")
    press(page, "查")
    page.get_by_role("link", name=re.compile("看要带什么")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LIVING)
    fits(page)
    follow(page, "预约来办")
    expect(page.get_by_role("heading", level=1)).to_contain_text("预约")
    press(page, "预约")
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label("什么时候来").select_option(index=1)
    page.get_by_role("textbox", name="姓名").fill("张小约")
    page.get_by_role("textbox", name="电话").fill("13800004444")
    for mark in page.get_by_role("checkbox").all():
        mark.check()
    fits(page)
    press(page, "预约")
    expect(page.get_by_role("heading", level=1)).to_have_text("约好了")
    word = page.locator(".code-cell").first.inner_text()
    follow(page, "不来了，取消")
    page.get_by_label("取号口令").fill(word)
    page.get_by_label("预约时填的电话").fill("13800009999")
    page.locator("main").get_by_role("button").last.click()
    expect(page.locator("main")).to_contain_text("没有找到这个预约")
    page.get_by_label("取号口令").fill(word)
    page.get_by_label("预约时填的电话").fill("13800004444")
    page.locator("main").get_by_role("button").last.click()
    expect(page.locator("main")).to_contain_text("取消")
    fits(page)


def test_a_kept_kind_is_issued_stamped_handed_over_and_checked_by_anybody(page: Page, enter: Enter) -> None:
    enter("王文书")
    choose(page, "孩子上学要证明住在村里", LIVING)
    demanded(page, "个人，或者自己要用")
    expect(page.get_by_role("heading", name="可以出具")).to_be_visible()
    page.get_by_role("textbox", name="姓名", exact=True).fill("欧阳㛃")
    page.get_by_label("证件号码").first.fill("120117199001011234")
    page.get_by_role("checkbox", name=re.compile("看过身份证原件")).check()
    press(page, "受理，下一步填内容")
    expect(page.locator(".error-summary")).to_contain_text("校验")
    page.get_by_label("证件号码").first.fill(id_number(page, "19900101"))
    page.get_by_role("checkbox", name=re.compile("看过身份证原件")).check()
    press(page, "受理，下一步填内容")
    expect(page.get_by_role("status")).to_contain_text("已受理")
    application = page.url
    issue(page)
    number = page.locator("main").get_by_text(re.compile(r"证明 120117103201-\d{4}-\d{4}")).inner_text()
    page.reload()
    expect(page.locator("main").get_by_text(number)).to_have_count(1)
    stamp_and_hand_over(page, enter, application)
    check_as_anybody(page, application)


def issue(page: Page) -> None:
    page.locator("main").get_by_role("link", name="出具证明", exact=True).click()
    page.get_by_label("住址").fill("苗庄镇刘庄村三区二号")
    page.get_by_label("从哪天住起").fill("2010-05-01")
    page.get_by_role("radio", name="查看身份证、户口簿，村里有登记").check()
    press(page, "出具")
    expect(page.get_by_role("status")).to_contain_text("已出具")


def stamp_and_hand_over(page: Page, enter: Enter, application: str) -> None:
    page.goto(application)
    press(page, "打印")
    page.goto(application)
    expect(page.locator("main")).to_contain_text("用印")
    enter("赵主任")
    page.goto("/seals/approvals/")
    page.get_by_role("link", name=re.compile(re.escape(LIVING))).first.click()
    press(page, "批准")
    enter("王文书")
    page.goto(application)
    press(page, "盖好章了")
    page.goto(application)
    follow(page, "交给居民")
    page.locator("main form button").last.click()
    expect(page.locator("main")).to_contain_text("交付")
    fits(page)


def check_as_anybody(page: Page, application: str) -> None:
    """The code on the paper, with a phone: valid; the right person; another person; revoked."""
    page.goto(application)
    code = page.locator("dt", has_text="查验码").locator("xpath=following-sibling::dd").inner_text()
    page.goto(f"/v/{code}")
    expect(page.locator("main")).to_contain_text("有效")
    expect(page.locator("main")).not_to_contain_text("欧阳")
    page.get_by_role("textbox", name=re.compile("姓名")).fill("欧阳㛃")
    page.get_by_label(re.compile("后四位")).fill(id_number(page, "19900101")[-4:])
    press(page, "比对")
    expect(page.get_by_role("status").get_by_text("一致", exact=True)).to_be_visible()
    page.get_by_role("textbox", name=re.compile("姓名")).fill("欧阳洁")
    page.get_by_label(re.compile("后四位")).fill("1234")
    press(page, "比对")
    expect(page.get_by_role("status").get_by_text("不一致", exact=True)).to_be_visible()
    page.goto(application)
    follow(page, "撤销")
    page.get_by_label("理由").fill("住址写错了")
    page.locator("main form button").last.click()
    page.goto(f"/v/{code}")
    expect(page.locator("main")).to_contain_text("撤销")
    fits(page)


def test_a_barred_kind_is_explained_and_the_town_coordinates(page: Page, enter: Enter) -> None:
    enter("王文书")
    choose(page, "证明我妈是我妈", "亲属关系证明")
    demanded(page, "企业、银行、学校、医院等单位", f"某银行{width_of(page)}支行")
    expect(page.locator("main")).to_contain_text("公安派出所")
    press(page, "记下，给解释说明单")
    application = page.url
    expect(page.locator("main")).to_contain_text("无清单依据的索要")
    follow(page, "送达解释说明单")
    page.get_by_role("radio", name="打印交给本人").check()
    page.locator("main form button").last.click()
    follow(page, "打印解释说明单")
    expect(page.locator("main")).to_contain_text("不应由基层群众性自治组织出具证明事项清单")
    page.goto(application)
    follow(page, "向镇街反映")
    page.get_by_role("radio", name="民商事主体明确要求").check()
    page.get_by_label("居民姓名").fill("周小难")
    page.get_by_label("居民电话").fill("13800005555")
    page.locator("main form button").last.click()
    expect(page.get_by_role("status")).to_be_visible()
    enter("孙镇办")
    page.goto("/certificates/coordination/")
    page.locator("tr", has_text=f"某银行{width_of(page)}支行").get_by_role("link").first.click()
    follow(page, "记录协调结果")
    page.get_by_role("radio", name="有关单位自己核查，不用证明").check()
    page.get_by_label("怎么协调的，居民下一步怎么办").fill("银行自己到派出所核查，不用村里出证明。")
    page.locator("main form button").last.click()
    enter("王文书")
    page.goto(application)
    expect(page.locator("main")).to_contain_text("银行自己到派出所核查")
    follow(page, "告知居民结果")
    page.get_by_role("radio", name="打电话告诉本人").check()
    page.locator("main form button").last.click()
    expect(page.locator("main")).to_contain_text("已告知结果")
    fits(page)


@AT_THE_DESK
def test_what_touches_everybody_waits_for_deliberation_and_the_heads_signature(page: Page, enter: Enter) -> None:
    enter("王文书")
    page.goto("/certificates/?q=集体土地")
    follow(page, LAND)
    application = page.url
    expect(page.locator("main")).to_contain_text("在等负责人签字")
    expect(page.get_by_role("link", name="出具证明", exact=True)).to_have_count(0)
    enter("赵主任")
    page.goto("/waiting/")
    page.locator("main").get_by_role("link", name=LAND).first.click()
    follow(page, "负责人签字")
    page.locator("main form button").last.click()
    enter("王文书")
    page.goto(application)
    follow(page, "出具证明")
    page.get_by_role("radio", name="走访邻居、现场查看").check()
    press(page, "出具")
    expect(page.get_by_role("status")).to_contain_text("已出具")
    press(page, "打印")
    page.goto(application)
    press(page, "盖好章了")
    page.goto("/seals/log/")
    expect(page.locator("main")).to_contain_text(LAND)


def test_an_inspector_reads_numbers_and_no_person(page: Page, enter: Enter) -> None:
    enter("蒋检")
    page.goto("/certificates/numbers/")
    expect(page.locator("main")).to_contain_text("没有清单依据的索要")
    expect(page.get_by_role("img")).to_be_visible()
    follow(page, "年度统计表")
    expect(page.locator("main")).to_contain_text("主要负责人")
    fits(page)
    for address in ("/certificates/", "/certificates/1/"):
        answer = page.goto(address)
        assert answer is not None and answer.status == 404


@pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])
def test_a_clerk_finds_what_somebody_has_here_by_the_number_on_their_card(page: Page, enter: Enter) -> None:
    enter("王文书")
    page.goto("/certificates/")
    follow(page, "按身份证号查")
    first = "12011719700101901"
    page.get_by_label("号码、电话或者口令").fill(first)
    page.get_by_label("本人在窗口").check()
    press(page, "查")
    expect(page.get_by_role("alert")).to_contain_text("18 位")
    page.get_by_label("号码、电话或者口令").fill(first + check_sign(first))
    press(page, "查")
    expect(page.locator("main")).to_contain_text("王*演")
    assert first not in page.content() and first not in page.url
    fits(page)
    follow(page, LIVING)
    expect(page.locator("main")).to_contain_text("本人在窗口，看过证件")
