"""`quincunx live`: the process that tells browsers what has changed."""

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535))
def live(*, host: str, port: int) -> None:
    """Tell every open workbench what has changed, on HOST and PORT, until stopped."""
    MPServer(
        "quincunx.live.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()
