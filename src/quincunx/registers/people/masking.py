"""How a field of a person is shown: enough to know it again, too little to use it."""

from collections.abc import Callable, Mapping

STAR = "*"


def name(kept: str) -> str:
    """Return the first character, and a star for each other: 张*, 欧**."""
    return kept[:1] + STAR * min(len(kept) - 1, 3)


def phone(kept: str) -> str:
    """Return 138****5678; of a short number the last two digits."""
    national = kept.removeprefix("+86")
    if len(national) < 8:
        return STAR * max(len(national) - 2, 0) + national[-2:]
    return f"{national[:3]}{STAR * (len(national) - 7)}{national[-4:]}"


def number(kept: str) -> str:
    """Return the province and county, and the last four: 1101**********002X."""
    return f"{kept[:4]}{STAR * (len(kept) - 8)}{kept[-4:]}"


def born(kept: str) -> str:
    """Return the year of a birthday: 1949-**-**."""
    return f"{kept[:4]}-**-**"


MASKS: Mapping[str, Callable[[str], str]] = {
    "name": name,
    "phone": phone,
    "number": number,
    "born": born,
}
