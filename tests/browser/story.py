"""What people do at a screen, in the words of a story.

desk = seat("dispatcher-centre")
desk.opens("queue")
desk.presses("Accept as a case")
desk.tells(result="New bulb.", outcome="solved")
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect

from quincunx.cases.models import Case
from quincunx.staff.models import Person
from tests.proved import proved

FIELD = "[name='{}']:is(input:not([type=hidden]), select, textarea)"


@dataclass(frozen=True)
class Seat:
    """A page, and somebody before it."""

    page: Page
    live: str

    def opens(self, name: str, *args: object, **query: str) -> int:
        """Open an address by its name; return the status it answers with."""
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        answer = self.page.goto(f"{self.live}{reverse(name, args=args)}?{asked}")
        assert answer is not None
        return answer.status

    def presses(self, word: str) -> None:
        """Press the first button or link below the page's head that says just this."""
        main = self.page.locator("main")
        pressed = main.get_by_role("button", name=word, exact=True).or_(
            main.get_by_role("link", name=word, exact=True)
        )
        pressed.first.click()

    def fills(self, **told: Any) -> None:
        """Answer the fields of a form by their names."""
        for name, value in told.items():
            self._fill(name, value)

    def _fill(self, name: str, value: Any) -> None:
        field = self.page.locator(FIELD.format(name)).first
        kind = field.evaluate("e => e.type")
        if kind == "file":
            field.set_input_files(value)
        elif kind == "radio":
            self.page.locator(f"[name='{name}'][value='{value}']").check()
        elif field.get_attribute("data-typeahead") is not None:
            self._picks(name, value)
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(str(value))

    def _picks(self, name: str, words: str) -> None:
        """Type into a long list and take what it then shows first."""
        typed = self.page.locator(f"#id_{name}_typed")
        typed.fill(words)
        typed.press("Enter")
        expect(typed).to_have_value(words)

    def tells(self, **told: Any) -> None:
        """Fill in the form of an act and send it."""
        self.fills(**told)
        self.page.locator("form .stick .btn.go").click()

    def does(self, case: Case, act: str, **told: Any) -> Case:
        """Do one act by its own form, and return the case as it then stands."""
        assert self.opens("case-act", case.number, act) == 200
        self.tells(**told)
        self.page.wait_for_url(f"**/cases/{case.number}")
        case.refresh_from_db()
        return case

    def sees(self, *words: str) -> None:
        for word in words:
            expect(self.page.get_by_text(word).first).to_be_visible()


def seated(page: Page, live: str, person: Person) -> Seat:
    """Let somebody sit down who has signed in before."""
    client = Client()
    client.force_login(person)
    proved(client)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict
    return Seat(page, live)


def picture(name: str = "after.jpg", colour: str = "grey") -> FilePayload:
    """Return a photo as a telephone takes it: large, and with something on it."""
    drawn = Image.new("RGB", (1200, 900), colour)
    ImageDraw.Draw(drawn).ellipse((450, 250, 750, 550), "lightyellow", "black", 6)
    kept = BytesIO()
    drawn.save(kept, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def now() -> datetime:
    """A screen shows the time of its request, so its stories are told now."""
    return datetime.now(UTC)
