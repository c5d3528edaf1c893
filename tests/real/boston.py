"""Boston founded: its wards and precincts, its catalogue, its units."""

from datetime import UTC, date, datetime
from pathlib import Path

from quincunx.areas import bring_in, default_points
from quincunx.areas.models import Area
from quincunx.areas.options import Options
from quincunx.foundation.actors import Actor
from quincunx.matters import packs
from quincunx.staff import actors, found, functions
from quincunx.staff.found import Charter
from quincunx.staff.kinds import OrganisationKind
from tests.areas.cast import ADMINISTRATOR
from tests.real.boston_pack import DATA, build

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SINCE = date(2011, 1, 1)
REQUESTS = DATA / "requests_2011-07.csv"
MAP = Path(__file__).with_name("boston.map.toml")


def found_boston(folder: Path) -> Actor:
    """Lay everything that July's requests need; return who may bring them in."""
    by = actors.importer(NOW)
    bring_in_wards()
    bring_in_precincts()
    default_points.add("City Hall", -71.0587, 42.3594, by=ADMINISTRATOR, at=NOW)
    functions.load(functions.default(), by=by, at=NOW)
    boston = Area.objects.get(parent=None)
    hall = Charter("city-hall", "City Hall", OrganisationKind.COMMAND_CENTRE, boston)
    found.organisation(hall, by=by, at=NOW)
    packs.load(build(folder), by=by, at=NOW)
    return by


def bring_in_wards() -> None:
    options = Options(2, SINCE, code_field="WARD", under="Boston", repair=True)
    preview = bring_in.read(DATA / "wards.geojson", options)
    bring_in.apply(preview, by=ADMINISTRATOR, at=NOW)


def bring_in_precincts() -> None:
    options = Options(3, SINCE, code_field="WARD_PRECINCT", repair=True)
    preview = bring_in.read(DATA / "precincts.geojson", options)
    bring_in.apply(preview, by=ADMINISTRATOR, at=NOW)
