"""Quiet hours: from when until when nobody is disturbed; they may go over midnight."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from quincunx.lib.refusal import Refusal


@dataclass(frozen=True)
class Quiet:
    """Hours of the local clock, the end not among them; alike at both ends: none."""

    begins: time
    ends: time

    @classmethod
    def parse(cls, told: str) -> "Quiet":
        """Read "22:00-07:00"; refuses `quiet-hours-not-understood`."""
        begins, _, ends = told.partition("-")
        try:
            return cls(time.fromisoformat(begins), time.fromisoformat(ends))
        except ValueError as fault:
            raise Refusal("quiet-hours-not-understood", told=told) from fault

    def over_at(self, local: datetime) -> datetime | None:
        """Return when the quiet hours around a local moment end; None outside them."""
        now = local.time()
        over_midnight = self.begins > self.ends
        if over_midnight:
            is_quiet = now >= self.begins or now < self.ends
        else:
            is_quiet = self.begins <= now < self.ends
        if not is_quiet:
            return None
        ends = datetime.combine(local.date(), self.ends, local.tzinfo)
        return ends if now < self.ends else ends + timedelta(days=1)
