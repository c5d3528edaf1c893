"""`quincunx areas default-point`: add, list, remove."""

import json

import pytest

from tests.cli.conftest import Call

pytestmark = pytest.mark.django_db
WORDS = ("areas", "default-point")


def test_a_default_point_is_added_listed_and_removed(call: Call):
    added = call(*WORDS, "add", "Town Hall", "--lon", 116.405, "--lat", 39.905)
    assert added.code == 0
    told = json.loads(call(*WORDS, "list", "--json").out)
    assert told == {
        "default_points": [{"name": "Town Hall", "lon": 116.405, "lat": 39.905}]
    }
    assert call(*WORDS, "remove", "Town Hall").code == 0
    assert "No default point" in call(*WORDS, "list").out
    assert call(*WORDS, "remove", "Town Hall").code == 3
