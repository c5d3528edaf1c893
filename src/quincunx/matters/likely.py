"""Which matters the words of a report speak for: by rare words, no learning.

Every matter is described by texts of different weight: its name and keywords say most,
its standard least. A word counts the more the fewer matters use it. English goes by
words without their endings, Chinese by pairs of characters, so it needs no dictionary.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import NamedTuple

from quincunx.lib import text as texts

MOST = 5
MOST_TEXT = 2000
NAME, KEYWORD, CONDITION, STANDARD, DOMAIN = 3.0, 3.0, 2.0, 0.8, 0.8
LONE = 0.25  # what one Chinese character counts beside a pair
AT_LEAST = 3.0  # less is chance: a common word in some standard
NEAR_BEST = 0.25  # what has less than this share of the best is not worth a look

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+")
_ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y")
_SHORTEST = 3
_EMPTY_WORDS = (
    "the and for are was were with from that this there has have had not but our your "
    "its his her their they who into over out off all any can will very since been "
    "again when what where which about please near after before than too one two "
    "some somebody something people still just now day days week weeks does did "
    "you she him them here get got want wants wanted need needs needed would well "
    "like say"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
_EMPTY_HAN = frozenset(
    "的了在是有我们你他她它这那个一不没上下里外边很都也就还被把给请和与或"
)


class Token(NamedTuple):
    """A word as it is compared, where it stands, and how much it counts."""

    word: str
    start: int
    end: int
    size: float


@dataclass(frozen=True)
class Described:
    """A matter by its key, and what is said of it: weights and texts."""

    key: int
    said: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Likely:
    """A matter, its share (0 to 1) of what the words could say, and which they were."""

    key: int
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """For every word the matters it speaks for, and how strongly."""

    strengths: Mapping[str, Mapping[int, float]]
    highest: Mapping[str, float]

    @classmethod
    def of(cls, matters: Iterable[Described]) -> "Index":
        said: dict[str, dict[int, float]] = defaultdict(dict)
        keys = set()
        for matter in matters:
            keys.add(matter.key)
            for weight, text in matter.said:
                for token in tokens(text):
                    known = said[token.word]
                    known[matter.key] = max(weight, known.get(matter.key, 0))
        rarity = {word: log(1 + len(keys) / len(held)) for word, held in said.items()}
        return cls(
            strengths={
                word: {key: weight * rarity[word] for key, weight in held.items()}
                for word, held in said.items()
            },
            highest={word: NAME * share for word, share in rarity.items()},
        )

    def suggest(self, text: str, most: int = MOST) -> tuple[Likely, ...]:
        """Return the matters the text speaks for, the likeliest first.

        Linear in the words of the text; what is beyond 2,000 characters is not read.
        """
        read = texts.folded(text[:MOST_TEXT])
        scores: dict[int, float] = defaultdict(float)
        spoken: dict[int, list[Token]] = defaultdict(list)
        possible = 0.0
        for token in _distinct(tokens(read)):
            possible += token.size * self.highest.get(token.word, 0)
            for key, strength in self.strengths.get(token.word, {}).items():
                scores[key] += token.size * strength
                spoken[key].append(token)
        return tuple(
            Likely(key, round(scores[key] / possible, 3), _words(spoken[key], read))
            for key in _best(scores)[:most]
        )


def tokens(text: str) -> Iterator[Token]:
    """Return the words of a text that can tell one matter from another."""
    for run in _RUN.finditer(texts.folded(text)):
        if "\u3400" <= run.group()[0] <= "\u9fff":
            yield from _han(run.group(), run.start())
        elif len(run.group()) >= _SHORTEST and run.group() not in _EMPTY:
            yield Token(stem(run.group()), run.start(), run.end(), 1)


def stem(word: str) -> str:
    """Return an English word without its ending: lamps, flooded, batteries."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


def _han(run: str, start: int) -> Iterator[Token]:
    for place, (one, other) in enumerate(pairwise(run), start):
        if one not in _EMPTY_HAN or other not in _EMPTY_HAN:
            yield Token(one + other, place, place + 2, 1)
    for place, character in enumerate(run, start):
        if character not in _EMPTY_HAN:
            yield Token(character, place, place + 1, LONE)


def _distinct(found: Iterable[Token]) -> Iterable[Token]:
    return {token.word: token for token in found}.values()


def _best(scores: Mapping[int, float]) -> list[int]:
    """Return the keys worth a look, the highest first, equal ones in the order read."""
    least = max(AT_LEAST, NEAR_BEST * max(scores.values(), default=0))
    worth = [key for key, score in scores.items() if score >= least]
    return sorted(worth, key=lambda key: -scores[key])


def _words(spoken: Iterable[Token], text: str) -> tuple[str, ...]:
    """Return the words as they stand in the text; pairs that touch become one."""
    held = sorted((token.start, token.end) for token in spoken if token.size == 1)
    spans: list[tuple[int, int]] = []
    for start, end in held or [(token.start, token.end) for token in spoken]:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))
