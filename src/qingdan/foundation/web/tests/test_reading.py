"""A page reads a person's grants once; an act reads them afresh; what one page read is no other's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from qingdan.foundation.clock.models import CalendarDay, CalendarYear
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.clock.queries import calendar
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account, RoleGrant
from qingdan.foundation.orgs.queries import holds, roles_of
from qingdan.foundation.reading import read_once, reading_together
from qingdan.foundation.web.reading import ReadingMiddleware

pytestmark = pytest.mark.django_db
PLACE = "120117103000"


@pytest.fixture
def clerk() -> Account:
    install_demo()
    return Account.objects.get(username="demo-town-clerk")


def asked_twice(request: HttpRequest) -> HttpResponse:
    """A page that asks for the same grants three times, and loses them in the middle."""
    account = request.clerk  # type: ignore[attr-defined]  # set by the test
    before = holds(account, [Role.TOWN_CLERK], PLACE)
    RoleGrant.objects.filter(account=account).update(revoked_at=now(), until=today())
    return HttpResponse(f"{before} {holds(account, [Role.TOWN_CLERK], PLACE)} {len(roles_of(account))}")


def answer(clerk: Account, method: str) -> str:
    request = getattr(RequestFactory(), method)("/")
    request.clerk = clerk
    response = ReadingMiddleware(asked_twice)(request)
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def test_while_a_page_is_read_the_first_answer_stands(clerk: Account) -> None:
    assert answer(clerk, "get") == "True True 1"
    assert not holds(clerk, [Role.TOWN_CLERK], PLACE), "nothing is kept for the next page"


def test_an_act_is_decided_by_what_holds_at_that_moment(clerk: Account) -> None:
    assert answer(clerk, "post") == "True False 0"


def test_three_questions_of_one_page_cost_one_query(clerk: Account) -> None:
    with CaptureQueriesContext(connection) as queries, reading_together():
        assert roles_of(clerk) and roles_of(clerk) and holds(clerk, [Role.TOWN_CLERK], PLACE)
    assert len(queries) == 1


def test_a_page_within_a_page_keeps_its_own() -> None:
    with reading_together():
        assert read_once("a", lambda: 1) == 1
        with reading_together():
            assert read_once("a", lambda: 2) == 2
        assert read_once("a", lambda: 3) == 1
    assert read_once("a", lambda: 4) == 4


def test_the_calendar_reads_days_and_noticed_years_in_one_query() -> None:
    day = today().replace(month=1, day=2)
    CalendarYear.objects.create(year=day.year, source="某通知")
    CalendarDay.objects.create(day=day, is_work=False, reason="测试放假")
    with CaptureQueriesContext(connection) as queries:
        state = calendar()
    assert len(queries) == 1
    assert (state(day).is_work, state(day).reason) == (False, "测试放假")
