"""Processes that install a pack's lists at the same moment end with one edition of each list."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.services import install_pack
from qingdan.policy.packs.tests.packs import SHIDIAN
from qingdan.register.lists.models import Edition, EditionState
from qingdan.register.lists.services import install_pack_lists


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_threads_on_a_real_server_publish_each_list_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    library = {pack.id: pack for pack in check_folder(SHIDIAN)}
    for name in ("cn", "shidian"):
        install_pack(library[name], library)
    start = threading.Barrier(4)
    failures: list[Any] = []

    def work() -> None:
        try:
            start.wait()
            install_pack_lists()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Edition.objects.count() == sum(len(library[name].lists) for name in ("cn", "shidian"))
    assert not Edition.objects.exclude(number=1, state=EditionState.PUBLISHED).exists()
