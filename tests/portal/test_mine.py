"""Six digits to one's own address open one's reports and one's data, and no other's."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quincunx.cases import contacts, feedback, mine, report
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case, Contact
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act, State
from quincunx.duty import rounds
from quincunx.foundation import channels, notices, proofs, vault
from quincunx.foundation.channels import mail as by_mail
from quincunx.foundation.models import IdentityRead, Notice, Proof
from quincunx.foundation.notices import Address
from quincunx.lib.refusal import Refusal
from quincunx.staff import actors
from tests.cases.conftest import Stage
from tests.web.conftest import stage  # noqa: F401  # the fixture

ME, OTHER = "me@town.example", "other@town.example"
ENGLISH = {"accept-language": "en"}


class Home:
    """Somebody at their own screen, and what comes to their address."""

    def __init__(self, told: Stage, client: Client) -> None:
        self.stage, self.client = told, client

    def reports(self, text: str = "Dark.", **left: str) -> Case:
        contact = ContactDetails(language="en", **{"email": ME, **left})
        place = self.stage.place("a1")
        said = Report(text=text, place=place, contact=contact)
        by = actors.reporter((), self.stage.now)
        return report.submit(said, by=by, at=self.stage.now).case

    def asks(self, address: str = ME):
        told = {"email": address}
        return self.client.post(reverse("mine-sign-in"), told, headers=ENGLISH)

    def hears(self) -> str:
        """Return the digits that came, or nothing."""
        mail.outbox.clear()
        while notices.send_due(timezone.now()).claimed:
            pass
        found = [re.search(r"\b(\d{6})\b", each.subject) for each in mail.outbox]
        return next((each[1] for each in found if each), "")

    def types(self, digits: str):
        told = {"code": digits}
        return self.client.post(reverse("mine-code"), told, headers=ENGLISH)

    def signs_in(self, address: str = ME) -> "Home":
        self.asks(address)
        assert self.types(self.hears())["Location"] == reverse("mine")
        return self

    def sees(self, name: str, *args: object) -> str:
        answer = self.client.get(reverse(name, args=args), headers=ENGLISH)
        assert answer.status_code == 200, answer
        return answer.content.decode()


def counted() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


@pytest.fixture
def home(stage: Stage, client: Client) -> Home:  # noqa: F811
    cache.clear()
    channels.use("mail", by_mail.send)
    return Home(stage, client)


def test_the_code_that_was_sent_opens_ones_own_reports_only(home: Home):
    home.reports("My lamp is dark.")
    home.reports("A lamp of somebody else.", email=OTHER)
    page = home.signs_in().sees("mine")
    assert "My lamp is dark." in page
    assert "somebody else" not in page
    theirs = Contact.objects.get(email_index=vault.blind("email", OTHER))
    for name in ("mine-report", "mine-contact", "mine-correct"):
        assert home.client.get(reverse(name, args=[theirs.pk])).status_code == 404


def test_without_a_code_nothing_of_it_opens(home: Home):
    home.reports()
    key = Contact.objects.get().pk
    for name in ("mine", "mine-data", "mine-export", "mine-erase"):
        assert home.client.get(reverse(name))["Location"] == reverse("mine-sign-in")
    for name in ("mine-report", "mine-contact", "mine-correct"):
        answer = home.client.get(reverse(name, args=[key]))
        assert answer["Location"] == reverse("mine-sign-in")


def test_known_and_unknown_are_answered_alike_and_only_the_known_is_written_to(
    home: Home,
):
    home.reports()
    home.asks("nobody@town.example")  # what a process reads once
    answers, queries = [], []
    for address in (ME, "stranger@town.example"):
        with counted() as asked:
            answers.append(home.asks(address))
        queries.append(len(asked))
    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert queries[0] == queries[1]
    home.hears()
    assert [each.to for each in mail.outbox] == [[ME]]


def test_five_wrong_codes_end_it_even_for_the_right_one(home: Home):
    home.reports()
    home.asks()
    digits = home.hears()
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    for _ in range(5):
        assert home.types(wrong).status_code == 422
    assert "This code is over." in home.types(digits).content.decode()
    assert home.client.get(reverse("mine")).status_code == 302


def test_a_code_holds_ten_minutes_and_once(stage: Stage):  # noqa: F811
    at = stage.now
    key = proofs.ask("email", ME, at=at)
    late = at + timedelta(minutes=10)
    with pytest.raises(Refusal, match="proof-over"):
        proofs.prove(key, proofs.code_of(key), at=late)
    soon = at + timedelta(minutes=9)
    typed = f" {proofs.code_of(key)[:3]} {proofs.code_of(key)[3:]}"
    assert proofs.prove(key, typed, at=soon).label == "email"
    with pytest.raises(Refusal, match="proof-over"):
        proofs.prove(key, proofs.code_of(key), at=soon)


def test_one_a_minute_five_an_hour_ten_a_day(stage: Stage):  # noqa: F811
    sent = []
    for minute in range(24 * 60):
        try:
            proofs.ask("phone", "13800138000", at=stage.now + timedelta(minutes=minute))
        except Refusal:
            continue
        sent.append(minute)
        if len(sent) == 10:
            break
    assert sent == [0, 1, 2, 3, 4, 60, 61, 62, 63, 64]
    with pytest.raises(Refusal, match="proof-asked-often"):
        proofs.ask("phone", "138 0013 8000", at=stage.now + timedelta(hours=23))


def test_nothing_of_the_code_or_the_address_stands_in_the_database(home: Home):
    home.reports()
    home.asks()
    digits = home.hears()
    kept = json.dumps([*Proof.objects.values(), *Notice.objects.values()], default=str)
    assert digits
    assert digits not in kept
    assert ME not in kept


def test_what_was_asked_for_is_forgotten_after_a_day(home: Home):
    home.asks()
    now = timezone.now()
    rounds.make_round(now + timedelta(hours=23))
    assert Proof.objects.count() == 1
    rounds.make_round(now + timedelta(hours=25))
    assert Proof.objects.count() == 0


def test_an_own_report_is_opened_and_spoken_for_without_its_code(home: Home):
    case = home.reports()
    key = Contact.objects.get().pk
    page = home.signs_in().sees("mine-report", key)
    assert "What you told us" in page
    assert "Keep it to follow the report." not in page
    answer = home.client.post(
        reverse("mine-act", args=[key, "withdraw"]), {"reason": "solved-itself"}
    )
    assert answer["Location"] == reverse("mine-report", args=[key])
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN


def test_a_followed_report_is_there_without_what_its_reporter_said(home: Home):
    told = home.stage
    case = home.reports("Old Zhang's bedroom is too bright.", email=OTHER)
    lamp = told.matter("street-lamp")
    case = told.do(Act.ESTABLISH, case, "dispatcher-centre", matter=lamp)
    left = ContactDetails(email=ME)
    feedback.join(case.pk, contact=left, by=actors.reporter((), told.now), at=told.now)
    key = Contact.objects.get(kind="follower").pk
    home.signs_in()
    for page in (home.sees("mine"), home.sees("mine-report", key)):
        assert "Zhang" not in page
    exported = home.client.get(reverse("mine-export")).content.decode()
    assert "Zhang" not in exported
    assert case.number not in exported
    answer = home.client.post(
        reverse("mine-act", args=[key, "withdraw"]), {"reason": "solved-itself"}
    )
    assert answer.status_code == 422


def test_ones_data_is_seen_corrected_and_every_look_is_there(home: Home):
    case = home.reports(name="Zhang San", phone="13800138000")
    told = home.stage
    by = told.actor("dispatcher-centre")
    contacts.reveal(case, purpose="ask", by=by, at=told.now)
    key = Contact.objects.get().pk
    page = home.signs_in().sees("mine-data")
    for said in ("Zhang San", "+8613800138000", ME, "西榆服务中心", "dispatcher"):
        assert said in page
    assert "To ask about the report" in page
    assert by.name not in page
    address = reverse("mine-correct", args=[key])
    home.client.post(address, {"name": "Zhang Shan", "email": ME, "phone": ""})
    page = home.sees("mine-data")
    assert "Zhang Shan" in page
    assert "+8613800138000" not in page
    looked = IdentityRead.objects.filter(subject_id=str(key))
    exported = json.loads(home.client.get(reverse("mine-export")).content)
    assert len(exported["reports"][0]["looks"]) == looked.count()
    assert exported["reports"][0]["contact"]["name"] == "Zhang Shan"


def test_what_is_no_address_is_not_kept_when_correcting(home: Home):
    home.reports()
    key = Contact.objects.get().pk
    address = reverse("mine-correct", args=[key])
    answer = home.signs_in().client.post(address, {"email": "no address"})
    assert answer.status_code == 422
    assert ME in home.sees("mine-data")


def test_everything_is_erased_after_one_more_question(home: Home):
    home.reports(name="Zhang San")
    home.reports(name="Zhang San")
    home.signs_in()
    assert "of 2 reports" in home.sees("mine-erase")
    assert Contact.objects.filter(erased_at=None).count() == 2
    home.client.post(reverse("mine-erase"))
    assert not Contact.objects.filter(erased_at=None).exists()
    assert not Case.objects.filter(reachable=True).exists()
    assert home.client.get(reverse("mine")).status_code == 302


def test_who_wants_no_news_hears_none(home: Home):
    case = home.reports()
    key = Contact.objects.get().pk
    home.signs_in()
    told = {"disclosure": "platform"}
    home.client.post(reverse("mine-contact", args=[key]), told)
    told_at = home.stage.wait(minutes=5)
    lamp = told_at.matter("street-lamp")
    told_at.do(Act.ESTABLISH, case, "dispatcher-centre", matter=lamp)
    told_at.accepted(case)
    mail.outbox.clear()
    notices.send_due(told_at.now + timedelta(minutes=1))
    assert ME not in [to for each in mail.outbox for to in each.to]


def test_half_an_hour_later_one_signs_in_again(home: Home):
    home.reports()
    home.signs_in()
    session = home.client.session
    kept = session["resident-proven"]
    session["resident-proven"] = {**kept, "until": timezone.now().isoformat()}
    session.save()
    assert home.client.get(reverse("mine"))["Location"] == reverse("mine-sign-in")


def test_signing_out_forgets_who_it_was(home: Home):
    home.reports()
    home.signs_in().client.post(reverse("mine-sign-out"))
    assert home.client.get(reverse("mine")).status_code == 302


@pytest.mark.django_db(transaction=True)  # keys are remembered once they are certain
@pytest.mark.parametrize("name", ["mine", "mine-data"])
def test_a_page_asks_as_often_for_three_reports_as_for_one(home: Home, name: str):
    home.reports()
    home.signs_in().sees(name)
    with counted() as one:
        home.sees(name)
    home.reports()
    home.reports()
    home.sees(name)
    with counted() as three:
        home.sees(name)
    assert len(three) == len(one)


def test_where_texts_go_out_a_code_goes_to_a_telephone(
    home: Home, settings, tmp_path: Path
):
    assert "Codes go by e-mail only." in home.sees("mine-sign-in")
    settings.QUINCUNX_CHANNELS = tmp_path / "channels.toml"
    gateway = '[sms]\nurl = "https://texts.example/{phone}"\nbody = "{code}"\n'
    settings.QUINCUNX_CHANNELS.write_text(gateway)
    home.reports(email="", phone="13800138000")
    page = home.sees("mine-sign-in")
    assert "Codes go by e-mail only." not in page
    told = {"phone": "138-0013-8000"}
    assert home.client.post(reverse("mine-sign-in"), told).status_code == 302
    key = str(Proof.objects.get().pk)
    reached = mine.addresses([key], timezone.now())
    assert reached == {key: [Address("sms", "+8613800138000", "en")]}
    assert channels.takes("sms", "sign-in-code")
