"""Is the process there, and can it do its work? Without versions, for anybody."""

import shutil

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

LEAST_FREE = 0.05  # of the disk
RETRY_AFTER = "5"


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process lives."""
    del request
    return JsonResponse({"ok": True})


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 503 while the database, its tables or the disk are not as they must be."""
    del request
    found = {"database": _database(), "disk": _disk()}
    found["tables"] = found["database"] and _tables()
    answer = JsonResponse({"ok": all(found.values()), **found})
    if not all(found.values()):
        answer.status_code = 503
        answer["Retry-After"] = RETRY_AFTER
    return answer


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _tables() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _disk() -> bool:
    usage = shutil.disk_usage(settings.QUINCUNX_HOME)
    return usage.free / usage.total > LEAST_FREE
