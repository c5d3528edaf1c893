"""Words: every code of the foundation is said, in both languages."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

import quincunx
from quincunx.foundation import wording
from quincunx.foundation.sentences import SENTENCES
from quincunx.lib.refusal import Refusal
from tests.foundation.cast import NOON

SOURCE = Path(quincunx.__file__).parent


def refusals_raised_in(*rooms):
    """Return code and names of facts of every Refusal(...) written in these rooms."""
    found = []
    for room in rooms:
        for path in sorted((SOURCE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", "") == "Refusal"
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                ):
                    facts = [keyword.arg for keyword in node.keywords]
                    found.append((node.args[0].value, facts))
    return found


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_refusal_of_the_lowest_floors_can_be_said(language):
    raised = refusals_raised_in("lib", "foundation")
    assert len(raised) > 20
    with translation.override(language):
        for code, facts in raised:
            if None not in facts:  # **facts: known only when it happens
                assert wording.in_words(Refusal(code, **dict.fromkeys(facts, "x")))


def test_no_sentence_is_left_over():
    raised = {code for code, _facts in refusals_raised_in("lib", "foundation")}
    assert set(SENTENCES) <= raised


def test_a_code_nobody_worded_is_a_fault_of_the_program():
    with pytest.raises(LookupError, match="never-heard"):
        wording.in_words(Refusal("never-heard"))


def test_a_room_may_say_in_its_own_words_what_a_lower_floor_refuses(monkeypatch):
    monkeypatch.setattr(wording, "_sentences", {})
    wording.add({"act-not-open": _("Not now.")})
    wording.add({"act-not-open": _("The case has moved on.")})
    assert wording.in_words(Refusal("act-not-open")) == "The case has moved on."


@pytest.mark.parametrize(
    ("value", "language", "said"),
    [
        ("accept", "en", "Accept"),
        ("unknown-code", "en", "unknown-code"),
        (["accept", "finish"], "en", "Accept, finish"),
        (("accept", "finish"), "zh-hans", "Accept、finish"),
        (12345, "en", "12345"),
        (date(2026, 5, 15), "en", "05/15/2026"),
        (NOON, "en", "05/15/2026 noon"),
    ],
)
def test_facts_are_said_as_they_are_read(monkeypatch, value, language, said):
    monkeypatch.setattr(wording, "_names", {"act": {"accept": "Accept"}})
    with translation.override(language):
        assert wording.say("act", value) == said
