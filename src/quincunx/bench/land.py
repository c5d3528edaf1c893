"""Locating, checking and importing, through the commands themselves.

Each command is a process of its own; seconds are from its start to its end, memory is
its peak.
"""

import csv
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quincunx.bench.stand import Stand

WEST, SOUTH = 116.0, 39.5
COMMITTEES = 620_573  # residents' and village committees of the statistical code


@dataclass(frozen=True)
class Ran:
    """One command: its seconds, its peak memory, how it ended, what it said."""

    seconds: float
    megabytes: float
    code: int
    said: str


def command(stand: Stand, *told: str) -> Ran:
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, "-m", "quincunx", *told],
        env=stand.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    return Ran(seconds, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status), said)


def squares(file: Path, across: int) -> None:
    """Write a coverage of across x across quadrilaterals with moved corners."""
    dice = random.Random(7)
    size = 0.4 / across

    def corner(x: int, y: int) -> list[float]:
        inner = 0 < x < across and 0 < y < across
        move = (dice.uniform(-0.3, 0.3), dice.uniform(-0.3, 0.3)) if inner else (0, 0)
        return [
            round(WEST + (x + move[0]) * size, 7),
            round(SOUTH + (y + move[1]) * size, 7),
        ]

    corners = {
        (x, y): corner(x, y) for x in range(across + 1) for y in range(across + 1)
    }
    rows = [_square(corners, x, y) for x in range(across) for y in range(across)]
    told = {"type": "FeatureCollection", "features": rows}
    file.write_text(json.dumps(told), encoding="utf-8")


def _square(
    corners: dict[tuple[int, int], list[float]], x: int, y: int
) -> dict[str, object]:
    ring = [
        corners[x, y],
        corners[x + 1, y],
        corners[x + 1, y + 1],
        corners[x, y + 1],
        corners[x, y],
    ]
    return {
        "type": "Feature",
        "properties": {"code": f"{x:03d}{y:03d}", "name": f"Square {x}.{y}"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def positions(file: Path, count: int) -> None:
    dice = random.Random(8)
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "lon", "lat"])
        for number in range(count):
            lon = round(WEST + dice.random() * 0.4, 6)
            lat = round(SOUTH + dice.random() * 0.4, 6)
            writer.writerow([number, lon, lat])


def region_codes(file: Path, committees: int = COMMITTEES) -> int:
    """Write a tree of 12-digit codes with so many committees; return how many rows."""
    count = 0
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["code", "name"])
        for code, kind in _codes(committees):
            writer.writerow([code, f"{kind} {code}"])
            count += 1
    return count


def _codes(committees: int) -> Iterator[tuple[str, str]]:
    left = committees
    for county in range(1, 3000):
        province, rest = 11 + county // 100 % 50, county % 100
        head = f"{province:02d}{1 + rest // 18:02d}{1 + rest % 18:02d}"
        yield f"{head}000000", "County"
        for town in range(1, 15):
            yield f"{head}{town:03d}000", "Town"
            for committee in range(1, 18):
                if not left:
                    return
                yield f"{head}{town:03d}{committee:03d}", "Committee"
                left -= 1
