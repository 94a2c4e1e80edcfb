"""The pictures in ``docs/screenshots``: ``script/screenshots`` takes them from a fresh demonstration."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import pypdfium2
from playwright.sync_api import Browser, sync_playwright

from qingdan.register.lists.annexes.tests.shapes import document
from tests.browser.service import chromium_path, running_service

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
VILLAGE = "120117103201"
_TRACE = quote("各村每周五下午五点前报送秸秆禁烧巡查台账，附巡查照片。")
_PLAQUE = quote("挂警务室的牌子")

PICTURES = [
    ("village-home-phone", PHONE, "王文书", "/"),
    ("answer-phone", PHONE, "王文书", f"/check/?words={_TRACE}"),
    ("question-phone", PHONE, "王文书", f"/check/?words={_PLAQUE}"),
    ("portal-phone", PHONE, None, f"/portal/{VILLAGE}/"),
    ("everyday-phone", PHONE, None, f"/portal/{VILLAGE}/search/?q={quote('证明我妈是我妈')}"),
    ("front-page", DESK, None, "/"),
    ("roles", DESK, None, "/demo/"),
    ("answer", DESK, None, f"/check/?words={_TRACE}&place={VILLAGE}"),
    ("side-by-side", DESK, None, f"/check/compare/?words={_PLAQUE}&place={VILLAGE}&f.location=outside"),
    ("clauses", DESK, None, "/clauses/?pack=ninghe&area=plaques"),
    ("rules", DESK, None, "/packs/ninghe/rules/?kind=plaque"),
    ("town-home", DESK, "孙镇办", "/"),
    ("steward-home", DESK, "陈管", "/"),
    ("lists-kept", DESK, "陈管", "/lists/keeping/"),
    ("existing", DESK, "李科", "/existing/1/"),
    ("duplicates", DESK, "李科", "/existing/1/duplicates/"),
    ("list", DESK, None, "/lists/8/"),
    ("admission-case", DESK, "李科", "/admission/cases/1/"),
    ("choose-what-to-send", DESK, "周股长", "/dispatch/new/"),
    ("town-plan", DESK, "孙镇办", "/plan/"),
    ("report-phone", PHONE, "王文书", "/feedback/report/"),
    ("owed-phone", PHONE, "王文书", "/obligations/"),
    ("screening", DESK, "周股长", "/screening/1/"),
    ("screening-in", DESK, "周股长", "/screening/"),
    ("screening-phone", PHONE, "王文书", "/screening/2/"),
    ("ledger", DESK, "李科", "/ledger/"),
    ("finding", DESK, "周股长", "/ledger/findings/1/"),
    ("certificate-find-phone", PHONE, None, f"/guides/at/{VILLAGE}/?q={quote('证明我妈是我妈')}"),
    ("certificate-counter", DESK, "王文书", f"/certificates/counter/?q={quote('孩子上学要证明住在村里')}"),
    ("certificate-case", DESK, "王文书", "/certificates/1/"),
    ("certificate-numbers", DESK, "李科", "/certificates/numbers/"),
    ("seal-log", DESK, "王文书", "/seals/log/"),
    ("service-window", DESK, "王文书", "/window/"),
    ("calendar", DESK, "沈系", "/calendar/2026/"),
    ("audit", DESK, "杨审", "/audit/"),
]


ANNEX = [
    ["序号", "牌子名称", "类别", "村", "社区", "备注"],
    ["1", "青年之家", "内部", "", "√", "统一制作"],
    ["2", "党群服务中心", "外部", "√", "√", "横牌，红底黄字"],
    ["3", "", "内部", "√", "", ""],
    ["合计", "", "", "", "", ""],
]


def take_a_new_edition(browser: Browser, site: str, folder: Path) -> None:
    """The steward's draft on its way: the preview of a Word annex, the draft, the difference."""
    page = browser.new_page(viewport=DESK, base_url=site, locale="zh-CN")
    page.goto("/demo/")
    page.locator("li.card", has_text="陈管").get_by_role("button").click()
    page.goto("/lists/keeping/")
    page.locator("tr", has_text="一横四竖两标识").get_by_role("button", name="编下一版").click()
    draft = page.url
    page.get_by_role("link", name="从文件导入").click()
    data = document([ANNEX], above=["附件2", "宁河区村（社区）牌子清单", "宁民发〔2026〕12号"])
    page.locator("input[type=file]").set_input_files({"name": "附件2.docx", "mimeType": "", "buffer": data})
    page.get_by_role("button", name="读一读").click()
    page.get_by_role("heading", name="核对").wait_for()
    page.screenshot(path=folder / "import-preview.png")
    page.get_by_label("为什么增改").fill("按宁民发〔2026〕12号补充")
    page.get_by_role("button", name="确认导入").click()
    page.get_by_role("status").wait_for()
    page.goto(draft)
    page.screenshot(path=folder / "draft.png")
    page.goto(f"{draft}difference/")
    page.screenshot(path=folder / "difference.png")
    page.close()


def take(browser: Browser, site: str, folder: Path) -> None:
    """Take every picture as its person sees it."""
    for name, size, who, address in PICTURES:
        context = browser.new_context(viewport=size, base_url=site, locale="zh-CN")
        page = context.new_page()
        if who:
            page.goto("/demo/")
            page.locator("li.card", has_text=who).get_by_role("button").click()
        page.goto(address)
        page.screenshot(path=folder / f"{name}.png", full_page=size == PHONE)
        context.close()
        print(name, file=sys.stderr)  # noqa: T201 - progress of a command


def take_a_certificate(browser: Browser, site: str, folder: Path) -> None:
    """The first certificate of the demonstration as it is printed, and its check on a phone."""
    context = browser.new_context(viewport=PHONE, base_url=site, locale="zh-CN")
    page = context.new_page()
    page.goto("/demo/")
    page.locator("li.card", has_text="王文书").get_by_role("button").click()
    paper = pypdfium2.PdfDocument(context.request.get("/certificates/papers/1/file/").body())
    paper[0].render(scale=1).to_pil().save(folder / "certificate.png")
    page.goto("/certificates/1/")
    page.locator("dt", has_text="查验码").locator("xpath=following-sibling::dd").get_by_role("link").click()
    page.screenshot(path=folder / "certificate-check-phone.png", full_page=True)
    context.close()


def main(folder: Path) -> None:
    """Start a demonstration and take the pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = chromium_path()
    if path is None:
        raise SystemExit("没有找到 Chromium。")
    with tempfile.TemporaryDirectory() as home, running_service(Path(home)) as site, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        take(browser, site, folder)
        take_a_new_edition(browser, site, folder)
        take_a_certificate(browser, site, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
