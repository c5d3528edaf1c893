"""What the server of the live process calls."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quincunx.settings")
django.setup()

from quincunx.live.app import Live  # noqa: E402  # after Django is ready

application = Live()
