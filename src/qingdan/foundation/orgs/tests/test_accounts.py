"""Accounts, roles in scopes, three administrators, sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.audit.models import Record
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role
from qingdan.foundation.orgs.demo.cast import PEOPLE
from qingdan.foundation.orgs.demo.queries import demo_accounts, demo_entries
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account, Division, RoleGrant, SessionMark
from qingdan.foundation.orgs.queries import divisions_within, home_scope, may, roles_of
from qingdan.foundation.orgs.services import (
    OrgsProblem,
    change_password,
    create_account,
    grant_role,
    reset_password,
    revoke_role,
    set_active,
)
from qingdan.foundation.orgs.signing_in import SignIn, enter_demo, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "Zhongzhi-Shupai-2026"


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district."""
    yield from installed_for_module(django_db_blocker, install_demo)


def demo(username: str) -> Account:
    return Account.objects.get(username=username)


def place(code: str) -> Division:
    return Division.objects.get(pk=code)


@pytest.fixture
def officer() -> Account:
    """A new account without a role, made by the system administrator."""
    return create_account(actor=demo("demo-system-admin"), username="officer", display_name="钱科", password=PASSWORD)


class TestGrants:
    def test_a_role_holds_in_its_subtree_and_nowhere_else(self, officer: Account) -> None:
        grant_role(
            actor=demo("demo-security-admin"), account=officer, role=Role.TOWN_CLERK, division=place("120117103000")
        )
        assert may(officer, Role.TOWN_CLERK, "120117103201")
        assert not may(officer, Role.TOWN_CLERK, "120117104201")
        assert not may(officer, Role.LEAD_OFFICER, "120117103201")
        inside = divisions_within(officer, [Role.TOWN_CLERK])
        assert set(inside.values_list("parent_id", flat=True)) == {"120117000000", "120117103000"}

    def test_a_grant_ends(self, officer: Account) -> None:
        grant = grant_role(actor=None, account=officer, role=Role.INSPECTOR, division=place("120117000000"))
        assert roles_of(officer) == {Role.INSPECTOR}
        revoke_role(actor=demo("demo-security-admin"), grant=grant)
        revoke_role(actor=demo("demo-security-admin"), grant=grant)
        assert roles_of(officer) == frozenset()
        RoleGrant.objects.create(
            account=officer, role=Role.INSPECTOR, division=place("120117000000"),
            since=date.today() - timedelta(days=9), until=date.today() - timedelta(days=1),
        )  # fmt: skip
        assert roles_of(officer) == frozenset()

    @pytest.mark.parametrize(
        ("actor", "act"),
        [
            ("demo-village-clerk", "create"),
            ("demo-security-admin", "create"),
            ("demo-system-admin", "grant"),
            ("demo-audit-admin", "grant"),
        ],
    )
    def test_only_the_right_administrator_may(self, actor: str, act: str, officer: Account) -> None:
        with pytest.raises(NotAllowed, match="没有这个权限"):
            if act == "create":
                create_account(actor=demo(actor), username="x", display_name="x")
            else:
                grant_role(actor=demo(actor), account=officer, role=Role.INSPECTOR, division=place("120117000000"))

    @pytest.mark.parametrize("first", sorted(ADMINISTRATORS))
    @pytest.mark.parametrize("second", [Role.LEAD_OFFICER, *sorted(ADMINISTRATORS)])
    def test_administrators_exclude_each_other_and_all_other_roles(
        self, first: Role, second: Role, officer: Account
    ) -> None:
        if first == second:
            return  # the same role twice is the next rule but one
        grant_role(actor=None, account=officer, role=Role(first), division=place("120117000000"))
        with pytest.raises(OrgsProblem, match="不能兼任"):
            grant_role(actor=None, account=officer, role=Role(second), division=place("120117000000"))

    def test_the_database_refuses_two_administrators_in_one_person(self, officer: Account) -> None:
        common: dict[str, Any] = {"account": officer, "division": place("120117000000")}
        RoleGrant.objects.create(role=Role.SYSTEM_ADMIN, **common)
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(role=Role.AUDIT_ADMIN, **common)

    def test_the_same_grant_twice_is_said(self, officer: Account) -> None:
        grant_role(actor=None, account=officer, role=Role.INSPECTOR, division=place("120117000000"))
        with pytest.raises(OrgsProblem, match="已经有一样的授权"):
            grant_role(actor=None, account=officer, role=Role.INSPECTOR, division=place("120117000000"))

    def test_nobody_grants_to_himself(self) -> None:
        me = demo("demo-security-admin")
        with pytest.raises(OrgsProblem, match="不能给自己授权"):
            grant_role(actor=me, account=me, role=Role.AUDIT_ADMIN, division=place("120117000000"))

    def test_every_change_is_in_the_audit(self, officer: Account) -> None:
        verbs = set(
            Record.objects.filter(object_type="account", object_id=str(officer.pk)).values_list("verb", flat=True)
        )
        assert verbs == {"create_account"}


