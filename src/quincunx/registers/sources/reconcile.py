"""Claims of three lists become one record for each person, explained and contestable.

Who has two sound numbers is two people, whatever else agrees. What only looks alike is
a question for a person and changes nothing until it is answered.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from quincunx.registers.facts import Source
from quincunx.registers.sources.agreement import (
    STRENGTH,
    compare,
    rule_for,
)
from quincunx.registers.sources.claims import FIELDS, Claim, born_of, is_sound, plain

At = tuple[str, str]
CROWD = 40  # who share a telephone or a room: a dormitory, or a form filled in for all

# Which list is believed first, field by field; a permit is issued on seeing a document.
BELIEVED: Mapping[str, tuple[Source, ...]] = {
    "name": (Source.PERMIT, Source.LEASE, Source.EMPLOYER),
    "number": (Source.PERMIT, Source.LEASE, Source.EMPLOYER),
    "born": (Source.PERMIT, Source.LEASE, Source.EMPLOYER),
    "phone": (Source.LEASE, Source.EMPLOYER, Source.PERMIT),
    "room": (Source.LEASE, Source.PERMIT, Source.EMPLOYER),
}


@dataclass(frozen=True)
class Match:
    """Two claims and the rule that says they are one person, or may be."""

    one: At
    other: At
    rule: str


@dataclass(frozen=True)
class Told:
    """A field of a record: what is believed, from which list, and what others say."""

    value: str
    source: Source
    others: tuple[tuple[Source, str], ...] = ()


@dataclass(frozen=True)
class Record:
    """One person as the lists tell of them."""

    claims: tuple[Claim, ...]
    fields: Mapping[str, Told]
    why: tuple[Match, ...]


@dataclass(frozen=True)
class Reconciled:
    """Every claim in exactly one record; `questions` wait for a person."""

    records: tuple[Record, ...]
    questions: tuple[Match, ...]


def reconcile(claims: Iterable[Claim]) -> Reconciled:
    """Return one record for each person. The order of the claims changes nothing."""
    known = {claim.at: claim for claim in sorted(claims, key=lambda each: each.at)}
    settled, open_ = _matches(known)
    groups = _Groups(known)
    used, refused = groups.join(settled)
    asked = [
        m for m in (*open_, *refused) if groups.of(m.one) is not groups.of(m.other)
    ]
    return Reconciled(
        _records(known, groups, used), tuple(sorted(set(asked), key=_order))
    )


def believed(claims: Iterable[Claim], field: str) -> Told | None:
    """Return what is believed of a field: sound numbers first, then by list, then new.

    None if no list says anything.
    """
    said = [claim for claim in claims if claim.said(field)]
    if not said:
        return None
    first, *rest = sorted(said, key=lambda claim: _trust(claim, field))
    value = first.said(field)
    others = sorted({(c.source, c.said(field)) for c in rest if c.said(field) != value})
    return Told(value, first.source, tuple(others))


def _trust(claim: Claim, field: str) -> tuple[bool, int, int, str]:
    unsound = field == "number" and not is_sound(claim.number)
    return (unsound, _rank(claim, field), -claim.on.toordinal(), claim.key)


def _rank(claim: Claim, field: str) -> int:
    order = BELIEVED[field]
    return order.index(claim.source) if claim.source in order else len(order)


def _matches(known: Mapping[At, Claim]) -> tuple[list[Match], list[Match]]:
    """Return what rules settle and what they only ask, the strongest first."""
    settled: list[Match] = []
    asked: list[Match] = []
    for one, other in sorted(_pairs(known.values())):
        rule = rule_for(compare(known[one], known[other]))
        if rule is not None:
            (settled if rule.settles else asked).append(Match(one, other, rule.code))
    return sorted(settled, key=_order), asked


def _order(match: Match) -> tuple[int, At, At]:
    return (-STRENGTH[match.rule], match.one, match.other)


def _pairs(claims: Iterable[Claim]) -> set[tuple[At, At]]:
    """Return the pairs worth a look: something that can carry a rule is equal."""
    shelves: defaultdict[tuple[str, ...], list[At]] = defaultdict(list)
    for claim in claims:
        for shelf in _shelves(claim):
            shelves[shelf].append(claim.at)
    return {
        pair
        for shelf in shelves.values()
        if len(shelf) <= CROWD
        for pair in combinations(sorted(shelf), 2)
    }


def _shelves(claim: Claim) -> Iterator[tuple[str, ...]]:
    name = plain(claim.name)
    born = claim.born or born_of(claim.number)
    if claim.number:
        yield ("number", claim.number)
    if claim.phone:
        yield ("phone", claim.phone, name)
    if claim.room:
        yield ("room", claim.room, name)
    if born:
        yield ("born", name, str(born))
    if born and claim.phone:
        yield ("born-phone", str(born), claim.phone)


class _Groups:
    """Claims that are one person, and the one sound number such a group may have."""

    def __init__(self, known: Mapping[At, Claim]) -> None:
        self._known = known
        self._members: dict[At, set[At]] = {at: {at} for at in known}

    def of(self, at: At) -> set[At]:
        return self._members[at]

    def join(self, matches: Iterable[Match]) -> tuple[list[Match], list[Match]]:
        """Join what may be joined; return the matches used and those refused."""
        used, refused = [], []
        for match in matches:
            one, other = self.of(match.one), self.of(match.other)
            if one is not other and len(self._numbers(one | other)) > 1:
                refused.append(match)
                continue
            used.append(match)
            if one is not other:
                small, big = sorted((one, other), key=len)
                big |= small
                self._members.update(dict.fromkeys(small, big))
        return used, refused

    def _numbers(self, members: set[At]) -> set[str]:
        said = {self._known[at].number for at in members}
        return {number for number in said if is_sound(number)}


def _records(
    known: Mapping[At, Claim], groups: _Groups, used: Iterable[Match]
) -> tuple[Record, ...]:
    why: defaultdict[At, list[Match]] = defaultdict(list)
    for match in used:
        why[min(groups.of(match.one))].append(match)
    heads = [at for at in known if at == min(groups.of(at))]
    return tuple(
        _record([known[at] for at in sorted(groups.of(head))], why[head])
        for head in heads
    )


def _record(claims: list[Claim], why: list[Match]) -> Record:
    told = {field: believed(claims, field) for field in FIELDS}
    found = {field: each for field, each in told.items() if each is not None}
    return Record(tuple(claims), found, tuple(why))
