"""A code opens a report: four words, what happened, and the reporter's own say."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from quincunx.cases import contacts, report
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case, Contact
from quincunx.cases.report import Report
from quincunx.cases.transition import Shown
from quincunx.cases.vocabulary import Act, State
from quincunx.lib.clocks import Limit
from quincunx.staff import actors
from quincunx.web.shell.words import clock, day_short
from tests.cases.conftest import Stage
from tests.web.conftest import stage  # noqa: F401  # the fixture

ENGLISH = {"accept-language": "en"}


class Followed:
    """A report and the code that opens it."""

    def __init__(self, told: Stage, client: Client) -> None:
        self.stage, self.client = told, client
        place = told.place("a1")
        said = Report(text="It is dark at the gate.", place=place)
        done = report.submit(said, by=actors.reporter((), told.now), at=told.now)
        self.case: Case = done.case
        self.code = done.code

    def page(self, *more: str) -> str:
        name = "tracked-act" if more else "tracked"
        address = reverse(name, args=[self.code, *more])
        return self.client.get(address, headers=ENGLISH).content.decode()

    def say(self, act: str, **told: object):
        address = reverse("tracked-act", args=[self.code, act])
        answer = self.client.post(address, told, headers=ENGLISH)
        self.case.refresh_from_db()
        return answer

    def done(self) -> None:
        """Let the staff handle and confirm it."""
        told, case = self.stage, self.case
        lamp = told.matter("street-lamp")
        case = told.do(Act.ESTABLISH, case, "dispatcher-centre", matter=lamp)
        case = told.accepted(case)
        shown = (Shown(told.photo(), "photo-after"),)
        said = {"result": "A new bulb was put in.", "outcome": "solved"}
        case = told.do(Act.FINISH, case, "officer", files=shown, **said)
        self.case = told.do(Act.CONFIRM, case, "verifier")


@pytest.fixture
def followed(stage: Stage, client: Client) -> Followed:  # noqa: F811
    cache.clear()
    return Followed(stage, client)


def test_the_four_words_stand_on_the_page(followed: Followed):
    words = re.findall(r"<b>(Received|In hand|Done|Closed)</b>", followed.page())
    assert words == ["Received", "In hand", "Done", "Closed"]


def test_the_code_may_be_typed_as_it_is_read_aloud(followed: Followed):
    code = followed.code
    typed = f"{code[:4]} {code[4:7]}-{code[7:]}".lower()
    answer = followed.client.post(reverse("follow"), {"code": typed})
    assert answer["Location"] == reverse("tracked", args=[code])


def test_names_of_staff_and_inner_notes_are_not_shown(followed: Followed):
    followed.done()
    followed.stage.do(
        Act.NOTE, followed.case, "dispatcher-centre", text="An inner note."
    )
    page = followed.page()
    assert "A new bulb was put in." in page
    assert "An inner note." not in page
    for login in ("officer", "verifier", "dispatcher-centre"):
        assert followed.stage.town.person(login).name not in page


def test_solved_is_said_once_with_a_rating(followed: Followed):
    followed.done()
    assert "Is it solved?" in followed.page()
    followed.say("verdict", verdict="solved", rating="5", text="Quick.")
    verdict = followed.case.verdicts.get()
    assert (verdict.verdict, verdict.rating) == ("solved", 5)
    assert "Your answer counts more than ours." not in followed.page()


def test_what_the_reporter_said_stands_on_their_page(followed: Followed):
    followed.done()
    followed.say("urge", text="Any news?")
    followed.say("verdict", verdict="partly-solved", rating="4", text="One still dark.")
    page = followed.page()
    assert "You said how it is. <b>Partly solved, 4 of 5</b>" in page
    assert "One still dark." in page


def test_what_was_taken_down_for_the_reporter_shows_their_word_and_no_note(
    followed: Followed,
):
    followed.done()
    said = {"verdict": "not-solved", "text": "Said on the telephone, loudly."}
    followed.stage.do(Act.VERDICT, followed.case, "dispatcher-centre", **said)
    page = followed.page()
    assert "<b>Not solved</b>" in page
    assert "loudly" not in page


def test_not_fixed_opens_it_again(followed: Followed):
    followed.done()
    answer = followed.say("reopen", text="Still dark.")
    assert answer.status_code == 302
    assert (followed.case.state, followed.case.reopenings) == (State.ESTABLISHED, 1)
    assert "It was opened again." in followed.page()


def test_a_question_is_asked_and_answered(followed: Followed):
    told, case = followed.stage, followed.case
    lamp = told.matter("street-lamp")
    case = told.do(Act.ESTABLISH, case, "dispatcher-centre", matter=lamp)
    case = told.accepted(case)
    told.do(Act.ASK_REPORTER, case, "officer", text="Which of the two lamps?")
    assert "Which of the two lamps?" in followed.page()
    followed.say("answer", text="The left one.")
    assert followed.case.state == State.HANDLING


def test_a_report_is_withdrawn_and_urged(followed: Followed):
    assert followed.say("urge").status_code == 302
    assert followed.say("urge").status_code == 422, "once a day"
    assert followed.say("withdraw", reason="solved-itself").status_code == 302
    assert followed.case.state == State.WITHDRAWN


@pytest.mark.parametrize("code", ["AAAAAAAAAA", "short", "UUUUUUUUUU"])
def test_a_code_that_opens_nothing_says_so(followed: Followed, code: str):
    assert followed.client.get(reverse("tracked", args=[code])).status_code in (
        404,
        422,
    )


def test_guessing_codes_ends_after_twenty_an_hour(followed: Followed):
    answers = [
        followed.client.post(reverse("follow"), {"code": "AAAAAAAAAA"}, headers=ENGLISH)
        for _ in range(22)
    ]
    assert "More than 20 tries" in answers[-1].content.decode()
    assert followed.client.get(
        reverse("tracked", args=[followed.code])
    ).status_code == (200), "whoever holds a code is not kept from it"


def test_every_say_has_its_page(followed: Followed):
    for act in ("verdict", "reopen", "answer", "withdraw", "urge"):
        assert "<h1>" in followed.page(act)


def test_an_act_of_staff_is_not_the_reporters(followed: Followed):
    assert followed.say("dispatch").status_code in (409, 422)
    assert followed.case.state == State.REPORTED


def sent(client: Client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)


def test_who_sent_a_photo_sees_it_at_once_and_nobody_else_does(followed: Followed):
    told, by = followed.stage, actors.reporter((), followed.stage.now)
    shown = (Shown(told.photo(), "photo-before"),)
    said = Report(text="Dark.", place=told.place("a1"), files=shown)
    done = report.submit(said, by=by, at=told.now)
    page = reverse("tracked", args=[done.code])
    seen = followed.client.get(page, headers=ENGLISH).content.decode()
    photo = f"{page}/photo/{shown[0].file.pk}"
    assert photo in seen
    assert "Only you see this one." in seen
    assert sent(followed.client, photo).startswith(b"\xff\xd8")
    other = reverse("tracked-photo", args=[followed.code, shown[0].file.pk])
    assert followed.client.get(other).status_code == 404


def test_a_photo_of_the_unit_is_shown_once_somebody_has_looked_at_it(
    followed: Followed,
):
    followed.done()
    after = followed.case.attachments.get(kind="photo-after")
    address = reverse("tracked-photo", args=[followed.code, after.file_id])
    assert followed.client.get(address).status_code == 404
    told = {"photos": (after,)}
    shown = followed.stage.do(Act.SHOW_PHOTOS, followed.case, "verifier", **told)
    assert address in followed.page()
    assert sent(followed.client, address).startswith(b"\xff\xd8")
    told = {"photos": (after,), "text": "A plate is in it."}
    followed.stage.do(Act.HIDE_PHOTOS, shown, "dispatcher-centre", **told)
    assert address not in followed.page()
    assert "A plate" not in followed.page()
    assert followed.client.get(address).status_code == 404


def test_a_date_that_moves_says_from_when_to_when_and_why(followed: Followed):
    told, case = followed.stage, followed.case
    lamp = told.matter("street-lamp")
    case = told.do(Act.ESTABLISH, case, "dispatcher-centre", matter=lamp)
    case = told.accepted(case)
    before = case.promised_at
    more = {"limit": Limit.parse("1 urgent-hour"), "reason": "materials"}
    told.do(Act.ASK_EXTENSION, case, "officer", text="No bulb.", **more)
    case = told.do(Act.GRANT_EXTENSION, case, "dispatcher-centre")
    page = followed.page()
    assert case.promised_at > before
    assert f"The date moved from {day_short(before)} {clock(before)}" in page
    assert f"to {day_short(case.promised_at)} {clock(case.promised_at)}." in page
    assert "Because: Materials missing." in page
    assert "No bulb." not in page


def test_a_joined_report_says_how_the_one_it_goes_on_in_stands(followed: Followed):
    told = followed.stage
    first = told.accepted(told.report("street-lamp"))
    told.do(Act.MERGE, followed.case, "dispatcher-centre", into=first)
    page = followed.page()
    assert "It goes on there." in page
    assert "The unit is at work." in page
    assert "Expected by" in page


def test_until_when_it_may_be_opened_again_is_said(followed: Followed):
    followed.done()
    assert "You can open it again until" in followed.page()


@pytest.mark.parametrize("wish", ["unit", "erase"])
def test_who_may_know_is_changed_by_the_code(stage: Stage, client: Client, wish: str):  # noqa: F811
    left = ContactDetails(name="Zhang", phone="13800138000")
    said = Report(text="Dark.", place=stage.place("a1"), contact=left)
    by = actors.reporter((), stage.now)
    done = report.submit(said, by=by, at=stage.now)
    address = reverse("tracked-contact", args=[done.code])
    page = client.get(address, headers=ENGLISH).content.decode()
    assert "Zhang" not in page
    assert "13800138000" not in page, "a code on paper does not tell whose it is"
    client.post(address, {"disclosure": wish, "news": "on"})
    contact, case = Contact.objects.get(), Case.objects.get()
    seen = (contact.disclosure, contact.phone is None, case.reachable)
    expected = {"unit": ("unit", False, True), "erase": ("platform", True, False)}
    assert seen == expected[wish]


def test_a_unit_sees_the_contact_only_where_the_reporter_allowed_it(stage: Stage):  # noqa: F811
    """The platform by its desk in the first two cases; the unit in the third alone."""
    by = actors.reporter((), stage.now)
    seen = {}
    for choice in ("nobody", "platform", "unit"):
        left = ContactDetails(phone="13800138000", disclosure=choice)
        contact = None if choice == "nobody" else left
        said = Report(text=choice, place=stage.place("a1"), contact=contact)
        done = report.submit(said, by=by, at=stage.now)
        lamp = stage.matter("street-lamp")
        case = stage.do(Act.ESTABLISH, done.case, "dispatcher-centre", matter=lamp)
        case = stage.accepted(case)
        seen[choice] = tuple(
            contacts.may_reveal(case, stage.actor(who))
            for who in ("dispatcher-centre", "officer", "leader-a1", "verifier")
        )
    assert seen == {
        "nobody": (False, False, False, False),
        "platform": (True, False, False, False),
        "unit": (True, True, False, False),
    }
