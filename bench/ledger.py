"""The ledger with 100,000 findings in 300 villages: what its pages take, beside plainer ways of doing the same."""

from __future__ import annotations

from typing import Any

from bench._databases import databases, measured


def run() -> dict[str, Any]:
    """The figures of each database that the machine has."""
    with databases() as found:
        return {name: measured("bench._ledger_work", environment) for name, environment in found.items()}
