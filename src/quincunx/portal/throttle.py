"""How often a stranger may try on residents' pages."""

from quincunx.foundation import tries
from quincunx.portal.visit import Visit

REPORTS = 60  # an hour and address
GUESSES = 20  # of tracking codes, of posters, of codes sent
SIGN_INS = 20
DECLARATIONS = 20


def count(visit: Visit, what: str, most: int) -> None:
    """Count one more try of this address; refuse those beyond `most` an hour."""
    tries.count(f"portal:{what}", tries.address(visit), most, at=visit.received_at)
