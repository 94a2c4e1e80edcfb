"""The national table of divisions: loading, counting, searching, on SQLite and on PostgreSQL.

The table is named by QINGDAN_BENCH_DIVISIONS (CSV or CSV.gz); beside our way stand bulk_create and a plain LIKE.
"""

from __future__ import annotations

import os
from typing import Any

from bench._databases import databases, measured


def run() -> dict[str, Any]:
    """The figures of each database that the machine has."""
    if not os.environ.get("QINGDAN_BENCH_DIVISIONS"):
        return {"left_out": "QINGDAN_BENCH_DIVISIONS does not name the national table"}
    with databases() as found:
        return {name: measured("bench._divisions_work", environment) for name, environment in found.items()}
