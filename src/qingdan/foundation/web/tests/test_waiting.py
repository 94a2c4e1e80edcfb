"""What waits for a person: on the home page, on its own page, in the menu, as Excel; and the message of the day."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.jobs.models import Job, State
from qingdan.foundation.jobs.services import enqueue, run, start_recurring, take
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web import digest, waiting
from qingdan.foundation.web.tests.people import person, signed_in
from qingdan.foundation.web.waiting import MOST, Waiting, number_of, register_waiting, waiting_for

pytestmark = pytest.mark.django_db

Offer = Callable[..., None]


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Offer]:
    """Registers entries for a role in place of what the rooms offer."""
    monkeypatch.setattr(waiting, "_sources", [])

    def make(role: Role, *entries: Waiting) -> None:
        register_waiting([role], lambda _account, most: entries[:most])

    yield make


def _entry(title: str, days: int | None = None, **more: object) -> Waiting:
    until = None if days is None else today() + timedelta(days=days)
    return Waiting(title, f"/x/{title}/", "办理", today() - timedelta(days=3), until, **more)


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestTheList:
    def test_the_earliest_day_stands_first_and_what_has_none_last(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, _entry("c"), _entry("b", 5))
        offer(Role.LEAD_OFFICER, _entry("a", -1))
        found = waiting_for(person(), [Role.TOWN_CLERK, Role.LEAD_OFFICER])
        assert [each.title for each in found] == ["a", "b", "c"]

    def test_only_ones_own_roles_count(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, _entry("a"))
        assert waiting_for(person(), [Role.LEAD_OFFICER]) == []

    def test_what_two_sources_give_stands_once(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, _entry("a"))
        offer(Role.LEAD_OFFICER, _entry("a"))
        assert len(waiting_for(person(), [Role.TOWN_CLERK, Role.LEAD_OFFICER])) == 1

    def test_one_entry_may_stand_for_many(self) -> None:
        assert number_of([_entry("a", count=7), _entry("b")]) == 8


class TestHome:
    def test_home_shows_the_groups_with_act_note_and_clock(self, offer: Offer) -> None:
        entries = _entry("迟了的", -2, note="等区残联补正"), _entry("以后的", 30), _entry("不急的")
        offer(Role.VILLAGE_CLERK, *entries)
        html = _text(signed_in(Role.VILLAGE_CLERK), "/")
        assert html.index("已逾期") < html.index("迟了的") < html.index("以后") < html.index("没有期限")
        assert "已过 2 天" in html and "等区残联补正" in html and "1 件已逾期" in html
        assert 'href="/x/迟了的/"' in html

    def test_nothing_waits_is_said(self, offer: Offer) -> None:
        assert "现在没有等您办的事" in _text(signed_in(Role.TOWN_CLERK), "/")

    @pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
    def test_administrators_have_no_work_list(self, role: Role) -> None:
        assert "等我办的" not in _text(signed_in(role), "/")

    def test_a_long_group_is_cut_and_says_where_the_rest_is(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, *(_entry(f"事{number:02}", 40) for number in range(20)))
        html = _text(signed_in(Role.TOWN_CLERK), "/")
        assert html.count("/x/事") == 6
        assert "这一组还有 14 条" in html and "/waiting/?group=later" in html

    def test_words_of_rooms_are_escaped(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, Waiting("<b>x</b>", "/x/", "<i>", today(), note='"><script>'))
        html = _text(signed_in(Role.TOWN_CLERK), "/")
        assert "<b>x</b>" not in html and "<i>" not in html and "><script>" not in html


class TestTheMenu:
    def test_the_menu_counts_on_every_page(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, _entry("a", count=7))
        client = signed_in(Role.TOWN_CLERK)
        _text(client, "/")
        assert '<span class="count">7<' in _text(client, "/calendar/2026/")

    def test_more_than_fits_is_said_so(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, _entry("a", count=1234))
        assert '<span class="count">99+<' in _text(signed_in(Role.TOWN_CLERK), "/")

    def test_the_number_is_kept_a_while_but_fresh_after_an_act(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[int] = []

        def source(_account: Account, _most: int) -> list[Waiting]:
            asked.append(1)
            return [_entry(str(len(asked)))]

        monkeypatch.setattr(waiting, "_sources", [(frozenset({str(Role.TOWN_CLERK)}), source)])
        client = signed_in(Role.TOWN_CLERK)
        _text(client, "/calendar/2026/")
        assert asked == []
        client.post("/messages/read/")
        for _turn in range(3):
            _text(client, "/calendar/2026/")
        assert len(asked) == 1
        client.post("/messages/read/")
        _text(client, "/calendar/2026/")
        assert len(asked) == 2

    def test_two_people_never_share_a_number(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, _entry("a", count=7))
        one, other = signed_in(Role.TOWN_CLERK), signed_in(Role.INSPECTOR)
        _text(one, "/")
        other.cookies["acted"] = one.cookies["acted"].value
        assert 'class="count"' not in _text(other, "/calendar/2026/")


class TestThePage:
    def test_it_shows_everything_in_pages(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, *(_entry(f"事{number:03}", number) for number in range(120)))
        client = signed_in(Role.TOWN_CLERK)
        first, last = _text(client, "/waiting/"), _text(client, "/waiting/?page=3")
        assert "第 1 页，共 3 页，120 条" in first
        assert "事000" in first and "事119" not in first and "事119" in last

    def test_it_is_filtered_by_nearness_and_words(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, _entry("残联的表", -1), _entry("别的表", -1), _entry("残联的事", 60))
        html = _text(signed_in(Role.TOWN_CLERK), "/waiting/?group=overdue&words=残联")
        assert "残联的表" in html and "别的表" not in html and "残联的事" not in html
        assert "没有符合条件的" in _text(signed_in(Role.TOWN_CLERK), "/waiting/?words=没有这样的")

    def test_bad_filters_change_nothing(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, _entry("a"))
        assert "/x/a/" in _text(signed_in(Role.TOWN_CLERK), "/waiting/?group=nonsense")

    def test_it_goes_into_excel_as_filtered(self, offer: Offer) -> None:
        offer(Role.TOWN_CLERK, _entry("=1+1", -2, note="说明", count=3), _entry("以后的", 90))
        response = signed_in(Role.TOWN_CLERK).get("/waiting/excel/?group=overdue")
        rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
        assert rows[0][:3] == ("事项", "要做什么", "件数")
        assert rows[1][:3] == ("=1+1", "办理", 3)
        assert rows[1][5:] == ("已过 2 天", "说明", "http://testserver/x/=1+1/")
        assert len(rows) == 2

    def test_the_queries_do_not_grow_with_what_waits(self, offer: Offer) -> None:
        counts = []
        for number in (1, 60):
            offer(Role.TOWN_CLERK, *(_entry(f"{number}-{each}", each) for each in range(number)))
            for address in ("/", "/waiting/"):
                client = signed_in(Role.TOWN_CLERK)
                with CaptureQueriesContext(
                    connection,
                ) as asked:
                    client.get(address)
                counts.append(len(asked))
        assert counts[:2] == counts[2:]


def of_old(*roles: Role) -> Account:
    """Somebody who has held these roles since before the days of the stories."""
    with time_machine.travel("2026-11-01 08:00:00+08:00", tick=False):
        return person(*roles)


class TestTheDigest:
    def _run_due(self) -> None:
        while (job := take("test")) is not None:
            run(job)

    def test_a_working_day_brings_one_message_with_what_is_most_urgent(self, offer: Offer) -> None:
        reader, other = of_old(Role.TOWN_CLERK), of_old(Role.INSPECTOR)
        with time_machine.travel("2026-11-26 08:05:00+08:00", tick=False):
            offer(
                Role.TOWN_CLERK, _entry("迟了的", -2, count=3), *(_entry(f"事{number}", number) for number in range(6))
            )
            start_recurring()
            self._run_due()
            told = Message.objects.get(recipient=reader)
            assert told.title == "今天有 9 件等您办，其中 3 件已逾期"
            assert told.body.split("\n")[:2] == ["办理：迟了的（已过 2 天）", "办理：事0（今天到期）"]
            assert told.body.endswith("还有 2 条") and told.link == "/waiting/"
            assert not Message.objects.filter(recipient=other).exists()

    def test_it_comes_once_a_day_however_often_the_job_runs(self, offer: Offer) -> None:
        reader = of_old(Role.TOWN_CLERK)
        for moment in ("2026-11-26 08:05", "2026-11-26 08:40", "2026-11-26 23:00", "2026-11-27 09:00"):
            with time_machine.travel(f"{moment}:00+08:00", tick=False):
                offer(Role.TOWN_CLERK, _entry("a"))
                digest.begin_digest(Job())
                self._run_due()
        assert [m.key for m in Message.objects.filter(recipient=reader).order_by("pk")] == [
            "digest:2026-11-26",
            "digest:2026-11-27",
        ]

    @pytest.mark.parametrize(
        "moment", ["2026-11-26 07:59", "2026-11-28 09:00", "2026-10-01 09:00"], ids=["early", "Saturday", "holiday"]
    )
    def test_no_message_before_work_nor_on_a_day_off(self, offer: Offer, moment: str) -> None:
        of_old(Role.TOWN_CLERK)
        with time_machine.travel(f"{moment}:00+08:00", tick=False):
            offer(Role.TOWN_CLERK, _entry("a"))
            digest.begin_digest(Job())
            self._run_due()
        assert not Message.objects.exists()

    def test_an_account_that_is_switched_off_or_has_nothing_is_not_told(self, offer: Offer) -> None:
        gone = of_old(Role.TOWN_CLERK)
        Account.objects.filter(pk=gone.pk).update(is_active=False)
        of_old(Role.INSPECTOR), person()
        with time_machine.travel("2026-11-26 09:00:00+08:00", tick=False):
            offer(Role.TOWN_CLERK, _entry("a"))
            digest.begin_digest(Job())
            self._run_due()
        assert not Message.objects.exists()

    def test_a_killed_worker_is_followed_by_one_that_goes_on_behind_it(self, offer: Offer) -> None:
        first, second = of_old(Role.TOWN_CLERK), of_old(Role.TOWN_CLERK)
        with time_machine.travel("2026-11-26 09:00:00+08:00", tick=False):
            offer(Role.TOWN_CLERK, _entry("a"))
            enqueue("web.digest_day", {"day": "2026-11-26"}, key="2026-11-26")
            killed = take("killed")
            assert killed is not None
            Job.objects.filter(pk=killed.pk).update(cursor={"last": first.pk})
        with time_machine.travel("2026-11-26 09:30:00+08:00", tick=False):
            self._run_due()
        assert [m.recipient_id for m in Message.objects.all()] == [second.pk]
        assert Job.objects.get(pk=killed.pk).state == State.DONE

    def test_a_digest_of_yesterday_is_not_sent_today(self, offer: Offer) -> None:
        of_old(Role.TOWN_CLERK)
        with time_machine.travel("2026-11-26 09:00:00+08:00", tick=False):
            offer(Role.TOWN_CLERK, _entry("a"))
            enqueue("web.digest_day", {"day": "2026-11-25"}, key="2026-11-25")
            self._run_due()
        assert not Message.objects.exists()

    def test_a_long_digest_fits_its_message(self, offer: Offer) -> None:
        reader = of_old(Role.TOWN_CLERK)
        offer(Role.TOWN_CLERK, *(_entry("很长的名称" * 60 + str(number), number) for number in range(6)))
        assert digest.tell(reader, date.today())
        assert len(Message.objects.get().body) <= 500


def test_a_source_is_asked_for_no_more_than_it_should_give(offer: Offer) -> None:
    offer(Role.TOWN_CLERK, *(_entry(str(number)) for number in range(MOST + 50)))
    assert len(waiting_for(person(), [Role.TOWN_CLERK])) == MOST
    assert f"{MOST} 多件" in _text(signed_in(Role.TOWN_CLERK), "/")
