"""Divide a community into grids: equal tasks, easy management, clear borders.

One entrance: `divide(instance, wishes, stop=...)` returns a `Plan`. Plain values in and
out; nothing here knows the database.
"""

from quincunx.areas.division.divide import divide
from quincunx.areas.division.instance import Instance, of_mapping, read
from quincunx.areas.division.plan import Plan
from quincunx.areas.division.wishes import Wishes

__all__ = ["Instance", "Plan", "Wishes", "divide", "of_mapping", "read"]
