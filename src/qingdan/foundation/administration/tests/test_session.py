"""Signing in and out, the own password, the demonstration's entry."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.services import create_account
from qingdan.foundation.web.tests.people import person

pytestmark = pytest.mark.django_db
SECRET = "a-long-password-7"


@pytest.fixture
def account() -> Account:
    made = person(Role.VILLAGE_CLERK, password=SECRET)
    Account.objects.filter(pk=made.pk).update(must_change_password=False)
    return made


def sign_in(client: Client, username: str, password: str, **more: str) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, account: Account) -> None:
    response = sign_in(client, account.username, SECRET, next="/bodies/?page=2")
    assert response.headers["Location"] == "/bodies/?page=2"
    assert client.get("/bodies/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, account: Account, elsewhere: str) -> None:
    assert sign_in(client, account.username, SECRET, next=elsewhere).headers["Location"] == "/"


def test_a_wrong_password_keeps_the_name_and_says_so(client: Client, account: Account) -> None:
    response = sign_in(client, account.username, "wrong")
    html = response.content.decode()
    assert response.status_code == 400
    assert "用户名或密码不对" in html and account.username in html and "wrong" not in html


def test_after_too_many_mistakes_the_account_is_locked_for_a_while(client: Client, account: Account) -> None:
    for _again in range(6):
        response = sign_in(client, account.username, "wrong")
    assert "暂时锁定" in response.content.decode()
    assert "暂时锁定" in sign_in(client, account.username, SECRET).content.decode()


def test_nothing_typed_is_told_field_by_field(client: Client) -> None:
    html = sign_in(client, "", "").content.decode()
    assert "有 2 处要改" in html and 'href="#id_username"' in html


def test_a_first_password_must_be_changed(client: Client) -> None:
    made = person(Role.VILLAGE_CLERK, password=SECRET)
    assert sign_in(client, made.username, SECRET).headers["Location"] == "/password/"
    assert client.get("/bodies/").headers["Location"] == "/password/"
    new = "another-password-8"
    response = client.post("/password/", {"old": SECRET, "new": new, "again": new})
    assert response.headers["Location"] == "/sign-in/"
    assert sign_in(client, made.username, new).headers["Location"] == "/"


def test_two_different_new_passwords_or_a_wrong_old_one_change_nothing(client: Client, account: Account) -> None:
    sign_in(client, account.username, SECRET)
    different = client.post("/password/", {"old": SECRET, "new": "another-password-8", "again": "other"})
    assert "两次输入的新密码不一样" in different.content.decode()
    wrong = client.post("/password/", {"old": "no", "new": "another-password-8", "again": "another-password-8"})
    assert "原密码不对" in wrong.content.decode()
    assert Account.objects.get(pk=account.pk).check_password(SECRET)


def test_signing_out_takes_a_press_not_a_link(client: Client, account: Account) -> None:
    sign_in(client, account.username, SECRET)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/bodies/").status_code == 302


def test_the_demonstration_lets_only_into_demo_accounts(client: Client, settings: Any) -> None:
    settings.DEMO = True
    demo = create_account(actor=None, username="demo-x", display_name="王文书", is_demo=True)
    real = person(Role.SYSTEM_ADMIN)
    assert client.post("/demo/", {"account": real.pk}).status_code == 404
    assert client.post("/demo/", {"account": "1; DROP"}).status_code == 404
    assert client.post("/demo/", {"account": "9" * 30}).status_code == 404
    assert client.post("/demo/", {"account": demo.pk}).headers["Location"] == "/"
    assert "王文书" in client.get("/").content.decode()


def test_without_a_demonstration_there_is_no_entry(client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"account": 1}).status_code == 404
