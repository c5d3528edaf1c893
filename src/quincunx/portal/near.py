"""What neighbours have reported near by: seen before sending, and joined if the same.

Of public matters only, and of each no more than what it is, the neighbourhood, how far
about, since when, and how it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.utils.timezone import localdate

from quincunx.cases import maps, placing
from quincunx.cases.models import Case
from quincunx.cases.vocabulary import State, word_of
from quincunx.foundation.wording import Words
from quincunx.lib.coordinates import metres_between
from quincunx.lib.refusal import Refusal
from quincunx.portal.draft import DAY, Draft
from quincunx.portal.words import WORDS

SALT = "quincunx.portal.near"
COARSE = 50  # metres


@dataclass(frozen=True)
class Neighbour:
    """A report of somebody else; `token` names it to this draft for a day."""

    token: str
    case: Case
    word: Words
    metres: int = 0  # rounded up; 0 where nobody can tell


def same(draft: Draft, at: datetime) -> list[Neighbour]:
    """Return what may be the same. Four queries at most."""
    if draft.lon is not None and draft.lat is not None:
        found = maps.public_near(draft.lon, draft.lat, at)
    else:
        grid = placing.find(draft.place, localdate(at)).grid
        found = maps.public_in(grid.id, draft.text, at)
    return [_neighbour(case, draft) for case in found]


def chosen(token: str) -> str:
    """Return the key of the case a token names."""
    try:
        return str(UUID(signing.loads(token, salt=SALT, max_age=DAY)))
    except (signing.BadSignature, ValueError) as fault:
        raise Refusal("draft-lost") from fault


def joined(draft: Draft, at: datetime) -> Neighbour | None:
    """Return what this draft follows, as long as neighbours may know of it."""
    wanted = (each for each in same(draft, at) if str(each.case.pk) == draft.same)
    return next(wanted, None) if draft.same else None


def _neighbour(case: Case, draft: Draft) -> Neighbour:
    token = signing.dumps(str(case.pk), salt=SALT)
    word = WORDS[word_of(State(case.state))]
    return Neighbour(token, case, word, next(_metres(case, draft), 0))


def _metres(case: Case, draft: Draft) -> Iterator[int]:
    if None not in (case.lon, case.lat, draft.lon, draft.lat):
        far = metres_between(draft.lon, draft.lat, case.lon, case.lat)  # type: ignore[arg-type]  # none is None
        yield max(COARSE, -(-round(far) // COARSE) * COARSE)
