"""The demo district with its packs, lists and kinds, once for each module of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.village.certificates.tests.cast import install_kinds


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield from installed_for_module(
        django_db_blocker, install_library_packs, install_pack_lists, install_demo, install_kinds
    )
