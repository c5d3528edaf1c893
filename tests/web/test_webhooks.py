"""The console of webhooks and the screen of access keys, as they are used."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from quincunx.staff.key_tables import AccessKey
from quincunx.webhooks import deliver, signing
from quincunx.webhooks.models import Delivery, Subscription
from tests.cases.conftest import Stage
from tests.foundation.conftest import listener
from tests.foundation.listener import Listener
from tests.web.conftest import SignIn

__all__ = ["listener"]


@pytest.mark.django_db
def test_a_system_is_let_listen_tried_and_its_signature_checked(
    stage: Stage, sit_down: SignIn, listener: Listener
):
    administrator, town = sit_down("administrator"), stage.town
    told = {
        "name": "mirror",
        "url": f"{listener.url}/hook",
        "owner": town.person("dispatcher-command").pk,
        "area": town.area("district").pk,
    }
    shown = administrator.post(reverse("webhook-new"), told).content.decode()
    assert re.search(r'value="whsec_[^"]+"', shown)
    found = Subscription.objects.get()
    page = reverse("webhook", args=[found.pk])
    administrator.post(reverse("webhook-act", args=[found.pk, "try"]))
    deliver.deliver_due(stage.now)
    deliver.deliver_due(Delivery.objects.get().due_at)
    console = administrator.get(page).content.decode()
    assert "Delivered" in console
    assert re.search(r"200,\s*\d+ ms", console)
    heard = listener.heard[0]
    said = {name.lower(): value for name, value in heard.headers.items()}
    tested = {
        "message": said["webhook-id"],
        "timestamp": said["webhook-timestamp"],
        "signature": said["webhook-signature"],
        "body": heard.body.decode(),
    }
    assert (
        "Yes: one of the secrets" in administrator.post(page, tested).content.decode()
    )
    wrong = administrator.post(page, {**tested, "body": "{}"}).content.decode()
    assert "No. Compare the body" in wrong
    again = {"delivery": Delivery.objects.get().pk}
    administrator.post(reverse("webhook-again", args=[found.pk]), again)
    assert Delivery.objects.get().state == "waiting"


@pytest.mark.django_db
def test_a_private_address_is_refused_on_the_form(stage: Stage, sit_down: SignIn):
    told = {
        "name": "mirror",
        "url": "https://192.168.0.1/",
        "owner": stage.town.person("officer").pk,
        "area": stage.town.area("a").pk,
    }
    answer = sit_down("administrator").post(reverse("webhook-new"), told)
    assert answer.status_code == 422
    assert "This address cannot be called" in answer.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["officer", "stranger"])
def test_others_see_no_webhook_and_make_none(town, sit_down: SignIn, login: str):
    client = sit_down(login)
    assert "Nobody listens" in client.get(reverse("webhooks")).content.decode()
    assert client.get(reverse("webhook-new")).status_code == 403
    assert client.get(reverse("staff-keys")).status_code == 403
    missing = reverse("webhook", args=["0196d1c0-0000-7000-8000-000000000001"])
    assert client.get(missing).status_code == 404


@pytest.mark.django_db
def test_a_key_is_made_shown_once_listed_and_ended(stage: Stage, sit_down: SignIn):
    administrator, town = sit_down("administrator"), stage.town
    last = localdate(stage.now) + timedelta(days=9)
    told = {
        "name": "hotline",
        "person": town.person("officer").pk,
        "scopes": ["read", "act"],
        "area": town.area("a").pk,
        "expires": last.isoformat(),
        "networks": "203.0.113.0/24\n198.51.100.7",
    }
    shown = administrator.post(reverse("staff-key-new"), told).content.decode()
    assert re.search(r'value="qx_[^"]{40,}"', shown)
    listed = administrator.get(reverse("staff-keys")).content.decode()
    assert "203.0.113.0/24, 198.51.100.7/32" in listed
    assert f"{last.day} {last:%B %Y}" in listed
    assert "qx_" not in listed
    wrong = administrator.post(reverse("staff-key-new"), {**told, "networks": "here"})
    assert wrong.status_code == 422
    assert "are no networks" in wrong.content.decode()
    key = AccessKey.objects.get()
    administrator.post(reverse("staff-key-end", args=[key.pk]))
    assert "Ended" in administrator.get(reverse("staff-keys")).content.decode()
    assert signing.MARK not in listed
