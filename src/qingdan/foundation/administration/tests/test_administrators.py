"""What the three administrators may do on pages, and that nobody else may."""

from __future__ import annotations

import pytest
from django.test import Client

from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.models import CalendarDay
from qingdan.foundation.clock.queries import year_is_covered
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, RoleGrant
from qingdan.foundation.web.tests.people import DISTRICT, person, place, signed_in

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>'

DOORS = [
    ("/accounts/", {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    ("/accounts/new/", {Role.SYSTEM_ADMIN}),
    ("/audit/", {Role.AUDIT_ADMIN}),
    ("/calendar/2026/day/", {Role.SYSTEM_ADMIN}),
    ("/calendar/2027/notice/", {Role.SYSTEM_ADMIN}),
    ("/calendar/2026/", set(Role)),
    ("/bodies/", set(Role)),
    ("/divisions/", set(Role)),
]


@pytest.mark.parametrize(("address", "allowed"), DOORS)
def test_each_door_opens_for_its_roles_only(client: Client, address: str, allowed: set[Role]) -> None:
    assert client.get(address).status_code == 302
    for role in Role:
        assert signed_in(role).get(address).status_code == (200 if role in allowed else 404), role


def test_an_account_is_made_granted_and_revoked_by_two_administrators() -> None:
    system, security = signed_in(Role.SYSTEM_ADMIN), signed_in(Role.SECURITY_ADMIN)
    made = system.post("/accounts/new/", {"username": "wang", "display_name": "王文书", "password": "first-password-1"})
    account = Account.objects.get(username="wang")
    assert made.headers["Location"] == f"/accounts/{account.pk}/"
    wanted = {"role": "village_clerk", "division": DISTRICT[:6], "body": "", "until": ""}
    assert system.post(f"/accounts/{account.pk}/grant/", wanted).status_code == 404
    assert security.post(f"/accounts/{account.pk}/grant/", wanted).status_code == 302
    grant = RoleGrant.objects.get(account=account)
    assert "马上失去这个权限" in security.get(f"/accounts/grants/{grant.pk}/revoke/").content.decode()
    grant.refresh_from_db()
    assert grant.revoked_at is None
    security.post(f"/accounts/grants/{grant.pk}/revoke/")
    grant.refresh_from_db()
    assert grant.revoked_at is not None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"division": "110000000000"}, "没有装入这个区划"),
        ({"division": "12a"}, "要是 2 到 12 位数字"),
        ({"role": "king"}, "请从列出的里面选"),
        ({"until": "2026-02-30"}, "日期"),
    ],
)
def test_a_grant_that_cannot_be_says_why(change: dict[str, str], message: str) -> None:
    account = person()
    place(DISTRICT)
    wanted = {"role": "village_clerk", "division": DISTRICT, "body": "", "until": "", **change}
    response = signed_in(Role.SECURITY_ADMIN).post(f"/accounts/{account.pk}/grant/", wanted)
    assert response.status_code == 400
    assert message in response.content.decode()
    assert not RoleGrant.objects.filter(account=account).exists()


def test_a_taken_name_and_a_weak_password_keep_what_was_typed() -> None:
    client = signed_in(Role.SYSTEM_ADMIN)
    taken = person()
    typed = {"username": taken.username, "display_name": "王文书", "password": "first-password-1"}
    html = client.post("/accounts/new/", typed).content.decode()
    assert "已经有人用了" in html and "王文书" in html
    weak = client.post("/accounts/new/", {**typed, "username": "fresh", "password": "12345"})
    assert weak.status_code == 400
    assert not Account.objects.filter(username="fresh").exists()


def test_switching_off_is_asked_first_and_ends_nothing_by_a_look() -> None:
    client = signed_in(Role.SYSTEM_ADMIN)
    account = person(Role.VILLAGE_CLERK)
    assert "停用账号" in client.get(f"/accounts/{account.pk}/switch/").content.decode()
    account.refresh_from_db()
    assert account.is_active
    client.post(f"/accounts/{account.pk}/switch/", {"active": "0"})
    account.refresh_from_db()
    assert not account.is_active


