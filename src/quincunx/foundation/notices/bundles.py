"""What gathers for a channel that sends several notices as one message."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from quincunx.foundation import channels
from quincunx.foundation.channels import Letter
from quincunx.foundation.models import Notice, NoticeState
from quincunx.foundation.notices import fares
from quincunx.foundation.notices.settling import fail, name_of, postpone, settle

Place = tuple[str, str]  # a channel, and an address over it


@dataclass
class Bundles:
    """Letters of one round, by channel and address."""

    now: datetime
    fared: dict[str, str] = field(default_factory=dict)
    letters: dict[Place, list[tuple[Notice, Letter]]] = field(default_factory=dict)

    def put(self, channel: str, notice: Notice, letter: Letter) -> None:
        self.letters.setdefault((channel, letter.to), []).append((notice, letter))

    def send(self) -> Counter[str]:
        """Send each bundle whose address has rested; return what became of how many."""
        went: Counter[str] = Counter()
        for (channel, to), bundle in self.letters.items():
            went.update(self._sent(channel, to, bundle))
        return went

    def _sent(
        self, channel: str, to: str, bundle: list[tuple[Notice, Letter]]
    ) -> list[str]:
        name, now = f"{channel}:{to}", self.now
        pause = channels.pause_of(channel)
        until = fares.take_turn(name, now, pause) if pause else None
        if until is not None:
            return [postpone(notice, until) for notice, _ in bundle]
        try:
            channels.send_together(channel, [letter for _, letter in bundle])
        except Exception as fault:  # noqa: BLE001  # one robot must not stop the others
            self.fared[name] = name_of(fault)
            return [fail(notice, fault, now) for notice, _ in bundle]
        self.fared[name] = ""
        return [settle(notice, NoticeState.SENT, now) for notice, _ in bundle]
