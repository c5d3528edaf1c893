"""Small packs for the stories, written as a clerk would write them."""

from quincunx.matters.source import Source

PACK = """
[pack]
code = "elms"
name = { en = "Elms" }
languages = ["en"]
calendar = "office"

[[calendar]]
code = "office"
zone = "Asia/Shanghai"
days = "cn"

[[domain]]
code = "streets"
name = { en = "Streets" }

[[process]]
code = "unit"
tier = "dispatch"
steps = [
  { act = "report" },
  { act = "establish", limit = "30 work-minute" },
  { act = "dispatch", level = 2, limit = "30 work-minute" },
  { act = "accept", limit = "4 work-hour" },
  { act = "finish", unit = "responsible" },
  { act = "confirm", limit = "1 work-day" },
  { act = "file" },
]
"""

LAMP = """
[[matter]]
code = "lamp"
domain = "streets"
name = { en = "Street lamp" }
icon = "lamp"
process = "unit"
unit = "kind:city-management"
standard = { en = "It burns." }
evidence = [{ kind = "photo-after" }]
admission = { approval = "Minutes 4 of 2026" }

[[matter.condition]]
code = "out"
name = { en = "One lamp is out" }
limit = "3 work-day"
closing = { en = "It burns again." }

[[matter.condition]]
code = "wire"
name = { en = "A wire is bare" }
limit = "2 urgent-hour"
closing = { en = "Made safe." }
urgency = 1
"""

TREE = """
[[matter]]
code = "tree"
domain = "streets"
name = { en = "Street tree missing" }
icon = "tree"
process = "unit"
unit = "kind:landscaping"
standard = { en = "A tree lives." }
evidence = [{ kind = "photo-after" }]
extension = { times = 1 }
sample-percent = 10

[[matter.condition]]
code = "empty"
name = { en = "Empty pit" }
limit = "180 natural-day"
closing = { en = "Planted." }

[[matter.condition.season]]
from = "03-01"
to = "05-15"
limit = "15 work-day"

[[matter.condition.milestone]]
code = "safe"
name = { en = "Pit made safe" }
limit = "2 work-day"
"""


def pack(*parts: str) -> Source:
    """Return a pack of one file: the head, and what is put behind it."""
    return Source.of({"elms.toml": PACK + "".join(parts)})
