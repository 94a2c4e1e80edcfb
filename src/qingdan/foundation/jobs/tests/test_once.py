"""What is asked for twice is done once: the same key gets the first answer, also at the same moment."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from qingdan.foundation.clock.moments import now
from qingdan.foundation.jobs.housekeeping import KEEP_ANSWERS, clean
from qingdan.foundation.jobs.models import FirstAnswer, Job
from qingdan.foundation.jobs.once import BadKey, once
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.services import create_account


def _account(name: str = "zhao") -> Account:
    return create_account(actor=None, username=name, display_name=name)


@pytest.mark.django_db
class TestOnce:
    done: list[str]

    @pytest.fixture(autouse=True)
    def nothing_done(self) -> None:
        self.done = []

    def _act(self) -> dict[str, object]:
        self.done.append("x")
        return {"number": len(self.done), "on": date(2026, 1, 31)}

    def test_a_repeated_request_gets_the_first_answer(self) -> None:
        actor = _account()
        first = once(actor=actor, key="k1", purpose="test", act=self._act)
        again = once(actor=actor, key="k1", purpose="test", act=self._act)
        assert first == ({"number": 1, "on": "2026-01-31"}, True)
        assert again == ({"number": 1, "on": "2026-01-31"}, False)
        assert self.done == ["x"]

    def test_keys_of_other_people_and_other_purposes_are_other_keys(self) -> None:
        one, other = _account("zhao"), _account("qian")
        for actor, purpose in ((one, "a"), (one, "b"), (other, "a")):
            assert once(actor=actor, key="k", purpose=purpose, act=self._act)[1]
        assert len(self.done) == 3

    def test_the_same_key_with_another_request_is_refused(self) -> None:
        actor = _account()
        once(actor=actor, key="k", purpose="a", act=self._act, asked={"title": "甲", "n": 1})
        assert not once(actor=actor, key="k", purpose="a", act=self._act, asked={"n": 1, "title": "甲"})[1]
        with pytest.raises(BadKey, match="换一个新的"):
            once(actor=actor, key="k", purpose="a", act=self._act, asked={"title": "乙", "n": 1})

    def test_what_failed_may_be_tried_again(self) -> None:
        actor = _account()

        def fail() -> dict[str, object]:
            Job.objects.create(name="half")
            raise RuntimeError("坏了")

        with pytest.raises(RuntimeError):
            once(actor=actor, key="k", purpose="a", act=fail)
        assert not Job.objects.exists() and not FirstAnswer.objects.exists()
        assert once(actor=actor, key="k", purpose="a", act=self._act)[1]

    @pytest.mark.parametrize(
        "key", ["", "x" * 201, "a\x00b", "a\nb", "\ud800"], ids=["empty", "long", "nul", "line", "half"]
    )
    def test_a_key_is_short_and_visible(self, key: str) -> None:
        with pytest.raises(BadKey, match="1 到 200"):
            once(actor=_account(), key=key, purpose="a", act=self._act)

    def test_the_database_itself_keeps_one_answer(self) -> None:
        actor = _account()
        once(actor=actor, key="k", purpose="a", act=self._act)
        with pytest.raises(IntegrityError), transaction.atomic():
            FirstAnswer.objects.create(actor=actor, key="k", purpose="a", asked="")

    def test_answers_of_long_ago_are_thrown_away(self) -> None:
        once(actor=_account(), key="k", purpose="a", act=self._act)
        with time_machine.travel(now() + KEEP_ANSWERS - timedelta(hours=1)):
            clean(Job())
            assert FirstAnswer.objects.exists()
        with time_machine.travel(now() + KEEP_ANSWERS + timedelta(hours=1)):
            clean(Job())
            assert not FirstAnswer.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_are_done_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    actor = _account()
    start, answers, failures = threading.Barrier(6), [], []

    def act() -> dict[str, object]:
        return {"job": Job.objects.create(name="done").pk}

    def work() -> None:
        try:
            start.wait()
            with transaction.atomic():
                answers.append(once(actor=actor, key="k", purpose="a", act=act))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Job.objects.filter(name="done").count() == 1
    assert sum(fresh for _answer, fresh in answers) == 1
    assert len({answer["job"] for answer, _fresh in answers}) == 1
