"""A list of cases kept elsewhere, brought in through the real acts, dated as they were.

A map says what the columns mean; every row that is not taken is reported with its
reason. Bringing the same list in again brings in what is new, and nothing twice.
"""

from quincunx.cases.bring_in.bring import BroughtIn, NotTaken, bring_in
from quincunx.cases.bring_in.mapping import Mapping, read_mapping

__all__ = ["BroughtIn", "Mapping", "NotTaken", "bring_in", "read_mapping"]
