"""How every command behaves: language, refusals, exit codes.

Exit codes: 0 done; 1 looked, and found faults (checks say so); 2 called the wrong way;
3 refused, and nothing was changed; 130 interrupted.

A command is a click command in a module of its own, and commands are loaded when they
are called, after Django is ready, so that they may import what they like at the top:

    @click.command()
    @as_json
    def check(*, as_json: bool) -> None:
        report = checks.check(...)
        tell(report.facts(), as_json=as_json, or_else=report.lines())
        leave(faults=bool(report.faults))
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NoReturn

import click
import django
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, ProgrammingError
from django.utils import translation

from quincunx.foundation import wording
from quincunx.lib.refusal import Refusal

FAULTS, REFUSED, INTERRUPTED = 1, 3, 130

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def ready() -> None:
    """Load Django and speak the language of the terminal; a second call is free."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quincunx.settings")
    if not apps.ready:
        django.setup()
    translation.activate(language_of(os.environ))


def language_of(environment: Mapping[str, str]) -> str:
    """Return QUINCUNX_LANGUAGE, else Chinese or English as the terminal is set."""
    given = environment.get("QUINCUNX_LANGUAGE")
    terminal = environment.get("LC_ALL") or environment.get("LANG", "")
    return given or ("zh-hans" if terminal.startswith("zh") else "en")


class Program(click.Group):
    """Commands by the name of their module, loaded when they are asked for."""

    places: Mapping[str, str]

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return [name for name, place in self.places.items() if _exists(place)]

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self.places.get(cmd_name)
        if place is None or not _exists(place):
            return None
        ready()
        command: click.Command = getattr(import_module(place), cmd_name)
        return command

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run, and leave with the exit code that belongs to what happened."""
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.ClickException as wrong:
            wrong.show()
            sys.exit(wrong.exit_code)
        except click.Abort:
            sys.exit(INTERRUPTED)
        except Refusal as refusal:
            said = [wording.in_words(refusal), *wording.rows_in_words(refusal)]
            click.echo("\n  ".join(said), err=True)
            sys.exit(REFUSED)
        except (OperationalError, ProgrammingError) as fault:
            click.echo(f"The database: {fault}", err=True)
            click.echo("Is it there, and did `quincunx init` run?", err=True)
            sys.exit(REFUSED)
        sys.exit(code if isinstance(code, int) else 0)


def _exists(place: str) -> bool:
    return find_spec(place) is not None


def program(places: Mapping[str, str]) -> Program:
    """Return the program with these commands: name, and the module it lives in."""
    group = Program(
        "quincunx",
        help="Five bodies look after a neighbourhood together, grid by grid.",
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
    )
    group.places = places
    return click.version_option(package_name="quincunx")(group)


def tell(facts: object, *, as_json: bool, or_else: Iterable[str]) -> None:
    """Print `facts` as JSON for a script, or lines for a person."""
    if as_json:
        said = json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        click.echo(said)
        return
    for line in or_else:
        click.echo(line)


def leave(*, faults: bool) -> None:
    """Leave with 1 when a check has found faults."""
    if faults:
        sys.exit(FAULTS)
