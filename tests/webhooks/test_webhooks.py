"""Another system hears of cases: signed, retried, sent again, and never too much."""

import json
from datetime import timedelta

import pytest

from quincunx.cases.contacts import ContactDetails
from quincunx.cases.vocabulary import Act
from quincunx.foundation import journal, wording
from quincunx.foundation.models import Notice
from quincunx.lib.refusal import Refusal
from quincunx.staff import enrol
from quincunx.webhooks import access, deliver, events, retries, signing, subscribe
from quincunx.webhooks.models import Delivery, Subscription
from quincunx.webhooks.subscribe import Wish
from tests.cases.conftest import Stage
from tests.foundation.listener import Listener

OWNER = "dispatcher-command"


def subscribed(
    stage: Stage, url: str, *kinds: str, owner: str = OWNER, area: str = "district"
) -> tuple[Subscription, str]:
    town = stage.town
    wish = Wish("mirror", url, town.person(owner), town.area(area), kinds)
    return subscribe.subscribe(wish, by=stage.actor("administrator"), at=stage.now)


def goes_by(stage: Stage, **time: float) -> int:
    """Let time pass and duty make its rounds; returns how many were tried."""
    stage.wait(**(time or {"seconds": 11}))
    journal.seal_all(stage.now)
    events.gather(stage.now)
    return deliver.deliver_due(stage.now)


@pytest.fixture
def hears(stage: Stage, listener: Listener):
    return subscribed(stage, f"{listener.url}/hook")


def kinds(listener: Listener) -> list[str]:
    return [json.loads(body)["type"] for body in listener.bodies]


def test_an_act_is_told_signed_with_ids_and_states_only(stage, listener, hears):
    contact = ContactDetails(name="Wang Fang", phone="13800138000")
    case, _ = stage.resident_report(contact=contact)
    goes_by(stage)
    (heard,) = listener.heard
    told = {name.lower(): value for name, value in heard.headers.items()}
    assert signing.matches(
        [hears[1]],
        told["webhook-id"],
        told["webhook-timestamp"],
        heard.body,
        told["webhook-signature"],
    )
    assert json.loads(heard.body) == {
        "type": "case.report",
        "timestamp": case.reported_at.isoformat(),
        "data": {
            "case": case.number,
            "revision": 1,
            "act": "report",
            "state": "reported",
            "step": "report",
            "word": "received",
            "matter": None,
            "unit": None,
            "area": stage.town.area("a1").pk,
        },
    }


def test_an_event_waits_out_the_ten_seconds_and_is_told_once(stage, listener, hears):
    stage.report()
    assert goes_by(stage, seconds=9) == 0
    assert goes_by(stage, seconds=2) > 0
    told = len(listener.heard)
    assert goes_by(stage) == 0
    assert len({each.headers["webhook-id"] for each in listener.heard}) == told


def test_only_chosen_kinds_of_chosen_places_as_far_as_the_owner_sees(
    stage: Stage, listener: Listener
):
    here = stage.report(at="a1")
    stage.report(by="leader-b1", at="b1")
    goes_by(stage)
    subscribed(stage, f"{listener.url}/a", "note", area="a")
    subscribed(stage, f"{listener.url}/officer", owner="officer-landscaping")
    stage.do(Act.NOTE, here, "dispatcher-centre", text="A word.")
    stage.dispatched(here)
    goes_by(stage)
    assert [each.path for each in listener.heard] == ["/a"]
    assert kinds(listener) == ["case.note"]
    assert "A word" not in listener.bodies[0]


def test_who_has_left_hears_nothing(stage: Stage, listener: Listener, hears):
    owner, by = stage.town.person(OWNER), stage.actor("administrator")
    enrol.dismiss(owner, by=by, at=stage.now)
    stage.report()
    assert goes_by(stage) == 0


def test_what_came_before_is_not_told(stage: Stage, listener: Listener):
    stage.report()
    goes_by(stage)
    subscribed(stage, listener.url)
    assert goes_by(stage) == 0


def test_a_failure_is_tried_again_by_the_schedule_and_parked(stage, listener, hears):
    listener.status = 500
    subscribe.try_out(hears[0], by=stage.actor("administrator"), at=stage.now)
    goes_by(stage, seconds=1)
    for pause in retries.PAUSES:
        assert goes_by(stage, seconds=pause.total_seconds() - 0.5) == 0
        assert goes_by(stage, seconds=0.5) == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.status, delivery.fault) == (
        "parked",
        retries.MOST_TRIES,
        500,
        "answered-500",
    )
    assert len({each.headers["webhook-id"] for each in listener.heard}) == 1
    assert goes_by(stage, days=1) == 0


