"""Who may be told how to reach a reporter, for what, and that it is written down."""

import pytest

from quincunx.cases import contacts
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case, Contact
from quincunx.cases.vocabulary import Act
from quincunx.foundation import read_log
from quincunx.foundation.models import IdentityRead
from quincunx.lib.refusal import Refusal
from tests.cases.conftest import Stage

LEFT = ContactDetails(name="Lin", phone="13800138000", email="lin@example.org")
TO_UNIT = ContactDetails(name="Lin", phone="13800138000", disclosure="unit")


def dispatched(stage: Stage, left: ContactDetails) -> Case:
    case, _ = stage.resident_report(contact=left)
    case = stage.do(
        Act.ESTABLISH, case, "dispatcher-centre", matter=stage.matter("lamp")
    )
    unit = stage.town.unit("city-management")
    return stage.do(Act.DISPATCH, case, "dispatcher-centre", unit=unit)


def reveal(stage: Stage, case: Case, who: str, purpose: str = "ask") -> ContactDetails:
    by = stage.actor(who)
    return contacts.reveal(case, purpose=purpose, by=by, at=stage.now)


def test_a_dispatcher_who_cares_is_told_and_the_read_is_noted(stage: Stage):
    case = dispatched(stage, LEFT)
    told = reveal(stage, case, "dispatcher-centre", "tell-result")
    assert (told.name, told.email) == ("Lin", "lin@example.org")
    assert told.phone.endswith("13800138000")
    noted = read_log.reads_of(contacts.subject_of(Contact.objects.get())).get()
    assert (noted.purpose, noted.fields) == (
        "contact-tell-result",
        ["email", "name", "phone"],
    )
    assert noted.by_person == stage.town.person("dispatcher-centre").pk


@pytest.mark.parametrize(
    ("who", "to_platform", "to_unit"),
    [
        ("dispatcher-centre", True, True),
        ("dispatcher-command", True, True),
        ("officer", False, True),
        ("officer-landscaping", False, False),
        ("verifier", False, False),
        ("supervisor", False, False),
        ("administrator", False, False),
        ("leader-a1", False, False),
        ("police", False, False),
        ("stranger", False, False),
    ],
)
def test_who_is_told(stage: Stage, who: str, to_platform: object, to_unit: object):
    for left, may in ((LEFT, to_platform), (TO_UNIT, to_unit)):
        case = dispatched(stage, left)
        assert contacts.may_reveal(case, stage.actor(who)) is may
        if may:
            assert reveal(stage, case, who).name == "Lin"
            continue
        before = IdentityRead.objects.count()
        with pytest.raises(Refusal, match="contact-not-for-you"):
            reveal(stage, case, who)
        assert IdentityRead.objects.count() == before


def test_nobody_of_a_body_complained_of_is_told(stage: Stage):
    case = dispatched(stage, TO_UNIT)
    for lifted in (False, True):
        case.against, case.conflict_lifted = case.unit, lifted
        assert not contacts.may_reveal(case, stage.actor("officer"))
        with pytest.raises(Refusal, match="contact-not-for-you"):
            reveal(stage, case, "officer")


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_a_purpose_is_asked_for(stage: Stage, purpose: str):
    case = dispatched(stage, LEFT)
    with pytest.raises(Refusal, match="contact-without-purpose"):
        reveal(stage, case, "dispatcher-centre", purpose)
    assert not IdentityRead.objects.exists()


def test_who_left_nothing_cannot_be_reached(stage: Stage):
    case, _ = stage.resident_report()
    assert not contacts.may_reveal(case, stage.actor("dispatcher-centre"))
    with pytest.raises(Refusal, match="contact-not-left"):
        reveal(stage, case, "dispatcher-centre")


def test_what_it_costs(stage: Stage, django_assert_max_num_queries):
    case = dispatched(stage, LEFT)
    by = stage.actor("dispatcher-centre")
    with django_assert_max_num_queries(1):
        assert contacts.may_reveal(case, by)
    with django_assert_max_num_queries(8):  # with savepoints and the key
        contacts.reveal(case, purpose="ask", by=by, at=stage.now)
