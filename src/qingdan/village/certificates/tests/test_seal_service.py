"""A connected seal service gets the file and gives it back sealed, or says what to do; nothing else is taken."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from qingdan.village.certificates.paper.rendering import render
from qingdan.village.certificates.signing.providers import SealFailed, provider_for
from qingdan.village.certificates.tests.pages import a_paper


def sign(pdf: bytes, reference: str = "x") -> bytes:
    """By the provider that the settings name."""
    chosen = provider_for(demo=False)
    assert chosen is not None
    return chosen.sign(pdf, reference=reference)


class Service(BaseHTTPRequestHandler):
    """Answers with what it got and ``more`` behind it."""

    more = b"/ByteRange[0 1 2 3]"
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])) + self.more
        self.send_response(self.status)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.send_header("X-Was", self.headers["X-Reference"])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(settings: Any) -> Iterator[type[Service]]:
    class Own(Service):
        pass

    server = HTTPServer(("127.0.0.1", 0), Own)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SEAL_PROVIDER = "service"
    settings.SEAL_URL = f"http://127.0.0.1:{server.server_port}/seal"
    yield Own
    server.shutdown()
    server.server_close()


def test_the_sealed_file_is_taken(service: type[Service]) -> None:
    pdf = render(a_paper())
    assert sign(pdf, "7K3M9XWQ2T4B") == pdf + service.more


@pytest.mark.parametrize(("more", "status"), [(b"", 200), (b"nothing", 200), (b"/ByteRange", 302), (b"/ByteRange", 500), (b"/ByteRange" + b"x" * 6_000_000, 200)], ids=["same", "unsealed", "elsewhere", "broken", "huge"])  # fmt: skip
def test_anything_else_is_refused_with_what_to_do(service: type[Service], more: bytes, status: int) -> None:
    service.more, service.status = more, status
    with pytest.raises(SealFailed, match="可以先打印、盖章"):
        sign(render(a_paper()))


def test_a_service_that_is_not_there_is_told(settings: Any) -> None:
    settings.SEAL_PROVIDER, settings.SEAL_URL = "service", "http://127.0.0.1:9/"
    with pytest.raises(SealFailed, match="没有回答"):
        sign(render(a_paper()))


def test_an_address_outside_is_never_asked(settings: Any) -> None:
    settings.SEAL_PROVIDER, settings.SEAL_URL = "service", "https://seal.example.com/"
    with pytest.raises(SealFailed, match="没有发送"):
        sign(render(a_paper()))


def test_a_provider_without_an_address_is_told(settings: Any) -> None:
    settings.SEAL_PROVIDER, settings.SEAL_URL = "service", ""
    with pytest.raises(SealFailed, match="QINGDAN_SEAL_URL"):
        sign(render(a_paper()))
