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

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import Access, access_of
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

API_ACCESS = {
    "api/v1/gate/check": "open",
    "api/v1/packs": "open",
    "api/v1/packs/<pack_id>": "open",
    "api/v1/packs/<pack_id>/clauses": "open",
    "api/v1/lists": "open",
    "api/v1/openapi.json": "open",
    "api/v1/": "open",
}
"""The API's endpoints; all that there are today are public reads that are limited and write nothing."""


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
        clients[role].force_login(account, backend="django.contrib.auth.backends.ModelBackend")
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
