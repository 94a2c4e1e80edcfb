"""The demo district with packs, once for each module of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Places, people and packs."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_demo)
