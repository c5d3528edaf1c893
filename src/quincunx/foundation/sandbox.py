"""Whether the town served here is an invented one, in which strangers may try things.

The mark is a file that `quincunx demo` writes into the home it founds, and that no
setting stands for: a district with real people cannot be turned into a sandbox by a
slip in its environment, and a demo refuses a home that holds one.
"""

from pathlib import Path

from django.conf import settings

MARK = "demo.json"


def is_here() -> bool:
    return (Path(settings.QUINCUNX_HOME) / MARK).exists()
