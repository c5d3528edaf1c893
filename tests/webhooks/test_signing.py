"""Signatures, by the example of the Standard Webhooks specification."""

import pytest

from quincunx.webhooks import retries, signing

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, TIME, BODY = (
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    1614265330,
    b'{"test": 2432232314}',
)
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_example_of_the_specification():
    assert signing.signature(SECRET, MESSAGE, TIME, BODY) == SIGNED
    assert signing.headers([SECRET], MESSAGE, TIME, BODY) == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": str(TIME),
        "webhook-signature": SIGNED,
    }


@pytest.mark.parametrize(
    ("message", "timestamp", "body", "signed", "ours"),
    [
        (MESSAGE, str(TIME), BODY, SIGNED, True),
        (MESSAGE, str(TIME), BODY, f"v1,nothing {SIGNED}", True),
        ("msg_other", str(TIME), BODY, SIGNED, False),
        (MESSAGE, str(TIME + 1), BODY, SIGNED, False),
        (MESSAGE, str(TIME), BODY + b" ", SIGNED, False),
        (MESSAGE, "now", BODY, SIGNED, False),
        (MESSAGE, str(TIME), BODY, "签名", False),
        (MESSAGE, str(TIME), BODY, "", False),
    ],
)
def test_the_tester_knows_ours_from_others(message, timestamp, body, signed, ours):
    assert signing.matches([SECRET], message, timestamp, body, signed) is ours


def test_secrets_differ_and_are_long():
    first, second = signing.new_secret(), signing.new_secret()
    assert first != second
    assert first.startswith("whsec_")
    assert len(first) == len("whsec_") + 44


def test_ten_tries_ever_later_and_then_no_more():
    pauses = [retries.pause_after(tries) for tries in range(1, retries.MOST_TRIES)]
    assert pauses == sorted(pauses)
    assert retries.pause_after(retries.MOST_TRIES) is None
