"""The ledger, click by click: a lead is confirmed, mended and verified by another; a ledger is frozen, signed and sent round by Excel."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import DESK, Enter
from tests.browser.test_admission_stories import follow, press, put

pytestmark = pytest.mark.browser
AT_THE_DESK = pytest.mark.parametrize("page", [DESK], indirect=True, ids=["desk"])
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LEAD = "残疾人走访台账每周都要报"


def take_up(page: Page, words: str) -> None:
    """Open a matter from the home page, where it waits for this person."""
    page.goto("/")
    page.locator("main").get_by_role("link", name=words).first.click()


def confirm_the_lead(page: Page) -> None:
    """A person of the lead body confirms it into a finding."""
    take_up(page, LEAD)
    follow(page, "确认为问题")
    page.locator("[name=body]").select_option(label="宁河区残联")
    put(page, finding_kind="more_than_listed", text="清单上写的是每季度，实际每周都要。")
    press(page, "确认")
    expect(page.get_by_role("status")).to_contain_text("已确认为问题")


@AT_THE_DESK
def test_a_lead_is_confirmed_mended_and_verified_by_another(page: Page, enter: Enter) -> None:
    enter("孙镇办")
    page.goto("/ledger/leads/")
    follow(page, "记一条线索")
    put(
        page, place="刘庄村", title=LEAD, source="told", about_name="区残联", finding_kind="more_than_listed", kind="form", text="每周五前都要报。"
    )  # fmt: skip
    press(page, "记下")

    enter("李科")
    confirm_the_lead(page)
    expect(page.get_by_role("link", name="核验销号")).to_have_count(0)

    enter("周股长")
    take_up(page, LEAD)
    follow(page, "写整改措施")
    put(page, measure="改回每季度一次，发通知更正。", due=str(date.today() + timedelta(days=10)))
    press(page, "写整改措施")
    follow(page, "报告整改完成")
    put(page, result="已发更正通知，三个村都确认收到。")
    press(page, "报告整改完成")
    expect(page.get_by_role("link", name="核验销号")).to_have_count(0)

    enter("李科")
    take_up(page, LEAD)
    follow(page, "退回再改")
    put(page, reason="还有两个村没有收到。")
    press(page, "退回再改")
    enter("周股长")
    take_up(page, LEAD)
    follow(page, "报告整改完成")
    put(page, result="五个村都收到了。")
    press(page, "报告整改完成")
    enter("李科")
    take_up(page, LEAD)
    follow(page, "核验销号")
    put(page, words="问了两个村，都不再每周报。")
    press(page, "核验销号")
    expect(page.get_by_role("status")).to_contain_text("已核验销号")
    expect(page.locator(".page-head")).to_contain_text("已销号")
    expect(page.locator("main")).to_contain_text("问了两个村，都不再每周报。")


@AT_THE_DESK
def test_a_ledger_goes_out_and_comes_in_by_excel_and_is_frozen_to_be_signed(page: Page, enter: Enter) -> None:
    enter("周股长")
    page.goto("/ledger/")
    with page.expect_download() as download:
        follow(page, "存为 Excel")
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = book.active
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    planned = next(row for row in range(2, sheet.max_row + 1) if "每月报" in str(sheet.cell(row, heads["问题"]).value))
    sheet.cell(planned, heads["整改措施"]).value = "改回每季度，不再每月要。"
    changed = io.BytesIO()
    book.save(changed)
    page.goto("/ledger/")
    follow(page, "从 Excel 导入")
    sent: FilePayload = {"name": "台账.xlsx", "mimeType": EXCEL, "buffer": changed.getvalue()}
    page.get_by_label("文件", exact=True).set_input_files(sent)
    press(page, "读一读")
    expect(page.locator("main")).to_contain_text("改回每季度，不再每月要。")
    press(page, "照这 1 行改")
    expect(page.get_by_role("status")).to_be_visible()

    page.goto("/ledger/frozen/")
    page.locator("main").get_by_role("link", name="定稿", exact=False).first.click()
    page.locator("[name=unit]").select_option(label="宁河区残联")
    put(page, first=str(date.today().replace(day=1)), last=str(date.today()))
    press(page, "定稿")
    expect(page.locator("main")).to_contain_text("改回每季度，不再每月要。")
    expect(page.locator("main")).to_contain_text("签")
