"""Who has moved away is erased after a year: previewed, run, and leaves that it was."""

from datetime import timedelta

import pytest

from quincunx.duty import rounds
from quincunx.foundation import retention
from quincunx.foundation.models import DataKey
from quincunx.registers.people import erase, merge, move
from quincunx.registers.people.models import Erasure, NameToken, Resident, Stay
from quincunx.registers.people.personal import KEPT_DAYS
from tests.cast import Town
from tests.registers.people.household import DAY, LI, ZHANG, moved_in, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(town: Town) -> Town:
    opened(town)
    return town


def counted(at) -> int:
    return {each.of.code: each.count for each in retention.preview(at)}["residents"]


def test_who_moved_away_is_erased_a_year_later_and_who_stays_is_not(kept: Town):
    gone, stays = moved_in(kept, ZHANG), moved_in(kept, LI)
    by = kept.actor("leader-a1")
    move.move_out(gone.stays.get(), until=DAY, by=by, at=kept.at)
    a_day_early = kept.at + timedelta(days=KEPT_DAYS - 1)
    a_year = kept.at + timedelta(days=KEPT_DAYS)
    assert (counted(a_day_early), counted(a_year)) == (0, 1)
    assert erase.preview(a_year) == erase.Count(residents=1, stays=1, tokens=0, ties=0)
    assert rounds.make_round(a_year).done["residents"] == 1
    assert list(Resident.objects.all()) == [stays]
    assert Erasure.objects.get().subject_id == str(gone.pk)
    assert Erasure.objects.get().why == "moved-away"
    assert not DataKey.objects.filter(subject_id=str(gone.pk)).exists()
    assert counted(a_year) == 0


def test_a_merged_record_goes_with_the_one_that_stands_for_it(kept: Town):
    one, two = moved_in(kept, LI), moved_in(kept, LI)
    by = {"by": kept.actor("leader-a1"), "at": kept.at}
    merge.merge(one, two, **by)
    erase.erase(one, why=erase.ASKED, **by)
    for model in (Resident, Stay, NameToken):
        assert not model.objects.exists()
    assert Erasure.objects.count() == 2
