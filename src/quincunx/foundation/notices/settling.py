"""What becomes of one notice that was claimed: settled, put off, parked."""

from datetime import datetime, timedelta

from quincunx.foundation.models import Notice, NoticeState
from quincunx.lib.refusal import Refusal

MOST_TRIES = 5
_FIRST_PAUSE = timedelta(minutes=1)  # five times longer after each failure


def settle(notice: Notice, state: NoticeState, now: datetime, fault: str = "") -> str:
    Notice.objects.filter(id=notice.id).update(
        state=state, settled_at=now, fault=fault[:80]
    )
    return str(state)


def fail(notice: Notice, fault: Exception, now: datetime) -> str:
    """Put off, or park after the fifth try; the fault's name holds nothing personal."""
    name = name_of(fault)
    if notice.tries >= MOST_TRIES:
        return settle(notice, NoticeState.PARKED, now, name)
    pause = _FIRST_PAUSE * 5 ** (notice.tries - 1)
    Notice.objects.filter(id=notice.id).update(due_at=now + pause, fault=name)
    return "failed"


def postpone(notice: Notice, until: datetime) -> str:
    """Let it wait without counting it as a try."""
    Notice.objects.filter(id=notice.id).update(due_at=until, tries=notice.tries - 1)
    return "postponed"


def name_of(fault: Exception) -> str:
    """Return a code of what went wrong; never its message, which may hold anything."""
    if isinstance(fault, Refusal):
        return fault.code
    return str(getattr(fault, "why", "") or type(fault).__name__)[:80]
