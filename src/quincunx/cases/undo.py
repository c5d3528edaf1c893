"""Ten seconds to think again: an act is taken back by whoever did it.

The journal keeps both: the act, and that it was taken back. What others were to be told
had waited, and is recalled.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from quincunx.cases.books import books, in_the_books
from quincunx.cases.models import Call, Case, Clock
from quincunx.cases.tidings import subject_of
from quincunx.cases.transition import advance, begin, locked
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import befores, notices
from quincunx.foundation.actors import Actor
from quincunx.foundation.models import Before

Was = Mapping[str, Any]


@in_the_books
def take_back(case: Case, *, by: Actor, at: datetime) -> Case:
    """Let the case be what it was before its last act; refuse once time is over."""
    case = locked(case)
    kept = befores.last(subject_of(case))
    doing = begin(case, Act.TAKE_BACK, by=by, at=at, seen={"kept": kept})
    kept = cast(Before, kept)  # the guard has refused what is not kept
    _wind_back(case, kept.was["clocks"], at)
    _restore(case, {k: v for k, v in kept.was["case"].items() if k != "state"})
    Call.objects.filter(case=case, called_at=kept.at).delete()
    doing.row = replace(doing.row, to=State(kept.was["case"].get("state", case.state)))
    case = advance(doing)
    notices.recall(subject_of(case), kept.at, by=by, at=at)
    return case


def _wind_back(case: Case, was: Mapping[str, Was], at: datetime) -> None:
    """Stop what the act started; let run on what it stopped."""
    for clock in books().running(case):
        if str(clock.pk) not in was:
            clock.stopped_at, clock.next_at = at, None
    for clock in books().clocks(case, [int(key) for key in was]):
        _restore(clock, was[str(clock.pk)])


def _restore(row: Case | Clock, was: Was) -> None:
    for field in row._meta.concrete_fields:  # noqa: SLF001  # public in all but name
        if field.attname in was:
            reads = getattr(field, "target_field", field)  # of a key: what it names
            setattr(row, field.attname, reads.to_python(was[field.attname]))
