"""One piece of work in a process of its own: `python -m tests.faults.work NAME …`.

Prints what it has to say as one line of JSON, last.
"""

import json
import sys
from importlib import import_module

import django

PLACES = {
    "lay": "tests.faults.town",
    "storm": "tests.faults.storm",
    "prove": "tests.faults.proof",
    "count": "tests.faults.proof",
    "power": "tests.faults.power",
    "manners": "tests.faults.manners",
}


def main(work: str, *told: str) -> None:
    django.setup()
    says = getattr(import_module(PLACES[work]), work)(*told)
    sys.stdout.write(json.dumps(says) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
