"""`quincunx areas default-point`: positions that stand for "not known" in lists."""

from collections.abc import Iterator

import click
from django.utils import timezone
from django.utils.translation import gettext

from quincunx.areas import default_points
from quincunx.cli.owner import owner
from quincunx.cli.program import as_json, tell


@click.group("default-point")
def default_point() -> None:
    """Declare positions that stand for "not known" in somebody's lists."""


@default_point.command()
@click.argument("name")
@click.option("--lon", type=float, required=True, help="Longitude, WGS 84.")
@click.option("--lat", type=float, required=True, help="Latitude, WGS 84.")
def add(*, name: str, lon: float, lat: float) -> None:
    """Declare a position: what lies exactly on it is not located."""
    at = timezone.now()
    default_points.add(name, lon, lat, by=owner(at), at=at)
    told = {"name": name, "lon": lon, "lat": lat}
    click.echo(gettext("Declared: %(name)s at %(lon)s, %(lat)s.") % told)


@default_point.command("list")
@as_json
def list_points(*, as_json: bool) -> None:
    """List the positions that are declared."""
    rows = [
        {"name": point.name, "lon": point.lon, "lat": point.lat}
        for point in default_points.declared()
    ]
    tell({"default_points": rows}, as_json=as_json, or_else=_lines(rows))


def _lines(rows: list[dict[str, object]]) -> Iterator[str]:
    for row in rows:
        yield "{name}  {lon}, {lat}".format(**row)
    if not rows:
        yield gettext("No default point is declared.")


@default_point.command()
@click.argument("name")
def remove(*, name: str) -> None:
    """Let a position be a place like any other again."""
    at = timezone.now()
    default_points.remove(name, by=owner(at), at=at)
    click.echo(gettext("Removed: %(name)s.") % {"name": name})
