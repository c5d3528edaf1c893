"""A report on its way: carried, signed and packed, from page to page by the form.

Nothing of it is kept here, so nobody needs a session, and nothing is left behind
when somebody thinks better of it. Photos are kept at once, under their hash.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.core import signing
from uuid6 import uuid7

from quincunx.cases.contacts import ContactDetails
from quincunx.cases.placing import Place
from quincunx.lib.refusal import Refusal

SALT = "quincunx.portal.draft"
DAY = 24 * 3600


@dataclass(frozen=True)
class Draft:
    """What has been told so far. `key` names the sending: twice sent is sent once."""

    key: str = ""
    text: str = ""
    against: str = ""  # the code of the organisation it is about
    words: str = ""
    lon: float | None = None
    lat: float | None = None
    accuracy: float | None = None
    area: int | None = None
    matter: int | None = None
    photos: tuple[tuple[str, str], ...] = ()  # key and name of kept files
    disclosure: str = "platform"
    name: str = ""
    phone: str = ""
    email: str = ""
    same: str = ""  # the case of a neighbour that this joins
    channel: str = "portal"  # or "qr": a poster was scanned

    @property
    def place(self) -> Place:
        return Place(self.lon, self.lat, self.accuracy, self.area, self.words)

    @property
    def has_place(self) -> bool:
        return bool(self.words.strip() or self.area or self.lon is not None)

    @property
    def is_anonymous(self) -> bool:
        return self.disclosure == "nobody"

    def contact(self, language: str) -> ContactDetails | None:
        if self.is_anonymous or not (self.name or self.phone or self.email):
            return None
        return ContactDetails(
            self.name, self.phone, self.email, self.disclosure, language
        )

    def having(self, told: dict[str, Any]) -> "Draft":
        """Return the draft with what one page told."""
        return replace(self, **told)


def fresh() -> Draft:
    return Draft(key=str(uuid7()))


def pack(draft: Draft) -> str:
    return signing.dumps(asdict(draft), salt=SALT, compress=True)


def unpack(packed: str) -> Draft:
    """Return the draft a form carried; refuse one that is old or was altered."""
    try:
        told = signing.loads(packed, salt=SALT, max_age=DAY)
    except signing.BadSignature as fault:
        raise Refusal("draft-lost") from fault
    photos = tuple((str(UUID(key)), name) for key, name in told.pop("photos"))
    return Draft(photos=photos, **told)
