"""Screening, click by click: an officer drops a draft and mends it by keyboard; a village clerk files a lead on the phone."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from qingdan.entry.screening.reading.tests.made_files import saved, word
from tests.browser.conftest import DESK, PHONE, Enter

pytestmark = pytest.mark.browser
TITLE = "关于做好秋季助残服务的通知"
RED = (
    "各村（社区）要把入户走访照片上传到工作群，作为工作佐证。",
    "各村（社区）要成立助残服务工作专班，悬挂“助残服务站”牌子。",
)
HEAD = (TITLE, "各村（居）民委员会：", "现将有关事项通知如下。", "区残联负责汇总数据，联系用人单位。")
FOOT = ("宁河区残疾人联合会", "2026年9月8日")
RECEIVED = f"关于报送秋季卫生情况的通知\n各村（社区）：\n{RED[0]}\n区爱卫办\n2026年9月8日"


def notice(name: str, *asked: str) -> FilePayload:
    """A draft as its office has it in Word."""
    return {"name": name, "mimeType": "", "buffer": saved(word((*HEAD, *asked, *FOOT)))}


def drop(page: Page, file: FilePayload) -> None:
    """Drag a file onto the page's field and let it go."""
    held = page.evaluate_handle(
        """([name, words]) => {
            const held = new DataTransfer();
            held.items.add(new File([Uint8Array.from(atob(words), (c) => c.charCodeAt(0))], name));
            return held;
        }""",
        [file["name"], base64.b64encode(file["buffer"]).decode()],
    )
    page.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": held})


def now_at(page: Page, place: int) -> None:
    """The finding at which the keyboard stands, and the words in the paper beside it."""
    expect(page.locator("[data-finding][aria-current]")).to_have_id(f"found-{place}")
    expect(page.locator(f"#in-{place}")).to_have_class(re.compile("marked--now"))


@pytest.mark.parametrize("page", [DESK], indirect=True, ids=["desk"])
def test_an_officer_mends_a_draft_by_keyboard_and_screens_the_new_version(page: Page, enter: Enter) -> None:
    enter("周股长")
    page.goto("/screening/")
    broken: FilePayload = {"name": "坏的.docx", "mimeType": "", "buffer": b"PK\x03\x04" + b"\x00" * 300}
    page.locator("input[type=file]").set_input_files([notice("助残通知.docx", *RED), broken])
    page.get_by_role("button", name="筛查", exact=True).click()
    results = page.locator("[data-results]")
    expect(results.locator(".result", has_text="助残通知.docx")).to_contain_text("2 处不能照这样要")
    expect(results.locator(".result--refused", has_text="坏的.docx")).to_contain_text("看不出这是什么文件")
    results.get_by_role("link", name="看结果").click()

    expect(page.locator("#verdict")).to_contain_text("改好再发")
    expect(page.locator("#document")).to_contain_text("区残联负责汇总数据")
    page.keyboard.press("j")
    now_at(page, 1)
    page.keyboard.press("j")
    now_at(page, 2)
    page.keyboard.press("k")
    now_at(page, 1)
    page.keyboard.press("?")
    expect(page.locator(".keys p")).to_be_visible()
    page.keyboard.press("a")
    now_at(page, 2)
    expect(page.locator("#found-1")).to_contain_text("按建议改")
    page.keyboard.press("d")
    page.keyboard.type("专班是区里的")
    page.keyboard.press("Enter")
    expect(page.locator("#found-2")).to_contain_text("理由：专班是区里的")
    expect(page.locator("#verdict")).to_contain_text("都处理过了")

    page.get_by_role("link", name="筛改好的新一稿").click()
    expect(page.locator("main")).to_contain_text("的新一稿")
    drop(page, notice("助残通知（改）.docx"))
    page.locator("[data-results]").get_by_role("link", name="看结果").click()
    expect(page.locator("#verdict")).to_contain_text("这份可以发")
    expect(page.locator("main")).to_contain_text("这一稿改掉 2 处")


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_village_clerk_pastes_a_notice_on_the_phone_and_files_a_lead(page: Page, enter: Enter) -> None:
    enter("王文书")
    page.get_by_role("link", name="筛一份通知").click()
    page.get_by_label("或者把文字粘贴在这里").fill(RECEIVED)
    page.get_by_role("button", name="筛查", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text("有不该要的")
    expect(page.locator("#document")).to_be_hidden()
    page.get_by_role("link", name="原文", exact=True).click()
    expect(page.locator("#document")).to_contain_text("入户走访照片")
    page.locator("#document .mark-number").first.click()
    finding = page.locator("#found-1")
    expect(finding).to_be_visible()
    finding.get_by_role("link", name="报线索").click()
    expect(page.locator("main")).to_contain_text("看不到是谁、哪个村报的")
    page.get_by_role("button", name="报给牵头单位核实").click()
    expect(page.get_by_role("status")).to_contain_text("已报成线索")
    expect(page.locator("#found-1")).to_contain_text("已报线索")

    enter("李科")
    page.goto("/ledger/leads/")
    page.get_by_role("link", name=re.compile("入户走访照片")).first.click()
    expect(page.locator("main")).to_contain_text("文件筛查")
    expect(page.locator("main")).to_contain_text("受保护，不显示")


def test_the_pages_work_without_scripts(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport=PHONE, base_url=site, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/demo/")
    page.locator("li.card", has_text="周股长").get_by_role("button").click()
    page.goto("/screening/")
    page.locator("input[type=file]").set_input_files([notice("没有脚本.docx", *RED), notice("没有脚本（改）.docx")])
    page.get_by_role("button", name="筛查", exact=True).click()
    expect(page.get_by_role("link", name="看结果")).to_have_count(2)
    page.get_by_role("link", name="看结果").first.click()
    expect(page.locator("#document")).to_be_visible()
    page.locator("#found-1").get_by_role("button", name="按建议改了").click()
    expect(page.locator("#found-1")).to_contain_text("改回待处理")
    context.close()
