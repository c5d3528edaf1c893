"""The channel that takes everything and sends nothing, for towns that are not real."""

from quincunx.foundation.channels import Letter


def send(letter: Letter) -> None:
    """Let the letter vanish; its notice counts as sent."""
    del letter
