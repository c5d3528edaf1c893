"""Texts: through any gateway, within limits, at three moments, or into nothing."""

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from quincunx.foundation import channels, notices, wording
from quincunx.foundation.channels import sms
from quincunx.foundation.models import Notice, Texted
from quincunx.foundation.notices import Address, Recipient, Round, settling
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from tests.foundation.cast import NOON, later

pytestmark = pytest.mark.django_db

PHONE = "+8613800138000"
SOON = later(seconds=11)
JSON = """
[sms]
url = "{url}/send"
headers = {{ Authorization = "Bearer hush", Content-Type = "application/json" }}
body = '{{"to": "{{phone}}", "text": "{{text}}", "template": "{{template}}"}}'
answer = {{ code = "OK" }}
templates = {{ text-me = "T100", code = "T200" }}
"""
FORM = """
[sms]
url = "{url}/send?sign=a"
headers = {{ Content-Type = "application/x-www-form-urlencoded" }}
body = "mobile={{phone}}&content={{text}}&code={{code}}"
"""


@pytest.fixture(autouse=True)
def words():
    channels.only("sms", ["text-me"])
    notices.resolve_with(
        "resident", lambda ids, at: {i: [Address("sms", PHONE, "en")] for i in ids}
    )
    wording.add_notices(
        {
            "text-me": ('Your "report" is done', "body"),
            "only-mail": ("Not by text", "body"),
        }
    )


def tell(kind="text-me", number=0):
    about = Subject("thing", str(number))
    notices.tell(Recipient("resident", "r"), kind, about=about, at=NOON)


def test_a_gateway_that_takes_json(channels_file, listener):
    channels_file(JSON.format(url=listener.url))
    listener.answer = b'{"code": "OK"}'
    tell()
    assert notices.send_due(SOON) == Round(sent=1)
    (heard,) = listener.heard
    assert heard.headers["Authorization"] == "Bearer hush"
    assert json.loads(heard.body) == {
        "to": PHONE,
        "text": 'Your "report" is done',
        "template": "T100",
    }


def test_a_gateway_that_takes_a_form(channels_file, listener):
    channels_file(FORM.format(url=listener.url))
    sms.send_code(PHONE, "123456", "Your code & more", at=NOON)
    (heard,) = listener.heard
    assert parse_qs(heard.body.decode()) == {
        "mobile": [PHONE],
        "content": ["Your code & more"],
        "code": ["123456"],
    }


def test_a_gateway_that_answers_no_is_tried_again(channels_file, listener):
    channels_file(JSON.format(url=listener.url))
    listener.answer = b'{"code": "NO_BALANCE"}'
    tell()
    assert notices.send_due(SOON) == Round(failed=1)
    assert Notice.objects.get().fault == "gateway-said-200"


def test_without_a_gateway_or_with_the_black_hole_nothing_goes(channels_file, listener):
    tell()
    assert notices.send_due(SOON) == Round(sent=1)
    channels_file('[sms]\nprovider = "blackhole"')
    sms.send_code(PHONE, "123456", "text", at=NOON)
    assert not sms.is_there()
    assert listener.heard == []


def test_only_the_moments_named_are_texted(channels_file, listener):
    channels_file(JSON.format(url=listener.url))
    tell("only-mail")
    assert notices.send_due(SOON) == Round(nowhere=1)
    assert listener.heard == []


@pytest.mark.parametrize(
    ("gaps", "refused"),
    [
        ([59], True),
        ([60], False),
        ([61] * 4, False),
        ([61] * 5, True),
        ([721] * 9, False),
        ([721] * 10, True),
        ([721] * 9 + [24 * 3600], False),
    ],
)
def test_codes_are_one_a_minute_five_an_hour_ten_a_day(gaps, refused):
    now = NOON
    sms.send_code(PHONE, "1", "text", at=now)
    for number, gap in enumerate(gaps, start=1):
        now += timedelta(seconds=gap)
        if refused and number == len(gaps):
            with pytest.raises(Refusal, match="too-many-codes"):
                sms.send_code(PHONE, "1", "text", at=now)
        else:
            sms.send_code(PHONE, "1", "text", at=now)
    sms.send_code("+8613900139000", "1", "another number", at=now)


def test_the_fifty_first_notice_of_a_day_waits_until_it_may_go():
    for number in range(51):
        tell(number=number)
    rounds = [notices.send_due(SOON), notices.send_due(SOON)]
    assert rounds == [Round(sent=50), Round(postponed=1)]
    assert notices.send_due(SOON + timedelta(days=1)) == Round(sent=1)


def test_numbers_are_known_by_their_index_only_and_forgotten():
    sms.send_code(PHONE, "1", "text", at=NOON)
    (row,) = Texted.objects.all()
    assert PHONE.encode() not in bytes(row.index)
    assert sms.expire(later(days=1)) == 0
    assert sms.expire(later(days=3)) == 1


def test_a_fault_is_named_and_never_quoted():
    said = ValueError("+8613800138000 is wrong")
    assert settling.name_of(said) == "ValueError"
