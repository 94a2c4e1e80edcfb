"""The home page of every person of the demonstration asks the database at most 15 times, all rooms together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from qingdan.commands.demonstration import install_demonstration
from qingdan.foundation.orgs.demo.cast import PEOPLE
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web import desk
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists, install_this_system
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture(autouse=True, scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    installs = (install_library_packs, install_pack_lists, install_this_system, install_demonstration)
    yield from installed_for_module(django_db_blocker, *installs)


def test_every_home_page_asks_few_questions() -> None:
    asked = {}
    for account in Account.objects.filter(is_active=True).order_by("pk"):
        client = Client()
        client.force_login(account, backend="qingdan.foundation.orgs.backend.AccountBackend")
        client.get("/")  # packs are compiled once
        desk.forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        asked[f"{account}（{account.username}）"] = len(queries)
    assert len(asked) >= len(PEOPLE)
    assert {who: number for who, number in asked.items() if number > MOST} == {}
