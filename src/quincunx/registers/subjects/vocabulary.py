"""The codes of this room: what is asked, how it stands, why it is refused."""

from enum import StrEnum


class Kind(StrEnum):
    SEE = "see"
    CORRECT = "correct"
    EXPORT = "export"
    DELETE = "delete"
    OBJECT = "object"


class State(StrEnum):
    ASKED = "asked"
    VERIFIED = "verified"  # a person has seen who asks
    PROPOSED = "proposed"  # one has handled it, another decides
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = (State.ASKED, State.VERIFIED, State.PROPOSED)


class Reason(StrEnum):
    """Why what was asked is not done; there is no other reason."""

    NOT_KEPT = "not-kept"  # nothing of the kind is kept
    LAW_KEEPS = "law-keeps"  # a law says that it must be kept for now
    NOT_WRONG = "not-wrong"  # it was looked up, and is so
    OTHERS = "others"  # it would tell of somebody else


WORDS_MOST = 1000
