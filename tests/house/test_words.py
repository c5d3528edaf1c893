"""Everything said has words, in both languages."""

import ast
import re

import pytest
from django.utils import translation

from quincunx.foundation import statuses, wording
from quincunx.lib.refusal import Refusal
from tests.house.source import PACKAGE, at, calls, modules
from tools.messages import missing, torn

_CHINESE = re.compile("[\u4e00-\u9fff]")


def _codes(call: ast.Call) -> list[str]:
    """Return the codes a call may raise: a constant, or one of two."""
    chosen = call.args[0] if call.args else None
    either = [chosen.body, chosen.orelse] if isinstance(chosen, ast.IfExp) else [chosen]
    return [
        one.value
        for one in either
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]


RAISED = [
    (code, call, at(module, call))
    for module in modules(PACKAGE)
    for call in calls(module, "Refusal")
    for code in _codes(call)
]


def test_every_refusal_has_a_sentence() -> None:
    told = set(wording.codes())
    assert (
        sorted({f"{code} ({place})" for code, _, place in RAISED if code not in told})
        == []
    )


def test_every_refusal_has_a_status() -> None:
    """A new code belongs into the table of `foundation.statuses`."""
    codes = {code for code, _, _ in RAISED} | wording.codes()
    assert sorted(code for code in codes if statuses.known(code) is None) == []


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (403, "not-yours-to-do staff-act-not-yours tree-not-yours-to-change"),
        (404, "no-such-case no-such-report no-such-person"),
        (409, "act-not-open changed-meanwhile evidence code-taken receipt-in-flight"),
        (422, "facts-missing position-swapped image-kind phone-not-understood"),
        (500, "master-key-unknown"),
        (503, "database-away database-busy"),
    ],
)
def test_a_status_says_what_kind_of_no_it_is(status: int, codes: str) -> None:
    assert {statuses.known(code) for code in codes.split()} == {status}


def test_who_may_not_is_told_so_with_403() -> None:
    """A code that says in its name whose it is not, is about a right."""
    named = [code for code in wording.codes() if "not-yours" in code]
    assert {statuses.known(code) for code in named} == {403}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_sentence_is_said_in_its_language(language: str) -> None:
    with translation.override(language):
        said = {code: str(wording.sentence(code)) for code in wording.codes()}
    has_chinese = {code for code, words in said.items() if _CHINESE.search(words)}
    assert all(said.values())
    assert has_chinese == (set(said) if language == "zh-hans" else set())


def _unsaid(code: str, call: ast.Call) -> str:
    """Return the fact that the sentence of `code` asks for and the call leaves out."""
    told = {keyword.arg: "…" for keyword in call.keywords if keyword.arg}
    try:
        wording.in_words(Refusal(code, **told))
    except KeyError as left_out:
        return str(left_out)
    return ""


def test_a_sentence_asks_only_for_facts_that_are_told() -> None:
    """Where a call lists its facts, each that its sentence names is among them."""
    told = wording.codes()
    wrong = [
        f"{place} {code}: {unsaid}"
        for code, call, place in RAISED
        if code in told and all(keyword.arg for keyword in call.keywords)
        if (unsaid := _unsaid(code, call))
    ]
    assert wrong == []


def test_every_message_has_chinese() -> None:
    assert [f"{message.place} {message.text}" for message in missing()] == []


def test_no_message_has_two_chinese_wordings() -> None:
    """All catalogues become one: a second wording is lost, or taken for the first."""
    assert torn() == {}
