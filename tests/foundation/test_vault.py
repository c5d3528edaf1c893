"""The vault: sealed fields, keys that rotate, keys that are destroyed."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from quincunx.foundation import masters, vault
from quincunx.foundation.models import DataKey
from quincunx.lib.refusal import Refusal
from tests.foundation.cast import A_CASE, ANOTHER

PHONE = "+8613800138000"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_file(tmp_path, settings):
    """A file of keys for each story, and a process that knows no key yet."""
    settings.QUINCUNX_KEY = tmp_path / "keys" / "master"
    masters.create(settings.QUINCUNX_KEY)
    vault._kept.clear()
    yield settings.QUINCUNX_KEY
    vault._kept.clear()


def test_a_sealed_field_opens_under_its_own_label_and_subject_only():
    sealed = vault.seal(A_CASE, "phone", PHONE)
    vault.seal(ANOTHER, "phone", PHONE)
    assert vault.open_sealed(A_CASE, "phone", sealed) == PHONE
    assert PHONE.encode() not in sealed
    for subject, label in ((ANOTHER, "phone"), (A_CASE, "email")):
        with pytest.raises(Refusal, match="sealed-unreadable"):
            vault.open_sealed(subject, label, sealed)


def test_two_keys_that_changed_places_open_nothing():
    vault.seal(A_CASE, "phone", PHONE)
    vault.seal(ANOTHER, "phone", PHONE)
    one, other = DataKey.objects.order_by("id")
    one.wrapped, other.wrapped = other.wrapped, one.wrapped
    one.save()
    with pytest.raises(Refusal, match="sealed-unreadable"):
        vault.seal(A_CASE, "phone", PHONE)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(40)])
def test_rubbish_is_unreadable_and_no_crash(sealed):
    vault.new_key(A_CASE)
    with pytest.raises(Refusal, match="sealed-unreadable"):
        vault.open_sealed(A_CASE, "phone", sealed)


def test_equal_values_seal_differently_and_are_found_by_the_blind_index():
    assert vault.seal(A_CASE, "p", PHONE) != vault.seal(A_CASE, "p", PHONE)
    assert vault.blind("phone", PHONE) == vault.blind("phone", PHONE)
    assert vault.blind("phone", PHONE) != vault.blind("fax", PHONE)
    assert len(vault.blind("phone", PHONE)) == 8


def test_the_blind_index_needs_the_key_file(key_file, tmp_path, settings):
    before = vault.blind("phone", PHONE)
    settings.QUINCUNX_KEY = tmp_path / "others"
    masters.create(settings.QUINCUNX_KEY)
    assert vault.blind("phone", PHONE) != before


def test_an_erased_subject_cannot_be_read_any_more():
    sealed = vault.seal(A_CASE, "phone", PHONE)
    kept = vault.seal(ANOTHER, "phone", PHONE)
    assert vault.erase(A_CASE)
    assert not vault.erase(A_CASE)
    with pytest.raises(Refusal, match="sealed-erased"):
        vault.open_sealed(A_CASE, "phone", sealed)
    assert vault.open_sealed(ANOTHER, "phone", kept) == PHONE


def test_the_master_key_changes_while_fields_stay_and_the_old_one_retires(key_file):
    sealed = [vault.seal(subject, "phone", PHONE) for subject in (A_CASE, ANOTHER)]
    blind = vault.blind("phone", PHONE)
    old = masters.read(key_file).current
    assert vault.rotate() == 2
    new = masters.read(key_file)
    assert new.current != old
    assert set(new.keys) == {old, new.current}
    assert set(DataKey.objects.values_list("master", flat=True)) == {new.current}
    assert vault.retire() == 1
    assert set(masters.read(key_file).keys) == {new.current}
    vault._kept.clear()
    assert vault.open_sealed(A_CASE, "phone", sealed[0]) == PHONE
    assert vault.open_sealed(ANOTHER, "phone", sealed[1]) == PHONE
    assert vault.blind("phone", PHONE) == blind


def test_a_master_key_with_keys_under_it_does_not_retire(key_file):
    vault.seal(A_CASE, "phone", PHONE)
    masters.add(key_file)
    assert vault.retire() == 0
    assert len(masters.read(key_file).keys) == 2


def test_only_its_owner_reads_the_key_file_and_it_is_never_overwritten(key_file):
    assert key_file.stat().st_mode & 0o777 == 0o600
    before = key_file.read_bytes()
    assert not masters.create(key_file)
    assert key_file.read_bytes() == before
    masters.add(key_file)
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_a_lost_key_file_is_named_and_not_made_anew_over_sealed_fields(key_file):
    sealed = vault.seal(A_CASE, "phone", PHONE)
    key_file.unlink()
    with pytest.raises(Refusal, match="master-key-missing"):
        vault.open_sealed(A_CASE, "phone", sealed)
    assert not key_file.exists()


def test_a_key_file_of_another_installation_is_named(key_file, tmp_path, settings):
    sealed = vault.seal(A_CASE, "phone", PHONE)
    settings.QUINCUNX_KEY = tmp_path / "others"
    masters.create(settings.QUINCUNX_KEY)
    with pytest.raises(Refusal, match="master-key-unknown"):
        vault.open_sealed(A_CASE, "phone", sealed)


@pytest.mark.parametrize("content", ["", "master\n", "nonsense\n", "blind 00\n"])
def test_a_broken_key_file_is_named(key_file, content):
    key_file.write_text(content)
    with pytest.raises(Refusal, match="master-key-missing"):
        vault.blind("phone", PHONE)


def test_a_key_whose_row_was_rolled_back_is_not_used_again():
    with transaction.atomic():
        vault.seal(A_CASE, "phone", PHONE)
        vault.key_of(A_CASE)
        transaction.set_rollback(True)
    sealed = vault.seal(A_CASE, "phone", PHONE)
    assert vault.open_sealed(A_CASE, "phone", sealed) == PHONE
    assert DataKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_page_of_fields_costs_one_query():
    sealed = {
        subject: vault.seal(subject, "phone", PHONE) for subject in (A_CASE, ANOTHER)
    }
    vault._kept.clear()
    with CaptureQueriesContext(connection) as queries:
        vault.warm(sealed)
        opened = [vault.open_sealed(s, "phone", each) for s, each in sealed.items()]
    assert (opened, len(queries)) == ([PHONE, PHONE], 1)
