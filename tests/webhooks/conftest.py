"""Somebody listens: a real server on this machine, and a subscription to the town."""

from tests.cases.conftest import stage
from tests.foundation.conftest import listener

__all__ = ["listener", "stage"]
