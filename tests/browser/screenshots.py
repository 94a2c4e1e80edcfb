"""The pictures in ``docs/screenshots``: ``script/screenshots`` takes them from a fresh demonstration."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

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
    ("front-page", DESK, None, "/"),
    ("roles", DESK, None, "/demo/"),
    ("answer", DESK, None, f"/check/?words={_TRACE}&place={VILLAGE}"),
    ("side-by-side", DESK, None, f"/check/compare/?words={_PLAQUE}&place={VILLAGE}&f.location=outside"),
    ("clauses", DESK, None, "/clauses/?pack=ninghe&area=plaques"),
    ("rules", DESK, None, "/packs/ninghe/rules/?kind=plaque"),
    ("town-home", DESK, "孙镇办", "/"),
    ("steward-home", DESK, "陈管", "/"),
    ("calendar", DESK, "沈系", "/calendar/2026/"),
    ("audit", DESK, "杨审", "/audit/"),
]


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


def main(folder: Path) -> None:
    """Start a demonstration and take the pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = chromium_path()
    if path is None:
        raise SystemExit("没有找到 Chromium。")
    with tempfile.TemporaryDirectory() as home, running_service(Path(home)) as site, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        take(browser, site, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
