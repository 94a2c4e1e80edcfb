"""Slow installations done once a module and taken back at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction


def installed_for_module(blocker: object, *installs: Callable[[], object]) -> Iterator[None]:
    """Run the installations in a transaction around all tests of the module; roll it back afterwards."""
    with blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        for install in installs:
            install()
        yield
        transaction.set_rollback(True)
