"""A code opens a report: four words, what happened, and the reporter's own say."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from quincunx.cases import report
from quincunx.cases.models import Case
from quincunx.cases.report import Report
from quincunx.cases.transition import Shown
from quincunx.cases.vocabulary import Act, State
from quincunx.staff import actors
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
