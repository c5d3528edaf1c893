"""The guide of those who bring other systems: its curl lines run as printed.

Only what a reader puts in is put in: the address, keys, numbers and ids one was told.
"""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from quincunx.areas.models import Area
from quincunx.cases import access
from quincunx.matters import packs
from quincunx.matters.load import load
from quincunx.staff import keys
from tests.api.sandbox import run
from tests.browser.story import now, picture
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

GUIDE = Path("docs/guides/integrator.md")
PACK = Path(packs.__file__).parent / "default"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STATUS = 'curl() { command curl -s -o answer.json -w "%{http_code}\\n" "$@"; }\n'
# What has not come about when the guide asks for it, and what it says there.
NOT_YET = {"requests/HPSB2VZKWYM0Q4F7.json": "404"}


def calls() -> list[str]:
    """Return the curl lines of the guide that ask with a key, each whole, in order."""
    blocks = [text for kind, text in BLOCK.findall(GUIDE.read_text()) if not kind]
    asking = [text for text in blocks if "-c jar" not in text]
    text = "\n".join(asking).replace("\\\n", " ")
    found: list[str] = []
    for line in text.splitlines():
        if found and found[-1].count("'") % 2:
            found[-1] += "\n" + line
        elif line.startswith("curl"):
            found.append(line)
    return found


def _key(stage: Stage, who: str) -> str:
    person, at = stage.town.person(who), timezone.now()
    by = stage.actor("administrator")
    ends = at + timedelta(days=1)
    return str(keys.make(person, name="guide", expires=ends, by=by, at=at))


class Reader:
    """Copies line after line, and puts in what was answered before."""

    def __init__(self, stage: Stage, live: str, at: Path) -> None:
        self.stage, self.at = stage, at
        lon, lat = stage.town.spot("a1-1")
        self.own = {
            "http://localhost:8000": live,
            "mirror.example.org": "1.1.1.1",  # only kept: no name is looked up here
            "dispatcher-2": "dispatcher-centre",
            '"hotline", "name"': '"dispatcher-centre", "name"',
            "2027-06-30": f"{timezone.now() + timedelta(days=30):%Y-%m-%d}",
            "lat=36.06 -d long=114.52": f"lat={lat} -d long={lon}",
            '"lon": 116.405, "lat": 39.905': f'"lon": {lon}, "lat": {lat}',
            '"area": 1,': f'"area": {Area.objects.get(level=1).pk},',
        }
        names = {"KEY": "dispatcher-centre", "ADMINISTRATOR": "administrator"}
        names["OFFICER"] = "officer"
        told = [f"{name}={_key(stage, who)}" for name, who in names.items()]
        self.head = "\n".join([f"Q={live}", *told, STATUS])

    def copies(self, line: str) -> str:
        """Run a line; return its status, and learn from what it answered."""
        for printed, own in self.own.items():
            line = line.replace(printed, own)
        status = run("sh", self.head + line, self.at).strip()
        answer = json.loads((self.at / "answer.json").read_text())
        self.learns(line, answer)
        return status

    def learns(self, line: str, answer: object) -> None:
        if isinstance(answer, list) and answer and "token" in answer[0]:
            self.own["6VC3Q0M8W5TZ9R2H1YJX7KAB"] = answer[0]["token"]
        if not isinstance(answer, dict):
            return
        if "/reports" in line and "code" in answer and "number" in answer:
            self.own |= {"261123-TCD533": answer["number"]}
            self.own |= {"261123-0MZ6R2": answer["number"]}
            self.own |= {"GG05Q5ZSW7": answer["code"].replace(" ", "")}
        if line.rstrip().endswith("file=@lamp.png"):
            self.own["01a207fa-0441-7903-bd5f-30a285697ea2"] = answer["id"]

    def lets_the_unit_begin(self) -> None:
        """Between the two acts of the guide the others do theirs."""
        self.stage.now = now()
        desk = self.stage.actor("dispatcher-centre")
        case = access.case_for(desk, self.own["261123-0MZ6R2"])
        self.stage.accepted(case)


@pytest.fixture
def reader(live: str, town: Town, tmp_path: Path) -> Reader:
    cache.clear()
    load(PACK, by=town.owner, at=FOUNDED_AT)
    (tmp_path / "lamp.png").write_bytes(picture()["buffer"])
    return Reader(Stage(town, now()), live, tmp_path)


def test_every_curl_line_of_the_guide_runs_as_it_is_printed(reader: Reader) -> None:
    told = calls()
    assert len(told) > 18
    odd = {}
    for line in told:
        if "acts/finish" in line:
            reader.lets_the_unit_begin()
        wanted = next((NOT_YET[part] for part in NOT_YET if part in line), "2")
        status = reader.copies(line)
        if not status.startswith(wanted):
            odd[line] = f"{status} {(reader.at / 'answer.json').read_text()}"
    assert not odd, "\n".join(f"{line}\n{said}" for line, said in odd.items())
