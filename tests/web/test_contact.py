"""The reporter's contact on screens and over the API: masked, then shown once."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from quincunx.cases.contacts import ContactDetails
from quincunx.foundation.models import IdentityRead
from tests.cases.conftest import Stage
from tests.proved import proved
from tests.web.conftest import SignIn

LEFT = ContactDetails(name="Lin", email="lin@example.org")


def test_a_dispatcher_asks_says_what_for_and_is_shown(stage: Stage, sit_down: SignIn):
    case, _ = stage.resident_report(contact=LEFT)
    desk = sit_down("dispatcher-centre")
    page = desk.get(reverse("case", args=[case.number])).content.decode()
    assert "How to reach the reporter" in page
    assert "lin@example.org" not in page
    address = reverse("case-contact", args=[case.number])
    assert desk.get(address).status_code == 302
    assert not IdentityRead.objects.exists()
    shown = desk.post(address, {"purpose": "ask"})
    assert shown["Cache-Control"] == "no-store"
    assert "lin@example.org" in shown.content.decode()
    assert IdentityRead.objects.get().purpose == "contact-ask"
    assert "lin@example.org" not in desk.post(address, {}).content.decode()


def test_whoever_may_not_know_is_not_offered_it(stage: Stage, sit_down: SignIn):
    case, _ = stage.resident_report(contact=LEFT)
    looks = sit_down("supervisor")
    page = looks.get(reverse("case", args=[case.number])).content.decode()
    assert "How to reach the reporter" not in page
    address = reverse("case-contact", args=[case.number])
    refused = looks.post(address, {"purpose": "ask"})
    assert "lin@example.org" not in refused.content.decode()
    assert refused.status_code >= 400
    assert not IdentityRead.objects.exists()


def test_a_program_asks_the_same_way(stage: Stage, sit_down: SignIn):
    case, _ = stage.resident_report(contact=LEFT)
    address = f"/api/v1/cases/{case.number}/contact"
    desk, kind = sit_down("dispatcher-centre"), "application/json"
    told = desk.post(address, {"purpose": "verify"}, content_type=kind)
    assert told.json() == {"name": "Lin", "phone": "", "email": "lin@example.org"}
    assert desk.post(address, {}, content_type=kind).status_code == 422
    other = sit_down("supervisor").post(address, {"purpose": "ask"}, content_type=kind)
    assert other.json()["code"] == "contact-not-for-you"
    assert IdentityRead.objects.count() == 1


def test_without_a_fresh_second_step_it_is_asked_for_and_nothing_shown(
    stage: Stage, sit_down: SignIn, settings
):
    case, _ = stage.resident_report(contact=LEFT)
    desk = sit_down("dispatcher-centre")
    proved(desk, seconds_ago=60 * settings.QUINCUNX_STEP_MINUTES + 60)
    address = reverse("case-contact", args=[case.number])
    asked = desk.post(address, {"purpose": "ask"})
    page = asked.content.decode()
    assert (asked.status_code, "lin@example.org" in page) == (403, False)
    assert reverse("mfa_activate_totp") in page
    TOTP.activate(stage.town.person("dispatcher-centre"), generate_totp_secret())
    page = desk.post(address, {"purpose": "ask"}).content.decode()
    assert f"{reverse('mfa_reauthenticate')}?next={address}" in page
    assert not IdentityRead.objects.exists()
    proved(desk)
    assert "lin@example.org" in desk.post(address, {"purpose": "ask"}).content.decode()
