"""Another system keeps its own webhooks over the API; a foreign library checks us."""

from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from quincunx.foundation import journal
from quincunx.webhooks import deliver, events
from quincunx.webhooks.models import Subscription
from tests.api.conftest import Caller, now
from tests.cases.conftest import Stage
from tests.foundation.listener import Heard, Listener

__all__ = ["now"]


@pytest.fixture
def administrator(now: Stage) -> Caller:
    return Caller(now, "administrator")


def wish(now: Stage, listener: Listener, **more: object) -> dict[str, object]:
    area = now.town.area("district").pk
    told = {"name": "mirror", "url": f"{listener.url}/hook", "area": area}
    return {**told, "owner": "dispatcher-command", **more}


@pytest.fixture
def hook(now: Stage, listener: Listener, administrator: Caller) -> dict[str, str]:
    made = administrator.post("/webhooks", wish(now, listener))
    assert made.status_code == 201
    told: dict[str, str] = made.json()
    return told


def goes_out(now: Stage) -> int:
    journal.seal_all(now.now)
    later = now.now + timedelta(seconds=20)
    events.gather(later)
    return deliver.deliver_due(later)


def taken(secret: str, heard: Heard) -> bool:
    """Say whether the library that others use takes a call for ours."""
    told = {name.lower(): value for name, value in heard.headers.items()}
    try:
        Webhook(secret).verify(heard.body, told)
    except WebhookVerificationError:
        return False
    return True


def test_both_secrets_are_taken_by_a_foreign_library_while_they_change(
    now: Stage, listener: Listener, administrator: Caller, hook: dict[str, str]
):
    now.report()
    goes_out(now)
    turned = administrator.post(f"/webhooks/{hook['id']}/secret").json()["secret"]
    assert administrator.post(f"/webhooks/{hook['id']}/try").status_code == 202
    goes_out(now)
    first, last = listener.heard[0], listener.heard[-1]
    assert [taken(each, first) for each in (hook["secret"], turned)] == [True, False]
    assert [taken(each, last) for each in (hook["secret"], turned)] == [True, True]
    forged = Heard(last.method, last.path, last.headers, last.body + b" ")
    assert not taken(turned, forged)
    Subscription.objects.update(old_until=now.now)
    administrator.post(f"/webhooks/{hook['id']}/try")
    goes_out(now)
    last = listener.heard[-1]
    assert [taken(each, last) for each in (hook["secret"], turned)] == [False, True]


def test_what_was_delivered_is_listed_and_sent_again(
    now: Stage, listener: Listener, administrator: Caller, hook: dict[str, str]
):
    now.report()
    goes_out(now)
    at = f"/webhooks/{hook['id']}"
    listed = administrator.get(f"{at}/deliveries").json()
    told = {(each["kind"], each["state"], each["status"]) for each in listed}
    assert told == {("case.report", "sent", 200), ("case.establish", "sent", 200)}
    assert administrator.get(f"{at}/deliveries", before=listed[-1]["id"]).json() == []
    again = administrator.post(f"/deliveries/{listed[0]['id']}/replay")
    assert (again.status_code, goes_out(now)) == (204, 1)
    assert listener.heard[-1].headers["webhook-id"] == listed[0]["message"]
    since = (now.now - timedelta(minutes=1)).isoformat()
    assert administrator.post(f"{at}/replay", {"since": since}).json() == {"count": 2}


def test_a_paused_one_hears_nothing_and_may_have_it_afterwards(
    now: Stage, listener: Listener, administrator: Caller, hook: dict[str, str]
):
    at = f"/webhooks/{hook['id']}"
    assert administrator.post(f"{at}/pause").status_code == 204
    assert administrator.get(at).json()["paused_at"] is not None
    now.report()
    assert goes_out(now) == 0
    assert administrator.post(f"{at}/enable").status_code == 204
    since = (now.now - timedelta(minutes=1)).isoformat()
    assert administrator.post(f"{at}/replay", {"since": since}).json()["count"] > 0
    assert goes_out(now) > 0
    assert administrator.post(f"{at}/end").status_code == 204
    ended = administrator.post(f"{at}/enable")
    assert (ended.status_code, ended.json()["code"]) == (409, "webhook-ended")
    (listed,) = administrator.get("/webhooks").json()
    assert listed["ended_at"] is not None
    assert "secret" not in listed


def test_sent_twice_under_one_key_it_listens_once(
    now: Stage, listener: Listener, administrator: Caller
):
    told = [
        administrator.post(
            "/webhooks", wish(now, listener), **{"Idempotency-Key": "mirror-1"}
        ).json()
        for _ in range(2)
    ]
    assert told[0] == told[1]
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"url": "https://10.0.0.1/"}, 422, "webhook-address-wrong"),
        ({"kinds": ["explode"]}, 422, "webhook-kinds-unknown"),
        ({"owner": "nobody"}, 404, "no-such-person"),
        ({"name": ""}, 422, "input-not-understood"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(
    now: Stage, listener: Listener, administrator: Caller, more, status, code
):
    refused = administrator.post("/webhooks", wish(now, listener, **more))
    assert (refused.status_code, refused.json()["code"]) == (status, code)


def test_others_neither_see_nor_run_it(
    now: Stage, listener: Listener, hook: dict[str, str]
):
    officer, owner = Caller(now, "officer"), Caller(now, "dispatcher-command")
    at = f"/webhooks/{hook['id']}"
    assert officer.get("/webhooks").json() == []
    assert officer.get(at).json()["code"] == "no-such-webhook"
    assert officer.post(f"{at}/pause").status_code == 404
    assert [each["id"] for each in owner.get("/webhooks").json()] == [hook["id"]]
    assert owner.post(f"{at}/secret").json()["code"] == "webhook-not-yours"
    refused = officer.post("/webhooks", wish(now, listener, owner="officer"))
    assert refused.json()["code"] == "webhook-not-yours"
