"""Accounts, posts and organisations come and go."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from quincunx.foundation.models import DataKey, IdentityRead
from quincunx.lib.refusal import Refusal
from quincunx.staff import enrol, found, sign_in, telephones
from quincunx.staff.enrol import Enrolment
from quincunx.staff.found import Charter
from quincunx.staff.kinds import OrganisationKind, PostKind
from quincunx.staff.models import Organisation, Person
from tests.cast import AT, Town
from tests.staff.stories import LATER, TODAY, written


def wanted(**changed: object) -> Enrolment:
    facts = {"login": "new-one", "name": "新人", "phone": "555 0137"}
    return Enrolment(**facts | changed)


def test_an_account_begins_without_a_way_in(town: Town) -> None:
    person = enrol.person(wanted(), by=town.actor("administrator"), at=AT)
    assert (person.is_active, person.has_usable_password()) == (True, False)
    assert written("person", person.pk) == ["enrol"]


BAD = [
    ("login-malformed", {"login": "New One"}),
    ("login-malformed", {"login": "x"}),
    ("login-taken", {"login": "officer"}),
    ("person-name-missing", {"name": " "}),
    ("no-such-preference", {"language": "tlh"}),
]


@pytest.mark.parametrize(("code", "changed"), BAD)
def test_bad_accounts_are_refused(
    town: Town, code: str, changed: dict[str, object]
) -> None:
    with pytest.raises(Refusal, match=code):
        enrol.person(wanted(**changed), by=town.actor("administrator"), at=AT)


@pytest.mark.parametrize("login", ["dispatcher-command", "leader-a1", "stranger"])
def test_only_an_administrator_enrols(town: Town, login: str) -> None:
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        enrol.person(wanted(), by=town.actor(login), at=AT)


def test_a_telephone_is_sealed_and_every_read_is_noted(town: Town) -> None:
    by = town.actor("administrator")
    person = enrol.person(wanted(), by=by, at=AT)
    assert b"0137" not in bytes(Person.objects.get(pk=person.pk).phone)
    told = telephones.phone_of(
        person.pk,
        purpose="night-duty",
        by=town.actor("administrator", LATER),
        at=LATER,
    )
    assert told == "555 0137"
    assert IdentityRead.objects.count() == 1
    with pytest.raises(Refusal, match="no-such-person"):
        telephones.phone_of(
            person.pk, purpose="curiosity", by=town.actor("officer"), at=LATER
        )


def test_dismissal_erases_the_telephone(town: Town) -> None:
    by = town.actor("administrator")
    person = enrol.person(wanted(email="new@town.example"), by=by, at=AT)
    keys = DataKey.objects.count()
    person = enrol.dismiss(person, by=by, at=LATER)
    assert (person.phone, person.email, DataKey.objects.count()) == (None, "", keys - 1)


def test_nobody_dismisses_themselves(town: Town) -> None:
    with pytest.raises(Refusal, match="second-person-needed"):
        enrol.dismiss(
            town.person("administrator"), by=town.actor("administrator"), at=AT
        )


def test_a_lost_second_step_ends_with_password_and_sessions(town: Town) -> None:
    by, person = town.actor("administrator"), town.person("officer")
    TOTP.activate(person, generate_totp_secret())
    before = person.get_session_auth_hash()
    token = sign_in.begin_anew(person, by=by, at=AT)
    person.refresh_from_db()
    assert not Authenticator.objects.filter(user=person).exists()
    assert person.get_session_auth_hash() != before
    assert sign_in.use(token, at=AT) == person
    assert written("person", person.pk)[-3:] == ["begin-anew", "link", "sign-in"]
    with pytest.raises(Refusal, match="second-person-needed"):
        sign_in.begin_anew(town.person("administrator"), by=by, at=AT)
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        sign_in.begin_anew(person, by=town.actor("dispatcher-centre"), at=AT)


def test_one_corrects_ones_own_ways_to_be_reached_and_nobody_elses(town: Town) -> None:
    told = {"name": "孟一", "email": "m@town.example", "phone": "555 0199"}
    person = enrol.amend(
        town.person("officer"), **told, by=town.actor("officer"), at=AT
    )
    assert person.email == "m@town.example"
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        enrol.amend(town.person("officer"), **told, by=town.actor("police"), at=AT)


def test_one_chooses_language_and_density_for_oneself(town: Town) -> None:
    officer = town.person("officer")
    by = town.actor("officer")
    person = enrol.prefer(officer, language="en", density="compact", by=by, at=AT)
    assert (person.language, person.density) == ("en", "compact")
    with pytest.raises(Refusal, match="no-such-preference"):
        enrol.prefer(officer, language="en", density="tiny", by=by, at=AT)


def test_a_post_is_taken_once(town: Town) -> None:
    tenure = town.person("leader-a1").tenures.get()
    with pytest.raises(Refusal, match="post-held-already"):
        enrol.take_post(
            tenure.person,
            post=tenure.post,
            starts=TODAY,
            by=town.actor("administrator"),
            at=AT,
        )


# --- organisations --------------------------------------------------------------


def charter(town: Town, **changed: object) -> Charter:
    facts = {
        "code": "night-team",
        "name": "夜间维修队",
        "kind": OrganisationKind.HANDLING_TEAM,
        "area": town.area("east"),
        "direct_line": "555 0111",
    }
    return Charter(**facts | changed)


def test_an_organisation_is_founded_with_a_line_for_colleagues(town: Town) -> None:
    by = town.actor("administrator")
    unit = found.organisation(charter(town), by=by, at=AT)
    assert written("organisation", unit.pk) == ["found"]
    told = telephones.direct_line_of(unit.code, purpose="night-duty", by=by, at=AT)
    assert told == "555 0111"


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("staff-code-malformed", {"code": "Night Team"}),
        ("staff-code-malformed", {"code": "night--team"}),
        ("organisation-exists", {"code": "handling-team"}),
    ],
)
def test_bad_charters_are_refused(
    town: Town, code: str, changed: dict[str, object]
) -> None:
    with pytest.raises(Refusal, match=code):
        found.organisation(
            charter(town, **changed), by=town.actor("administrator"), at=AT
        )


def test_only_an_administrator_of_the_place_founds(town: Town) -> None:
    for login in ("dispatcher-command", "officer", "stranger"):
        with pytest.raises(Refusal, match="staff-act-not-yours"):
            found.organisation(charter(town), by=town.actor(login), at=AT)


def test_an_organisation_closes_when_nobody_serves_in_it(town: Town) -> None:
    by = town.actor("administrator")
    with pytest.raises(Refusal, match="organisation-in-use"):
        found.close_organisation(town.unit("handling-team"), by=by, at=AT)
    unit = found.close_organisation(town.unit("volunteer-team"), by=by, at=AT)
    assert unit.closed_on == TODAY


def test_name_and_telephone_are_corrected(town: Town) -> None:
    by = town.actor("administrator")
    unit = found.amend_organisation(
        town.unit("other"), name="榆树商会联合会", telephone="010-5550177", by=by, at=AT
    )
    assert Organisation.objects.get(pk=unit.pk).telephone == "010-5550177"


def test_a_post_has_one_name(town: Town) -> None:
    by = town.actor("administrator")
    kind = PostKind.COMMUNITY_WORKER
    with pytest.raises(Refusal, match="post-exists"):
        found.post(town.unit("station-a"), name="社区工作者", kind=kind, by=by, at=AT)
