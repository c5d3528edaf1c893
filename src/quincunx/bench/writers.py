"""Writers: whole lives of cases, and a bare commit to hold them against."""

import time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from quincunx.bench import lay
from quincunx.bench.life import cast_of
from quincunx.bench.life import live as walk


def live(seconds: str, number: str) -> dict[str, Any]:
    """Walk lives for so many seconds; return how many and the time of each."""
    town = lay.town()
    cast = cast_of(town, timezone.now())
    first = int(number) * 10_000_000 + int(time.time()) % 1_000_000 * 10
    walk(town, cast, first)
    begun, cpu = time.perf_counter(), time.process_time()
    times: list[float] = []
    while time.perf_counter() - begun < float(seconds):
        start = time.perf_counter()
        walk(town, cast, first + 1 + len(times))
        times.append(time.perf_counter() - start)
    return {
        "done": len(times),
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - cpu,
        "times": times,
    }


def commit(seconds: str, number: str = "0") -> dict[str, Any]:
    """Insert one small row and commit, again and again: what durability costs alone."""
    table = f"bench_commit_{number}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {table} (n INTEGER)")
    begun, done = time.perf_counter(), 0
    while time.perf_counter() - begun < float(seconds):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} VALUES (%s)", [done])  # noqa: S608 -- the same
        done += 1
    return {"done": done, "seconds": time.perf_counter() - begun}
