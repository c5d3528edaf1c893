"""Who is behind a recipient, answered by the rooms that know."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, order=True)
class Recipient:
    """Somebody to be told: a person, a unit, a role in an area, a case's reporter."""

    kind: str
    id: str


@dataclass(frozen=True)
class Address:
    """Where a person is reached; `not_before` keeps quiet hours, but not from what
    is urgent; some want to be told of nothing else.
    """

    channel: str
    value: str
    language: str = ""
    not_before: datetime | None = None
    urgent_only: bool = False


# Given ids of one kind, and the time: for each the addresses it is reached at, or
# the recipients it stands for. An id left out is reached nowhere.
Resolver = Callable[
    [Collection[str], datetime], Mapping[str, Sequence[Address | Recipient]]
]
# Given ids of one kind of subject: the facts its notices are worded with.
Describer = Callable[[Collection[str]], Mapping[str, Mapping[str, Any]]]

_resolvers: dict[str, Resolver] = {}
_describers: dict[str, Describer] = {}


def resolve_with(kind: str, resolver: Resolver) -> None:
    """Let `resolver` answer for recipients of `kind`; called at the start."""
    _resolvers[kind] = resolver


def describe_with(kind: str, describer: Describer) -> None:
    """Let `describer` give the facts of subjects of `kind` when a notice goes out."""
    _describers[kind] = describer


def resolve(
    recipients: Collection[Recipient], at: datetime
) -> dict[Recipient, tuple[Address | Recipient, ...]]:
    """Return what stands behind each recipient; one call for each kind."""
    found: dict[Recipient, tuple[Address | Recipient, ...]] = {}
    for kind in sorted({recipient.kind for recipient in recipients}):
        ids = [recipient.id for recipient in recipients if recipient.kind == kind]
        if kind not in _resolvers:
            raise LookupError(f"no room resolves recipients of kind {kind}")
        known = _resolvers[kind](ids, at)
        found |= {Recipient(kind, each): tuple(known.get(each, ())) for each in ids}
    return found


def describe_all(kind: str, ids: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return the facts of several subjects of one kind, by id."""
    return _describers[kind](ids) if kind in _describers and ids else {}


def describe(kind: str, subject_id: str) -> Mapping[str, Any]:
    """Return the facts of one subject; none if its room gives none."""
    if kind not in _describers:
        return {}
    return _describers[kind]([subject_id]).get(subject_id, {})
