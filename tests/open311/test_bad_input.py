"""What is wrong is said plainly, in the format asked for, with the status asked for."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from quincunx.cases.models import Case
from quincunx.foundation import tries
from quincunx.open311 import door
from quincunx.staff import keys
from tests.cases.conftest import Stage
from tests.open311.conftest import V2, System, key_of, lamp, released, tree

SCRIPT = "<script>alert(1)</script>"


def said(answer: Any) -> tuple[int, str]:
    """Return status and the code of the one error, whatever the format."""
    if answer["Content-Type"].startswith("application/json"):
        [error] = answer.json()
        return answer.status_code, error["code"]
    root = tree(answer.content)
    assert root.tag == "errors"
    [code] = [element.text or "" for element in root.iter("code")]
    return answer.status_code, code


def wrong(system: System, table: list[tuple[int, str, dict[str, Any]]]) -> list[str]:
    """Return the rows of a table that were answered otherwise, in either format."""
    found = []
    for status, path, told in table:
        for fmt in ("xml", "json"):
            answer = system.get(path.format(fmt), **told)
            came = answer.status_code if status == 200 else said(answer)
            if came not in (status, (status, str(status))):
                found.append(f"{path} {told}: {came}")
    return found


READS: list[tuple[int, str, dict[str, Any]]] = [
    (200, "services.{}", {}),
    (200, "services.{}", {"jurisdiction_id": ""}),  # empty is absent
    (200, "services.{}", {"jurisdiction_id": "testserver"}),
    (404, "services.{}", {"jurisdiction_id": "elsewhere.example"}),
    (404, "discovery/more.{}", {}),
    (404, "services/no-such.{}", {}),
    (404, "services/gas-smell.{}", {}),  # an emergency is no service
    (404, "services/family-dispute.{}", {}),  # nor is what is private
    (404, "requests/NOSUCH.{}", {}),
    (404, "tokens/NOSUCH.{}", {}),
    (200, "requests.{}", {"status": "", "service_code": "", "page": ""}),
    (200, "requests.{}", {"status": "open,closed"}),
    (400, "requests.{}", {"status": "half-open"}),
    (200, "requests.{}", {"service_code": "nobody-knows"}),
    (200, "requests.{}", {"service_request_id": "NOSUCH,ALSO"}),
    (200, "requests.{}", {"start_date": "2026-01-01T00:00:00Z"}),
    (200, "requests.{}", {"start_date": "2026-01-01T00:00:00 08:00"}),  # a lost plus
    (200, "requests.{}", {"end_date": "2026-01-01"}),
    (400, "requests.{}", {"start_date": "2026-01-01T00:00:00"}),  # no offset
    (400, "requests.{}", {"start_date": "yesterday"}),
    (400, "requests.{}", {"start_date": "0001-01-01T00:00:00Z"}),
    (400, "requests.{}", {"start_date": "2026-01-01", "end_date": "2026-04-02"}),
    (200, "requests.{}", {"start_date": "2026-01-01", "end_date": "2026-04-01"}),
    (400, "requests.{}", {"start_date": "2026-02-01", "end_date": "2026-01-01"}),
    # an id overrides everything else, what is wrong with it included
    (200, "requests.{}", {"service_request_id": "X", "start_date": "yesterday"}),
    (400, "requests.{}", {"page": "0"}),
    (400, "requests.{}", {"page_size": "1001"}),
    (400, "requests.{}", {"page_size": "٣"}),
    (400, "requests.{}", {"service_request_id": ",".join(map(str, range(1001)))}),
    (403, "servicerequestupdates.{}", {}),
    (403, "servicerequestupdates.{}", {"api_key": "qx_wrong"}),
]


def test_reads_are_answered_as_the_table_says(stage: Stage, anybody: System):
    released(stage)
    assert wrong(anybody, READS) == []


POSTS: list[tuple[int, dict[str, Any]]] = [
    (400, {"service_code": ""}),
    (404, {"service_code": "no-such"}),
    (404, {"service_code": "gas-smell"}),
    (404, {"jurisdiction_id": "elsewhere.example"}),
    (400, {"lat": "", "long": ""}),
    (400, {"lat": ""}),
    (400, {"lat": "north"}),
    (400, {"lat": "nan"}),
    (400, {"lat": "1e999"}),
    (400, {"lat": "116.4", "long": "39.9"}),  # swapped
    (400, {"lat": "-39.9", "long": "16.4"}),  # the other side of the world
    (400, {"lat": "", "long": "", "address_id": "#NOTPINPOINTED#"}),
    (400, {"lat": "", "long": "", "address_id": "999999"}),
    (400, {"description": SCRIPT}),
    (400, {"description": "<!-- hidden"}),
    (400, {"description": "x" * 4001}),
    (400, {"phone": "call me"}),
    (400, {"email": "nobody"}),
    (400, {"media_url": "file:///etc/passwd"}),
    (400, {"media_url": "javascript:alert(1)"}),
    (400, {"media_url": "http://a.example/" + "x" * 2000}),
    (400, {"attribute[condition]": "no-such"}),
]
KEPT: list[dict[str, Any]] = [
    {"description": "The water stands < 5 cm & > 2 cm.\r\nTwo lines."},
    {"description": "灯" * 4000},
    {"description": ""},
    {"lat": "", "long": "", "address_string": "At the south gate"},
    {
        "attribute[pole]": "K 12",
        "attribute[unknown]": "ignored",
        "attribute[pole]x": "1",
    },
    {"media_url": ["http://a.example/1.jpg", "https://a.example/2.jpg"]},
]


def test_posts_are_refused_as_the_table_says_and_nothing_is_kept(
    stage: Stage, gateway: System
):
    found = []
    for status, told in POSTS:
        for fmt in ("xml", "json"):
            came = said(gateway.post(f"requests.{fmt}", **lamp(stage, **told)))
            if came != (status, str(status)):
                found.append(f"{told}: {came}")
    assert found == []
    assert Case.objects.count() == 0


def test_what_is_unusual_but_right_is_kept(stage: Stage, gateway: System):
    came = [gateway.post(**lamp(stage, **told)).status_code for told in KEPT]
    assert came == [200] * len(KEPT)
    texts = list(Case.objects.order_by("reported_at").values_list("text", flat=True))
    assert texts[0] == "The water stands < 5 cm & > 2 cm.\nTwo lines."
    assert len(texts[1]) == 4000
    assert texts[2] == "Street lamp"
    answers = Case.objects.order_by("reported_at")[4].passed_on.answers
    assert answers == {"pole": "K 12"}


ANSWERS: list[tuple[dict[str, Any], Any]] = [
    (
        {"attribute[many]": "12", "attribute[blocked][]": ["pavement", "tactile"]},
        {"many": "12", "blocked": ["pavement", "tactile"]},
    ),
    ({"attribute[blocked]": "entrance"}, {"blocked": ["entrance"]}),
    ({"attribute[many]": ""}, {}),
    ({"attribute[blocked][]": "sky"}, None),
    ({"attribute[many]": "a few"}, None),
    ({"service_code": "crossing"}, None),  # what must be answered is not
    ({"service_code": "crossing", "attribute[since]": "long ago"}, None),
    (
        {"service_code": "crossing", "attribute[since]": "2026-03-02T09:00:00+08:00"},
        {"since": "2026-03-02T01:00:00+00:00"},
    ),
]


def test_attributes_come_under_either_form_of_their_name(stage: Stage, gateway: System):
    base = lamp(stage, service_code="shared-bicycles")
    came = [gateway.post(**{**base, **told}).status_code for told, _ in ANSWERS]
    assert came == [400 if kept is None else 200 for _, kept in ANSWERS]
    rows = Case.objects.order_by("reported_at").select_related("passed_on")
    wanted = [kept for _, kept in ANSWERS if kept is not None]
    assert [case.passed_on.answers for case in rows] == wanted


def test_a_key_that_opens_nothing_is_told_so(stage: Stage, gateway: System):
    key = gateway.key
    for given in ("", "qx_wrong", "x" * 5000):
        assert said(System(given).post(**lamp(stage))) == (403, "403")
    [own] = stage.town.person("officer").access_keys.all()
    keys.end(own, by=stage.town.owner, at=stage.now)
    assert said(System(key).post(**lamp(stage))) == (403, "403")
    without_office = System(key_of(stage, "stranger"))
    assert said(without_office.post(**lamp(stage))) == (403, "403")
    assert Case.objects.count() == 0


def test_another_method_is_refused_and_told_which(stage: Stage, anybody: System):
    answer = anybody.client.delete(f"{V2}requests.json")
    assert (said(answer), answer["Allow"]) == ((405, "405"), "GET, HEAD, POST")
    answer = anybody.client.post(f"{V2}services.xml")
    assert (said(answer), answer["Allow"]) == ((405, "405"), "GET, HEAD")


def test_what_fails_around_the_door_has_its_form_as_well(anybody: System):
    far = Client().get(f"{V2}services.json", headers={"host": "elsewhere.example"})
    assert said(far) == (400, "400")
    assert said(Client().get(f"{V2}nothing/here")) == (404, "404")


def test_a_flood_is_told_to_wait(
    stage: Stage, gateway: System, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(door, "WRITES", 2)
    told = lamp(stage)
    came = [gateway.post(**told) for _ in range(3)]
    assert [each.status_code for each in came] == [200, 200, 429]
    assert said(came[-1]) == (429, "429")
    assert came[-1]["Retry-After"]
    assert Case.objects.count() == 2


def test_one_key_is_counted_wherever_it_comes_from(
    stage: Stage, gateway: System, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(door, "WRITES", 2)
    monkeypatch.setattr(tries, "address", lambda request: str(id(request)))
    came = [gateway.post(**lamp(stage)).status_code for _ in range(3)]
    assert came == [200, 200, 429]


def test_wrong_keys_are_counted(anybody: System, db: None, monkeypatch: Any):
    monkeypatch.setattr(door, "WRONG_KEYS", 2)
    told = {"api_key": "qx_guess"}
    path = "servicerequestupdates.json"
    came = [anybody.get(path, **told).status_code for _ in range(3)]
    assert came == [403, 403, 429]


def test_a_report_sent_twice_under_one_key_is_taken_once(stage: Stage, gateway: System):
    headers = {"Idempotency-Key": "fms-4711"}
    first, again = (gateway.post(**lamp(stage), headers=headers) for _ in range(2))
    assert first.json() == again.json()
    assert Case.objects.count() == 1


def test_more_than_ninety_days_back_only_with_a_date(stage: Stage, anybody: System):
    case = released(stage)
    Case.objects.filter(pk=case.pk).update(reported_at=stage.now - timedelta(days=91))
    assert anybody.get("requests.json").json() == []
    start = (stage.now - timedelta(days=92)).date().isoformat()
    [found] = anybody.get("requests.json", start_date=start).json()
    assert found["service_request_id"] == case.outside_id
