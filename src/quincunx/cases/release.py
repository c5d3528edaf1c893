"""Letting everybody read of a case, in words that a dispatcher has looked through."""

from datetime import datetime

from quincunx.cases.books import in_the_books
from quincunx.cases.models import Case
from quincunx.cases.transition import advance, begin, locked
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor
from quincunx.lib import numbers


@in_the_books
def release(
    case: Case, *, text: str, result: str | None = None, by: Actor, at: datetime
) -> Case:
    """Publish these words, and what was done; said again, they replace the former."""
    facts = {"text": text, "result": result}
    doing = begin(locked(case), Act.RELEASE, by=by, at=at, facts=facts)
    now = doing.case
    now.outside_id = now.outside_id or numbers.new_outside_id()
    now.released_at, now.released_seq = at, now.revision + 1
    return advance(doing)


@in_the_books
def withhold(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """Take back what everybody could read, from the next request on."""
    doing = begin(locked(case), Act.WITHHOLD, by=by, at=at, facts={"text": text})
    doing.case.withdraw_release()
    return advance(doing)
