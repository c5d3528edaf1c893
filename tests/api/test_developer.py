"""The pages for developers: what they show is what the API does."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pydantic import TypeAdapter

from quincunx.api.acts import ContactIn
from quincunx.api.cases import ReportIn
from quincunx.api.samples import example, samples
from quincunx.api.urls import api
from quincunx.foundation import wording

BASE = "https://grid.example.org"


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return dict(api.get_openapi_schema())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["developer", "developer-operations"])
def test_a_stranger_reads_the_pages_in_both_languages(client: Client, name: str):
    for language in ("en", "zh-hans"):
        client.cookies["django_language"] = language
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.django_db
def test_every_refusal_stands_among_the_problems(client: Client):
    client.cookies["django_language"] = "en"
    page = client.get(reverse("developer-problems")).content.decode()
    assert all(f'id="{code}"' in page for code in wording.codes())


def test_every_operation_has_a_call_in_three_languages(described: dict[str, Any]):
    made = [each for group in samples(described, BASE).values() for each in group]
    told = sum(len(methods) for methods in described["paths"].values())
    assert len(made) == told
    for each in made:
        url = each.call.url
        assert url.startswith(BASE)
        assert "{" not in url
        assert all(url in text for text in (each.curl, each.python, each.java))
        compile(each.python, each.name, "exec")
        assert ("$KEY" in each.curl) is each.call.needs_key


@pytest.mark.parametrize("kind", [ReportIn, ContactIn])
def test_an_example_fits_its_schema(described: dict[str, Any], kind: Any):
    schema = described["components"]["schemas"][kind.__name__]
    made = example(described, schema)
    TypeAdapter(kind).validate_json(json.dumps(made))
