"""One writer: reports under keys, and walks some of the cases to their file.

Begun again after a kill, it does what a telephone does: it sends what was not
answered once more, under the same key, and goes on with its cases where they stand.
"""

import os
import random
import sys
import time
import traceback
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from quincunx.cases import acts, report
from quincunx.cases.models import Case
from quincunx.cases.papers import Shown
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import files, outages, receipts
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue
from quincunx.staff import actors
from quincunx.staff.models import Organisation, Person
from tests.cast import SOUTH, STEP, WEST
from tests.faults.ledger import Ledger

# The next act from each state, by whom, and what they say.
NEXT = {
    State.ESTABLISHED: (Act.DISPATCH, "dispatcher-centre"),
    State.DISPATCHED: (Act.ACCEPT, "officer"),
    State.HANDLING: (Act.FINISH, "officer"),
    State.HANDLED: (Act.CONFIRM, "verifier"),
    State.VERIFIED: (Act.FILE, "dispatcher-centre"),
}
WALKED, SHOWN = 0.15, 0.05  # the part of the reports that is walked, that has a photo


@dataclass
class Writer:
    ledger: Ledger
    dice: random.Random

    def go_on(self, over: Path) -> None:
        for wanted in self.ledger.unanswered():
            self.send(wanted["key"], wanted["text"], photo=wanted["photo"])
        for number in self._unfinished():
            self.walk(number)
        while not over.exists():
            self.begin()

    def begin(self) -> None:
        key, photo = str(uuid4()), self.dice.random() < SHOWN
        text = f"The lamp {key} is dark."
        self.ledger.note("wanted", key=key, text=text, photo=photo)
        number = self.send(key, text, photo=photo)
        if self.dice.random() < WALKED:
            self.ledger.note("walk", number=number)
            self.walk(number)

    def send(self, key: str, text: str, *, photo: bool) -> str:
        """Send a report until it is answered; note the answer, then return."""
        by, now = _actor("leader-a1"), timezone.now
        kept = [files.keep(_photo(key), name="a.jpg", by=by, at=now())] if photo else []
        shown = tuple(Shown(each, "document") for each in kept)
        told = _report(text, files=shown)
        while True:
            try:
                with receipts.once(key, "w", text.encode(), at=now()) as sending:
                    if sending.answer is None:
                        done = report.submit(told, by=by, at=now())
                        sending.keep({"number": done.case.number, "code": done.code})
            except Refusal as refusal:
                if refusal.code != "receipt-in-flight":
                    raise
                time.sleep(0.02)
                continue
            answer = sending.answer or {}
            self.ledger.note("kept", key=key, text=text, **answer)
            return str(answer["number"])

    def walk(self, number: str) -> None:
        while True:
            case = Case.objects.get(number=number)
            if case.state not in NEXT:
                return
            act, login = NEXT[State(case.state)]
            done = acts.perform(
                act, case, _facts(act), by=_actor(login), at=timezone.now()
            )
            self.ledger.note(
                "done", number=number, act=act, seq=done.revision, hash=done.head.hex()
            )

    def _unfinished(self) -> list[str]:
        return [line["number"] for line in self.ledger.lines("walk")][-1:]


def be(folder: Path, number: int, seed: float) -> None:
    """Be writer `number` until it is over; never returns."""
    try:
        ledger = Ledger(folder / f"{number}.jsonl")
        _through_outages(Writer(ledger, random.Random(seed)), folder / "over")
    except BaseException:  # noqa: BLE001  # a forked process must not run its parent's code
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _through_outages(writer: Writer, over: Path) -> None:
    """Begin again when the database was away, as a client does that got a 503."""
    while True:
        try:
            writer.go_on(over)
        except Exception as fault:
            if outages.refusal_of(fault) is None:
                raise
            time.sleep(0.2)
        else:
            return


def _actor(login: str) -> Actor:
    found = actors.actor_for(Person.objects.get(login=login), at=timezone.now())
    return replace(found, received_at=None)


def _report(text: str, **told: object) -> Report:
    return Report(
        text=text,
        channel="patrol",
        place=Place(lon=WEST + STEP / 2, lat=SOUTH + STEP / 2),
        matter=catalogue.find("lamp", "", timezone.now().date()),
        **told,
    )


def _facts(act: Act) -> dict[str, object]:
    if act is Act.DISPATCH:
        return {"unit": Organisation.objects.get(code="city-management")}
    if act is Act.FINISH:
        return {"result": "New bulb.", "outcome": "solved"}
    return {"reason": "Nobody left a number."} if act is Act.FILE else {}


def _photo(key: str) -> BytesIO:
    colour = tuple(key.encode()[:3])
    picture = BytesIO()
    Image.new("RGB", (32, 24), colour).save(picture, "JPEG")
    picture.seek(0)
    return picture
