"""Real data is also brought in by the commands."""

from tests.cli.conftest import call

__all__ = ["call"]
