"""Every URL × every role: what a page declares is what it does, and no URL is without a declaration.

The matrix is generated from the routes; a new URL without ``view.access`` (or, for the API, without a line in
``API_ACCESS``) fails the suite.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role, TokenScope
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.tokens import make_token
from qingdan.foundation.web.access import Access, access_of
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.foundation.web.tests.people import person
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

METHODS = ("get", "post", "put", "patch", "delete")
OPEN, TOKEN, OWN = "open", "token", "own"
_EDITION = "api/v1/lists/<code>/editions/<int:number>"
API_ACCESS: dict[str, dict[str, str]] = {
    "api/v1/gate/check": {"post": OPEN},
    "api/v1/packs": {"get": OPEN},
    "api/v1/packs/<pack_id>": {"get": OPEN},
    "api/v1/packs/<pack_id>/clauses": {"get": OPEN},
    "api/v1/lists": {"get": OPEN, "post": TOKEN},
    "api/v1/lists/<code>": {"get": OPEN},
    "api/v1/lists/<code>/drafts": {"post": TOKEN},
    _EDITION: {"get": OPEN, "patch": TOKEN},
    f"{_EDITION}/items": {"get": OPEN, "post": TOKEN},
    f"{_EDITION}/items/<item>": {"patch": TOKEN},
    f"{_EDITION}/items/<item>/remove": {"post": TOKEN},
    f"{_EDITION}/items/<item>/restore": {"post": TOKEN},
    f"{_EDITION}/annex": {"get": OPEN, "put": TOKEN},
    f"{_EDITION}/difference": {"get": OPEN},
    f"{_EDITION}/submit": {"post": TOKEN},
    f"{_EDITION}/withdraw": {"post": TOKEN},
    f"{_EDITION}/return": {"post": TOKEN},
    f"{_EDITION}/publish": {"post": TOKEN},
    f"{_EDITION}/discard": {"post": TOKEN},
    "api/v1/items/<code>": {"get": OPEN},
    "api/v1/kinds": {"get": OPEN},
    "api/v1/kinds/one": {"get": OPEN},
    "api/v1/obligations": {"get": OWN},
    "api/v1/obligations/<int:pk>": {"get": OWN},
    "api/v1/obligations/<int:pk>/open": {"post": TOKEN},
    "api/v1/obligations/<int:pk>/finish": {"post": TOKEN},
    "api/v1/obligations/<int:pk>/reopen": {"post": TOKEN},
    "api/v1/certificates": {"get": OWN, "post": TOKEN},
    "api/v1/certificates/find": {"get": OPEN},
    "api/v1/certificates/judge": {"post": OPEN},
    "api/v1/certificates/<int:pk>": {"get": OWN},
    "api/v1/certificates/<int:pk>/fill": {"post": TOKEN},
    "api/v1/certificates/<int:pk>/explain": {"post": TOKEN},
    "api/v1/seals": {"get": OWN},
    "api/v1/seals/uses": {"get": OWN},
    "api/v1/seals/uses/<int:pk>": {"get": OWN},
    "api/v1/screen": {"post": OPEN},
    "api/v1/screenings": {"get": OWN, "post": TOKEN},
    "api/v1/screenings/<int:pk>": {"get": OWN},
    "api/v1/screenings/<int:pk>/found/<int:place>": {"post": TOKEN},
    "api/v1/dispatches": {"get": OWN, "post": TOKEN},
    "api/v1/dispatches/<int:pk>": {"get": OWN, "patch": TOKEN},
    "api/v1/dispatches/<int:pk>/preview": {"get": OWN},
    "api/v1/dispatches/<int:pk>/send": {"post": TOKEN},
    "api/v1/dispatches/<int:pk>/withdraw": {"post": TOKEN},
    "api/v1/feedback": {"get": OWN},
    "api/v1/feedback/<int:pk>": {"get": OWN},
    "api/v1/feedback/dispatched": {"post": TOKEN},
    "api/v1/feedback/reported": {"post": TOKEN},
    "api/v1/feedback/<int:pk>/take-back": {"post": TOKEN},
    "api/v1/cases": {"get": OWN, "post": TOKEN},
    "api/v1/cases/<int:pk>": {"get": OWN, "patch": TOKEN},
    "api/v1/cases/<int:pk>/check": {"get": OWN},
    "api/v1/cases/<int:pk>/submit": {"post": TOKEN},
    "api/v1/services": {"get": OPEN},
    "api/v1/tickets": {"get": OWN, "post": TOKEN},
    "api/v1/tickets/<int:pk>": {"get": OWN},
    "api/v1/tickets/<int:pk>/close": {"post": TOKEN},
    "api/v1/openapi.json": dict.fromkeys(METHODS, OPEN),
    "api/v1/": {"get": OPEN},
}
"""The API's endpoints by method. ``open``: anybody may ask, limited, and nothing is written; a token may show more.
``token``: refused (401) without a token that may write, with a session too. ``own``: what is not public; refused (401)
without a token, with a session too, while a token that only reads will do."""


@dataclass(frozen=True)
class Page:
    """One URL: its route, its name, and what it declares."""

    route: str
    name: str
    access: Access | None


def pages() -> list[Page]:
    """All URLs but the API's and the static files'."""
    return sorted(
        (Page(route, name, access_of(view)) for route, name, view in _routes(get_resolver().url_patterns, "")),
        key=lambda page: page.route,
    )


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str, object]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route, pattern.name or "", pattern.callback


PAGES = [page for page in pages() if not page.route.startswith("api/")]
ENDPOINTS = [page for page in pages() if page.route.startswith("api/")]


def test_there_are_pages_and_endpoints() -> None:
    assert len(PAGES) > 20
    assert len(ENDPOINTS) >= 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route or "/")
def test_every_page_declares_who_may_open_it(page: Page) -> None:
    assert page.access is not None, f"{page.route} has no declaration (foundation/web/access.py)"


@pytest.mark.parametrize("page", ENDPOINTS, ids=lambda page: page.route)
def test_every_endpoint_is_in_the_table(page: Page) -> None:
    assert page.route in API_ACCESS


@pytest.mark.django_db
@pytest.mark.parametrize("route", API_ACCESS)
def test_an_endpoint_does_what_the_table_says_for_every_method(route: str) -> None:
    address = _address(route) or ""
    account = person(Role.LIST_STEWARD)
    session = Client()
    session.force_login(account, backend="qingdan.foundation.orgs.backend.AccountBackend")
    reading = make_token(actor=account, name="读", scope=TokenScope.READ, expires_on=today()).secret
    for method in METHODS:
        declared = API_ACCESS[route].get(method)
        visitor = _status(Client(), method, address)
        if declared is None:
            assert visitor in {404, 405}, method
        elif declared == OPEN:
            assert visitor not in {401, 403} and visitor < 500, method
            assert _status(session, method, address) == visitor
        else:
            assert visitor == _status(session, method, address) == 401, method
            assert _status(Client(), method, address, Authorization="Bearer qd_wrong") == 401
            if declared == OWN:
                assert _status(Client(), method, address, Authorization=f"Bearer {reading}") in {200, 404}
                continue
            assert _status(Client(), method, address, Authorization=f"Bearer {reading}") == 403


def _status(client: Client, method: str, address: str, **headers: str) -> int:
    forget_all()
    answer = (
        getattr(client, method)(address, data="{}", content_type="application/json", headers=headers)
        if (method != "get")
        else client.get(address, headers=headers)
    )
    status: int = answer.status_code
    return status


@pytest.fixture
def district(db: None) -> None:
    """The demo district with packs and lists."""
    install_library_packs()
    install_pack_lists()
    install_demo()


def _clients() -> dict[str, Client]:
    clients = {"": Client()}
    for role in Role:
        account = Account.objects.filter(is_demo=True, grants__role=role).first()
        assert account is not None, f"the demo has no account for {role}"
        clients[role] = Client()
        clients[role].force_login(account, backend="qingdan.foundation.orgs.backend.AccountBackend")
    return clients


FILLED = {
    "pack_id": "ninghe",
    "pack": "ninghe",
    "clause_id": "NH-12",
    "clause": "NH-12",
    "code": "120117000000",
    "division": "120117000000",
    "year": "2026",
    "day": "2026-10-01",
}
"""Values for the parameters of routes, so that a page answers as it does in use."""


def _address(route: str) -> str | None:
    from re import findall, sub

    address = route
    for converter, name in findall(r"<(?:(\w+):)?(\w+)>", route):
        value = FILLED.get(name, "1" if converter in {"int", ""} else "x")
        address = sub(rf"<(?:\w+:)?{name}>", value, address, count=1)
    return "/" + address if "(" not in address else None


@pytest.mark.django_db
def test_what_a_page_declares_is_what_it_does(district: None) -> None:
    wrong = []
    clients = _clients()
    for page in PAGES:
        address = _address(page.route)
        if address is None or page.access is None:
            continue
        for role, client in clients.items():
            status = client.get(address).status_code
            if not _fits(page.access, role, status):
                wrong.append(f"{role or 'anonymous'} {address}: {status}, declared {page.access}")
    assert not wrong, "\n".join(wrong)


def _fits(access: Access, role: str, status: int) -> bool:
    """Open pages answer everybody; closed ones send visitors to sign in and are not there for other roles."""
    if status >= 500:
        return False
    if not access.signed_in:
        return True
    if not role:
        return status in {302, 405}
    if access.roles is not None and role not in access.roles:
        return status in {404, 405}
    return status != 403


@pytest.mark.django_db
def test_a_page_for_others_is_as_if_it_were_not_there(district: None) -> None:
    closed = [page for page in PAGES if page.access and page.access.roles and _address(page.route)]
    assert closed
    client = _clients()[Role.VILLAGE_CLERK]
    for page in closed:
        if page.access and page.access.roles and Role.VILLAGE_CLERK not in page.access.roles:
            assert client.get(_address(page.route) or "/").status_code in {404, 405}, page.route


@pytest.mark.django_db
def test_the_administrators_have_no_role_in_cases_and_do_not_share_pages_of_each_other(district: None) -> None:
    shared = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    for account in Account.objects.filter(is_demo=True):
        held = set(account.grants.values_list("role", flat=True))
        assert len(held & shared) <= 1
        assert not (held & shared and held - shared)
