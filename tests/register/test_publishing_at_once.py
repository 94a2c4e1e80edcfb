"""Two who publish the same draft at the same moment: one publishes, the others are told so, and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from qingdan.foundation.audit.models import Record
from qingdan.foundation.audit.queries import verify
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.services import create_account, grant_role
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services
from qingdan.register.lists.models import Edition, EditionState
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.tests.cast import dated, item, lead, publish, published, steward, submitted

PUBLISHERS = 3


def publishers() -> list[Account]:
    """Officers of the body that publishes, each of whom may do it alone."""
    grant = lead().grants.get(role=Role.LEAD_OFFICER)
    colleagues = [
        create_account(actor=None, username=f"colleague-{number}", display_name=f"同事{number}")
        for number in range(1, PUBLISHERS)
    ]
    for colleague in colleagues:
        grant_role(actor=None, account=colleague, role=Role.LEAD_OFFICER, division=grant.division, body=grant.body)
    return [lead(), *colleagues]


def waiting() -> Edition:
    """The second edition of a list, handed over for review."""
    first = published("医保参保登记", "养老认证")
    opened = services.open_draft(actor=steward(), item_list=first.item_list)
    services.add_items(actor=steward(), edition=opened, rows=[item("新增的事")], reasons=["新政策"])
    opened.refresh_from_db()
    return submitted(dated(opened))


def outcome(act: Callable[[], Edition]) -> str:
    """``done``, or the words of the refusal."""
    try:
        act()
    except ListsProblem as problem:
        return str(problem)
    return "done"


def demand_one_published(draft: Edition, said: list[str]) -> None:
    """One published it, the others know who did; both editions, the audit and the items are whole."""
    assert said.count("done") == 1, said
    assert sum("不用再发布一次" in words for words in said) == len(said) - 1, said
    first, second = Edition.objects.filter(item_list=draft.item_list_id).order_by("number")
    assert (first.state, second.state) == (EditionState.SUPERSEDED, EditionState.PUBLISHED)
    assert first.superseded_on == second.effective_on and second.content_hash
    assert (first.items.count(), second.items.filter(published=True).count()) == (2, 3)
    assert Record.objects.filter(verb="publish_edition", object_id=second.id_text).count() == 1
    assert verify() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestOnAServer:
    @pytest.fixture(autouse=True)
    def district(self) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("needs PostgreSQL")
        install_library_packs()
        install_demo()

    def at_once(self, *acts: Callable[[], Edition]) -> list[str]:
        """Run the acts at the same moment, each on a connection of its own."""
        start, said = threading.Barrier(len(acts)), [""] * len(acts)

        def work(place: int, act: Callable[[], Edition]) -> None:
            try:
                connection.ensure_connection()
                start.wait(timeout=60)
                said[place] = outcome(act)
            except Exception as error:
                said[place] = repr(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=work, args=each) for each in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return said

    def test_one_of_three_publishes(self) -> None:
        draft, people = waiting(), publishers()
        said = self.at_once(*(lambda who=who: publish(draft, actor=who) for who in people))
        demand_one_published(draft, said)

    def test_published_and_taken_back_at_once_is_one_of_both(self) -> None:
        draft = waiting()
        said = self.at_once(
            lambda: publish(draft), lambda: services.withdraw_submission(actor=steward(), edition=draft)
        )
        assert said.count("done") == 1, said
        now = Edition.objects.get(pk=draft.pk)
        assert (now.state == EditionState.PUBLISHED) == (said[0] == "done")
        assert (now.submitted_at is None) == (said[1] == "done")

    def test_two_who_open_the_next_edition_open_one(self) -> None:
        first = published("医保参保登记")
        said = self.at_once(
            *[lambda: services.open_draft(actor=steward(), item_list=first.item_list) for _each in range(3)]
        )
        assert said.count("done") == 1 and sum("已经有一份草稿" in words for words in said) == 2, said


_PREPARE = """
import django, json
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.register.test_publishing_at_once import install_demo, install_library_packs, publishers, waiting
install_library_packs()
install_demo()
print(json.dumps([waiting().pk, [who.username for who in publishers()]]))
"""
_PUBLISH = """
import django, json, sys
django.setup()
from tests.register.test_publishing_at_once import Account, Edition, outcome, publish
draft, who = Edition.objects.get(pk=sys.argv[1]), Account.objects.get(username=sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps(outcome(lambda: publish(draft, actor=who))))
"""
_LOOK = """
import django, json, sys
django.setup()
from tests.register.test_publishing_at_once import Edition, demand_one_published
demand_one_published(Edition.objects.get(pk=sys.argv[1]), json.loads(sys.argv[2]))
"""


def test_one_of_three_processes_on_one_file_publishes(tmp_path: Path) -> None:
    sources = settings.SOURCE.parent
    environment = os.environ | {
        "PYTHONPATH": f"{sources}{os.pathsep}{sources.parent}", "DJANGO_SETTINGS_MODULE": "qingdan.config.settings_test",
        "QINGDAN_HOME": str(tmp_path), "QINGDAN_DATABASE_URL": f"sqlite:///{tmp_path / 'qingdan.sqlite3'}",
    }  # fmt: skip

    def run(code: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=300
        )  # fmt: skip
        return done.stdout

    draft, people = json.loads(run(_PREPARE).splitlines()[-1])
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _PUBLISH, str(draft), name], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for name in people
    ]  # fmt: skip
    for each in running:
        assert each.stdout is not None and each.stdout.readline() == "ready\n"
    for each in running:  # all of them, before any is waited for
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [json.loads(each.communicate(timeout=120)[0]) for each in running]
    run(_LOOK, str(draft), json.dumps(said))
