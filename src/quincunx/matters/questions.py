"""What else a matter asks of whoever reports it, and which form an answer has."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from quincunx.matters.processes import NO_WORDS, Words
from quincunx.matters.reading import Table

MOST_QUESTIONS = 12


class AnswerKind(StrEnum):
    """The form an answer has."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    ONE = "one"  # of the choices
    SEVERAL = "several"


@dataclass(frozen=True)
class Choice:
    code: str
    name: Words


@dataclass(frozen=True)
class Question:
    code: str
    name: Words
    kind: AnswerKind
    required: bool = False
    hint: Words = NO_WORDS
    choices: tuple[Choice, ...] = ()


def read_questions(tables: Iterable[Table], whole: Table) -> tuple[Question, ...]:
    """Read the questions of a matter; more than a form can bear are a fault."""
    questions = tuple(_question(table) for table in tables)
    codes = [question.code for question in questions]
    if len(codes) > MOST_QUESTIONS:
        whole.fault("too-many-questions", "question", most=MOST_QUESTIONS)
    for code in {code for code in codes if codes.count(code) > 1}:
        whole.fault("said-twice", "question", key=code)
    return questions


def _question(table: Table) -> Question:
    table.named("question-without")
    kind = table.choice("kind", AnswerKind)
    question = Question(
        code=table.slug("code"),
        name=table.words("name"),
        kind=kind,
        required=table.flag("required", default=False),
        hint=table.words("hint") if table.has("hint") else NO_WORDS,
        choices=tuple(_choice(inner) for inner in table.tables("choice")),
    )
    if bool(question.choices) != (kind in (AnswerKind.ONE, AnswerKind.SEVERAL)):
        table.fault("choices-amiss", "choice", kind=kind.value)
    table.done()
    return question


def _choice(table: Table) -> Choice:
    choice = Choice(table.slug("code"), table.words("name"))
    table.done()
    return choice
