"""What every page has: the policy of its content, no inline code, a light first load, and errors that help."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory

from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web import errors, health
from qingdan.foundation.web.rate_limit import TooMany
from qingdan.foundation.web.security import CONTENT_SECURITY_POLICY, ClientAddressMiddleware
from qingdan.foundation.web.tests.people import signed_in

pytestmark = pytest.mark.django_db

PAGES = ["/", "/sign-in/", "/check/", "/check/place/", "/packs/", "/clauses/", "/lists/"]
FIRST_LOAD_BYTES = 200 * 1024


def test_the_content_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert not re.search(r"https?:", CONTENT_SECURITY_POLICY)


@pytest.mark.parametrize("address", [*PAGES, "/there-is-no-such-page"])
def test_every_page_carries_the_content_policy(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", PAGES)
def test_no_page_needs_what_the_policy_forbids(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    assert not re.search(r"<[^>]+\sstyle=", html)
    assert "<style" not in html
    assert not re.search(r"<[^>]+\son[a-z]+=", html)
    assert all('src="/static/' in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


@pytest.mark.parametrize("address", PAGES)
def test_the_first_load_is_light_enough_for_an_old_phone(client: Client, address: str) -> None:
    html = client.get(address).content
    weight = len(html)
    for name in set(re.findall(rb'(?:src|href)="/static/([^"]+)"', html)):
        path = finders.find(name.decode())
        assert isinstance(path, str), name
        weight += Path(path).stat().st_size
    assert 0 < weight <= FIRST_LOAD_BYTES


def test_signed_in_pages_are_not_kept_by_caches(client: Client) -> None:
    assert "Cache-Control" not in client.get("/").headers
    assert "no-store" in signed_in(Role.VILLAGE_CLERK).get("/").headers["Cache-Control"]


def test_the_menu_shows_what_a_role_may_open(client: Client) -> None:
    visitor = client.get("/").content.decode()
    assert "登录" in visitor and "审计" not in visitor
    assert "审计" in signed_in(Role.AUDIT_ADMIN).get("/").content.decode()
    assert "审计" not in signed_in(Role.VILLAGE_CLERK).get("/").content.decode()


def test_a_village_clerk_finds_the_box_at_home_and_an_administrator_does_not() -> None:
    assert 'name="words"' in signed_in(Role.VILLAGE_CLERK).get("/").content.decode()
    assert 'name="words"' not in signed_in(Role.SYSTEM_ADMIN).get("/").content.decode()


def test_home_asks_few_queries(django_assert_max_num_queries: object) -> None:
    client = signed_in(Role.VILLAGE_CLERK)
    client.get("/")
    with django_assert_max_num_queries(15):
        client.get("/")


def test_a_missing_page_says_so_in_chinese(client: Client) -> None:
    response = client.get("/there-is-no-such-page")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


def test_a_form_without_its_token_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "页面过期了" in response.content.decode()


def test_too_much_data_is_refused_with_advice(client: Client) -> None:
    response = client.post("/sign-in/", {"username": "a", "password": "b" * (6 * 1024 * 1024)})
    assert response.status_code == 413
    assert "内容太大" in response.content.decode()


def test_a_fault_of_ours_needs_neither_session_nor_database() -> None:
    response = errors.server_error(RequestFactory().get("/"))
    assert isinstance(response, HttpResponse)
    assert response.status_code == 500
    assert "系统出错了" in response.content.decode()


def _raising(error: Exception) -> HttpResponseBase | None:
    middleware = errors.RefusalMiddleware(lambda _request: HttpResponse())
    return middleware.process_exception(RequestFactory().get("/"), error)


def test_a_refusal_of_a_service_is_shown_in_its_own_words() -> None:
    response = _raising(NotAllowed("这件事要由<安全>管理员来做。"))
    assert isinstance(response, HttpResponse) and response.status_code == 403
    assert "这件事要由&lt;安全&gt;管理员来做。" in response.content.decode()


def test_asking_too_fast_says_when_to_come_back() -> None:
    response = _raising(TooMany(17))
    assert response is not None and (response.status_code, response.headers["Retry-After"]) == (429, "17")
    assert _raising(ValueError("other")) is None


def test_the_process_lives_and_is_ready(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200


def test_a_database_without_its_migrations_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise health.MigrationsMissing

    monkeypatch.setattr(health, "_migrations_are_there", missing)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["database"]) == (503, "migrations missing")


def test_the_gallery_is_there_only_in_a_demonstration(client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert client.get("/web/components/").status_code == 404
    settings.DEMO = True
    assert "七种印记" in client.get("/web/components/").content.decode()


def test_a_stamp_is_hidden_from_screen_readers_and_never_printed() -> None:
    html = _stamp_html()
    assert 'aria-hidden="true"' in html
    path = finders.find("web/qingdan.css")
    assert isinstance(path, str)
    printed = Path(path).read_text("utf-8").split("@media print", 1)[1]
    assert ".stamp" in printed.split("display: none", 1)[0]


def _stamp_html() -> str:
    from django.template.loader import render_to_string

    from qingdan.foundation.web.components import Stamp

    return render_to_string(
        "web/components/stamp.html", {"stamp": Stamp("禁", "forbidden"), "size": "small", "pixels": 34}
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"), [("/lists/%00/", 404), ("/check/?q=%00", 400), ("/lists/?q=a%00b", 400)]
)
def test_a_nul_in_an_address_is_refused_plainly(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "9.9.9.9", "10.0.0.1"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "9.9.9.9, 10.0.0.2", "9.9.9.9"),
        (2, "9.9.9.9", "10.0.0.1"),
    ],
)
def test_the_callers_address_is_what_our_own_proxy_saw(settings: Any, proxies: int, header: str, address: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    seen: list[str] = []

    def note(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    answer = ClientAddressMiddleware(note)
    answer(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=header))
    assert seen == [address]
