"""The packs and their lists, once for each module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from tests.kept import installed_for_module


@pytest.fixture(scope="module")
def installed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists)
