"""The register, click by click: a new edition, what runs today, and a town's red line; on a phone and at a desk."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from qingdan.register.lists.annexes.tests.shapes import document
from tests.browser.conftest import Enter

pytestmark = pytest.mark.browser
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def size_of(page: Page) -> str:
    """A word of the screen, so that both runs of a story have names of their own."""
    return "手机" if (page.viewport_size or {"width": 0})["width"] < 700 else "电脑"


def leave(page: Page) -> None:
    """Go on as a visitor."""
    page.context.clear_cookies()


def row(page: Page, words: str) -> Locator:
    return page.locator("tbody tr", has_text=words)


def annex(plaque: str) -> FilePayload:
    """A Word annex with a title, serial numbers, 村 | 社区 columns, a total, a row without a name and one twice."""
    rows = [
        ["序号", "牌子名称", "类别", "村", "社区", "备注"],
        ["1", plaque, "内部", "", "√", "统一制作"],
        ["2", "党群服务中心", "外部", "√", "√", "横牌，红底黄字"],
        ["3", "", "内部", "√", "", ""],
        ["4", plaque, "内部", "√", "√", ""],
        ["合计", "", "", "", "", ""],
    ]
    data = document([rows], above=["附件2", "宁河区村（社区）牌子清单", "宁民发〔2026〕12号"])
    return {"name": "附件2.docx", "mimeType": WORD, "buffer": data}


def import_annex(page: Page, plaque: str) -> None:
    """A Word annex is read, shown row by row, and confirmed."""
    page.get_by_role("link", name="从文件导入").click()
    page.get_by_label("文件", exact=True).set_input_files(annex(plaque))
    page.get_by_role("button", name="读一读").click()
    expect(row(page, "统一制作")).to_contain_text("适用：社区")
    expect(row(page, "没有事项名称")).to_contain_text("表1 第4行")
    expect(row(page, "是同一件事，只导入前面那一行")).to_have_count(1)
    expect(row(page, "合计行")).to_contain_text("跳过")
    page.get_by_label("为什么增改").fill("按宁民发〔2026〕12号补充")
    page.get_by_role("button", name="确认导入").click()
    expect(row(page, plaque)).to_contain_text("按宁民发〔2026〕12号补充")


def change_an_item(page: Page, plaque: str) -> None:
    """An item is changed, which needs its reason, and the difference shows it."""
    row(page, "村党组织").first.get_by_role("link", name="修改").click()
    page.get_by_label("说明").fill(f"竖牌，长180厘米（{size_of(page)}）")
    page.get_by_label("为什么增改").fill("")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".error-summary")).to_contain_text("请写为什么改这一项")
    page.get_by_label("为什么增改").fill("写明规格")
    page.get_by_role("button", name="保存").click()

    page.get_by_role("link", name="与上一版比较").click()
    expect(row(page, "村党组织").first).to_contain_text("写明规格")
    expect(row(page, plaque)).to_contain_text("新增")


def fill_in_and_submit(page: Page) -> None:
    """What the draft still needs is filled in, a wrong day is refused, and it is handed over."""
    expect(page.get_by_role("link", name="提交审查")).to_have_count(0)
    page.get_by_role("link", name="去填").first.click()
    page.get_by_label("由哪份文件公布").fill("关于修订村（社区）牌子清单的通知")
    page.get_by_label("文号").fill("宁民发〔2026〕12号")
    page.get_by_label("发布日期").fill(str(date.today()))
    page.get_by_label("生效日期").fill("2020-01-01")
    page.get_by_label("为什么修订").fill("按新的挂牌规定补充")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".error-summary")).to_contain_text("不能早于发布日期")
    page.get_by_label("生效日期").fill(str(date.today()))
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="提交审查").click()
    page.get_by_role("button", name="提交审查").click()
    expect(page.get_by_text("审查发布。现行版照常有效")).to_be_visible()


def review_and_publish(page: Page) -> None:
    """公开属性 and secrecy are reviewed, then it is published."""
    page.locator("main").get_by_role("link", name="一横四竖两标识").first.click()
    page.get_by_role("link", name="审查并发布").click()
    expect(page.locator(".page-head")).to_contain_text("新增 1 项")
    page.get_by_role("radio", name="公开", exact=True).check()
    page.get_by_label("按什么定的").fill("文件第五条写明主动公开")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("请先审查，再勾上")
    page.get_by_label("我审查过").check()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已发布")
    expect(page.get_by_role("link", name="修改", exact=False)).to_have_count(0)


def read_as_a_resident(page: Page, plaque: str) -> None:
    """The village is found by pinyin, the change is read, everyday words are searched, the feeds tell it."""
    page.goto("/portal/")
    page.get_by_role("searchbox").fill("liuzhuang")
    page.get_by_role("button", name="找", exact=True).click()
    page.get_by_role("link", name=re.compile("看这里的.*：刘庄村")).click()
    page.get_by_role("link", name="改了什么").click()
    expect(row(page, plaque)).to_contain_text("按宁民发〔2026〕12号补充")
    page.go_back()
    page.get_by_label("用平常的话写").fill("证明我妈是我妈")
    page.get_by_role("button", name="查一查").click()
    page.get_by_role("link", name="亲属关系证明").click()
    expect(page.locator("main")).to_contain_text("派出所")

    feed = page.request.get("/feeds/changes.json?division=120117103201").json()
    assert feed["items"][0]["title"].startswith("“一横四竖两标识”")
    assert {"added", "amended"} <= {change["change"] for change in feed["items"][0]["_qingdan"]["changes"]}
    assert plaque in page.request.get("/feeds/changes.atom?division=120117103201").text()


def test_a_new_edition_from_the_steward_s_draft_to_the_resident(page: Page, enter: Enter) -> None:
    plaque = f"青年之家（{size_of(page)}）"
    enter("陈管")
    page.goto("/lists/keeping/")
    row(page, "一横四竖两标识").get_by_role("button", name="编下一版").click()
    expect(page.get_by_role("status")).to_contain_text("现行版照常有效")
    draft = page.url
    import_annex(page, plaque)
    change_an_item(page, plaque)
    page.goto(draft)
    fill_in_and_submit(page)
    enter("李科")
    review_and_publish(page)
    leave(page)
    read_as_a_resident(page, plaque)


def filled(template: Path, *rows: dict[str, object]) -> FilePayload:
    """The downloaded template with these rows."""
    book = openpyxl.load_workbook(io.BytesIO(template.read_bytes()))
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    for said in rows:
        sheet.append([said.get(str(head)) for head in heads])
    out = io.BytesIO()
    book.save(out)
    return {"name": "存量.xlsx", "mimeType": EXCEL, "buffer": out.getvalue()}


def test_what_runs_today_is_registered_by_excel_decided_and_taken_into_an_edition(page: Page, enter: Enter) -> None:
    size = size_of(page)
    form, twice = f"残疾儿童康复需求表（{size}）", f"留守老人台账（{size}）"
    enter("周股长")
    page.goto("/existing/1/")
    page.get_by_role("link", name="从 Excel 导入").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="模板").click()
    rows = [
        {
            "类型": "报表",
            "名称": form,
            "频次": "每季度",
            "报表栏目": "姓名、监护人、康复需求",
            "依据": "津残联〔2024〕3号",
        },
        {"类型": "报表", "名称": twice, "频次": "每月", "报表栏目": "姓名、年龄、住址、联系电话"},
        {"类型": "不知道", "名称": "某事"},
        {"类型": "报表", "名称": "残疾人基本状况调查表"},
    ]
    page.get_by_label("填好的模板").set_input_files(filled(download.value.path(), *rows))
    page.get_by_role("button", name="读一读").click()
    expect(row(page, form)).to_contain_text("报表栏目：姓名、监护人、康复需求")
    expect(row(page, "某事")).to_contain_text("类型要是")
    expect(row(page, "残疾人基本状况调查表")).to_contain_text("已经登记过")
    page.get_by_role("button", name="登记这 2 项").click()
    expect(page.get_by_role("status")).to_contain_text("已登记 2 项")

    enter("李科")
    page.goto("/existing/1/")
    expect(row(page, "宁河区委督查室").first).to_contain_text("还没有")
    page.get_by_role("link", name="找重复的").click()
    pair = page.locator("li.card", has_text=twice).first
    pair.get_by_role("button", name="并入").first.click()
    expect(page.get_by_role("status")).to_contain_text("已决定：并入")
    page.goto(f"/existing/1/?q={form}")
    row(page, form).get_by_role("checkbox").check()
    page.get_by_role("radio", name="保留").check()
    page.get_by_label("理由").fill("有文件依据，先保留")
    page.get_by_role("button", name="决定").click()
    expect(page.get_by_text("等清单管理员写进清单草稿")).to_be_visible()

    enter("陈管")
    page.goto("/existing/1/")
    page.get_by_role("button", name="写进清单草稿").click()
    page.goto(f"/existing/1/?q={form}")
    page.get_by_role("link", name="已写进清单").click()
    expect(row(page, form)).to_be_visible()
    expect(page.locator(".tag", has_text="草稿").first).to_be_visible()


def test_a_town_draws_a_red_line_and_the_district_s_steward_is_told(page: Page, enter: Enter) -> None:
    title, matter = f"苗庄镇红线（{size_of(page)}）", f"代收水费电费（{size_of(page)}）"
    enter("孙镇办")
    page.goto("/lists/keeping/")
    page.get_by_role("link", name="划镇街红线").click()
    expect(page.get_by_label("发布单位")).to_have_value("苗庄镇人民政府")
    page.get_by_label("名称").fill(title)
    page.get_by_label("由哪份文件公布").fill("镇长办公会纪要〔2026〕5号")
    page.get_by_role("button", name="建好，去编草稿").click()
    page.get_by_role("link", name="新增事项").click()
    page.get_by_label("事项", exact=True).fill(matter)
    page.get_by_role("button", name="保存，再加一项").click()
    page.get_by_label("事项", exact=True).fill(f"消防宣传教育（{size_of(page)}）")
    page.get_by_label("也叫").fill("消防宣传教育")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("红线要有本级的决定")).to_be_visible()
    page.get_by_role("link", name="去填").first.click()
    for label in ("决定日期", "发布日期", "生效日期"):
        page.get_by_label(label).fill(str(date.today()))
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="提交审查").click()
    page.get_by_role("button", name="提交审查").click()

    enter("吴主任")
    page.locator("main").get_by_role("link", name=title).first.click()
    page.get_by_role("link", name="审查并发布").click()
    page.get_by_role("radio", name="公开", exact=True).check()
    page.get_by_label("按什么定的").fill("镇政府公开")
    page.get_by_label("我审查过").check()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已发布")

    enter("陈管")
    told = page.get_by_role("region", name="新消息").locator("li", has_text=title)
    expect(told).to_contain_text("请核对有没有与上级清单或法律冲突的红线")
    told.get_by_role("button", name="去看").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.goto("/red-lines/")
    conflict = row(page, title).filter(has_text="消防宣传教育")
    expect(conflict).to_contain_text("不起作用，待处理")
    expect(row(page, matter)).to_contain_text("有效")
    conflict.get_by_role("link", name="处理").click()
    page.get_by_role("radio", name="无效").check()
    page.get_by_label("依据").fill("消防法第三十二条")
    page.get_by_label("理由").fill("法律规定的协助事项，镇里不能拦")
    page.get_by_role("button", name="记下").click()
    expect(conflict).to_contain_text("无效")

    enter("王文书")
    page.goto(f"/check/?words={matter}")
    expect(page.get_by_role("article").first).to_contain_text("清单不允许")
