"""Texts a pack has ready for acts, to be chosen and then changed."""

import pytest

from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.matters import book, catalogue, packs
from quincunx.matters.assembly import assemble
from quincunx.matters.load import load
from quincunx.matters.processes import TEXT_ACTS
from quincunx.matters.source import Source, read
from tests.cast import FOUNDED_AT, Town
from tests.matters.packs import LAMP, TREE, pack

MENDED = """
[[text]]
code = "mended"
acts = ["finish"]
text = { en = "It is mended." }
"""
LIT = """
[[text]]
code = "lit"
acts = ["finish", "interim"]
matters = ["lamp"]
text = { en = "It burns again." }
"""


def test_texts_are_for_the_acts_that_are_told_a_text():
    told = {
        str(row.act)
        for row in LIFECYCLE
        for fact in row.facts
        if fact.kind == "text" and fact.name in ("text", "result")
    }
    assert told == TEXT_ACTS


def test_the_default_pack_has_a_dozen_for_the_acts_people_write_most():
    texts = assemble(read(packs.DEFAULT)).definition.texts
    acts = {act for text in texts for act in text.acts}
    assert len(texts) >= 12
    assert acts >= {"finish", "refuse", "interim", "ask-reporter", "send-back", "tell"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('acts = ["finish"]\n', "", "missing"),
        ('"finish"', '"dance"', "unknown-act"),
        ('"finish"', '"accept"', "unknown-act"),  # is told no text
        ('code = "mended"', 'code = "lit"', "said-twice"),
        ('"It is mended."', '""', "missing-language"),
        (
            'acts = ["finish"]',
            'acts = ["finish"]\nmatters = ["moon"]',
            "unknown-matter",
        ),
    ],
)
def test_a_text_for_nothing_is_a_fault(old: str, new: str, code: str):
    checked = packs.check(pack(LAMP, MENDED.replace(old, new), LIT))
    assert {fault.code for fault in checked.faults} == {code}


def test_the_texts_of_the_matter_come_first(town: Town):
    load(pack(LAMP, TREE, MENDED, LIT), by=town.owner, at=FOUNDED_AT)
    path, on = town.area("a1").path, FOUNDED_AT.date()
    lamp = catalogue.find("lamp", path, on)
    tree = catalogue.find("tree", path, on)

    def ready(act: str, matter: object) -> list[str]:
        return [t.code for t in catalogue.texts(act, matter, path, FOUNDED_AT)]

    assert ready("finish", lamp) == ["lit", "mended"]
    assert ready("finish", tree) == ready("finish", None) == ["mended"]
    assert ready("interim", lamp) == ["lit"]
    assert ready("refuse", lamp) == []


def test_a_version_from_before_there_were_texts_has_none(town: Town):
    loaded = load(Source.of(dict(pack(LAMP).files)), by=town.owner, at=FOUNDED_AT)
    del loaded.version.content["text"]
    loaded.version.save()
    book.forget()
    lamp = catalogue.find("lamp", "", FOUNDED_AT.date())
    assert catalogue.texts("finish", lamp, "", FOUNDED_AT) == []
