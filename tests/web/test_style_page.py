"""The style page leaves nothing of the look out, so that it cannot fall behind."""

import re
from pathlib import Path

from django.test import Client
from django.urls import reverse

from quincunx import web
from tests.cast import Town

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(web.__file__).parent / "templates"
COMPONENTS = ROOT / "front" / "look" / "parts" / "base.css"
IN_COMMENTS_OR_RULES = re.compile(r"/\*.*?\*/|\{[^{}]*\}", re.DOTALL)
INCLUDED = re.compile(r'include "(look/[\w-]+\.html)"')
# What hangs on the frame of a whole page, and an element that other rooms define.
ELSEWHERE = {"full", "up", "vh", "mk"}


def _classes(sheet: Path) -> set[str]:
    selectors = sheet.read_text()
    for _ in range(2):  # rules within @media, then those around them
        selectors = IN_COMMENTS_OR_RULES.sub(" ", selectors)
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def test_every_class_of_the_components_stands_on_the_style_page(town: Town):
    page = Client().get(reverse("style")).content.decode()
    shown = {
        name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()
    }
    assert sorted(_classes(COMPONENTS) - shown - ELSEWHERE) == []


def test_every_shared_template_is_included_by_the_style_page():
    seen: set[str] = set()
    look_at = ["shell/base.html", "shell/style.html", "shell/style_parts.html"]
    while look_at:
        found = set(INCLUDED.findall((TEMPLATES / look_at.pop()).read_text())) - seen
        seen |= found
        look_at += found
    fields = {"look/field.html", "look/offers.html"}  # drawn with every form
    there = {f"look/{file.name}" for file in (TEMPLATES / "look").glob("*.html")}
    assert sorted(there - seen - fields) == []


def test_its_form_is_looked_at_and_nothing_is_kept(town: Town):
    answer = Client().post(reverse("style"), {"light-text": ""})
    assert answer.status_code == 200
    assert "errsum" in answer.content.decode()
