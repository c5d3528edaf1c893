"""`quincunx journal`: nobody changed it, or the first broken link is named."""

import json
from pathlib import Path

import pytest
from django.db import connection

from quincunx.cases.models import Case
from quincunx.foundation import journal
from quincunx.foundation.models import Entry, Seal
from quincunx.matters.load import load
from tests.cases.conftest import PACK, Stage
from tests.cast import FOUNDED_AT, Town
from tests.cli.conftest import Call

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("sqlite"),  # PostgreSQL does not let it be changed
]


@pytest.fixture
def case(town: Town) -> Case:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    stage = Stage(town, town.at)
    made = stage.accepted(stage.report("lamp"))
    journal.seal_all(town.at)
    return made


def unguarded(statement: str, *values: object) -> None:
    """Change the journal as only the owner of the file could."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(statement, values)


def test_a_true_journal_holds(call: Call, case: Case) -> None:
    ended = call("journal", "verify", "--json")
    assert ended.code == 0, ended.out
    facts = ended.facts
    assert (facts["holds"], facts["broken"], facts["unsealed"]) == (True, None, 0)
    assert facts["entries"] == facts["seals"] == Entry.objects.count()
    assert "Every link holds." in call("journal", "verify").out


def test_the_first_broken_link_is_named(call: Call, case: Case) -> None:
    entry = Entry.objects.get(subject_id=str(case.pk), seq=2)
    unguarded("UPDATE foundation_entry SET act = 'refuse' WHERE id = %s", entry.pk)
    ended = call("journal", "verify", "--json")
    assert ended.code == 1
    broken = ended.facts["broken"]
    assert (broken["fault"], broken["seq"]) == ("altered", 2)
    assert broken["subject"] == f"case {case.pk}"
    assert f"entry 2 of case {case.pk} was altered" in call("journal", "verify").out


def test_an_anchor_finds_a_tail_cut_off(
    call: Call, case: Case, town: Town, tmp_path: Path
) -> None:
    anchor = tmp_path / "anchor.json"
    assert call("journal", "anchor", "--out", anchor).code == 0
    assert call("journal", "verify", "--anchor", anchor).code == 0

    told = json.loads(anchor.read_text())
    later = {**told, "number": told["number"] + 3}
    anchor.write_text(json.dumps(later))
    ended = call("journal", "verify", "--anchor", anchor, "--json")
    assert (ended.code, ended.facts["broken"]["fault"]) == (1, "truncated")


def test_the_head_is_printed_to_be_kept(call: Call, case: Case) -> None:
    head = json.loads(call("journal", "anchor", "--day", "2026-03-02").out)
    last = Seal.objects.order_by("number").last()
    assert last is not None
    assert (head["number"], head["hash"]) == (last.number, bytes(last.hash).hex())
    early = call("journal", "anchor", "--day", "2020-01-01")
    assert early.code == 3


@pytest.mark.parametrize("text", ["", "[]", '{"form": "other"}', "\x00"])
def test_what_is_no_anchor_is_refused(
    call: Call, case: Case, tmp_path: Path, text: str
) -> None:
    (tmp_path / "anchor.json").write_text(text)
    ended = call("journal", "verify", "--anchor", tmp_path / "anchor.json")
    assert ended.code == 3
    assert "Traceback" not in ended.err
