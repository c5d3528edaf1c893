"""One piece of benchmark work in a process of its own: `python -m quincunx.bench.work`.

Prints what it measured as one line of JSON, last.
"""

import json
import sys
from importlib import import_module
from typing import Any

import django

PLACES = {
    "lay": "quincunx.bench.lay",
    "keys": "quincunx.bench.lay",
    "box": "quincunx.bench.lay",
    "sessions": "quincunx.bench.lay",
    "live": "quincunx.bench.writers",
    "commit": "quincunx.bench.writers",
    "multiply": "quincunx.bench.multiply",
    "prove": "quincunx.bench.multiply",
    "people": "quincunx.bench.residents",
    "searched": "quincunx.bench.residents",
}


def main(work: str, *told: str) -> None:
    django.setup()
    measured: Any = getattr(import_module(PLACES[work]), work)(*told)
    sys.stdout.write(json.dumps(measured) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
