"""What every test run shares: hypothesis profiles, and the mark of tests that use the database."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["qingdan.policy.packs.proof_plugin"]

_LENIENT = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("usual", max_examples=100, deadline=None, derandomize=True, suppress_health_check=_LENIENT)
settings.register_profile("full", max_examples=2000, deadline=None, suppress_health_check=_LENIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "client", "admin_client"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that touches the database, so that PostgreSQL runs just those again."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & _DATABASE_FIXTURES:
            item.add_marker("database")


@pytest.fixture(autouse=True)
def _no_heads_of_other_tests() -> None:
    """What an earlier test exported of its audit says nothing of this test's fresh database."""
    from qingdan.foundation.audit.services import heads_file

    heads_file().unlink(missing_ok=True)
