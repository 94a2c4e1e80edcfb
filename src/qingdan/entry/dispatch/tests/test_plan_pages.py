"""The town's plan: what waits, arranging at most as often as listed, leaving out with a reason, the plan as a paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingdan.entry.dispatch.models import Schedule, ScheduleState
from qingdan.entry.dispatch.plans import lines_of
from qingdan.entry.dispatch.services.planning import Arrangement, arrange
from qingdan.entry.dispatch.services.sending import withdraw
from qingdan.entry.dispatch.tests.browsing import MOST_QUERIES, browser, page, person, queries, sheet
from qingdan.entry.dispatch.tests.cast import (
    FORM,
    SIBLING,
    TOWN,
    VILLAGE,
    demo,
    officer,
    sent,
)
from qingdan.entry.dispatch.waits import waiting
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.reading import reading_together
from qingdan.register.obligations.models import Obligation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")
TABLE = "残疾人两项补贴核对表"


def handed(title: str = FORM, frequency: str = "quarterly", **more: Any) -> Schedule:
    made = sent(title, frequency=frequency, due_on=None, **({"until": date(2026, 12, 31)} | more))
    return made.schedules.get(town=TOWN)


def form(*divisions: str, **more: Any) -> dict[str, Any]:
    said = {"frequency": "quarterly", "begins": str(today()), "until": "", "due_workdays": "5"}
    return said | {"divisions": divisions or (VILLAGE, SIBLING)} | more


def test_what_was_handed_over_waits_for_the_clerk_and_goes_into_the_plan() -> None:
    kept, clerk = handed(), browser("town-clerk")
    waits = list(waiting(demo("town-clerk"), 100))
    assert [(each.title, each.url, each.act) for each in waits] == [(FORM, f"/plan/{kept.pk}/", "排进年度计划")]
    assert "安排" in page(clerk, "/plan/")
    shown = page(clerk, f"/plan/{kept.pk}/")
    assert "规定的频次：每季度" in shown and 'value="monthly"' not in shown and "30 个村合计 80 小时" in shown
    answer = clerk.post(f"/plan/{kept.pk}/", form(once="a"), follow=True)
    assert "派到 2 个村（社区）" in answer.content.decode()
    assert set(Obligation.objects.values_list("division_id", flat=True)) == {VILLAGE, SIBLING}
    assert not list(waiting(demo("town-clerk"), 100))
    again = clerk.post(f"/plan/{kept.pk}/", form(once="b"))
    assert again["Location"] == "/plan/" and Obligation.objects.count() == 2


def test_all_villages_ticked_mean_those_that_will_be_there_later_too() -> None:
    kept, clerk = handed(), browser("town-clerk")
    boxes = [value for value, _label in _choices(clerk, kept)]
    clerk.post(f"/plan/{kept.pk}/", form(*boxes))
    kept.refresh_from_db()
    assert kept.divisions == [TOWN] and Obligation.objects.count() == len(boxes) == 30


def _choices(clerk: Any, kept: Schedule) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = clerk.get(f"/plan/{kept.pk}/").context["form"].fields["divisions"].choices
    return found


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"frequency": "monthly"}, "多久一次"),
        ({"begins": "2026-02-09"}, "不能早于今天"),
        ({"begins": "2027-01-05"}, "晚于交来的单位定的结束日子"),
        ({"until": "2027-02-01"}, "不能晚于交来的单位定的日子"),
        ({"divisions": []}, "不安排"),
        ({"divisions": ["120117104201"]}, "哪些村（社区）"),
        ({"due_workdays": "-1"}, "几个工作日"),
    ],
)
def test_what_the_plan_cannot_hold_is_told(more: dict[str, Any], words: str) -> None:
    kept = handed()
    answer = browser("town-clerk").post(f"/plan/{kept.pk}/", form() | more)
    assert answer.status_code == 400 and words in answer.content.decode()
    kept.refresh_from_db()
    assert kept.state == ScheduleState.WAITING and not Obligation.objects.exists()


def test_left_out_with_a_reason_that_the_issuer_reads() -> None:
    kept, clerk = handed(), browser("town-clerk")
    assert clerk.post(f"/plan/{kept.pk}/decline/", {"reason": "", "once": "a"}).status_code == 400
    clerk.post(f"/plan/{kept.pk}/decline/", {"reason": "去年刚普查过", "once": "b"})
    kept.refresh_from_db()
    assert kept.state == ScheduleState.DECLINED
    assert "去年刚普查过" in page(browser("department-officer"), f"/dispatch/{kept.dispatch_id}/")
    assert Message.objects.filter(recipient=officer(), title="有的镇街没有安排").exists()
    assert "去年刚普查过" in page(clerk, "/plan/print/?year=2026")


def test_the_paper_shows_the_months_and_what_each_costs_a_village() -> None:
    kept = handed()
    handed(TABLE, "monthly")
    arrange(actor=demo("town-clerk"), schedule=kept, wish=Arrangement("quarterly", today(), divisions=[VILLAGE]))
    kept.refresh_from_db()
    (line,) = lines_of([kept], 2026)
    assert line.months_in_words == "2、4、7、10月" and line.burden == "2.7 小时"
    clerk = browser("town-clerk")
    shown = page(clerk, "/plan/print/?year=2026")
    assert shown.count("●") == 4 and FORM in shown and TABLE not in shown and "还有 1 项没有安排" in shown
    assert "这一年还没有安排" in page(clerk, "/plan/print/?year=2027")
    rows = sheet(clerk, "/plan/excel/")
    assert {row[0] for row in rows[1:]} == {FORM, TABLE} and "2、4、7、10月" in {row[7] for row in rows}


def test_what_goes_on_over_the_new_year_stands_in_both_plans() -> None:
    kept = handed(until=None)
    arrange(actor=demo("town-clerk"), schedule=kept, wish=Arrangement("quarterly", today(), divisions=[VILLAGE]))
    clerk = browser("town-clerk")
    assert page(clerk, "/plan/print/?year=2027").count("●") == 4
    assert FORM in page(clerk, "/plan/?year=2027")
    once = sent(TABLE, frequency="once").schedules.get()
    assert TABLE in page(clerk, "/plan/?year=2026") and TABLE not in page(clerk, "/plan/?year=2027"), once


@pytest.mark.parametrize("asked", ["year=abc", "year=99999", "state=nothing", "page=9999", "q=%25"])
def test_an_address_without_sense_is_no_error(asked: str) -> None:
    handed()
    clerk = browser("town-clerk")
    for path in ("/plan/", "/plan/print/", "/plan/excel/"):
        assert clerk.get(f"{path}?{asked}").status_code == 200


@pytest.mark.parametrize("name", ["village-clerk", "department-officer", "lead-civil", "kongtong-applicant"])
def test_the_plan_is_the_towns_alone(name: str) -> None:
    kept, stranger = handed(), browser(name)
    for path in ("/plan/", "/plan/excel/", "/plan/print/", f"/plan/{kept.pk}/", f"/plan/{kept.pk}/decline/"):
        assert stranger.get(path).status_code == 404


def test_another_town_finds_nothing_of_it() -> None:
    kept, other = handed(), browser(person("丰台镇经办", Role.TOWN_CLERK, "120117104000"))
    assert FORM not in page(other, "/plan/")
    assert other.get(f"/plan/{kept.pk}/").status_code == 404
    assert other.post(f"/plan/{kept.pk}/", form()).status_code == 404


def test_what_was_taken_back_is_not_arranged_any_more() -> None:
    kept, clerk = handed(), browser("town-clerk")
    withdraw(actor=officer(), dispatch=kept.dispatch, reason="不要了")
    answer = clerk.post(f"/plan/{kept.pk}/", form(), follow=True)
    assert "已撤回" in answer.content.decode() and not Obligation.objects.exists()
    assert not list(waiting(demo("town-clerk"), 100))


def test_the_pages_ask_as_much_however_much_was_handed_over() -> None:
    kept, clerk = handed(), browser("town-clerk")
    pages = ("/plan/", "/plan/print/", f"/plan/{kept.pk}/")
    few = [queries(clerk, each) for each in pages]
    for _number in range(5):
        arrange(
            actor=demo("town-clerk"), schedule=handed(divisions=[VILLAGE]), wish=Arrangement("yearly", date(2026, 6, 1))
        )
    many = [queries(clerk, each) for each in pages]
    assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)
    assert max(many[:2]) <= MOST_QUERIES
    with CaptureQueriesContext(connection) as asked, reading_together():
        list(waiting(demo("town-clerk"), 100))
    assert len(asked) <= 3, "the account, its grants, what waits"
