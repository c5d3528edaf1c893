"""Positions that stand for "not known" are declared, heard of, and removed again."""

import pytest

from quincunx.areas import default_points
from quincunx.areas.models import DefaultPoint, Revision
from quincunx.foundation import journal
from quincunx.lib.refusal import Refusal
from tests.areas.cast import ADMINISTRATOR, AT, STRANGER

pytestmark = pytest.mark.django_db


def declare(name="town hall", lon=116.4, lat=39.9, by=ADMINISTRATOR):
    return default_points.add(name, lon, lat, by=by, at=AT)


def token():
    return Revision.objects.get().token


def test_a_point_is_declared_and_removed_and_every_process_hears_of_it():
    point = declare()
    first = token()
    assert default_points.declared() == [point]
    default_points.remove("town hall", by=ADMINISTRATOR, at=AT)
    assert (default_points.declared(), token() == first) == ([], False)
    entries = journal.entries(journal.Subject("default-point", str(point.pk)))
    acts = [entry.act for entry in entries]
    assert acts == ["declare-default-point", "remove-default-point"]


@pytest.mark.parametrize("again", [{"lon": 116.5}, {"name": "city hall"}])
def test_a_point_or_a_name_is_declared_once(again):
    declare()
    with pytest.raises(Refusal, match="default-point-exists"):
        declare(**again)


def test_what_cannot_be_declared_or_removed_is_refused():
    with pytest.raises(Refusal, match="tree-not-yours-to-change"):
        declare(by=STRANGER)
    with pytest.raises(Refusal):
        declare(lon=39.9, lat=116.4)
    with pytest.raises(Refusal, match="no-such-default-point"):
        default_points.remove("town hall", by=ADMINISTRATOR, at=AT)
    assert not DefaultPoint.objects.exists()
