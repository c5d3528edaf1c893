"""Is the process there, and can it do its work? Without versions, for anybody."""

import shutil
from typing import cast

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from quincunx.api.visit import Visit
from quincunx.cases import package

LEAST_FREE = 0.05  # of the disk
RETRY_AFTER = "5"


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process lives."""
    del request
    return JsonResponse({"ok": True})


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 503 while the database, its tables or the disk are not as they must be.

    `unsealed` counts filed cases whose package is late: duty is not running, or its
    log says why. The web does its work meanwhile.
    """
    found = {"database": _database(), "disk": _disk()}
    found["tables"] = found["database"] and _tables()
    unsealed = package.late(cast(Visit, request).received_at) if found["tables"] else 0
    answer = JsonResponse({"ok": all(found.values()), **found, "unsealed": unsealed})
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
