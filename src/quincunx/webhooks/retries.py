"""When a delivery that failed is tried again, and when we give a receiver up."""

from datetime import timedelta

# Ten tries in a little over three days, then it is parked.
PAUSES = tuple(
    timedelta(seconds=each)
    for each in (
        5,
        5 * 60,
        30 * 60,
        2 * 3600,
        5 * 3600,
        10 * 3600,
        14 * 3600,
        20 * 3600,
        24 * 3600,
    )
)
MOST_TRIES = len(PAUSES) + 1
GIVEN_UP_AFTER = timedelta(days=5)  # of failures without one success between
GONE = 410  # the receiver says that nobody listens any more


def pause_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries; None to park."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None
