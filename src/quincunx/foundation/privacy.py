"""What is known of people: every personal field with its purpose, and the one way in.

A field that looks personal and is not declared fails a test; some may never be.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from quincunx.foundation import read_log, vault
from quincunx.foundation.actors import Actor
from quincunx.foundation.journal import forget_texts
from quincunx.foundation.subjects import Subject
from quincunx.foundation.wording import Words


@dataclass(frozen=True)
class PersonalField:
    """A column that tells something of a person.

    `field` is room.Model.column; `kept_days` count from what `since` names, None for
    as long as the row itself. A sealed field is opened by `reveal` only.
    """

    field: str
    purpose: Words
    basis: Words
    since: Words
    kept_days: int | None = None
    sealed: bool = False


_catalogue: dict[str, PersonalField] = {}

_PERSONAL = frozenset(
    {"phone", "mobile", "telephone", "tel", "email", "mail", "wechat", "openid"}
    | {"birth", "birthday", "born", "gender", "sex", "passport", "citizen"}
    | {"login", "password", "contact", "nickname", "surname", "address"}
)
_PEOPLE = frozenset({"person", "contact", "resident", "reporter", "household"})
_NEVER = frozenset(
    {"religion", "faith", "politics", "political", "petition", "petitions"}
    | {"face", "plate", "fingerprint", "ethnicity", "credit"}
)
_NEVER_OF_PEOPLE = frozenset(
    {"score", "rank", "points", "grade", "tag", "risk", "trail", "dwell"}
)


def declare(fields: Iterable[PersonalField]) -> None:
    """Put a room's personal fields into the catalogue when the program starts."""
    _catalogue.update({declared.field: declared for declared in fields})


def catalogue() -> tuple[PersonalField, ...]:
    """Return every declared field, for the page that shows what is known and why."""
    return tuple(_catalogue[field] for field in sorted(_catalogue))


def undeclared(models: Iterable[type[Model]]) -> list[str]:
    """Return the columns that look personal and are not in the catalogue."""
    return [
        field
        for field, words, of_person in _columns(models)
        if field not in _catalogue
        and (words & _PERSONAL or (of_person and "name" in words))
    ]


def forbidden(models: Iterable[type[Model]]) -> list[str]:
    """Return the columns no house may have, and scores and the like on people."""
    return [
        field
        for field, words, of_person in _columns(models)
        if words & _NEVER or (of_person and words & _NEVER_OF_PEOPLE)
    ]


def reveal(
    subject: Subject,
    sealed: Mapping[str, bytes],
    *,
    purpose: str,
    by: Actor,
    at: datetime,
) -> dict[str, str]:
    """Open identity fields by label, after the read has been written down.

    One INSERT, and one SELECT if the key is not known here.
    """
    read_log.note(subject, sealed, purpose=purpose, by=by, at=at)
    return {
        label: vault.open_sealed(subject, label, value)
        for label, value in sealed.items()
    }


def erase(subject: Subject) -> None:
    """Destroy what links a subject to its sealed fields and its journalled texts."""
    vault.erase(subject)
    forget_texts(subject)


def _columns(
    models: Iterable[type[Model]],
) -> Iterator[tuple[str, frozenset[str], bool]]:
    """Yield each column's full name, the words in it, and whether it is a person's."""
    for model in models:
        of_person = model.__name__.lower() in _PEOPLE
        for column in model._meta.get_fields():  # noqa: SLF001  # Django's documented way
            if not column.auto_created and column.concrete:
                name = f"{model._meta.label}.{column.name}"  # noqa: SLF001  # as above
                yield name, frozenset(column.name.lower().split("_")), of_person
