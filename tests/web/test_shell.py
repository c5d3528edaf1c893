"""Signing in, the frame around every page, and what is said when something is off."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quincunx.staff import sign_in
from quincunx.staff.models import Person
from tests.cast import Town
from tests.web.conftest import SignIn

WORDS = "eight tall trees in a row"


@pytest.fixture
def clerk(town: Town) -> Person:
    cache.clear()
    person = town.person("officer")
    person.set_password(WORDS)
    person.save()
    return person


def _try(client: Client, password: str) -> int:
    told = {"login": "officer", "password": password}
    return client.post(reverse("account_login"), told).status_code


@pytest.mark.django_db
def test_somebody_signs_in_with_a_password(client: Client, clerk: Person):
    assert _try(client, WORDS) == 302
    assert client.get(reverse("account")).status_code == 200


@pytest.mark.django_db
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    client: Client, clerk: Person
):
    client.cookies["django_language"] = "en"
    pages = [
        client.post(reverse("account_login"), {"login": login, "password": "wrong"})
        for login in ("officer", "nobody-at-all")
    ]
    said = [re.search(r"<ul><li>(.*?)</li>", p.content.decode())[1] for p in pages]
    assert (
        said[0]
        == said[1]
        == ("Name or password is wrong. After some tries there is a pause.")
    )


@pytest.mark.django_db
def test_guessing_is_slowed_down_and_says_so(client: Client, clerk: Person):
    for _ in range(5):
        _try(client, "wrong")
    _try(client, WORDS)
    assert client.get(reverse("account")).status_code == 302


@pytest.mark.django_db
def test_a_link_signs_in_once_and_only_by_its_button(
    client: Client, town: Town, clerk: Person
):
    at = timezone.now()
    token = sign_in.link_for(clerk, by=town.actor("administrator"), at=at)
    address = reverse("sign-in-link", args=[token])

    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200, "looking does not use it up"
    assert client.post(address)["Location"] == reverse("desk")
    assert Client().post(address).status_code == 410


@pytest.mark.django_db
def test_the_second_step_is_asked_for_once_it_is_on(client: Client, clerk: Person):
    secret = auth.generate_totp_secret()
    kept = auth.TOTP.activate(clerk, secret).instance
    assert secret not in str(kept.data), "the secret lies sealed"

    assert client.post(
        reverse("account_login"), {"login": "officer", "password": WORDS}
    )["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("account")).status_code == 302
    figures = auth.format_hotp_value(
        auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))
    )
    client.post(reverse("mfa_authenticate"), {"code": figures})
    assert client.get(reverse("account")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seen", "since", "stays"),
    [
        (timedelta(minutes=29), timedelta(hours=11), True),
        (timedelta(minutes=31), timedelta(hours=1), False),
        (timedelta(minutes=1), timedelta(hours=12, minutes=1), False),
    ],
)
def test_a_session_ends_idle_or_old(
    sit_down: SignIn, seen: timedelta, since: timedelta, stays: bool
):
    client, now = sit_down("officer"), timezone.now()
    client.get(reverse("account"))
    session = client.session
    session["seen"] = (now - seen).isoformat()
    session["since"] = (now - since).isoformat()
    session.save()
    assert (client.get(reverse("account")).status_code == 200) is stays


@pytest.mark.django_db
def test_signing_out_clears_what_the_browser_kept(sit_down: SignIn):
    client = sit_down("officer")
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(reverse("account")).status_code == 302


@pytest.mark.django_db
def test_whoever_leaves_a_post_is_out_at_the_next_request(sit_down: SignIn, town: Town):
    client = sit_down("officer")
    assert client.get(reverse("queue")).status_code == 200
    Person.objects.filter(login="officer").update(is_active=False)
    assert client.get(reverse("queue")).status_code == 302


@pytest.mark.django_db
def test_every_page_says_where_things_may_come_from(client: Client):
    answer = client.get(reverse("home"))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-Id"])


@pytest.mark.django_db
def test_no_page_carries_script_or_style_of_its_own(sit_down: SignIn):
    client = sit_down("dispatcher-centre")
    for name in ("queue", "cases", "case-new", "matters", "areas-coverage", "staff"):
        page = client.get(reverse(name)).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), name
        assert not re.search(r"<style|\sstyle=|\son\w+=", page), name


@pytest.mark.django_db
def test_language_and_colours_are_kept_by_the_browser(client: Client):
    client.post(reverse("language"), {"language": "en", "next": "/follow"})
    client.post(reverse("appearance"), {"theme": "dark", "density": "elder"})
    page = client.get(reverse("home")).content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    assert 'data-density="elder"' in page


@pytest.mark.django_db
def test_the_way_back_leads_nowhere_else(client: Client):
    told = {"language": "en", "next": "https://elsewhere.example/"}
    assert client.post(reverse("language"), told)["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing/here", 404),
        ("/cases/260101-AAAAAA", 404),
        ("/areas/999999999", 404),
        ("/staff/units/no-such-unit", 404),
    ],
)
def test_what_is_not_there_says_so_with_the_number_of_the_request(
    sit_down: SignIn, address: str, status: int
):
    answer = sit_down("officer").get(address)
    assert answer.status_code == status
    assert answer["X-Request-Id"] in answer.content.decode()


@pytest.mark.django_db
def test_from_what_is_not_there_staff_go_on_to_their_work(
    sit_down: SignIn, client: Client
):
    staff = sit_down("officer").get("/nothing/here").content.decode()
    anyone = client.get("/nothing/here").content.decode()
    assert 'class="btn go" href="/desk"' in staff
    assert 'class="btn go" href="/"' in anyone


@pytest.mark.django_db
def test_a_page_for_others_says_that_it_is_not_open(sit_down: SignIn):
    answer = sit_down("officer").get(reverse("areas-borders"))
    assert (
        answer.status_code,
        "This is not open to you" in answer.content.decode(),
    ) == (
        403,
        True,
    )


FINDING = (
    "staff-keys", "staff-unit-new", "staff-nominate", "webhook-new", "walls",
    "walls-screens",
)  # fmt: skip


@pytest.mark.parametrize("screen", FINDING)
def test_what_a_page_does_not_carry_is_looked_up_where_somebody_answers(
    screen: str, town: Town, sit_down: SignIn
):
    administrator = sit_down("administrator")
    page = administrator.get(reverse(screen)).content.decode()
    asked = set(re.findall(r'data-find="([^"]+)"', page))
    assert asked
    for address in asked:
        assert administrator.get(address, {"q": ""}).status_code == 200
