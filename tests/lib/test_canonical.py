import json
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.lib import canonical


class Act(StrEnum):
    ACCEPT = "accept"


def test_a_value_has_one_way_to_be_written():
    assert canonical.encode({"b": [1, True, None], "a": "井盖 “破”", "Z": {}}) == (
        '{"Z":{},"a":"井盖 “破”","b":[1,true,null]}'.encode()
    )


def test_ids_and_times_are_text():
    shanghai = timezone(timedelta(hours=8))
    assert json.loads(
        canonical.encode(
            {
                "act": Act.ACCEPT,
                "at": datetime(2026, 5, 14, 14, 8, tzinfo=shanghai),
                "on": date(2026, 5, 14),
                "case": UUID(int=7),
                "units": {3, 1, 2},
            }
        )
    ) == {
        "act": "accept",
        "at": "2026-05-14T06:08:00.000000+00:00",
        "on": "2026-05-14",
        "case": "00000000-0000-0000-0000-000000000007",
        "units": [1, 2, 3],
    }


def test_the_digest_is_that_of_the_bytes():
    assert canonical.digest({}) == (
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), {1: "a"}, b"bytes", object(), datetime(2026, 5, 14)],  # noqa: DTZ001 -- the point
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_be_written_exactly_is_not_written(value):
    with pytest.raises(TypeError):
        canonical.encode({"fact": value})


def test_half_a_character_is_not_written():
    with pytest.raises(ValueError, match="surrogates"):
        canonical.encode("\ud83d")


moments = st.datetimes(timezones=st.just(UTC))
facts = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | moments | st.uuids(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=20,
)


@settings(derandomize=True, deadline=None)
@given(facts)
def test_what_comes_back_from_a_store_is_written_the_same(value):
    written = canonical.encode(value)
    assert canonical.encode(json.loads(written)) == written
