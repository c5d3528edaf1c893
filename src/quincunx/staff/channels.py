"""The ways out as whoever runs the installation sees them: how each fares, what could
not be sent, sending it again, and trying a way with a test.

Only administrators of a whole tree see this. A notice is named by its kind and by who
it is for; its text and the address it goes to are never shown.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from quincunx.areas.tree import depth
from quincunx.foundation import channels, journal, notices
from quincunx.foundation.actors import Actor
from quincunx.foundation.channels import Letter, robots, sms
from quincunx.foundation.channels.configured import Configured, configured
from quincunx.foundation.models import ChannelState
from quincunx.foundation.notices import fares, settling
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.staff import telephones
from quincunx.staff.models import Person
from quincunx.staff.roles import Role

MAIL, SMS = "mail", "sms"
MOST_SHOWN = 200


@dataclass(frozen=True)
class Way:
    """One way out: its channel, whose it is, whether anything goes there."""

    name: str  # as its state is kept: "mail", "wecom:office"
    channel: str
    robot: str
    is_on: bool
    state: ChannelState | None

    @property
    def went_at(self) -> datetime | None:
        return self.state.went_at if self.state else None

    @property
    def failed_at(self) -> datetime | None:
        return self.state.failed_at if self.state else None

    @property
    def fares(self) -> str:
        """Return "off", "unused", "fails" or "works", by what happened last."""
        went, failed = self.went_at, self.failed_at
        if not self.is_on:
            return "off"
        if failed is not None and (went is None or failed > went):
            return "fails"
        return "unused" if went is None else "works"


@dataclass(frozen=True)
class Stuck:
    """Notices of one kind that could not be sent."""

    kind: str
    count: int
    faults: tuple[str, ...]
    ids: tuple[int, ...]


def may_run(actor: Actor) -> bool:
    """Say whether this is an administrator of a whole tree."""
    return any(depth(h.path) == 1 for h in actor.holds([Role.ADMINISTRATOR]))


def must_run(actor: Actor) -> None:
    if not may_run(actor):
        raise Refusal("staff-act-not-yours", act="run-channels")


def ways(by: Actor) -> list[Way]:
    """Return every way out with its state. One query."""
    must_run(by)
    told = configured()
    listed = [
        (MAIL, MAIL, "", settings.EMAIL_BACKEND != _NO_MAIL),
        (SMS, SMS, "", sms.is_there()),
        *(
            (f"{bot.vendor}:{bot.name}", bot.vendor, bot.name, not bot.is_blackhole)
            for bot in told.robots.values()
        ),
    ]
    states = fares.states(name for name, *_rest in listed)
    return [Way(*row, state=states.get(row[0])) for row in listed]


_NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def file_fault(by: Actor) -> Refusal | None:
    """Return what is wrong in the file of channels."""
    must_run(by)
    told: Configured = configured()
    return told.fault


def stuck(by: Actor) -> list[Stuck]:
    """Return what was parked, by kind; the newest MOST_SHOWN of all. One query."""
    must_run(by)
    rows = list(notices.parked().order_by("-id")[:MOST_SHOWN])
    kinds = Counter(row.kind for row in rows)
    return [
        Stuck(
            kind,
            count,
            tuple(sorted({row.fault for row in rows if row.kind == kind})),
            tuple(row.id for row in rows if row.kind == kind),
        )
        for kind, count in kinds.most_common()
    ]


@transaction.atomic
def send_again(key: int, *, by: Actor, at: datetime) -> int:
    """Let one parked notice go out anew."""
    must_run(by)
    journal.record(Subject("channel", "notices"), "send-again", by=by, at=at)
    return notices.try_again([key], at=at)


@transaction.atomic
def send_kind_again(kind: str, *, by: Actor, at: datetime) -> int:
    """Let everything of one kind that is parked go out anew; returns how many."""
    must_run(by)
    journal.record(Subject("channel", "notices"), "send-kind-again", by=by, at=at)
    ids = notices.parked().filter(kind=kind).values_list("id", flat=True)
    return notices.try_again(list(ids), at=at)


def send_test(name: str, *, by: Actor, at: datetime) -> str:
    """Send one test over a way, now; returns the code of what went wrong, or "".

    A mail or a text goes to whoever tries it, to nobody else. Slow: never call it in
    a transaction.
    """
    way = next((each for each in ways(by) if each.name == name), None)
    if way is None:
        raise Refusal("no-such-channel", channel=name)
    with transaction.atomic():
        journal.record(Subject("channel", name[:40]), "send-test", by=by, at=at)
    try:
        _try(way, by, at)
    except Refusal:
        raise
    except Exception as fault:  # noqa: BLE001  # whatever it is, it is what was asked for
        told = settling.name_of(fault)
    else:
        told = ""
    fares.note({name: told}, at)
    return told


def _try(way: Way, by: Actor, at: datetime) -> None:
    person = Person.objects.get(pk=by.person or 0)
    title = _("A test from %(name)s") % {"name": settings.QUINCUNX_NAME}
    if way.robot:
        to, link = way.robot, settings.QUINCUNX_ADDRESS
        robots.send([Letter(0, to, title, "", person.language, link=link, at=at)])
        return
    to = person.email if way.channel == MAIL else _phone(person, by, at)
    if not to:
        raise Refusal("no-address-of-your-own", channel=way.channel)
    body = _("Nothing has to be done.")
    channels.send(way.channel, Letter(0, to, title, body, person.language, at=at))


@transaction.atomic
def _phone(person: Person, by: Actor, at: datetime) -> str:
    return telephones.of_oneself(person, by=by, at=at)