def test_names_are_shown_as_they_are_and_never_run() -> None:
    person(Role.VILLAGE_CLERK, name=HOSTILE[:60])
    client = signed_in(Role.SYSTEM_ADMIN)
    for address in ("/accounts/", f"/accounts/?q={HOSTILE}", f"/bodies/?q={HOSTILE}", f"/divisions/?q={HOSTILE}"):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html, address
    assert "&lt;script&gt;" in client.get("/accounts/").content.decode()


def test_the_list_of_accounts_asks_the_same_queries_however_long(django_assert_max_num_queries: object) -> None:
    client = signed_in(Role.SYSTEM_ADMIN)
    for _again in range(12):
        person(Role.VILLAGE_CLERK)
    with django_assert_max_num_queries(16):
        client.get("/accounts/")


@pytest.mark.parametrize("query", ["q=%01", "page=999", "sort=-created", "role=nobody", "active=7", "q=" + "长" * 300])
def test_odd_filters_are_no_fault_of_ours(query: str) -> None:
    assert signed_in(Role.SYSTEM_ADMIN).get(f"/accounts/?{query}").status_code == 200


def test_a_holiday_is_entered_shown_and_taken_back() -> None:
    client = signed_in(Role.SYSTEM_ADMIN)
    day = {"day": "2027-02-08", "is_work": "0", "reason": "春节", "source": "国办发明电〔2026〕1号"}
    assert client.post("/calendar/2027/day/", day).headers["Location"] == "/calendar/2027/"
    html = client.get("/calendar/2027/").content.decode()
    assert "都是暂定的" in html and "春节" in html
    assert "删除" in client.get("/calendar/days/2027-02-08/remove/").content.decode()
    client.post("/calendar/days/2027-02-08/remove/")
    assert not CalendarDay.objects.exists()


def test_a_year_is_provisional_until_its_notice_is_confirmed() -> None:
    client = signed_in(Role.SYSTEM_ADMIN)
    assert not year_is_covered(2027)
    assert client.post("/calendar/2027/notice/", {"source": ""}).status_code == 400
    client.post("/calendar/2027/notice/", {"source": "国办发明电〔2026〕1号"})
    assert year_is_covered(2027)
    assert "都是暂定的" not in client.get("/calendar/2027/").content.decode()


@pytest.mark.parametrize("address", ["/calendar/1990/", "/calendar/9999/", "/calendar/days/2027-13-01/remove/"])
def test_a_year_or_day_that_is_not_there_is_404(address: str) -> None:
    assert signed_in(Role.SYSTEM_ADMIN).get(address).status_code == 404


def test_only_the_system_administrator_sees_the_way_to_edit_the_calendar() -> None:
    assert "录入放假或调休" not in signed_in(Role.VILLAGE_CLERK).get("/calendar/2026/").content.decode()
    assert "录入放假或调休" in signed_in(Role.SYSTEM_ADMIN).get("/calendar/2026/").content.decode()


def test_the_audit_shows_records_and_verifies_them() -> None:
    client = signed_in(Role.AUDIT_ADMIN)
    assert Record.objects.exists()
    html = client.get("/audit/").content.decode()
    assert "create_account" in html
    assert "建账号" in html
    assert "没有符合条件的记录" in client.get("/audit/?verb=attach").content.decode()
    assert client.get("/audit/verify/").status_code == 405
    assert "全部记录完好" in client.post("/audit/verify/").content.decode()


def test_divisions_are_browsed_down_and_searched() -> None:
    place(DISTRICT)
    client = signed_in(Role.VILLAGE_CLERK)
    assert "宁河区" in client.get("/divisions/").content.decode()
    assert "宁河区" in client.get("/divisions/120117/").content.decode()
    assert client.get("/divisions/999999/").status_code == 404
    assert client.get("/divisions/abc/").status_code == 404
    assert "没有搜到" in client.get("/divisions/?q=没有的地方").content.decode()
