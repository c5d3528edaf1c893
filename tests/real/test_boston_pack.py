"""A foreign city needs data only: Boston's pack is made, checked, loaded, replayed."""

import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from quincunx.areas import locate
from quincunx.foundation.actors import Actor
from quincunx.matters import catalogue, packs, proving, routes
from quincunx.matters.definitions import Report
from quincunx.matters.holidays import work_calendar
from quincunx.staff import actors
from quincunx.staff.models import Organisation
from tests.real.boston import NOW, REQUESTS, bring_in_wards
from tests.real.boston_pack import build, moment, rows_of, slug, ward_of

pytestmark = pytest.mark.real
JULY = datetime(2011, 7, 15, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("boston"))


@pytest.fixture
def wards(db: None) -> Actor:
    bring_in_wards()
    return actors.importer(NOW)


def test_the_pack_is_sound_and_its_tests_pass(folder: Path) -> None:
    checked = packs.check(folder)
    assert checked.faults == ()
    assert checked.counts["matters"] >= 135
    assert checked.counts["tests"] >= 100


@pytest.mark.django_db
def test_it_loads_founds_the_queues_and_routes_by_ward(
    folder: Path, wards: Actor
) -> None:
    loaded = packs.load(folder, by=wards, at=NOW)
    assert loaded.version.valid_from.date() <= date(2011, 1, 1)
    assert len(loaded.founded) == Organisation.objects.count() > 90
    place = locate.place(-71.0772, 42.2715, JULY.date())  # Mattapan
    matter = catalogue.find(
        "pothole-repair-internal", place.chain[-1].path, JULY.date()
    )
    found = routes.suggest(matter, None, place.chain, JULY)
    assert not found.fallback
    named = Organisation.objects.get(pk=found.unit_id).name
    assert named.startswith("PWDx_District")


@pytest.mark.django_db
def test_it_is_tried_in_words(folder: Path, wards: Actor) -> None:
    packs.load(folder, by=wards, at=NOW)
    trial = packs.try_("boston", "street-light-outages", -71.0772, 42.2715, JULY)
    assert trial.route == "street-light-outages-ward-18"
    assert trial.unit == "pwdx-street-light-pending-contractor-internal"
    assert trial.due == datetime(2011, 7, 29, 14, tzinfo=UTC)
    assert (
        "Handling: 14 days, counted from Friday 15 July 2011, 10:00."
        in trial.in_words("en")
    )


def test_july_replayed_goes_mostly_where_it_went(folder: Path) -> None:
    """The rules say the queue of 84 % of the requests from type and ward."""
    pack = packs.opened(folder).definition
    calendar = work_calendar(pack.calendars[0], {})
    matters = {matter.code: matter for matter in pack.matters}
    agreed: Counter[bool] = Counter()
    for row in rows_of(REQUESTS):
        ward = ward_of(row)
        at, areas = moment(row["open_dt"]), (ward,) if ward else ()
        code = slug(row["type"])
        report = Report(code, None, at, areas)
        found = proving.outcome(matters[code], report, pack.routes, calendar)
        agreed[found.unit == slug(row["queue"])] += 1
    share = agreed[True] / agreed.total()
    sys.stdout.write(f"{share:.1%} of {agreed.total()} requests\n")
    assert share >= 0.84