class TestAccounts:
    def test_user_names_are_taken_once_in_any_case(self, officer: Account) -> None:
        with pytest.raises(OrgsProblem, match="已经有人用了"):
            create_account(actor=None, username="OFFICER", display_name="x")

    @pytest.mark.parametrize("password", ["short", "1234567890", "password123", "officer-xx"])
    def test_weak_passwords_are_refused(self, password: str) -> None:
        with pytest.raises(OrgsProblem):
            create_account(actor=None, username="officer-x", display_name="x", password=password)

    def test_a_password_change_needs_the_old_one_and_ends_sessions(self, officer: Account) -> None:
        with pytest.raises(OrgsProblem, match="原密码不对"):
            change_password(account=officer, old="wrong", new=PASSWORD + "x")
        with pytest.raises(OrgsProblem, match="不能和原密码一样"):
            change_password(account=officer, old=PASSWORD, new=PASSWORD)
        SessionMark.objects.create(account=officer, key="abc")
        change_password(account=officer, old=PASSWORD, new=PASSWORD + "x")
        assert not officer.must_change_password
        assert not SessionMark.objects.filter(account=officer).exists()

    def test_a_reset_password_must_be_changed(self, officer: Account) -> None:
        reset_password(actor=demo("demo-system-admin"), account=officer, password=PASSWORD + "y")
        assert officer.must_change_password

    def test_a_switched_off_account_has_no_roles(self, officer: Account) -> None:
        grant_role(actor=None, account=officer, role=Role.INSPECTOR, division=place("120117000000"))
        off = set_active(actor=demo("demo-system-admin"), account=officer, active=False)
        assert roles_of(off) == frozenset()
        with pytest.raises(OrgsProblem, match="不能停用自己"):
            set_active(actor=demo("demo-system-admin"), account=demo("demo-system-admin"), active=False)


class TestSigningIn:
    def request(self) -> Any:
        from django.contrib.auth.models import AnonymousUser
        from django.contrib.sessions.backends.db import SessionStore

        request = RequestFactory().post("/sign-in/")
        request.session = SessionStore()
        request.user = AnonymousUser()
        return request

    def test_right_and_wrong(self, officer: Account) -> None:
        assert sign_in(self.request(), "officer", "wrong") is SignIn.WRONG
        assert sign_in(self.request(), "nobody", "wrong") is SignIn.WRONG
        assert sign_in(self.request(), " Officer ", PASSWORD) in {SignIn.MUST_CHANGE, SignIn.WRONG}
        assert sign_in(self.request(), "officer", PASSWORD) is SignIn.MUST_CHANGE

    def test_too_many_wrong_passwords_lock_also_the_right_one(self, officer: Account) -> None:
        for _ in range(5):
            sign_in(self.request(), "officer", "wrong")
        assert sign_in(self.request(), "officer", PASSWORD) is SignIn.LOCKED

    def test_only_the_newest_sessions_stay(self, officer: Account, settings: Any) -> None:
        settings.MOST_SESSIONS = 2
        keys = []
        for _ in range(3):
            request = self.request()
            sign_in(request, "officer", PASSWORD)
            keys.append(request.session.session_key)
        assert set(officer.session_marks.values_list("key", flat=True)) == set(keys[1:])
        assert not Session.objects.filter(session_key=keys[0]).exists()

    def test_one_click_only_into_demo_accounts_of_a_demo(self, officer: Account, settings: Any) -> None:
        settings.DEMO = False
        with pytest.raises(NotAllowed):
            enter_demo(self.request(), demo("demo-village-clerk"))
        settings.DEMO = True
        with pytest.raises(NotAllowed):
            enter_demo(self.request(), officer)
        enter_demo(self.request(), demo("demo-village-clerk"))

    def test_a_demo_account_has_no_password(self) -> None:
        assert not demo("demo-village-clerk").has_usable_password()


class TestDemo:
    def test_every_role_has_an_account_at_home_somewhere(self) -> None:
        entries = demo_entries()
        assert {entry.role for entry in entries} == set(Role)
        assert len(entries) == len(PEOPLE) == 24
        assert all(entry.place and entry.does for entry in entries)
        assert all(home_scope(account) for account in demo_accounts())

    def test_installing_again_changes_nothing(self) -> None:
        before = (Division.objects.count(), Account.objects.count(), RoleGrant.objects.count(), Record.objects.count())
        install_demo()
        assert before == (
            Division.objects.count(),
            Account.objects.count(),
            RoleGrant.objects.count(),
            Record.objects.count(),
        )

    def test_production_refuses_it(self, settings: Any) -> None:
        settings.PRODUCTION = True
        with pytest.raises(NotAllowed, match="正式环境"):
            install_demo()


def test_pages_need_no_account_to_be_refused(client: Client) -> None:
    assert client.get("/accounts/").status_code in {302, 404}
