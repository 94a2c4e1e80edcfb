"""Numbers: what became of requests, who demands, how long; charts, Excel, the year's table, goals; who reads them where."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from qingdan.foundation.orgs.demo.cast import TOWN, VILLAGE
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.personal.services import new_subject
from qingdan.policy.packs.services import install_library_packs
from qingdan.village.certificates.choices import State, Way
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.numbers.access import NumbersAccess
from qingdan.village.certificates.numbers.counting import FATES, Numbers, pace_by_kind

NEIGHBOUR = "120117103202"
OTHER_TOWN_VILLAGE = "120117104201"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people() -> None:
    install_library_packs()
    install_demo()


def demo(name: str) -> Account:
    return Account.objects.get(username=f"demo-{name}")


def asked(
    kind: str = "居民在社区居住证明", *, at: str = VILLAGE, day: date = date(2026, 3, 2), **more: Any
) -> Application:
    """A request as it stands in the table; the services make them in tests of their own."""
    state = more.pop("state", State.HANDLING)
    closed = datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(days=more.pop("days", 0))
    known = {
        "division_id": at, "kind_title": kind, "regime": "retained", "demander_class": "enterprise", "outcome": "listed", "way": Way.ISSUE,
        "state": state, "subject": new_subject(), "received_by": demo("village-clerk"), "received_on": day, "identity_checked": True,
        "closed_at": None if state in (State.HANDLING, State.TO_EXPLAIN, State.ESCALATED, State.COORDINATED) else closed,
    }  # fmt: skip
    return Application.objects.create(**{**known, **more})


def some_requests() -> None:
    asked(state=State.ISSUED, workdays=0, due_on=date(2026, 3, 2))
    asked(state=State.ISSUED, workdays=5, due_on=date(2026, 3, 4), days=7, day=date(2026, 4, 1))
    asked(day=date(2026, 4, 2))
    barred = {"regime": "barred", "way": Way.REPORT, "outcome": "forbidden", "ungrounded": True}
    office = {"demander_name": "区某局", "demander_class": "party_government"}
    asked("亲属关系证明", state=State.EXPLAINED, **barred, **office)
    asked("亲属关系证明", state=State.ESCALATED, at=NEIGHBOUR, **barred, **office)
    asked("无犯罪记录证明", state=State.TO_EXPLAIN, at=OTHER_TOWN_VILLAGE, **{**barred, "demander_name": "某学校", "demander_class": "enterprise"})  # fmt: skip
    asked("收入证明", state=State.ISSUED, regime="neither", way=Way.INTERIM, within_duty=True, verifiable=True, demander_name="某银行", workdays=1)  # fmt: skip
    asked("收入证明", state=State.WITHDRAWN, day=date(2025, 12, 31))


def numbers_of(name: str, place: str = "") -> Numbers:
    return Numbers(NumbersAccess(demo(name)).rows(place), *YEAR)


def test_every_request_has_one_fate_and_counts_where_it_was_received() -> None:
    some_requests()
    whole = numbers_of("lead-civil")
    assert dict(whole.total.counts) == {"issued": 3, "open": 1, "refused": 2, "redirected": 1}
    assert [each.asked for each in whole.by_month[:4]] == [0, 0, 5, 2]
    assert [each.asked for each in whole.by_quarter] == [5, 2, 0, 0]
    assert [(each.label, each.asked) for each in whole.by_kind] == [
        ("居民在社区居住证明", 3), ("亲属关系证明", 2), ("收入证明", 1), ("无犯罪记录证明", 1),
    ]  # fmt: skip
    assert list(whole.by_town) == ["120117103", "120117104"]


def test_who_demands_without_a_basis_is_counted_by_name() -> None:
    some_requests()
    found = numbers_of("lead-civil").ungrounded
    assert [(each.name, each.times, each.kinds) for each in found] == [("区某局", 2, 1), ("某学校", 1, 1)]
    assert numbers_of("lead-civil").ungrounded_times == 3
    assert numbers_of("lead-civil").interim_by_demander == (("某银行", 1),)


def test_how_long_issue_took_and_what_was_late() -> None:
    some_requests()
    pace = numbers_of("lead-civil").pace
    assert (pace.issued, pace.average, pace.longest, pace.late, pace.on_spot) == (3, 2.0, 5, 1, 1)
    assert pace_by_kind(numbers_of("lead-civil"))["居民在社区居住证明"] == (2.5, 1)


def test_kinds_and_issues_are_counted_by_quarter(client: Client) -> None:
    some_requests()
    assert [(each.kinds, each.issued) for each in numbers_of("lead-civil").issued_by_quarter] == [
        (2, 2),
        (1, 1),
        (0, 0),
        (0, 0),
    ]
    assert "1季度" in page(client, "lead-civil").content.decode()


def test_a_reader_counts_within_their_own_places_only() -> None:
    some_requests()
    assert numbers_of("village-clerk").total.asked == 5
    assert numbers_of("town-clerk").total.asked == 6
    assert numbers_of("lead-civil").total.asked == 7
    assert numbers_of("town-clerk", OTHER_TOWN_VILLAGE).total.asked == 0
    assert numbers_of("lead-civil", TOWN).total.asked == 6
    assert not NumbersAccess(demo("system-admin")).rows().exists()


def page(client: Client, name: str, address: str = "/certificates/numbers/?year=2026") -> Any:
    client.force_login(demo(name), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client.get(address)


def test_the_page_shows_charts_numbers_and_goals(client: Client) -> None:
    some_requests()
    html = page(client, "lead-civil").content.decode()
    for words in (
        "区某局",
        "亲属关系证明",
        "某银行",
        "没有依据的索要 3 次",
        "超过时限出具 1 份",
        "还没有做到",
        "/clauses/NH-06/",
    ):
        assert words in html, words
    assert html.count('role="img"') == 1


@pytest.mark.clause("NH-06")
def test_the_goal_of_ninghe_is_reached_when_nothing_is_demanded_without_basis_and_nothing_is_late(
    client: Client,
) -> None:
    asked(state=State.ISSUED, workdays=0, due_on=date(2026, 3, 2))
    html = page(client, "lead-civil").content.decode()
    assert "没有依据的索要 0 次" in html
    assert "超过时限出具 0 份" in html
    assert html.count("做到了") == 2
    some_requests()
    html = page(client, "lead-civil").content.decode()
    assert "没有依据的索要 3 次" in html
    assert "超过时限出具 1 份" in html
    assert html.count("还没有做到") == 2


@pytest.mark.clause("KT-05")
def test_kongtong_follows_refused_and_issued_by_kind_and_quarter(client: Client) -> None:
    village = "620802101201"
    asked("居住证明", at=village, state=State.ISSUED, workdays=0, day=date(2026, 2, 3))
    asked("亲属关系证明", at=village, state=State.EXPLAINED, regime="barred", way=Way.REFUSE, day=date(2026, 8, 3))
    client.force_login(Account.objects.get(username="kongtong-party"), backend="qingdan.foundation.orgs.backend.AccountBackend")  # fmt: skip
    html = client.get("/certificates/numbers/?year=2026").content.decode()
    assert "1季度出具 1、不出具 0；2季度出具 0、不出具 0；3季度出具 0、不出具 1；4季度出具 0、不出具 0" in html
    assert "2024年底" in html
    assert "/clauses/KT-05/" in html
    rows = excel(client, "kinds")
    assert [row[:4] for row in rows[1:]] == [("亲属关系证明", 1, 0, 1), ("居住证明", 1, 1, 0)]


def excel(client: Client, slug: str) -> list[tuple[Any, ...]]:
    answer = client.get(f"/certificates/numbers/excel/{slug}/?year=2026")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(bytes(answer.getvalue()))).active  # fmt: skip
    return list(sheet.iter_rows(values_only=True))


def test_excel_of_kinds_months_places_demanders_and_the_year(client: Client) -> None:
    some_requests()
    page(client, "lead-civil")
    assert excel(client, "demanders")[1] == ("区某局", "党政群机构（政府部门、镇街、群团）", 2, 1)
    assert [row[1] for row in excel(client, "months")[1:]] == [0, 0, 5, 2, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [row[1] for row in excel(client, "places")[1:]] == [5, 1, 1]
    assert excel(client, "annual")[-1] == ("合计", "7", "3", "2", "1", "1", "2.0", "1")
    assert client.get("/certificates/numbers/excel/persons/").status_code == 404


def test_the_years_table_has_its_signature_block_on_screen_and_in_word(client: Client) -> None:
    some_requests()
    html = page(client, "town-clerk", "/certificates/numbers/annual/?year=2026").content.decode()
    assert "主要负责人：" in html
    assert "没有清单依据的索要 2 次，涉及 1 个单位。" in html
    answer = client.get("/certificates/numbers/annual/word/?year=2026")
    table = Document(io.BytesIO(bytes(answer.getvalue()))).tables[0]
    assert [cell.text for cell in table.rows[-1].cells][:3] == ["合计", "6", "3"]


def test_a_year_without_requests_is_a_zero_report(client: Client) -> None:
    html = page(client, "town-clerk", "/certificates/numbers/annual/").content.decode()
    assert "零报告" in html
    assert "这一年还没有人来要证明" in page(client, "town-clerk", "/certificates/numbers/").content.decode()


@pytest.mark.parametrize("query", ["year=1066", "place=120117104000", "year=<b>"])
def test_a_year_or_place_that_is_not_offered_is_not_there(client: Client, query: str) -> None:
    some_requests()
    assert page(client, "town-clerk", f"/certificates/numbers/?{query}").status_code == 404


def test_the_page_asks_the_database_as_often_for_many_requests(client: Client) -> None:
    some_requests()
    page(client, "lead-civil")
    with CaptureQueriesContext(connection) as few:
        page(client, "lead-civil")
    for number in range(30):
        asked(
            f"证明{number}", day=date(2026, 1 + number % 12, 5), at=(VILLAGE, NEIGHBOUR, OTHER_TOWN_VILLAGE)[number % 3]
        )
    with CaptureQueriesContext(connection) as many:
        page(client, "lead-civil")
    assert len(many) <= len(few)


class EveryFate(TestCase):
    """Sums agree whatever is in the table."""

    @given(st.lists(st.tuples(st.sampled_from(State.values), st.sampled_from(["issue", "refuse", "report_to_town", "refer", "admit_kind"]), st.integers(1, 12)), max_size=12))  # fmt: skip
    @settings(max_examples=20, deadline=None)
    def test_months_kinds_and_places_add_up(self, rows: list[tuple[str, str, int]]) -> None:
        install_demo()
        made = 0
        for state, way, month in rows:
            if state in ("handling", "issued") and way != "issue":
                continue
            asked(f"证明{month % 3}", state=state, way=way, day=date(2026, month, 3))
            made += 1
        counted = numbers_of("lead-civil")
        assert counted.total.asked == made == sum(each.asked for each in counted.by_kind)
        assert sum(sum(counts.values()) for counts in counted.by_village.values()) == made
        assert set(counted.total.counts) <= set(FATES)
