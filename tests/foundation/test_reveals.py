"""The one guard before an identity: purpose, second step, a day's count, a note."""

from dataclasses import replace
from datetime import timedelta

import pytest

from quincunx.foundation import read_log, reveals, vault
from quincunx.foundation.actors import Actor, Kind
from quincunx.foundation.models import IdentityRead
from quincunx.foundation.reveals import Way
from quincunx.lib.refusal import Refusal
from tests.foundation.cast import A_CASE, NOON, OFFICER

PHONE = "+8613800138000"
PROVED = replace(OFFICER, proved_at=NOON)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def way(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Way(A_CASE.kind, ("call-back",), most_a_day=2)
    monkeypatch.setitem(reveals._ways, A_CASE.kind, told)  # put back by pytest


@pytest.fixture
def sealed() -> dict[str, bytes]:
    return {"phone": vault.seal(A_CASE, "phone", PHONE)}


def shown(sealed: dict[str, bytes], by: Actor, **other: object) -> dict[str, str]:
    told = {"purpose": "call-back", "at": NOON, **other}
    return reveals.reveal(A_CASE, sealed, by=by, **told)


def refused(sealed: dict[str, bytes], by: Actor, **other: object) -> str:
    before = IdentityRead.objects.count()
    with pytest.raises(Refusal) as refusal:
        shown(sealed, by, **other)
    assert IdentityRead.objects.count() == before
    return refusal.value.code


def test_an_identity_is_shown_only_after_the_read_was_written_down(sealed):
    assert shown(sealed, PROVED) == {"phone": PHONE}
    (read,) = read_log.reads_of(A_CASE)
    assert (read.fields, read.purpose, read.by_person) == (
        ["phone"],
        "call-back",
        OFFICER.person,
    )


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_a_purpose_of_the_table_is_asked_for(sealed, purpose: str):
    assert refused(sealed, PROVED, purpose=purpose) == "purpose-missing"


def test_the_second_step_is_asked_for_again_after_a_while(sealed, settings):
    minutes = settings.QUINCUNX_STEP_MINUTES
    assert refused(sealed, OFFICER) == "second-step-needed"
    late = NOON + timedelta(minutes=minutes)
    assert refused(sealed, PROVED, at=late + timedelta(seconds=1)) == (
        "second-step-needed"
    )
    assert shown(sealed, PROVED, at=late) == {"phone": PHONE}


def test_a_key_stands_for_it_if_it_was_made_for_reading_identities(sealed):
    key = replace(OFFICER, scopes=frozenset({"read"}))
    assert refused(sealed, key) == "key-not-for-this"
    key = replace(OFFICER, scopes=frozenset({"contacts"}))
    assert shown(sealed, key) == {"phone": PHONE}


def test_so_many_a_day_and_no_more(sealed):
    for _ in range(2):
        shown(sealed, PROVED)
    assert reveals.left_today(A_CASE.kind, PROVED, NOON) == 0
    assert refused(sealed, PROVED) == "reveals-used-up"
    next_day = NOON + timedelta(days=1)
    assert shown(sealed, replace(PROVED, proved_at=next_day), at=next_day)


def test_nobody_without_a_name_reads(sealed):
    nobody = Actor(Kind.STAFF, proved_at=NOON)
    assert refused(sealed, nobody) == "reading-without-a-name"


def test_without_a_log_nothing_is_shown(sealed, monkeypatch):
    def full(**columns):
        raise OSError("disk full")

    monkeypatch.setattr(IdentityRead.objects, "create", full)
    with pytest.raises(OSError, match="disk full"):
        shown(sealed, PROVED)
