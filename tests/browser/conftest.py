"""The service as a new user starts it, and Chromium to look at it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
Enter = Callable[[str], None]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a fresh service with the demo district, ended after the tests."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QINGDAN_", "DJANGO_"))}
    environment = {
        **kept, "QINGDAN_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "QINGDAN_WEB_WORKERS": "1",
        "QINGDAN_PUBLIC_CHECKS_PER_MINUTE": "10000",
    }  # fmt: skip
    command = [sys.executable, "-m", "qingdan", "serve", "--demo", "--port", str(port)]
    with (home / "log").open("wb") as log:
        service = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", service, home / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            service.terminate()
            service.wait(30)


def _wait(address: str, service: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and service.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the service did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all stories; ``script/test`` finds or installs it."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
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


@pytest.fixture
def enter(page: Page) -> Enter:
    """Enter the demonstration as somebody, by their name."""

    def enter_as(name: str) -> None:
        page.goto("/demo/")
        page.locator("li.card", has_text=name).get_by_role("button").click()
        page.wait_for_url("**/")

    return enter_as
