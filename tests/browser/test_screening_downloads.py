"""What a screening goes out as, click by click: comments in the officer's own Word file, the report, Excel."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, Enter
from tests.browser.test_screening_story import FOOT, HEAD, RED, TITLE, notice

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", [DESK], indirect=True, ids=["desk"])
def test_an_officer_takes_the_comments_home_in_the_own_file(page: Page, enter: Enter, tmp_path: Path) -> None:
    enter("周股长")
    page.goto("/screening/")
    page.locator("input[type=file]").set_input_files([notice("带走.docx", *RED)])
    page.get_by_role("button", name="筛查", exact=True).click()
    page.locator("[data-results]").get_by_role("link", name="看结果").click()
    screening = page.url.partition("#")[0]

    page.locator("summary", has_text="带走").click()
    page.get_by_role("link", name="批注写进原件").click()
    press = page.get_by_role("button", name="下载带批注的 Word")
    for _time in range(2):  # a file that was lost is fetched again
        page.locator("input[type=file]").set_input_files([notice("带走.docx", *RED)])
        with page.expect_download() as taken:
            press.click()
    own = tmp_path / "own.docx"
    taken.value.save_as(own)
    assert taken.value.suggested_filename == f"{TITLE}-筛查.docx"
    made = docx.Document(str(own))
    assert [each.text for each in made.paragraphs] == [*HEAD, *RED, *FOOT]
    assert [remark.text.split("　")[0] for remark in made.comments][1:] == ["第 1 处", "第 2 处"]

    page.locator("input[type=file]").set_input_files([notice("别的.docx", RED[0])])
    press.click()
    expect(page.locator(".error-summary")).to_contain_text("不是筛查的那一份")

    page.goto(screening)
    page.locator("summary", has_text="带走").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="存为 Excel").click()
    table = tmp_path / "table.xlsx"
    taken.value.save_as(table)
    sheet = openpyxl.load_workbook(table).worksheets[0]
    assert [row[1] for row in sheet.iter_rows(values_only=True)] == ["原话", *RED]
    page.get_by_role("link", name="报告（可打印）").click()
    expect(page.get_by_role("heading", name="文件筛查报告")).to_be_visible()
    expect(page.locator("table")).to_contain_text(RED[1])
