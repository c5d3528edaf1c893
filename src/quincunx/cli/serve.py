"""`quincunx serve`: the web; on one machine duty loop and live process beside it."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from os import environ
from threading import Event, Thread
from typing import Any

import click
from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

PAUSE = 3.0  # seconds before what runs beside us and fell is started again
BREATH = 0.2  # seconds before a web process that fell is started again


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Web processes.",
)
@click.option(
    "--threads",
    default=2,  # more wait for each other: one process computes for one at a time
    show_default=True,
    type=click.IntRange(1, 8),
    help="Requests that each process answers at once.",
)
@click.option(
    "--duty/--no-duty",
    "with_duty",
    default=True,
    show_default=True,
    help="Run the duty loop too; leave it out where another machine runs it.",
)
@click.option(
    "--live/--no-live",
    "with_live",
    default=True,
    show_default=True,
    help="Run the live process too, on the next port; leave it out where a proxy "
    "leads to one of its own.",
)
def serve(  # what is told on the command line, by name
    *,
    host: str,
    port: int,
    workers: int,
    threads: int,
    with_duty: bool,
    with_live: bool,
) -> None:
    """Serve the district on HOST and PORT, until stopped."""
    if not settings.QUINCUNX_FOUNDED:
        raise click.ClickException(
            f"There is nothing to serve in {settings.QUINCUNX_HOME}: "
            "call `quincunx init` first, or set QUINCUNX_HOME."
        )
    click.echo(f"Serving http://{host}:{port}/ with {workers} processes")
    with ExitStack() as beside:
        if with_duty:
            beside.enter_context(kept_beside("duty"))
        if with_live:
            # Web processes are copies of this one, or start anew from the environment.
            settings.QUINCUNX_LIVE = settings.QUINCUNX_LIVE or f":{port + 1}"
            environ.setdefault("QUINCUNX_LIVE", settings.QUINCUNX_LIVE)
            told = ("--host", host, "--port", str(port + 1))
            beside.enter_context(kept_beside("live", *told))
        web(host, port, workers, threads)


class Steady(MPServer):
    """The web server, which goes on however often a process of its own falls.

    As it comes it ends when one process falls twice within six seconds, and no option
    says otherwise; then one request that kills would take everybody's away.
    """

    def _respawn_workers(self, workers: list[int], *told: Any, **more: Any) -> None:
        time.sleep(BREATH)
        super()._respawn_workers(workers, *told, **more)
        self.respawned_wrks.clear()  # what it counts falls by


def web(host: str, port: int, workers: int, threads: int) -> None:
    """Serve until stopped."""
    Steady(
        "quincunx.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


@contextmanager
def kept_beside(*command: str) -> Iterator[None]:
    """Keep a command running in a process of its own, as long as we run."""
    stopping = Event()
    keeper = Thread(target=_keep, args=[command, stopping], daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join(timeout=15)


def _keep(command: Sequence[str], stopping: Event) -> None:
    program = [sys.executable, "-m", "quincunx.cli.beside", *command]
    while not stopping.is_set():
        loop = subprocess.Popen(program)  # noqa: S603  # our own program
        while loop.poll() is None and not stopping.wait(0.5):
            pass
        if not stopping.is_set():
            click.echo(f"`quincunx {command[0]}` ended; it starts again.", err=True)
            stopping.wait(PAUSE)
    loop.terminate()
    try:
        loop.wait(timeout=10)
    except subprocess.TimeoutExpired:
        loop.kill()
