"""The service as a new user starts it: a fresh data folder, the demo district, a free port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240


class NotStarted(RuntimeError):
    """The service did not come up; the message holds the end of its log."""


@contextmanager
def running_service(home: Path) -> Iterator[str]:
    """The address of a fresh service with its data in ``home``, ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
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
    raise NotStarted(log.read_text("utf-8", "replace")[-3000:])


def chromium_path() -> str | None:
    """The system's Chromium (``CHROMIUM`` names another), or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
