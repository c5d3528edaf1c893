"""`quincunx init`: from nothing to a district that its administrator can enter."""

import os
from dataclasses import dataclass
from datetime import date, datetime

import click
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext

from quincunx.areas import tree_changes
from quincunx.areas.access import visible
from quincunx.areas.models import Area
from quincunx.cli import database, home
from quincunx.cli.asked import Day
from quincunx.cli.owner import owner
from quincunx.cli.program import as_json, tell
from quincunx.foundation.actors import Actor
from quincunx.matters import packs
from quincunx.staff import enrol, functions, sign_in
from quincunx.staff.access import visible_people
from quincunx.staff.appoint import Nomination
from quincunx.staff.enrol import Enrolment
from quincunx.staff.install import install
from quincunx.staff.models import Function, Person
from quincunx.staff.roles import Role


@dataclass(frozen=True)
class Founding:
    """What a new district is told at its founding."""

    district: str
    login: str
    name: str
    since: date | None = None


@click.command()
@click.option(
    "--database",
    "url",
    metavar="URL",
    default="",
    help="postgresql://OWNER:PASSWORD@HOST:PORT/NAME, as an owner who may create "
    "roles, or sqlite:///PATH. Without it: a file in QUINCUNX_HOME.",
)
@click.option("--district", metavar="NAME", default="", help="Name of the district.")
@click.option(
    "--since",
    type=Day(),
    default=None,
    help="Day from which there are areas and past cases to bring in. [default: today]",
)
@click.option("--administrator", "login", metavar="LOGIN", default="admin")
@click.option("--name", metavar="NAME", default="", help="The administrator's name.")
@click.option("--base", metavar="URL", default="http://localhost:8000")
@as_json
def init(
    *,
    url: str,
    district: str,
    since: date | None,
    login: str,
    name: str,
    base: str,
    as_json: bool,
) -> None:
    """Create the database and the keys, load the default policy pack, and print a
    one-time link for the first administrator.

    Called again, it brings the tables to this version, lets the district begin by
    --since, changes nothing else, and prints a new link. There is no default password.
    """
    home.lay(url)
    _lay_database(url)
    wanted = Founding(
        district=district or gettext("District"),
        login=login,
        name=name or gettext("Administrator"),
        since=since,
    )
    link = base.rstrip("/") + found(wanted, at=timezone.now())
    facts = {"home": str(settings.QUINCUNX_HOME), "login": login, "link": link}
    tell(facts, as_json=as_json, or_else=_lines(facts))


def _lines(facts: dict[str, str]) -> list[str]:
    kept = gettext("Everything is kept in %(home)s; back up its folder keys apart.")
    once = gettext("Sign in as %(login)s with this link, once, within 30 minutes:")
    return [kept % facts, once % facts, facts["link"]]


def _lay_database(url: str) -> None:
    if connection.vendor != "postgresql":
        database.lay_tables()
        if url:
            home.keep("database", url)
        return
    schema = os.environ.get("QUINCUNX_SCHEMA", "quincunx")
    address = url or os.environ.get("QUINCUNX_DATABASE", "")
    if not address:
        raise click.ClickException(
            "The program's own account may not change tables. "
            "Give the owner's address with --database."
        )
    database.lay_schema(schema)
    database.lay_tables()
    home.keep("database", database.lay_account(address, schema))


@transaction.atomic
def found(wanted: Founding, *, at: datetime) -> str:
    """Lay what every district begins with; return the path of a one-time link."""
    by = owner(at)
    root = _root(wanted, by=by, at=at)
    loaded = functions.load(functions.default(), by=by, at=at)
    packs.load(packs.DEFAULT, by=by, at=at)
    person = visible_people(by, at=at).filter(login=wanted.login).first()
    if person is None:
        administers = next(f for f in loaded if f.role == Role.ADMINISTRATOR)
        person = _administrator(wanted, root, administers, by=by, at=at)
    return f"/sign-in/link/{sign_in.link_for(person, by=by, at=at)}"


def _root(wanted: Founding, *, by: Actor, at: datetime) -> Area:
    """Return the district, founded if there is none; it has begun by `since`."""
    since = wanted.since or timezone.localdate(at)
    root = visible(by).filter(parent=None, valid_to=None).order_by("path").first()
    if root is None:
        return tree_changes.found(wanted.district, level=1, on=since, by=by, at=at)
    return tree_changes.begin_earlier(root, on=since, by=by, at=at)


def _administrator(
    wanted: Founding, root: Area, function: Function, *, by: Actor, at: datetime
) -> Person:
    person = enrol.person(Enrolment(wanted.login, wanted.name), by=by, at=at)
    today = timezone.localdate(at)
    install(Nomination(person, function, root, starts=today), by=by, at=at)
    return person
