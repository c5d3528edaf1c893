"""Initials by which people find Chinese words."""

from quincunx.lib.initials import initials


def test_each_character_has_its_letters_and_all_its_readings() -> None:
    assert initials("楼道照明") == "l d z m"
    assert initials("重庆") == "ctz q"
    assert initials("Wi-Fi 坏了") == "hp l"
    assert initials("street lamp") == ""
