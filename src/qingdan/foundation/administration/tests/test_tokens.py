"""API tokens on pages: made for oneself and shown once, seen and revoked by the security administrator."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import serializers
from django.db import IntegrityError, transaction
from django.test import Client

from qingdan.foundation.audit.models import Record
from qingdan.foundation.audit.queries import verify
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role, TokenScope
from qingdan.foundation.orgs.models import Account, ApiToken
from qingdan.foundation.orgs.services import OrgsProblem, reset_password, set_active
from qingdan.foundation.orgs.tokens import (
    LONGEST_LIFE,
    MOST_TOKENS,
    RefusedToken,
    make_token,
    recognise,
    revoke_token,
)
from qingdan.foundation.web.tests.people import person, signed_in

pytestmark = pytest.mark.django_db


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


def made(account: Account, name: str = "同步", scope: TokenScope = TokenScope.READ) -> str:
    return make_token(actor=account, name=name, scope=scope, expires_on=today() + timedelta(days=30)).secret


class TestMaking:
    def test_a_token_is_shown_once_and_only_its_digest_is_stored(self) -> None:
        client = browser(person(Role.LIST_STEWARD))
        sent = {"name": "区平台", "scope": "write", "expires_on": str(today() + timedelta(days=90))}
        answer = client.post("/tokens/new/", sent)
        [secret] = re.findall(r">(qd_[\w-]{43})<", answer.content.decode())
        assert "no-store" in answer["Cache-Control"]
        assert recognise(secret).name == "区平台"
        later = client.get("/tokens/").content.decode()
        assert "区平台" in later and secret not in later and secret[9:] not in later
        stored = serializers.serialize("json", [*ApiToken.objects.all(), *Record.objects.all()])
        assert secret not in stored and secret[9:] not in stored

    def test_it_lives_a_year_at_most_and_at_least_today(self) -> None:
        account = person()
        for day in (today() - timedelta(days=1), today() + LONGEST_LIFE + timedelta(days=1)):
            with pytest.raises(OrgsProblem, match="最长一年"):
                make_token(actor=account, name="x", scope=TokenScope.READ, expires_on=day)
        client = browser(account)
        late = {"name": "x", "scope": "read", "expires_on": "2999-01-01"}
        answer = client.post("/tokens/new/", late)
        assert answer.status_code == 400 and "最长一年" in answer.content.decode()
        assert not ApiToken.objects.exists()

    @pytest.mark.parametrize("change", [{"scope": "all"}, {"expires_on": "x"}, {"name": "\x00"}, {"name": "长" * 61}])
    def test_what_no_form_offers_is_refused(self, change: dict[str, str]) -> None:
        sent = {"name": "甲", "scope": "read", "expires_on": str(today())}
        assert browser(person()).post("/tokens/new/", sent | change).status_code == 400

    def test_two_live_tokens_of_an_account_have_two_names_and_there_are_not_many(self) -> None:
        account = person()
        made(account, "甲")
        with pytest.raises(OrgsProblem, match="已经有一个叫“甲”"):
            made(account, " 甲 ")
        made(person(), "甲")
        revoke_token(actor=account, token=ApiToken.objects.filter(account=account)[0])
        for number in range(MOST_TOKENS):
            made(account, f"第{number}个")
        with pytest.raises(OrgsProblem, match="最多同时有"):
            made(account, "再一个")

    def test_the_database_itself_knows_no_other_scope_and_no_end_before_the_beginning(self) -> None:
        said = {"account": person(), "name": "x", "begins": "qd_", "digest": "x", "made_on": today()}
        for wrong in ({"scope": "all", "expires_on": today()}, {"scope": "read", "expires_on": today() - LONGEST_LIFE}):
            with pytest.raises(IntegrityError), transaction.atomic():
                ApiToken.objects.create(**said, **wrong)


class TestRecognising:
    def test_the_first_use_of_a_day_is_noted(self) -> None:
        secret = made(person())
        assert ApiToken.objects.get().last_used_on is None
        recognise(secret)
        assert ApiToken.objects.get().last_used_on == today()
        with time_machine.travel(now() + timedelta(days=3)):
            recognise(secret)
            assert ApiToken.objects.get().last_used_on == today()

    @pytest.mark.parametrize("secret", ["", "qd_", "x" * 5000, "qd_\x00", "令牌", "\ud800"], ids=range(6))
    def test_what_is_no_token_is_refused(self, secret: str) -> None:
        made(person())
        with pytest.raises(RefusedToken, match="不对"):
            recognise(secret)

    def test_one_that_is_over_or_revoked_or_whose_account_may_not_sign_in_does_not_count(self) -> None:
        account = person(password="Zhongzhi-Shupai-2026")
        account.must_change_password = False
        account.save()
        secret = made(account)
        with time_machine.travel(now() + timedelta(days=31)), pytest.raises(RefusedToken, match="已经过期"):
            recognise(secret)
        set_active(actor=None, account=account, active=False)
        with pytest.raises(RefusedToken, match="停用"):
            recognise(secret)
        set_active(actor=None, account=account, active=True)
        recognise(secret)
        reset_password(actor=None, account=account, password="Another-Shupai-2026")
        with pytest.raises(RefusedToken, match="先改密码"):
            recognise(secret)
        revoke_token(actor=account, token=ApiToken.objects.get())
        with pytest.raises(RefusedToken, match="撤销"):
            recognise(secret)


class TestRevoking:
    def test_its_owner_asks_and_ends_it(self) -> None:
        account = person(Role.LIST_STEWARD)
        secret = made(account)
        token = ApiToken.objects.get()
        client = browser(account)
        assert "马上读不到" in client.get(f"/tokens/{token.pk}/revoke/").content.decode()
        recognise(secret)
        assert client.post(f"/tokens/{token.pk}/revoke/").headers["Location"] == "/tokens/"
        client.post(f"/tokens/{token.pk}/revoke/")
        with pytest.raises(RefusedToken):
            recognise(secret)
        assert [record.verb for record in Record.objects.filter(object_type="api_token")] == [
            "make_token",
            "revoke_token",
        ]
        assert verify() == []

    def test_the_security_administrator_sees_and_ends_all(self) -> None:
        made(person(name="赵科"), "区平台")
        token = ApiToken.objects.get()
        security = signed_in(Role.SECURITY_ADMIN)
        html = security.get("/tokens/all/").content.decode()
        assert "赵科" in html and "区平台" in html and token.digest not in html
        for query in ("q=赵", "q=区平", f"q={token.begins}", "live=1"):
            assert "区平台" in security.get(f"/tokens/all/?{query}").content.decode(), query
        for query in ("q=没有", "live=0"):
            assert "没有符合条件" in security.get(f"/tokens/all/?{query}").content.decode(), query
        assert security.post(f"/tokens/{token.pk}/revoke/").headers["Location"] == "/tokens/all/"
        token.refresh_from_db()
        assert token.revoked_at is not None

    def test_other_people_find_nothing_to_end(self) -> None:
        made(person())
        token = ApiToken.objects.get()
        for role in (Role.SYSTEM_ADMIN, Role.LIST_STEWARD):
            client = signed_in(role)
            assert client.get("/tokens/all/").status_code == 404
            assert client.post(f"/tokens/{token.pk}/revoke/").status_code == 404
            assert "还没有令牌" in client.get("/tokens/").content.decode()
        with pytest.raises(NotAllowed):
            revoke_token(actor=person(Role.LIST_STEWARD), token=token)
        token.refresh_from_db()
        assert token.revoked_at is None

    def test_the_page_of_all_tokens_runs_the_same_queries_however_many(
        self, django_assert_max_num_queries: object
    ) -> None:
        for number in range(12):
            made(person(), f"第{number}个")
        security = signed_in(Role.SECURITY_ADMIN)
        with django_assert_max_num_queries(14):
            security.get("/tokens/all/")
