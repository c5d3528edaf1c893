"""PMTiles archives of map tiles: what one says of itself, so that it can be drawn.

Format: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
"""

import json
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEADER = struct.Struct("<7sB 2Q 2Q 2Q 2Q 3Q BBBBBB 4i")
MAGIC, VERSION = b"PMTiles", 3
PLAIN, GZIP = 1, 2  # how it is packed inside
KINDS = {1: "vector", 2: "raster", 3: "raster", 4: "raster", 5: "raster"}
MOST_TOLD = 8_000_000  # bytes of its description, packed


@dataclass(frozen=True)
class Archive:
    """Kind and depth of its tiles; the box is in degrees of its own system."""

    kind: str  # vector or raster
    least: int
    most: int
    box: tuple[float, float, float, float]
    layers: tuple[str, ...]  # of vector tiles, those below first


def read(file: Path) -> Archive:
    """Read head and description; raises OSError, or ValueError for what is none."""
    with file.open("rb") as archive:
        head = archive.read(HEADER.size)
        if len(head) < HEADER.size:
            raise ValueError("too short")
        magic, version, *told = HEADER.unpack(head)
        if (magic, version) != (MAGIC, VERSION) or told[14] not in KINDS:
            raise ValueError("no archive of version 3 with tiles that can be drawn")
        archive.seek(told[2])
        about = _description(archive.read(min(told[3], MOST_TOLD)), told[12])
    west, south, east, north = (edge / 1e7 for edge in told[17:21])
    layers = about.get("vector_layers", ()) if isinstance(about, dict) else ()
    names = tuple(str(layer["id"]) for layer in layers if "id" in layer)
    return Archive(
        KINDS[told[14]], told[15], told[16], (west, south, east, north), names
    )


def _description(packed: bytes, how: int) -> Any:
    if how not in (PLAIN, GZIP):
        raise ValueError("packed in a way that we cannot read")
    try:
        text = zlib.decompress(packed, wbits=31) if how == GZIP else packed
    except zlib.error as fault:
        raise ValueError("cut off") from fault
    return json.loads(text or b"{}")
