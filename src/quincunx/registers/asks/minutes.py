"""What form filling costs: published seconds, and how they add up.

The figures stand in docs/mechanisms/asks.md; whoever measures better ones changes them
here and there.
"""

CELL = 15  # seconds for one cell typed by hand
TABLE = 300  # to find the form, open it and send it, whatever it holds
CONFIRMATION = 20  # all that is known of a record found to be still so
CHANGE = 15  # one field told otherwise
VISIT = 60  # to write a visit down, services and all
LONGEST_PRESS = 1_800  # a page left open longer was not being worked on


def by_hand(rows: int, fields: int) -> int:
    """Return the seconds a table takes somebody who fills it in."""
    return TABLE + rows * fields * CELL


def measured(seconds: float) -> int:
    """Return the seconds from opening the page of a table to having it."""
    return round(min(max(seconds, 1), LONGEST_PRESS))
