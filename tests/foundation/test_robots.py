"""Robots in groups: signed as each vendor asks, gathered, and never a word too much."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.translation import gettext_lazy as _

from quincunx.foundation import notices, wording
from quincunx.foundation.channels import Letter, robots
from quincunx.foundation.channels.configured import configured
from quincunx.foundation.models import ChannelState, Notice
from quincunx.foundation.notices import Address, Recipient, Round
from quincunx.foundation.subjects import Subject
from tests.foundation.cast import NOON, later

pytestmark = pytest.mark.django_db

SOON = later(seconds=11)
GROUP = Recipient("group", "office")
FILE = """
[[robot]]
name = "office"
vendor = "{vendor}"
url = "{url}/robot?key=abc"
secret = "{secret}"
language = "en"
"""


@pytest.fixture(autouse=True)
def group():
    """A group that a robot reads to, and the words of its notices."""
    vendor = ["wecom"]
    notices.resolve_with(
        "group", lambda ids, at: {i: [Address(vendor[0], "office", "en")] for i in ids}
    )
    facts = {"number": "260515-A", "name": "Wang Fang", "place": "Elm Road 5"}
    notices.describe_with("thing", lambda ids: dict.fromkeys(ids, facts))
    notices.link_with("thing", lambda key, told: f"/cases/{told['number']}")
    wording.add_notices(
        {
            "for-you": (_("Dispatched: %(number)s"), _("%(name)s, %(place)s")),
            "too-much": (_("From %(name)s"), _("At %(place)s")),
        }
    )
    return vendor


@pytest.fixture
def robot(group, channels_file, listener, settings):
    settings.QUINCUNX_ADDRESS = "https://grid.example.org"

    def of(vendor, secret=""):
        group[0] = vendor
        channels_file(FILE.format(vendor=vendor, url=listener.url, secret=secret))

    of("wecom")
    return of


def told(number, kind="for-you"):
    for key in range(number):
        about = Subject("thing", str(key))
        notices.tell(GROUP, kind, about=about, at=NOON)


def test_dingtalk_signs_time_and_secret_with_the_secret():
    assert (
        robots.dingtalk_sign("this is secret", 1577262236757)
        == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="
    )


def test_feishu_signs_nothing_with_time_and_secret():
    assert (
        robots.feishu_sign("demo", 1599360473)
        == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="
    )


def test_wecom_gets_a_text_at_the_address_with_its_key(robot, listener):
    told(1)
    assert notices.send_due(SOON) == Round(sent=1)
    (heard,) = listener.heard
    assert heard.path == "/robot?key=abc"
    assert json.loads(heard.body) == {
        "msgtype": "text",
        "text": {
            "content": "Dispatched: 260515-A https://grid.example.org/cases/260515-A"
        },
    }


def test_dingtalk_gets_time_and_signature_in_the_address(robot, listener):
    robot("dingtalk", "SECabc")
    told(1)
    notices.send_due(SOON)
    query = parse_qs(urlsplit(listener.heard[0].path).query)
    moment = int(SOON.timestamp() * 1000)
    signed = hmac.new(b"SECabc", f"{moment}\nSECabc".encode(), hashlib.sha256).digest()
    assert query["timestamp"] == [str(moment)]
    assert query["sign"] == [base64.b64encode(signed).decode()]


def test_feishu_gets_time_and_signature_in_the_body(robot, listener):
    robot("feishu", "demo")
    listener.answer = b'{"code": 0, "msg": "success"}'
    told(1)
    assert notices.send_due(SOON) == Round(sent=1)
    body = json.loads(listener.heard[0].body)
    moment = int(SOON.timestamp())
    assert (body["timestamp"], body["msg_type"]) == (str(moment), "text")
    assert body["sign"] == robots.feishu_sign("demo", moment)


def test_what_has_gathered_is_one_message_and_then_the_robot_rests(robot, listener):
    told(3)
    assert notices.send_due(SOON) == Round(sent=3)
    (text,) = [json.loads(body)["text"]["content"] for body in listener.bodies]
    assert text.splitlines()[0] == "3 new notices"
    assert len(text.splitlines()) == 4
    for key in range(10, 14):
        notices.tell(GROUP, "for-you", about=Subject("thing", str(key)), at=NOON)
    assert notices.send_due(SOON) == Round(postponed=4)
    assert notices.send_due(SOON + robots.PAUSE) == Round(sent=4)
    assert len(listener.heard) == 2


def test_a_flood_stays_below_twenty_messages_a_minute(robot, listener):
    """A notice every half second for two minutes, a round each second."""
    for second in range(120):
        now = SOON + timedelta(seconds=second)
        for half in range(2):
            about = Subject("thing", f"{second}-{half}")
            notices.tell(GROUP, "for-you", about=about, at=now, wait=timedelta())
        notices.send_due(now)
    assert len(listener.heard) <= 2 * 20 * 0.65
    notices.send_due(SOON + timedelta(minutes=3))
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_a_long_digest_says_how_many_more(robot):
    letters = [Letter(n, "office", f"Dispatched: {n}", "", "en") for n in range(40)]
    lines = robots.digest(letters, "en").splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("40 new notices", "and 30 more", 12)
    wide = [Letter(n, "office", "派遣" * 80, "", "en") for n in range(40)]
    assert len(robots.digest(wide, "en").encode()) <= 2048


def test_no_group_reads_a_name_a_place_or_a_text(robot, listener):
    told(2)
    told(2, "too-much")
    notices.send_due(SOON)
    (body,) = listener.bodies
    assert "Wang" not in body
    assert "Elm" not in body
    assert "Something new for you" in body


@pytest.mark.parametrize(
    ("status", "answer", "fault"),
    [
        (200, b'{"errcode": 45009}', "vendor-said-45009"),
        (500, b"", "vendor-said-500"),
        (200, b"<html>", "vendor-said-nothing-readable"),
    ],
)
def test_what_a_vendor_refuses_is_tried_again_and_seen(
    robot, listener, status, answer, fault
):
    listener.status, listener.answer = status, answer
    told(1)
    assert notices.send_due(SOON) == Round(failed=1)
    state = ChannelState.objects.get(name="wecom:office")
    assert (state.fault, state.failed_at, state.went_at) == (fault, SOON, None)
    assert Notice.objects.get().fault == fault
    listener.status, listener.answer = 200, b'{"errcode": 0}'
    again = SOON + timedelta(minutes=1)
    assert notices.send_due(again) == Round(sent=1)
    state.refresh_from_db()
    assert state.went_at == again


@pytest.mark.parametrize(
    "text",
    [
        "[[robot]\nname=",
        '[[robot]]\nname = "a"\nvendor = "pager"\nurl = "x"',
        '[[robot]]\nvendor = "wecom"',
        'robot = "a"',
        '[sms]\nprovider = "http"',
        '[sms]\nurl = "https://x.example"\nwhat = 1',
        '[[robot]]\nname="a"\nvendor="wecom"\nurl="x"\nunits=["u"]\n' * 2,
    ],
)
def test_a_wrong_file_sends_nothing_and_says_so(channels_file, text):
    channels_file(text)
    fault = configured().fault
    assert fault is not None
    assert fault.code == "channels-file-wrong"
    assert wording.in_words(fault)
    assert configured().robots == {}
