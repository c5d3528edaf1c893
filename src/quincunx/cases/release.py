"""Letting everybody read of a case, in words that a dispatcher has looked through."""

from collections.abc import Iterable
from datetime import datetime

from quincunx.cases.books import in_the_books
from quincunx.cases.models import Attachment, Case
from quincunx.cases.shown import photos_of
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


@in_the_books
def show_photos(
    case: Case,
    *,
    photos: tuple[Attachment, ...],
    text: str | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Let whoever reported or follows see photos that somebody has looked through."""
    facts = {"photos": photos, "text": text}
    seen = {"hidden": _of(case, public=False)}
    doing = begin(locked(case), Act.SHOW_PHOTOS, by=by, at=at, facts=facts, seen=seen)
    _turn(photos, public=True)
    return advance(doing)


@in_the_books
def hide_photos(
    case: Case, *, photos: tuple[Attachment, ...], text: str, by: Actor, at: datetime
) -> Case:
    """Take photos back: from the next request on only colleagues see them."""
    facts = {"photos": photos, "text": text}
    seen = {"shown": _of(case, public=True)}
    doing = begin(locked(case), Act.HIDE_PHOTOS, by=by, at=at, facts=facts, seen=seen)
    _turn(photos, public=False)
    return advance(doing)


def _of(case: Case, *, public: bool) -> list[Attachment]:
    return [each for each in photos_of(case) if each.public is public]


def _turn(photos: Iterable[Attachment], *, public: bool) -> None:
    chosen = Attachment.objects.filter(pk__in=[each.pk for each in photos])
    chosen.update(public=public)
