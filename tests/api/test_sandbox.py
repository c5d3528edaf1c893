"""A newcomer before the developer page: a key of their own, and the first call."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from quincunx.api.samples import samples
from quincunx.api.trying import KEYS
from quincunx.api.urls import api
from quincunx.matters import packs
from quincunx.matters.load import load
from quincunx.registers.places.register import Told, Where, register
from quincunx.staff.key_tables import AccessKey
from tests.api.conftest import V1
from tests.api.sandbox import printed, run, sandbox
from tests.browser.fixtures import DESKTOP, OpenPage
from tests.browser.story import Seat
from tests.browser.story import now as by_the_clock
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

__all__ = ["sandbox"]
PACK = Path(packs.__file__).parent / "default"
Faultless = Callable[..., None]


def lent(client: Client, seat: str = "dispatcher") -> str:
    page = client.post(reverse("developer-key"), {"seat": seat})
    found = re.search(r'value="(qx_[^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


@pytest.fixture(autouse=True)
def _counts_anew(db: None) -> None:
    cache.clear()


@pytest.mark.parametrize("name", ["developer-key", "developer-try"])
def test_where_people_are_real_nobody_makes_a_key_for_themselves(
    town: Town, client: Client, name: str
):
    asked = client.post if name == "developer-key" else client.get
    assert asked(reverse(name), {"seat": "dispatcher"}).status_code == 404
    assert reverse("developer-key") not in client.get("/developer").content.decode()
    assert not AccessKey.objects.exists()


def test_a_key_of_the_sandbox_holds_a_day_and_reaches_no_contact(
    now: Stage, sandbox: Path, client: Client
):
    case, _ = now.resident_report()
    headers = {"Authorization": f"Bearer {lent(client)}"}
    seen = client.get(f"{V1}/cases/{case.number}", headers=headers)
    told = samples(api.get_openapi_schema(), "", {"number": case.number})
    made = [each for group in told.values() for each in group]
    refused = [
        client.post(
            each.call.url,
            each.call.body,
            content_type="application/json",
            headers=headers,
        )
        for each in made
        if each.name in ("contact", "make_access_key", "enrol_person")
    ]
    assert seen.status_code == 200
    assert [each.json()["code"] for each in refused] == ["key-not-for-this"] * 3
    key = AccessKey.objects.get()
    assert key.expires_at - key.made_at == timedelta(hours=24)
    assert key.scopes == ["act", "read", "report"]


@pytest.mark.parametrize(
    ("seat", "login"),
    [
        ("dispatcher", "dispatcher-command"),
        ("officer", "officer"),
        ("verifier", "verifier"),
    ],
)
def test_one_chooses_whose_place_to_take(
    town: Town, sandbox: Path, client: Client, seat: str, login: str
):
    headers = {"Authorization": f"Bearer {lent(client, seat)}"}
    told = client.get(f"{V1}/me", headers=headers).json()
    assert told["name"] == town.person(login).name


def test_a_flood_of_keys_is_refused(town: Town, sandbox: Path, client: Client):
    for _ in range(KEYS):
        lent(client)
    page = client.post(reverse("developer-key"), {"seat": "dispatcher"})
    assert page.status_code == 429
    assert AccessKey.objects.count() == KEYS
    unknown = client.post(reverse("developer-key"), {"seat": "emperor"})
    assert unknown.status_code == 422


@pytest.fixture
def served(live: str, town: Town, sandbox: Path) -> Stage:
    cache.clear()
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, by_the_clock())


def test_from_the_page_to_the_first_call_in_three_presses(
    served: Stage, live: str, sandbox: Path, open_page: OpenPage, faultless: Faultless
):
    case = served.report("street-lamp")
    page = open_page(DESKTOP, language="en")
    newcomer = Seat(page, live)
    newcomer.opens("developer")
    newcomer.presses("Make me a key")
    newcomer.sees("You are 贺三", "The key is shown only now.")
    samples_of_the_page = printed(page.content())
    faultless(page)
    newcomer.presses("Send a call from this page")
    newcomer.presses("Send it")
    expect(page.locator("[data-status]")).to_contain_text("200 OK")
    expect(page.locator("[data-answer]")).to_contain_text('"name": "贺三"')
    faultless(page)
    newcomer.opens("developer-try", operation="case")
    expect(page.locator("[data-name=number]")).to_have_value(case.number)
    newcomer.presses("Send it")
    expect(page.locator("[data-answer]")).to_contain_text(case.number)
    curl = page.locator("[data-curl]").text_content() or ""
    assert [kind for kind, _ in samples_of_the_page] == ["sh", "sh", "python", "sh"]
    told = [run(kind, text, sandbox) for kind, text in samples_of_the_page]
    assert json.loads(told[0])["name"] == "贺三"
    assert case.number in told[1]
    assert told[2].split() == [case.number, "established"]
    assert json.loads(told[3])["state"] == "reported"
    key = samples_of_the_page[0][1].splitlines()[0]
    assert case.number in run("sh", f"{key}\n{curl}", sandbox)


# Reads that have nothing to show, or not to a dispatcher, and what they say instead.
NOT_HERE = {
    "/package": "no-such-package",
    "/reports/": "no-such-report",
    "/border-drafts/": "no-such-draft",
    "/areas/checks": "not-yours-to-look-at",
    "/suggestions/": "no-such-suggestion",
    "/webhooks/": "no-such-webhook",
    "/rosters/": "no-such-organisation",
    "/shifts/": "no-such-shift",
    "/catalogue-drafts/": "no-such-pack-draft",
}
# So that a sample runs as it stands, and what it answers is kept.
CURL = """N=0
curl() {
  command curl -s -o "$N.json" -w "%{http_code}\\n" "$@"
  N=$((N + 1))
}"""
PYTHON = """
import json, pathlib, urllib.error
for text in json.loads(pathlib.Path("samples.json").read_text()):
    try:
        exec(text)
    except urllib.error.HTTPError as refused:
        print(refused.status)
"""


def market(stage: Stage) -> None:
    where = Where(stage.town.area("a1"))
    told = Told({"name": "榆树市场", "kind": "market"})
    by, at = stage.actor("administrator"), stage.now
    register("crowded", where, told, on=at.date(), by=by, at=at)


def test_every_printed_read_of_the_operations_runs_as_it_is_printed(
    served: Stage, live: str, sandbox: Path, client: Client
):
    served.report("street-lamp")
    market(served)
    page = client.get("/developer/operations", headers={"Host": urlsplit(live).netloc})
    told = printed(page.content.decode())
    reads = [text for kind, text in told if kind == "sh" and " -X " not in text]
    assert len(reads) > 50
    key = lent(client)
    script = "\n".join([f"KEY={key}", CURL, *reads])
    statuses = run("sh", script, sandbox).split()
    answers = [
        json.loads((sandbox / f"{n}.json").read_text()) for n in range(len(reads))
    ]
    odd = {}
    for status, said, text in zip(statuses, answers, reads, strict=True):
        wanted = next((NOT_HERE[part] for part in NOT_HERE if part in text), "")
        if status != "200" and said["code"] != wanted:
            odd[text] = said
    assert odd == {}
    texts = [text for kind, text in told if kind == "python" and '"GET"' in text]
    (sandbox / "samples.json").write_text(json.dumps(texts))
    said = run("python", f'import os; os.environ["KEY"] = "{key}"{PYTHON}', sandbox)
    assert [line[:3] for line in said.splitlines()] == statuses
