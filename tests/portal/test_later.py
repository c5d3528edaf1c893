"""A report that waited for a network arrives once, or says what it still needs."""

import uuid
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from quincunx.cases.models import Case
from tests.cast import Town

KEY = str(uuid.UUID(int=7))
TOLD = {"text": "Dark.", "words": "At the gate", "disclosure": "platform", "key": KEY}


@pytest.fixture
def sender(client: Client, town: Town) -> Client:
    cache.clear()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def send(sender: Client, **told: object):
    return sender.post(reverse("report-later"), {**TOLD, **told})


def photo(content: bytes = b"") -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", (64, 48), "grey").save(kept, "JPEG")
    return SimpleUploadedFile("p.jpg", content or kept.getvalue(), "image/jpeg")


def test_it_arrives_once_however_often_it_is_sent(sender: Client):
    first, again = send(sender, photos=photo()), send(sender, photos=photo())
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    case = Case.objects.get()
    assert case.attachments.count() == 1
    code = first.json()["code"]
    assert sender.get(reverse("tracked", args=[code])).status_code == 200


@pytest.mark.parametrize(
    ("told", "status", "said"),
    [
        ({"text": " "}, 422, "Say what is wrong."),
        ({"words": ""}, 422, "say where"),
        ({"words": "", "lon": 1.0, "lat": 1.0}, 422, "outside the district"),
        ({"photos": photo(b"no photo")}, 422, ""),
        ({"phone": "12"}, 422, "telephone"),
        ({"key": "no key"}, 422, "key"),
        ({"disclosure": "everybody"}, 422, "everybody"),
    ],
)
def test_what_cannot_be_taken_says_why(sender: Client, told, status: int, said: str):
    answer = send(sender, **told)
    assert answer.status_code == status
    assert said in " ".join(answer.json()["said"])
    assert not Case.objects.exists()


def test_other_words_under_a_key_that_was_used_are_refused(sender: Client):
    send(sender)
    assert send(sender, text="Something else.").status_code == 422
    assert Case.objects.count() == 1


def test_floods_are_answered_clearly(sender: Client):
    for _ in range(60):
        send(sender)
    answer = send(sender)
    assert answer.status_code == 429
    assert "Wait an hour" in answer.json()["said"][0]
