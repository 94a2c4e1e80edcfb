"""Two processes that install the packs at the same moment end with one version of each."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from qingdan.policy.packs import services
from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.models import PackVersion
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.tests.packs import SHIDIAN


@pytest.fixture
def library() -> dict[str, Pack]:
    return {pack.id: pack for pack in check_folder(SHIDIAN)}


@pytest.mark.django_db
def test_one_that_finds_the_version_there_at_the_last_moment_takes_it(
    library: dict[str, Pack], monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile = services._install
    calls: list[str] = []

    def overtaken(pack: Pack) -> PackVersion:
        """Another process installs between our look and our write, once."""
        calls.append(pack.id)
        if len(calls) == 1:
            meanwhile(pack)
            with transaction.atomic():
                PackVersion.objects.create(hash=pack.hash, content={}, sequence=9)
        return meanwhile(pack)

    monkeypatch.setattr(services, "_install", overtaken)
    version = services.install_pack(library["cn"], library)
    assert (version.pack_id, len(calls), PackVersion.objects.count()) == ("cn", 2, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_threads_on_a_real_server_install_each_pack_once(library: dict[str, Pack]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    start = threading.Barrier(4)
    failures: list[Any] = []

    def work() -> None:
        try:
            start.wait()
            for name in ("cn", "shidian"):
                services.install_pack(library[name], library)
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
    assert sorted(PackVersion.objects.values_list("pack_id", "sequence")) == [("cn", 1), ("shidian", 1)]
