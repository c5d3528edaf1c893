"""Notices on the screen, how one is told, and the page of whoever runs the channels."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from quincunx.foundation import notices
from quincunx.foundation.models import Notice
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn

ROBOT = """
[[robot]]
name = "office"
vendor = "wecom"
url = "http://127.0.0.1:9/robot?key=very-secret"
"""


@pytest.fixture
def told(stage: Stage) -> Stage:
    """A case was dispatched to the officer's unit, and a round was made since."""
    stage.now -= timedelta(minutes=5)
    stage.dispatched(stage.report("street-lamp"))
    _rounds(stage)
    return stage


def _rounds(stage: Stage) -> None:
    for _ in range(3):
        notices.send_due(stage.now + timedelta(seconds=11))


def _page(client: Client, name: str = "notices") -> str:
    return client.get(reverse(name)).content.decode()


@pytest.mark.django_db
def test_a_notice_is_counted_opened_and_then_read(told: Stage, sit_down: SignIn):
    officer = sit_down("officer")
    page = _page(officer)
    assert "Dispatched to you: " in page
    assert "<b>1<span" in page
    notice = Notice.objects.get(kind="case-dispatched", recipient_kind="person")
    opened = officer.get(reverse("notice", args=[notice.id]))
    assert opened.status_code == 302
    assert officer.get(opened["Location"]).status_code == 200
    page = _page(officer)
    assert "Dispatched to you: " in page
    assert "<b>1<span" not in page


@pytest.mark.django_db
def test_all_are_read_with_one_press(told: Stage, sit_down: SignIn):
    officer = sit_down("officer")
    officer.post(reverse("notices-read"))
    assert not Notice.objects.filter(recipient_kind="person", read_at=None).exclude(
        recipient_id=str(told.town.person("dispatcher-centre").pk)
    )
    assert "Mark all as read" not in _page(officer)


@pytest.mark.django_db
def test_nobody_reads_or_opens_the_notices_of_others(told: Stage, sit_down: SignIn):
    notice = Notice.objects.get(kind="case-dispatched", recipient_kind="person")
    verifier = sit_down("verifier")
    assert "Dispatched to you" not in _page(verifier)
    assert verifier.get(reverse("notice", args=[notice.id])).status_code == 404


@pytest.mark.django_db
def test_what_was_taken_back_or_may_still_be_is_not_shown(
    stage: Stage, sit_down: SignIn
):
    stage.dispatched(stage.report("street-lamp"))
    _rounds(stage)  # sent as if later, but the ten seconds are not over yet
    assert "Dispatched to you" not in _page(sit_down("officer"))


@pytest.mark.django_db
def test_the_list_asks_as_often_for_three_as_for_one(
    told: Stage, sit_down: SignIn, django_assert_max_num_queries
):
    officer = sit_down("officer")
    _page(officer)
    for _ in range(2):
        told.dispatched(told.report("street-lamp"))
    _rounds(told)
    with django_assert_max_num_queries(12):
        page = _page(officer)
    assert page.count("Dispatched to you") == 3


@pytest.mark.django_db
def test_somebody_chooses_how_to_be_told(told: Stage, sit_down: SignIn):
    officer = sit_down("officer")
    chosen = {"by_mail": "urgent", "hours": "own", "begins": "12:00", "ends": "13:00"}
    assert officer.post(reverse("notices-wanted"), chosen).status_code == 302
    page = _page(officer, "notices-wanted")
    assert 'value="12:00"' in page
    wrong = officer.post(reverse("notices-wanted"), {**chosen, "ends": ""})
    assert wrong.status_code == 422
    assert "Say the time" in wrong.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["officer", "dispatcher-command", "stranger"])
def test_only_who_runs_the_house_sees_its_channels(town, sit_down: SignIn, login: str):
    client = sit_down(login)
    assert client.get(reverse("channels")).status_code == 403
    for name in ("channels-try", "channels-again"):
        assert client.post(reverse(name), {"kind": "x"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_channels_are_tried_and_no_secret_is_shown(
    town, sit_down: SignIn, settings, tmp_path: Path
):
    settings.QUINCUNX_CHANNELS = tmp_path / "channels.toml"
    settings.QUINCUNX_CHANNELS.write_text(ROBOT)
    administrator = sit_down("administrator")
    tried = administrator.post(
        reverse("channels-try"), {"way": "wecom:office"}, follow=True
    ).content.decode()
    assert "The test did not go: the address is not https." in tried
    assert "very-secret" not in tried
    settings.QUINCUNX_INSIDE = frozenset({"127.0.0.1"})
    tried = administrator.post(
        reverse("channels-try"), {"way": "wecom:office"}, follow=True
    ).content.decode()
    assert "The test did not go: nobody answers there." in tried
    assert "Fails" in tried
    administrator.post(reverse("channels-try"), {"way": "mail"})
    assert [letter.to for letter in mail.outbox] == [["administrator@town.example"]]
    gone = administrator.post(reverse("channels-try"), {"way": "x"}, follow=True)
    assert "There is no channel" in gone.content.decode()
    settings.QUINCUNX_CHANNELS.write_text("[[robot]")
    assert "The file of channels cannot be used" in _page(administrator, "channels")


@pytest.mark.django_db
def test_what_got_stuck_is_seen_and_sent_again_one_or_all(
    told: Stage, sit_down: SignIn
):
    stuck = Notice.objects.filter(kind="case-dispatched", recipient_kind="person")
    stuck.update(state="parked", fault="TimeoutError")
    twin = stuck.get()
    twin.pk, twin.event = None, "another"
    twin.save()
    administrator = sit_down("administrator")
    page = _page(administrator, "channels")
    assert "Dispatched to you: …" in page
    assert "the answer took too long" in page
    administrator.post(reverse("channels-again"), {"notice": twin.pk})
    assert [each.state for each in stuck.order_by("id")] == ["parked", "waiting"]
    administrator.post(reverse("channels-again"), {"kind": "case-dispatched"})
    assert {each.state for each in stuck} == {"waiting"}
    assert "Nothing is stuck" in _page(administrator, "channels")
