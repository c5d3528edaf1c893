"""The one way to the sealed telephones of colleagues; every read is noted."""

from datetime import datetime

from quincunx.foundation import reveals
from quincunx.foundation.actors import Actor
from quincunx.foundation.reveals import Way
from quincunx.staff import access
from quincunx.staff.models import Organisation, Person
from quincunx.staff.subjects import keys_of

PURPOSES = ("night-duty",)
WAYS = (
    Way("person-keys", PURPOSES, most_a_day=100),
    Way("organisation-keys", PURPOSES, most_a_day=100),
)


def phone_of(key: int, *, purpose: str, by: Actor, at: datetime) -> str:
    """Return somebody's telephone to those who may see them."""
    person = access.person_for(by, key, at=at)
    return _revealed(person, "phone", person.phone, purpose, by, at)


def direct_line_of(code: str, *, purpose: str, by: Actor, at: datetime) -> str:
    """Return an organisation's own line to those who may see it."""
    unit = access.organisation_for(by, code)
    return _revealed(unit, "direct_line", unit.direct_line, purpose, by, at)


def _revealed(
    owner: Person | Organisation,
    label: str,
    sealed: bytes | memoryview | None,
    purpose: str,
    by: Actor,
    at: datetime,
) -> str:
    if sealed is None:
        return ""
    fields = {label: bytes(sealed)}
    return reveals.reveal(keys_of(owner), fields, purpose=purpose, by=by, at=at)[label]


def of_oneself(person: Person, *, by: Actor, at: datetime) -> str:
    """Return somebody's own telephone, for a message that goes there."""
    if person.phone is None or person.pk != by.person:
        return ""
    sealed = {"phone": bytes(person.phone)}
    keys = keys_of(person)
    return reveals.use(keys, sealed, purpose="channel-test", by=by, at=at)["phone"]
