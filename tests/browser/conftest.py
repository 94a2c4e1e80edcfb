"""The service as a new user starts it, and Chromium to look at it with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.service import chromium_path, running_service

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
Enter = Callable[[str], None]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a fresh service with the demo district, ended after the tests."""
    with running_service(tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all stories; ``script/test`` finds or installs it."""
    path = chromium_path()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing; CI needs it")
        pytest.skip("Chromium is missing")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    """A page of a fresh visitor, once as wide as a phone and once as a desk; it must log no error."""
    context = chromium.new_context(viewport=request.param, base_url=site, locale="zh-CN")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert [fault for fault in faults if "status of 40" not in fault] == []


def width_of(page: Page) -> int:
    """How many points wide the page is shown."""
    size = page.viewport_size
    assert size is not None
    return size["width"]


@pytest.fixture
def enter(page: Page) -> Enter:
    """Enter the demonstration as somebody, by their name."""

    def enter_as(name: str) -> None:
        page.goto("/demo/")
        page.locator("li.card", has_text=name).get_by_role("button").click()
        page.wait_for_url("**/")

    return enter_as
