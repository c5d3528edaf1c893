"""Words: refusals and facts as they are read, in both languages."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quincunx.foundation import wording
from quincunx.lib.refusal import Refusal
from tests.foundation.cast import NOON


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
