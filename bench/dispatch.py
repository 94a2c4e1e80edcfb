"""One item to 30,000 villages of a city with 80 counties, each with a red list of its own: on SQLite and on PostgreSQL.

Beside our way stands the plain one: a rulebook, a decision and a row for each village, measured on a part of them.
"""

from __future__ import annotations

from typing import Any

from bench._databases import databases, measured


def run() -> dict[str, Any]:
    """The figures of each database that the machine has."""
    with databases() as found:
        return {name: measured("bench._dispatch_work", environment) for name, environment in found.items()}
