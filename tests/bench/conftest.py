"""The stage of the cases, for what copies them."""

from tests.cases.conftest import stage

__all__ = ["stage"]
