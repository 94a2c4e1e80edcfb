"""Whether the service lives (healthz) and can answer (readyz); for supervisors and load balancers."""

from __future__ import annotations

from functools import lru_cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qingdan.foundation.web.access import open_to_all


class MigrationsMissing(RuntimeError):
    """The database is older than this version."""


@open_to_all
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers; asks nothing else."""
    return JsonResponse({"status": "ok"})


@open_to_all
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and has every migration of this version, else 503."""
    try:
        _migrations_are_there()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except MigrationsMissing:
        return JsonResponse({"status": "unavailable", "database": "migrations missing"}, status=503)
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


@lru_cache(maxsize=1)
def _migrations_are_there() -> None:
    """Remembered once it held: migrations never leave under a running process, and the check is slow."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsMissing
