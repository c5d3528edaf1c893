"""Real data is also looked at in a browser, and brought in by the commands."""

from tests.browser.conftest import browser, faultless, live, open_page, shot
from tests.cli.conftest import call

__all__ = ["browser", "call", "faultless", "live", "open_page", "shot"]
