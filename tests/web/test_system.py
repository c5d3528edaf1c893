"""The page System: the same checks as `quincunx doctor`, and what is erased."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from quincunx.cases import prove
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case
from quincunx.foundation import guards, health, vault
from quincunx.foundation.models import Entry
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn


def test_an_administrator_begins_at_the_page_system(stage: Stage, sit_down: SignIn):
    client = sit_down("administrator")
    assert client.get(reverse("desk")).url == reverse("system")
    page = client.get(reverse("system")).content.decode()
    assert "Something has to be done now." in page
    assert "quincunx serve" in page
    vault.derive("test", "the first use makes the master key")
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


@dataclass
class Beside:
    """A walk that has come to its end as soon as it began."""

    target: Callable[[datetime], None]
    args: list[datetime]
    name: str

    def start(self) -> None:
        self.target(*self.args)


def test_the_journal_is_verified_when_asked(
    stage: Stage, sit_down: SignIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(prove, "Thread", Beside)
    stage.report("street-lamp")
    client, page = sit_down("administrator"), reverse("system")
    assert "It was never verified" in client.get(page).content.decode()
    ask = reverse("system-journal")
    assert client.post(ask).url == page
    assert "Asked for at" in client.get(page).content.decode()
    assert client.post(ask).status_code == 302
    assert prove.prove_if_asked(stage.now + timedelta(minutes=1)) == 1
    assert prove.prove_if_asked(stage.now + timedelta(minutes=1)) == 0
    read = client.get(page).content.decode()
    assert "every link held" in read
    assert "Verify now" in read


def test_an_altered_entry_is_told(stage: Stage, sit_down: SignIn):
    case = stage.report("street-lamp")
    last = Entry.objects.filter(subject_id=str(case.pk)).latest("pk")
    with guards.lifted(connection):
        Entry.objects.filter(pk=last.pk).update(act="note")
    assert not prove.prove(at=stage.now).holds
    page = sit_down("administrator").get(reverse("system")).content.decode()
    assert "a link was found broken" in page


def test_nobody_else_sees_it(stage: Stage, sit_down: SignIn):
    for who in ("dispatcher-command", "supervisor", "officer", "stranger"):
        assert sit_down(who).get(reverse("system")).status_code == 403
