"""The page System: the same checks as `quincunx doctor`, and what is erased."""

from datetime import timedelta

from django.urls import reverse

from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case
from quincunx.foundation import health
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn


def test_an_administrator_begins_at_the_page_system(stage: Stage, sit_down: SignIn):
    client = sit_down("administrator")
    assert client.get(reverse("desk")).url == reverse("system")
    page = client.get(reverse("system")).content.decode()
    assert "Something has to be done now." in page
    assert "quincunx serve" in page
    health.ran("duty", at=stage.now, well=True, facts={"failed": []})
    page = client.get(reverse("system")).content.decode()
    assert "Nothing has to be done at once." in page


def test_it_tells_how_many_contacts_are_erased_tonight(stage: Stage, sit_down: SignIn):
    case, _ = stage.resident_report(contact=ContactDetails(email="a@town.example"))
    client = sit_down("administrator")
    assert client.get(reverse("system")).context["contacts"] == 0
    long_ago = stage.now - timedelta(days=365, hours=1)
    Case.objects.filter(pk=case.pk).update(state="withdrawn", closed_at=long_ago)
    assert client.get(reverse("system")).context["contacts"] == 1


def test_an_account_ends_after_one_more_question(stage: Stage, sit_down: SignIn):
    client, leaver = sit_down("administrator"), stage.town.person("member")
    theirs = sit_down("member")
    address = reverse("staff-end", args=[leaver.pk])
    page = client.get(address).content.decode()
    assert leaver.name in page
    assert "青榆第一网格" in page
    assert client.post(address, {"hand_over": "To the leader."}).status_code == 302
    assert theirs.get(reverse("desk")).status_code == 302
    assert theirs.get(reverse("desk")).url.startswith(reverse("account_login"))
    assert sit_down("leader-a1").get(address).status_code == 403
    himself = reverse("staff-end", args=[stage.town.person("administrator").pk])
    assert client.post(himself, {}).status_code in (403, 409, 422)


def test_nobody_else_sees_it(stage: Stage, sit_down: SignIn):
    for who in ("dispatcher-command", "supervisor", "officer", "stranger"):
        assert sit_down(who).get(reverse("system")).status_code == 403
