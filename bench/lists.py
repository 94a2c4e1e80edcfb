"""Lists of 5,000 items: pages, difference, export; import of 10,000 rows; search among 100,000; on SQLite and PostgreSQL.

Every figure is the time of a whole request; beside our ways stand plain ones, measured in the same run.
"""

from __future__ import annotations

from typing import Any

from bench._databases import databases, measured


def run() -> dict[str, Any]:
    """The figures of each database that the machine has."""
    with databases() as found:
        return {name: measured("bench._lists_work", environment) for name, environment in found.items()}
