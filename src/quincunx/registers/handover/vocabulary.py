"""What a hand-over may carry, by the service that goes on, and how it stands."""

from enum import StrEnum

from quincunx.registers.people.vocabulary import Service


class State(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Consent(StrEnum):
    """How somebody agreed; without it nothing is handed over."""

    WRITTEN = "written"
    SPOKEN = "spoken"


class Refused(StrEnum):
    """Why a file is not taken."""

    NOT_HERE = "not-here"  # nobody of this name came
    NOT_WANTED = "not-wanted"  # they do not want it any more
    NO_SERVICE = "no-service"  # the service does not exist here
    KNOWN = "known-already"


# The least with which the service goes on. A card number is never handed over: whoever
# needs it sees the card.
CARRIED: dict[Service, tuple[str, ...]] = {
    Service.SCHOOL: ("name", "phone", "born"),
    Service.CHILD: ("name", "phone", "born"),
    Service.HOME: ("name", "phone", "needs"),
    Service.EVACUATION: ("name", "phone", "needs"),
}
AGREED_DAYS = 30  # a consent is used within
OPEN_DAYS = 30  # an offer nobody answers ends after
