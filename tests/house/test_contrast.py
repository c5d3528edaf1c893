"""The table of contrasts: every pair of colours that carries text or a border.

By the WCAG 2 formula; 4.5 for text, 3 for borders and marks, on the worst ground each
pair is used on.
"""

import re

import pytest

from tests.house.source import ROOT

TOKENS = next((ROOT / "front" / "look").rglob("tokens.css")).read_text()
TEXT, MARK = 4.5, 3.0
PAIRS: list[tuple[str, tuple[str, ...], float]] = [
    ("ink", ("paper", "surface", "sunken", "accent-soft"), TEXT),
    ("ink-2", ("paper", "surface", "sunken", "rest-soft", "accent-soft"), TEXT),
    ("ink-3", ("paper", "surface", "sunken", "rest-soft", "accent-soft"), TEXT),
    ("accent", ("paper", "surface", "sunken", "accent-soft"), TEXT),
    ("accent-2", ("paper", "surface", "sunken", "accent-soft"), TEXT),
    ("on-accent", ("accent", "accent-2"), TEXT),
    ("ok", ("paper", "surface", "ok-soft", "accent-soft"), TEXT),
    ("soon", ("paper", "surface", "soon-soft", "accent-soft"), TEXT),
    ("late", ("paper", "surface", "late-soft", "accent-soft"), TEXT),
    ("rest", ("paper", "surface", "rest-soft"), TEXT),
    ("edge", ("paper", "surface"), MARK),
    ("focus", ("paper", "surface", "sunken"), MARK),
    ("m-label", ("m-land",), TEXT),
    ("m-grid", ("m-land", "m-road"), MARK),
]
THEMES = {
    "light": r":root, \[data-theme=light\] \{(.*?)\n\}",
    "dark": r"\n\[data-theme=dark\] \{(.*?)\n\}",
    "dark by the system": r"prefers-color-scheme: dark\).*?\{(.*?)\n\}",
}


def _colours(theme: str) -> dict[str, str]:
    block = re.search(THEMES[theme], TOKENS, re.DOTALL)
    assert block is not None, f"tokens.css has no block for {theme}"
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block[1]))


def _light(colour: str) -> float:
    """Return relative luminance (WCAG 2.2, definition)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_written_can_be_read(theme: str) -> None:
    colours = _colours(theme)
    weak = [
        f"{ink} on {ground}: {ratio:.2f}, needs {need}"
        for ink, grounds, need in PAIRS
        for ground in grounds
        if (ratio := contrast(colours[ink], colours[ground])) < need
    ]
    assert weak == []


def test_both_ways_into_the_dark_are_the_same() -> None:
    assert _colours("dark") == _colours("dark by the system")


def test_black_on_white_is_the_most_there_is() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
