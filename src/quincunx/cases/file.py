"""We tell those it serves, and file it: from here on the case is a sealed package."""

from datetime import datetime

from quincunx.cases.books import in_the_books
from quincunx.cases.clocks import terms_of
from quincunx.cases.models import Case, Package
from quincunx.cases.tidings import tell_reporter
from quincunx.cases.transition import advance, begin, locked
from quincunx.cases.vocabulary import Act
from quincunx.foundation import rows, vault
from quincunx.foundation.actors import Actor


@in_the_books
def tell(case: Case, *, channel: str, text: str, by: Actor, at: datetime) -> Case:
    """Record that whom the case serves was told the result: when, how and what."""
    facts = {"channel": channel, "text": text}
    doing = begin(locked(case), Act.TELL, by=by, at=at, facts=facts)
    doing.case.told_at = at
    return advance(doing)


@in_the_books
def file_away(
    case: Case, *, reason: str | None = None, by: Actor, at: datetime
) -> Case:
    """Close the file. Without a proof that the result was told, say why not."""
    doing = begin(locked(case), Act.FILE, by=by, at=at, facts={"reason": reason})
    doing.case.untold_reason = reason or ""
    doing.case.sampled = is_sampled(doing.case)
    case = advance(doing)
    rows.insert([Package(case=case, seq=case.revision, filed_at=at)])
    tell_reporter(case, "case-filed", at=at)
    return case


def is_sampled(case: Case) -> bool:
    """Say whether somebody looks again later.

    The matter says how many of a hundred. The lot is drawn from the case's key and a
    secret of the house: the same for ever, and known to nobody beforehand.
    """
    terms = terms_of(case)
    percent = terms.sample_percent if terms else 0
    lot = vault.derive("case.sample", str(case.pk))
    return int.from_bytes(lot[:4]) % 100 < percent
