"""Somebody moves to another grid, and a file follows them if they agree to it."""

from datetime import timedelta

import pytest

from quincunx.foundation import journal
from quincunx.foundation.models import DataKey, IdentityRead
from quincunx.lib.refusal import Refusal
from quincunx.registers import keep
from quincunx.registers.facts import Source
from quincunx.registers.handover import decide, offer, queries
from quincunx.registers.handover.models import HandOver
from quincunx.registers.handover.offer import Agreed
from quincunx.registers.handover.vocabulary import Consent, Refused, State
from quincunx.registers.numbering import Pattern
from quincunx.registers.people import register
from quincunx.registers.people.access import visible_residents
from quincunx.registers.people.models import Resident
from quincunx.registers.people.move import Arrival
from quincunx.registers.people.register import Told
from quincunx.registers.people.vocabulary import Need, Service
from tests.cast import Town
from tests.registers.people.household import DAY, moved_in, opened, rooms

pytestmark = pytest.mark.django_db
SAID = Agreed(DAY, Consent.WRITTEN)


@pytest.fixture
def resident(town: Town) -> Resident:
    """Somebody of grid a1 whose meals are brought to the door."""
    opened(town)
    made = moved_in(town, room=rooms(town)[0])
    told = Told(Source.SELF)
    leader = town.actor("leader-a1")
    return register.tell_needs(made, [Need.MEALS], told=told, by=leader, at=town.at)


def offered(town: Town, resident: Resident, agreed: Agreed = SAID) -> HandOver:
    by = town.actor("leader-a1")
    to = town.area("b1")
    home = Service.HOME
    return offer.offer(resident, to, home, agreed=agreed, by=by, at=town.at)


def arrival(town: Town, building: str = "b1-1") -> Arrival:
    area = town.area(building)
    by = town.owner
    [room] = keep.lay_out(area, Pattern(1, 1, 1), on=DAY, by=by, at=town.at)
    return Arrival(area, DAY, room)


def acts(made: HandOver) -> list[str]:
    return [entry.act for entry in journal.entries(made.subject)]


def test_a_file_follows_somebody_and_both_sides_are_written_down(
    town: Town, resident: Resident
):
    made = offered(town, resident)
    assert made.fields == ["name", "needs", "phone"]
    giver, taker = town.actor("leader-a1"), town.actor("leader-b1")
    assert [each.pk for each in queries.board(taker).to_answer] == [made.pk]
    assert not visible_residents(taker).exists()
    same = decide.accept(made, arrival(town), by=taker, at=town.at)
    assert same == resident
    assert visible_residents(taker).get().needs == [Need.MEALS]
    assert not visible_residents(giver).exists()
    assert acts(made) == ["offer-hand-over", "accept-hand-over"]
    assert "follow" in [entry.act for entry in journal.entries(resident.subject)]
    assert IdentityRead.objects.filter(purpose="resident-hand-over").count() == 1
    made.refresh_from_db()
    assert (made.state, made.content) == (State.ACCEPTED, None)
    assert not DataKey.objects.filter(subject_kind="hand-over").exists()
    for leader in (giver, taker):
        assert [each.pk for each in queries.board(leader).settled] == [made.pk]


@pytest.mark.parametrize("end", ["refuse", "withdraw", "forget"])
def test_whatever_ends_an_offer_destroys_its_file(
    town: Town, resident: Resident, end: str
):
    made = offered(town, resident)
    if end == "refuse":
        taker = town.actor("leader-b1")
        decide.refuse(made, Refused.NOT_HERE, by=taker, at=town.at)
    elif end == "withdraw":
        offer.withdraw(made, by=town.actor("leader-a1"), at=town.at)
    else:
        assert offer.forget(town.at + timedelta(days=30)) == 0
        assert offer.forget(town.at + timedelta(days=31)) == 1
    made.refresh_from_db()
    assert made.content is None
    assert not DataKey.objects.filter(subject_kind="hand-over").exists()
    assert visible_residents(town.actor("leader-a1")).get() == resident
    with pytest.raises(Refusal, match="hand-over-settled"):
        decide.accept(made, arrival(town), by=town.actor("leader-b1"), at=town.at)


def refused(town: Town, resident: Resident, code: str, **told: object) -> None:
    said = {"agreed": SAID, "by": town.actor("leader-a1"), "at": town.at, **told}
    to = said.pop("to", town.area("b1"))
    with pytest.raises(Refusal, match=code):
        offer.offer(resident, to, Service.HOME, **said)
    assert not HandOver.objects.exists()


def test_what_cannot_be_handed_over_is_refused_in_words(town: Town, resident: Resident):
    old = Agreed(DAY - timedelta(days=31), Consent.SPOKEN)
    refused(town, resident, "consent-not-fresh", agreed=old)
    ahead = Agreed(DAY + timedelta(days=1), Consent.SPOKEN)
    refused(town, resident, "consent-not-fresh", agreed=ahead)
    nowhere = town.area("b1")
    nowhere.pk = 10**9
    refused(town, resident, "no-such-taker", to=nowhere)
    refused(town, resident, "no-such-taker", to=town.area("district"))
    refused(town, resident, "hand-over-to-itself", to=town.area("a1"))
    refused(town, resident, "no-such-resident", by=town.actor("leader-b1"))


def test_only_the_grid_it_was_offered_to_takes_it(town: Town, resident: Resident):
    made = offered(town, resident)
    giver, taker = town.actor("leader-a1"), town.actor("leader-b1")
    with pytest.raises(Refusal, match="no-such-hand-over"):
        decide.accept(made, arrival(town), by=giver, at=town.at)
    with pytest.raises(Refusal, match="no-such-hand-over"):
        offer.withdraw(made, by=taker, at=town.at)
    with pytest.raises(Refusal, match="hand-over-offered-already"):
        offered(town, resident)
    assert not queries.board(town.actor("police")).to_answer
    assert not queries.board(town.actor("administrator")).settled
