"""Draw the documents that come from tables, so that they cannot fall behind.

`make docs` writes them; with `--check` it only says which differ, and leaves with 1.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
import django

from quincunx import settings
from quincunx.__main__ import main as program
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.vocabulary import CLOSED, OPEN
from quincunx.foundation.steps import Row, Table

DOCS = Path(__file__).parent.parent / "docs"
DRAWN_BY = "<!-- Drawn by `make docs`; change the source, not this page. -->\n\n"

LIFECYCLE_HEAD = """# The life of a case

Every act, from report to file, as one table. Drawn from
[`cases/lifecycle.py`](../src/quincunx/cases/lifecycle.py#LIFECYCLE), which is also what
buttons, refusals, the API and the rights test read. An act not in the row of a state
is refused there; a case whose guards do not hold is told which.

What an act marked "within 10 s" tells others waits that long. Until then whoever did it
may take it back, if nothing else has happened to the case: everything is as before,
nobody is told, and the journal keeps both, the act and `take-back` (the last row).

"""
HEADINGS = [
    "act",
    "from",
    "to",
    "step",
    "public-word",
    "by",
    "told",
    "guards",
    "clocks",
    "taken back",
]
SETS: dict[frozenset[StrEnum], str] = {
    frozenset(OPEN): "any open state",
    frozenset(OPEN | CLOSED): "any state",
}


def lifecycle() -> str:
    """Return the table of a case's life: a picture of the states, then every row."""
    parts = [DRAWN_BY, LIFECYCLE_HEAD, *_picture(LIFECYCLE), "\n", *_table(LIFECYCLE)]
    return "".join(parts)


def _picture(table: Table) -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2\n"
    for row in table:
        for state in sorted(row.frm):
            if row.to is not None and row.to != state:
                yield f"    {_node(state)} --> {_node(row.to)}: {row.act}\n"
    yield "```\n"


def _node(state: str) -> str:
    return str(state).replace("-", "_")


def _table(table: Table) -> Iterator[str]:
    yield _line(HEADINGS)
    yield _line("---" for _ in HEADINGS)
    for row in table:
        yield _line(_cells(row))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cells(row: Row) -> tuple[str, ...]:
    return (
        f"**{row.act}**",
        SETS.get(row.frm) or ", ".join(sorted(row.frm)),
        str(row.to) if row.to else "(stays)",
        row.step,
        row.public,
        "; ".join(_by(row)),
        ", ".join(_told(row)),
        ", ".join(sorted(row.guards)),
        ", ".join(row.clocks),
        "within 10 s" if row.undo else "",
    )


def _by(row: Row) -> Iterator[str]:
    """Yield relation: roles, so that `care: dispatcher, leader` is one entry."""
    for relation in sorted({right.relation for right in row.rights}):
        roles = sorted(r.role for r in row.rights if r.relation == relation)
        yield f"{relation}: {', '.join(roles)}"


def _told(row: Row) -> Iterator[str]:
    for fact in row.facts:
        kind = f" ({', '.join(fact.choices)})" if fact.choices else f" ({fact.kind})"
        yield f"{fact.name}{kind}{'' if fact.required else ', optional'}"


COMMANDS_HEAD = """# Commands

`quincunx COMMAND --help` says the same. Exit codes: 0 done; 1 looked, and found faults;
2 called the wrong way; 3 refused, and nothing was changed; 130 interrupted. Long work
shows a bar on a terminal and lines elsewhere; `--json` prints for a script.
"""


def commands() -> str:
    """Return what every command says of itself."""
    return "".join([DRAWN_BY, COMMANDS_HEAD, *_helps(program, None, "quincunx")])


def _helps(
    command: click.Command, above: click.Context | None, name: str
) -> Iterator[str]:
    context = click.Context(
        command,
        parent=above,
        info_name=name,
        terminal_width=88,
        max_content_width=88,
        **command.context_settings,
    )
    if above is not None and not isinstance(command, click.Group):
        yield f"\n## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from _helps(found, context, inner)


SETTINGS_HEAD = """# Settings

All of them come from the environment. None has to be set to try the program.

"""


def environment() -> str:
    """Return the variables that the settings read, as their module says them."""
    said = (settings.__doc__ or "").split("\n\n", 1)[1].rstrip()
    return f"{DRAWN_BY}{SETTINGS_HEAD}```\n{said}\n```\n"


ADDRESSES_HEAD = """# Addresses of the API

Drawn from the description at `/api/v1/openapi.json`, which also has every field. How to
begin: [for the integrator](guides/integrator.md). **Who**: `staff` is an access key, or
a session of who signed in; `anybody` needs neither.
"""
Operation = tuple[str, str, dict[str, Any]]  # path, method, what is told of it


def addresses() -> str:
    """Return every address with what it does, in the order of the description."""
    django.setup()
    from quincunx.api.urls import api  # noqa: PLC0415  # needs what setup makes

    groups: dict[str, list[Operation]] = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            groups.setdefault(told["tags"][0], []).append((path, method, told))
    return "".join(
        [
            DRAWN_BY,
            ADDRESSES_HEAD,
            *(part for each in groups.items() for part in _group(*each)),
        ]
    )


def _group(name: str, operations: list[Operation]) -> Iterator[str]:
    yield f"\n## {name.capitalize()}\n\n| address | does | who |\n|---|---|---|\n"
    for path, method, told in operations:
        does = " ".join(str(told.get("description") or told["summary"]).split())
        signed_in = {"SessionAuth": []} in told.get("security", ())
        who = "staff" if signed_in else "anybody"
        yield f"| `{method.upper()} {path}` | {does} | {who} |\n"


PAGES: dict[str, Callable[[], str]] = {
    "lifecycle.md": lifecycle,
    "commands.md": commands,
    "settings.md": environment,
    "addresses.md": addresses,
}


def differing() -> list[str]:
    """Return the pages that are not as they would be drawn now."""
    return [
        name
        for name, draw in PAGES.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text() != draw()
    ]


def main(*, check: bool) -> int:
    stale = differing()
    if check:
        for name in stale:
            print(f"docs/{name} is not as its table says; call make docs")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(PAGES[name]())
        print(f"docs/{name} drawn")
    return 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
