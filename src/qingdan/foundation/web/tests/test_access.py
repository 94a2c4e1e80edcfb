"""Who may open a page: the declarations, and that no address goes without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.access import (
    Access,
    access_of,
    for_roles,
    open_to_all,
    signed_in,
    signed_in_with_first_password,
)
from qingdan.foundation.web.tests.people import person


def page(_request: HttpRequest) -> HttpResponse:
    """A page."""
    return HttpResponse("in")


def asked(user: object) -> HttpRequest:
    request = RequestFactory().get("/somewhere/?a=1")
    request.user = user  # type: ignore[assignment]
    return request


def test_the_declaration_stands_on_the_view() -> None:
    assert access_of(open_to_all(page)) == Access(signed_in=False)
    assert access_of(signed_in(page)) == Access(signed_in=True)
    assert access_of(for_roles(Role.INSPECTOR)(page)) == Access(signed_in=True, roles=frozenset({"inspector"}))
    assert access_of(page) is None


def test_a_role_must_be_named() -> None:
    with pytest.raises(ValueError, match="at least one"):
        for_roles()


def test_a_visitor_is_asked_to_sign_in_and_comes_back_afterwards() -> None:
    response = signed_in(page)(asked(AnonymousUser()))
    assert response.status_code == 302
    assert response.headers["Location"] == "/sign-in/?next=/somewhere/%3Fa%3D1"


@pytest.mark.django_db
def test_a_stranger_gets_404_and_the_right_role_gets_in() -> None:
    guarded = for_roles(Role.INSPECTOR)(page)
    with pytest.raises(Http404):
        guarded(asked(person(Role.VILLAGE_CLERK)))
    assert guarded(asked(person(Role.INSPECTOR))).status_code == 200


@pytest.mark.django_db
def test_a_first_password_must_be_changed_before_anything_else() -> None:
    account = person(Role.INSPECTOR, password="a-password-of-others-1")
    response = signed_in(page)(asked(account))
    assert response.headers["Location"] == "/password/"
    assert signed_in_with_first_password(page)(asked(account)).status_code == 200


def _views(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "api":
                yield from _views(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


def test_every_page_declares_who_may_open_it() -> None:
    found = dict(_views(get_resolver().url_patterns))
    pages = {address: view for address, view in found.items() if not address.startswith("api/")}
    assert len(pages) > 25
    assert [address for address, view in pages.items() if access_of(view) is None] == []
