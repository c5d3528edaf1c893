"""Boston's July 2011 brought in through the real acts: all of it, quickly, and once."""

import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from quincunx.areas import bring_in as areas
from quincunx.areas.models import Area, DefaultPoint
from quincunx.areas.options import Options
from quincunx.cases import bring_in
from quincunx.cases.models import Case, Foreign, Package
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.models import Notice
from quincunx.matters import packs
from quincunx.staff import actors, found, functions
from quincunx.staff.found import Charter
from quincunx.staff.kinds import OrganisationKind
from tests.areas.cast import ADMINISTRATOR
from tests.real.boston_pack import DATA, build, rows_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SINCE = date(2011, 1, 1)
REQUESTS = DATA / "requests_2011-07.csv"
MAP = Path(__file__).with_name("boston.map.toml")

pytestmark = [pytest.mark.real, pytest.mark.django_db]


@pytest.fixture
def importer(tmp_path: Path) -> Actor:
    """Whoever brings Boston in: its wards and precincts, its catalogue, its units."""
    return found_boston(tmp_path)


def found_boston(folder: Path) -> Actor:
    by = actors.importer(NOW)
    wards = Options(2, SINCE, code_field="WARD", under="Boston", repair=True)
    precincts = Options(3, SINCE, code_field="WARD_PRECINCT", repair=True)
    for name, options in (("wards", wards), ("precincts", precincts)):
        preview = areas.read(DATA / f"{name}.geojson", options)
        areas.apply(preview, by=ADMINISTRATOR, at=NOW)
    DefaultPoint.objects.create(name="City Hall", lon=-71.0587, lat=42.3594)
    functions.load(functions.default(), by=by, at=NOW)
    boston = Area.objects.get(parent=None)
    hall = Charter("city-hall", "City Hall", OrganisationKind.COMMAND_CENTRE, boston)
    found.organisation(hall, by=by, at=NOW)
    packs.load(build(folder), by=by, at=NOW)
    return by


def test_july_comes_in_whole_and_keeps_its_deadlines(importer: Actor) -> None:
    mapping = bring_in.read_mapping(MAP)
    begun, worked = time.perf_counter(), time.process_time()
    done = bring_in.bring_in(REQUESTS, REQUESTS.name, mapping, by=importer, at=NOW)
    took, work = time.perf_counter() - begun, time.process_time() - worked
    on_time = _share_on_time()
    told = (
        f"{done.new} of {done.rows} rows in {took:.0f} s, {work:.0f} s of a processor"
    )
    sys.stdout.write(f"{told}\n")
    sys.stdout.write(f"{on_time:.2%} on time as told\n")
    assert (done.rows, done.known) == (9854, 0)
    assert done.not_taken == ()
    assert on_time >= 0.996
    assert Case.objects.filter(closed_at=None).count() == 677
    assert Package.objects.count() == 9177
    assert not Notice.objects.exists()
    assert journal.verify().holds
    assert work < 120  # what others do on the machine is not counted

    again = bring_in.bring_in(REQUESTS, REQUESTS.name, mapping, by=importer, at=NOW)
    assert (again.new, again.known) == (0, 9854)


def _share_on_time() -> float:
    """Return how many of the rows with both times were on time as the city says."""
    late = dict(Foreign.objects.values_list("foreign_id", "case__overdue"))
    told = [
        (row["ontime"] == "OVERDUE", late[row["case_enquiry_id"]])
        for row in rows_of(REQUESTS)
        if row["target_dt"] and row["closed_dt"]
    ]
    return sum(theirs == ours for theirs, ours in told) / len(told)
