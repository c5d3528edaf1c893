"""Everything said has words, in both languages."""

import ast

from quincunx.foundation import wording
from quincunx.lib.refusal import Refusal
from tests.house.source import PACKAGE, at, calls, modules
from tools.messages import missing


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
