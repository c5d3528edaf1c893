"""A year after its case was closed nobody can tell any more who reported it."""

from datetime import timedelta

import pytest

from quincunx.cases import contacts, pages, retire
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case, Contact, Remark
from quincunx.cases.tidings import subject_of
from quincunx.cases.vocabulary import Act
from quincunx.duty import rounds
from quincunx.foundation import journal, privacy, vault
from quincunx.foundation.models import DataKey, Salt
from quincunx.lib.refusal import Refusal
from tests.cases import ways
from tests.cases.conftest import Stage
from tests.cases.ways import CENTRE

LEFT = ContactDetails(name="王一", phone="13800138000", email="w@town.example")


def closed(stage: Stage) -> Case:
    case, _ = stage.resident_report(contact=LEFT)
    told = {"reason": "not-ours", "text": "The railway's lamp."}
    return stage.do(Act.REFUSE, case, CENTRE, **told)


def known(case: Case) -> list[Contact]:
    return list(Contact.objects.filter(case=case, erased_at=None))


def test_contacts_are_erased_a_year_after_the_case_was_closed(stage: Stage):
    case = closed(stage)
    [contact] = known(case)
    sealed = bytes(contact.phone or b"")
    stage.wait(days=364)
    assert (retire.preview(stage.now), retire.erase_due(stage.now)) == (0, 0)
    stage.wait(days=1)
    assert retire.preview(stage.now) == 1
    assert retire.erase_due(stage.now) == 1

    contact.refresh_from_db()
    assert (contact.name, contact.phone, contact.email) == (None, None, None)
    assert (contact.phone_index, contact.email_index) == (None, None)
    assert contact.erased_at == stage.now
    assert not DataKey.objects.filter(subject_id=str(contact.pk)).exists()
    with pytest.raises(Refusal, match="sealed-erased"):
        vault.open_sealed(contacts.subject_of(contact), "phone", sealed)
    case.refresh_from_db()
    assert not case.reachable
    assert contacts.hearers([str(case.pk)], stage.now) == {}
    assert (retire.preview(stage.now), retire.erase_due(stage.now)) == (0, 0)


def test_what_was_said_stays_and_the_journal_holds(stage: Stage):
    case = closed(stage)
    journal.seal(stage.now)
    before = (Salt.objects.count(), Remark.objects.count(), pages.timeline(case))
    stage.wait(days=366)
    retire.erase_due(stage.now)
    assert before == (
        Salt.objects.count(),
        Remark.objects.count(),
        pages.timeline(case),
    )
    journal.seal(stage.now)
    assert journal.verify().holds
    assert len(list(journal.entries(subject_of(case)))) == 2


def test_an_open_case_keeps_its_contacts_however_old(stage: Stage):
    case, _ = stage.resident_report(contact=LEFT)
    stage.wait(days=1000)
    assert retire.erase_due(stage.now) == 0
    assert len(known(case)) == 1


def test_a_reopened_case_is_counted_anew(stage: Stage):
    way = ways.filed(stage)
    stage.wait(days=300)
    case = stage.do(Act.REOPEN, way.case, CENTRE, text="Dark again.")
    stage.wait(days=100)
    assert retire.erase_due(stage.now) == 0
    assert len(known(case)) == 1


def test_who_reported_the_same_is_known_as_long_as_the_case_that_goes_on(stage: Stage):
    first, _ = stage.resident_report(contact=LEFT)
    second, _ = stage.resident_report(contact=LEFT)
    stage.do(Act.MERGE, second, CENTRE, into=first)
    stage.wait(days=400)
    assert retire.erase_due(stage.now) == 0
    told = {"reason": "not-ours", "text": "The railway's lamp."}
    stage.do(Act.REFUSE, first, CENTRE, **told)
    stage.wait(days=366)
    assert retire.erase_due(stage.now) == 2


def test_a_few_at_a_time_and_by_the_clock(stage: Stage):
    for _ in range(3):
        closed(stage)
    stage.wait(days=366)
    assert retire.erase_due(stage.now, most=2) == 2
    made = rounds.make_round(stage.now)
    assert (made.failed, made.done["contacts"]) == ({}, 1)


def test_the_catalogue_says_how_long_and_it_is_so():
    declared = {
        field.field.split(".")[-1]: field.kept_days
        for field in privacy.catalogue()
        if field.field.startswith("cases.Contact.")
    }
    days = retire.KEPT // timedelta(days=1)
    erased = ("email", "email_index", "name", "phone", "phone_index")
    assert declared == dict.fromkeys(erased, days)


def test_that_a_device_measured_the_place_is_forgotten_after_thirty_days(
    stage: Stage,
) -> None:
    case = stage.report("lamp")
    Case.objects.filter(pk=case.pk).update(accuracy=12)
    lon, lat = case.lon, case.lat
    stage.wait(days=29)
    rounds.make_round(stage.now)
    case.refresh_from_db()
    assert case.accuracy == 12
    stage.wait(days=1)
    assert rounds.make_round(stage.now).done["positions"] == 1
    case.refresh_from_db()
    assert (case.accuracy, case.lon, case.lat) == (None, lon, lat)
