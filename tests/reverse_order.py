"""A pytest plugin that runs the tests in reverse order, to show that none leans on the one before it."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Reverse the collected tests."""
    items.reverse()
