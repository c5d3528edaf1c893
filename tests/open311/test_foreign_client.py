"""A client that others wrote finds its way: PyPI's `georeport`, over a real connection.

It reads services, definitions and requests; the post between is plain `requests`, the
library it stands on.
"""

from typing import Any

import pytest
import requests
import xmltodict
from georeport import GeoReport
from pytest_django.live_server_helper import LiveServer

from quincunx.cases.models import Case
from quincunx.cases.vocabulary import Act
from tests.cases.conftest import Stage
from tests.open311.conftest import CENTRE, LAMP, System, lamp, released


@pytest.mark.usefixtures("transactional_db")
def test_services_post_token_get_and_search_in_both_formats(
    live_server: LiveServer, stage: Stage, gateway: System
):
    root = f"{live_server.url}/open311/v2"
    released(stage)
    for fmt in ("json", "xml"):
        client = GeoReport(root, jurisdiction="localhost", output_format=fmt)
        service = client.get_service_list()[0]
        assert service["service_code"] == "street-lamp"
        definition = client.get_service_definition("street-lamp")
        assert definition["service_code"] == "street-lamp"

        name = _passed_on(root, fmt, {"api_key": gateway.key, **lamp(stage)})
        _looked_through(stage, name)

        found = client.get_service_request(name)
        assert (found["service_request_id"], found["description"]) == (name, LAMP)
        listed = client.get_service_requests(service_code="street-lamp", status="open")
        assert name in [each["service_request_id"] for each in listed]
        [again] = _many(client.get_service_requests(service_request_id=name))
        assert again == found


def _passed_on(root: str, fmt: str, told: dict[str, Any]) -> str:
    """Post a report and ask under which name it goes, as its token tells."""
    made = requests.post(f"{root}/requests.{fmt}", data=told, timeout=30)
    made.raise_for_status()
    token = _first(made, fmt)["token"]
    named = requests.get(f"{root}/tokens/{token}.{fmt}", timeout=30)
    return str(_first(named, fmt)["service_request_id"])


def _first(answer: requests.Response, fmt: str) -> Any:
    if fmt == "json":
        return answer.json()[0]
    return xmltodict.parse(answer.content)["service_requests"]["request"]


def _looked_through(stage: Stage, name: str) -> None:
    case = Case.objects.get(outside_id=name)
    stage.wait(minutes=3)
    case = stage.do(Act.ESTABLISH, case, CENTRE, matter=case.matter)
    stage.do(Act.RELEASE, case, CENTRE, text=LAMP)


def _many(found: Any) -> list[Any]:
    """The client gives a lone XML request bare."""
    return found if isinstance(found, list) else [found]
