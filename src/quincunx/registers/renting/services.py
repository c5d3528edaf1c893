"""What a registration opens, in the words of both languages."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def known() -> dict[str, dict[str, str]]:
    """Return each service by its code: language, words."""
    with Path(__file__).with_name("services.toml").open("rb") as file:
        return tomllib.load(file)
