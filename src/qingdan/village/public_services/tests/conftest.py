"""The demo district with packs and service lists, once for each module of tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
import time_machine
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.village.public_services.tests.cast import install_services


@pytest.fixture(scope="module")
def district(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Installed and tested at the module's ``NOON``, where it has one."""
    noon = getattr(request.module, "NOON", None)
    with time_machine.travel(noon, tick=False) if noon else nullcontext():
        yield from installed_for_module(
            django_db_blocker, install_library_packs, install_pack_lists, install_demo, install_services
        )
