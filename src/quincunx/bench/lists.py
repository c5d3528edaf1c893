"""Three lists of an invented town whose truth is known, careless as real ones.

Households share a surname, a room and often a telephone; there are twins, dormitories
and namesakes. Numbers are mistyped or missing, names are misheard, people move and
change their telephone between one list and the next.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from quincunx.lib.codes import Check, check_character
from quincunx.registers.facts import Source
from quincunx.registers.sources.claims import Claim
from quincunx.registers.sources.reconcile import At, Reconciled

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文斌晓梅"
    "志辉海燕鹏飞婷雪宇浩然子涵思佳怡欣梓轩博雅诗琪俊凯天佑安宁春生德福"
)
OLDEST, DAYS = date(1946, 1, 1), 60 * 365
LISTS = (Source.PERMIT, Source.LEASE, Source.EMPLOYER)
DORMITORY = 24  # people in a room of one


@dataclass(frozen=True)
class Carelessness:
    """How often a list errs, as shares of its rows."""

    absent: float = 0.25  # the person is not in this list
    no_number: float = 0.15
    slip_in_number: float = 0.02
    slip_in_name: float = 0.01
    other_phone: float = 0.12
    no_phone: float = 0.05
    other_room: float = 0.10
    spaced: float = 0.03  # the name is written with a gap


@dataclass
class Town:
    """Claims, and of each whose it is."""

    claims: list[Claim] = field(default_factory=list)
    truth: dict[At, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """By pairs of claims: how many joined are one person, and how many of those."""

    precision: float
    recall: float
    questions: int


def town(people: int, seed: int = 1, errs: Carelessness | None = None) -> Town:
    """Return the lists of about `people` people."""
    chance, made = Random(seed), Town()  # the same town every time
    for number, person in enumerate(_people(people, chance)):
        for source in LISTS:
            if chance.random() >= (errs or Carelessness()).absent:
                claim = _written(person, source, chance, errs or Carelessness())
                claim = replace(claim, key=str(number))
                made.claims.append(claim)
                made.truth[claim.at] = number
    return made


def score(made: Town, found: Reconciled) -> Score:
    """Compare what was joined with the truth, by pairs of claims."""
    joined = right = 0
    for record in found.records:
        people = Counter(made.truth[claim.at] for claim in record.claims)
        joined += _pairs(sum(people.values()))
        right += sum(map(_pairs, people.values()))
    wanted = sum(map(_pairs, Counter(made.truth.values()).values()))
    return Score(right / joined, right / wanted, len(found.questions))


def _pairs(many: int) -> int:
    return many * (many - 1) // 2


def _people(most: int, chance: Random) -> Iterator[Claim]:
    made = room = 0
    while made < most:
        room += 1
        for person in _household(room, chance):
            made += 1
            yield person


def _household(room: int, chance: Random) -> Iterator[Claim]:
    """Yield who lives in a room: a dormitory, a couple, twins, somebody alone."""
    if chance.random() < 0.005:
        phone = _phone(chance)  # the foreman's, for all
        for _ in range(DORMITORY):
            own = _phone(chance) if chance.random() < 0.7 else phone
            yield _person(chance.choice(SURNAMES), room, own, chance)
        return
    surname, shared = chance.choice(SURNAMES), _phone(chance)
    people = [
        _person(
            surname, room, shared if chance.random() < 0.4 else _phone(chance), chance
        )
        for _ in range(chance.choice((1, 1, 2, 2, 3, 4)))
    ]
    if len(people) > 1 and chance.random() < 0.02:
        people.append(_twin(people[-1], chance))
    yield from people


def _person(surname: str, room: int, phone: str, chance: Random) -> Claim:
    born = OLDEST + timedelta(days=chance.randrange(DAYS))
    name = surname + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2))))
    return Claim(
        Source.OFFICE, "", name, _number(born, chance), born, phone, str(room), OLDEST
    )


def _twin(one: Claim, chance: Random) -> Claim:
    """Return a brother or sister of the same day, room and telephone."""
    born = one.born or OLDEST
    name = one.name[:-1] + chance.choice(GIVEN.replace(one.name[-1], ""))
    return replace(one, name=name, number=_number(born, chance))


def _number(born: date, chance: Random) -> str:
    digits = f"{chance.choice((110105, 310104, 440305, 420106))}{born:%Y%m%d}"
    digits += f"{chance.randrange(1000):03d}"
    return digits + check_character(Check.MOD11_2, digits)


def _phone(chance: Random) -> str:
    return f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"


def _written(
    person: Claim, source: Source, chance: Random, errs: Carelessness
) -> Claim:
    """Return the person as a clerk wrote them into one list."""
    claim = replace(person, source=source, born=person.born)
    if source is not Source.PERMIT:  # leases and lists of employers have no birthdays
        claim = replace(claim, born=None)
    for share, change in _changes(errs, chance):
        if chance.random() < share:
            claim = change(claim)
    return claim


def _changes(
    errs: Carelessness, chance: Random
) -> tuple[tuple[float, Callable[[Claim], Claim]], ...]:
    def number(claim: Claim) -> Claim:
        return replace(claim, number=_slipped(claim.number, chance))

    def name(claim: Claim) -> Claim:
        return replace(claim, name=_misheard(claim.name, chance))

    return (
        (errs.no_number, lambda c: replace(c, number="")),
        (errs.slip_in_number, number),
        (errs.slip_in_name, name),
        (errs.other_phone, lambda c: replace(c, phone=_phone(chance))),
        (errs.no_phone, lambda c: replace(c, phone="")),
        (errs.other_room, lambda c: replace(c, room=str(chance.randrange(10**6)))),
        (errs.spaced, lambda c: replace(c, name=f"{c.name[0]} {c.name[1:]}")),
    )


def _slipped(number: str, chance: Random) -> str:
    """Return a number with one digit mistyped, or two neighbours swapped."""
    if not number:
        return ""
    at = chance.randrange(len(number) - 2)
    if chance.random() < 0.5:
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return number[:at] + str(chance.randrange(10)) + number[at + 1 :]


def _misheard(name: str, chance: Random) -> str:
    at = chance.randrange(1, len(name))
    return name[:at] + chance.choice(GIVEN) + name[at + 1 :]
