"""The one way to the sealed telephones of colleagues; every read is noted."""

from datetime import datetime

from quincunx.foundation import privacy
from quincunx.foundation.actors import Actor
from quincunx.staff import access
from quincunx.staff.models import Organisation, Person
from quincunx.staff.subjects import keys_of


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
    return privacy.reveal(keys_of(owner), fields, purpose=purpose, by=by, at=at)[label]