def test_one_that_does_not_answer_holds_nobody_up(stage, listener, hears):
    dead, _ = subscribed(stage, f"http://127.0.0.1:{listener.port}/x")
    Subscription.objects.filter(pk=dead.pk).update(url="https://127.0.0.1:9/")
    stage.dispatched(stage.report())
    goes_by(stage)
    assert len(listener.heard) == Delivery.objects.filter(state="sent").count() > 1
    tried = Delivery.objects.filter(subscription=dead, tries__gt=0)
    assert [each.fault for each in tried] == ["host-private"]


def test_after_days_of_failure_it_is_disabled_and_its_owner_told(
    stage, listener, hears
):
    listener.status = 503
    administrator = stage.actor("administrator")
    for _ in range(7):
        subscribe.try_out(hears[0], by=administrator, at=stage.now)
        goes_by(stage, days=1)
    found = Subscription.objects.get()
    assert not found.is_on
    notice = Notice.objects.get(kind="webhook-disabled")
    assert notice.recipient_id == str(stage.town.person(OWNER).pk)
    listener.status, listener.heard[:] = 204, []
    stage.report()
    assert goes_by(stage) == 0
    subscribe.enable(found, by=administrator, at=stage.now)
    since = stage.now - timedelta(minutes=1)
    assert subscribe.again_since(found, since, by=administrator, at=stage.now) > 0
    goes_by(stage)
    assert "case.report" in kinds(listener)
    assert Subscription.objects.get().failing_since is None


def test_a_receiver_that_is_gone_is_disabled_at_once(stage, listener, hears):
    listener.status = retries.GONE
    stage.report()
    goes_by(stage)
    assert not Subscription.objects.get().is_on


def test_one_is_sent_again_under_the_same_id(stage, listener, hears):
    stage.report(matter="")
    goes_by(stage)
    (delivery,) = Delivery.objects.all()
    subscribe.again(delivery, by=stage.actor("administrator"), at=stage.now)
    goes_by(stage)
    first, second = listener.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_while_a_secret_changes_both_sign_for_a_day(stage, listener, hears):
    found, old = hears
    new = subscribe.change_secret(found, by=stage.actor("administrator"), at=stage.now)
    for known, time in (((old, new), {"hours": 1}), ((new,), {"hours": 24})):
        subscribe.try_out(found, by=stage.actor("administrator"), at=stage.now)
        goes_by(stage, **time)
        heard = listener.heard[-1]
        told = {name.lower(): value for name, value in heard.headers.items()}
        assert len(told["webhook-signature"].split()) == len(known)
        for secret in known:
            assert signing.matches(
                [secret],
                told["webhook-id"],
                told["webhook-timestamp"],
                heard.body,
                told["webhook-signature"],
            )


def test_secrets_lie_sealed_and_go_with_the_subscription(stage, listener, hears):
    found, secret = hears
    raw = bytes(Subscription.objects.get().secret)
    assert secret.encode() not in raw
    assert secret.removeprefix("whsec_").encode() not in raw
    subscribe.end(found, by=stage.actor("administrator"), at=stage.now)
    stage.report()
    assert goes_by(stage) == 0
    with pytest.raises(Refusal, match="sealed-erased"):
        subscribe.secrets_of(Subscription.objects.get(), stage.now)
    with pytest.raises(Refusal, match="webhook-ended"):
        subscribe.enable(found, by=stage.actor("administrator"), at=stage.now)


@pytest.mark.parametrize(
    "url", ["https://10.0.0.1/", "http://example.org/", "https://[::1]/", "gopher://x"]
)
def test_nobody_listens_in_a_private_network(stage: Stage, url: str):
    with pytest.raises(Refusal, match="webhook-address-wrong") as refused:
        subscribed(stage, url)
    said = wording.in_words(refused.value)
    assert str(refused.value.facts["fault"]) not in said


@pytest.mark.parametrize("login", ["dispatcher-command", "officer", "stranger"])
def test_only_an_administrator_of_the_place_lets_systems_listen(
    stage: Stage, listener: Listener, login: str
):
    wish = Wish("mirror", listener.url, stage.town.person(OWNER), stage.town.area("a"))
    with pytest.raises(Refusal, match="webhook-not-yours"):
        subscribe.subscribe(wish, by=stage.actor(login), at=stage.now)


def test_owners_see_their_own_and_others_none(stage, listener, hears):
    assert list(access.visible(stage.actor(OWNER))) == [hears[0]]
    assert list(access.visible(stage.actor("administrator"))) == [hears[0]]
    assert list(access.visible(stage.actor("officer"))) == []
    with pytest.raises(Refusal, match="webhook-not-yours"):
        subscribe.try_out(hears[0], by=stage.actor(OWNER), at=stage.now)


def test_deliveries_are_forgotten_after_thirty_days(stage, listener, hears):
    stage.report()
    goes_by(stage)
    assert events.expire(stage.now + timedelta(days=29)) == 0
    assert events.expire(stage.now + timedelta(days=31)) > 0
