"""Reading the answers to what a service asks, in the form each must have."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from quincunx.lib.refusal import Refusal
from quincunx.matters.questions import AnswerKind, Question
from quincunx.open311.arguments import read_moment
from quincunx.open311.services import CONDITION, Service

LONGEST = {AnswerKind.LINE: 300, AnswerKind.TEXT: 2000}


def answers_to(found: Service, told: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the answers a service asks for; what it does not ask is left out."""
    known: dict[str, Any] = {}
    if CONDITION in told and found.conditions:
        codes = [code for code, _ in found.conditions]
        known[CONDITION] = _chosen(CONDITION, told[CONDITION], codes)[0]
    for question in found.definition.questions:
        values = told.get(question.code)
        if values:
            known[question.code] = _READ[question.kind](question, values)
        elif question.required:
            raise Refusal("argument-needed", name=f"attribute[{question.code}]")
    return known


def _written(question: Question, values: Sequence[str]) -> str:
    most = LONGEST[question.kind]
    if len(values[0]) > most:
        raise Refusal("argument-too-long", name=_named(question.code), most=most)
    if question.kind is AnswerKind.LINE:
        return " ".join(values[0].split())
    return values[0]


def _number(question: Question, values: Sequence[str]) -> str:
    try:
        fits = len(values[0]) < 40 and math.isfinite(float(values[0]))
    except ValueError:
        fits = False
    if not fits:
        name = _named(question.code)
        raise Refusal("argument-not-understood", name=name, form=_("a number"))
    return values[0]


def _moment(question: Question, values: Sequence[str]) -> str:
    return read_moment(values[0], _named(question.code)).isoformat()


def _one(question: Question, values: Sequence[str]) -> str:
    return _several(question, values[:1])[0]


def _several(question: Question, values: Sequence[str]) -> list[str]:
    codes = [choice.code for choice in question.choices]
    return _chosen(question.code, values, codes)


def _chosen(code: str, values: Sequence[str], known: Sequence[str]) -> list[str]:
    for value in values:
        if value not in known:
            told = {"value": value[:40], "known": ", ".join(known)}
            raise Refusal("choice-unknown", name=_named(code), **told)
    return list(dict.fromkeys(values))


def _named(code: str) -> str:
    return f"attribute[{code}]"


_READ: Mapping[AnswerKind, Callable[[Question, Sequence[str]], Any]] = {
    AnswerKind.LINE: _written,
    AnswerKind.TEXT: _written,
    AnswerKind.NUMBER: _number,
    AnswerKind.MOMENT: _moment,
    AnswerKind.ONE: _one,
    AnswerKind.SEVERAL: _several,
}
