"""Policy packs over the API: listed, compared, tried; checked and loaded when sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AwareDatetime

from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing
from quincunx.api.where import must_administer
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue, packs, words
from quincunx.matters.packs import Trial
from quincunx.matters.source import MOST_UNPACKED, Source, unpack
from quincunx.staff.access import visible_organisations

router = Router(tags=["packs"])
LANGUAGES = ("zh-hans", "en")

# A loaded pack, never a place on the machine: `default` or `default@3`.
PackName = Annotated[str, Field(max_length=80, pattern=r"^[a-z0-9-]+(@[0-9]+)?$")]


class PackOut(Out):
    code: str
    name: Mapping[str, str]
    area: int | None
    version: int


class Asked(Schema):
    """A report that nobody made: what, where, when."""

    pack: PackName = "default"
    matter: Annotated[str, Field(min_length=1, max_length=80)]
    condition: Annotated[str, Field(max_length=80)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    at: AwareDatetime | None = None


class TrialOut(Out):
    matter: str
    condition: str
    route: str
    unit: str | None
    fallback: bool  # no route leads there; it lands with the territory
    due: datetime
    steps: list[str]  # codes
    said: Mapping[str, list[str]]  # the steps in words, by language

    @classmethod
    def of(cls, trial: Trial) -> "TrialOut":
        return cls(
            matter=trial.matter,
            condition=trial.condition,
            route=trial.route,
            unit=trial.unit,
            fallback=trial.fallback,
            due=trial.due,
            steps=[step.code for step in trial.steps],
            said={language: trial.in_words(language) for language in LANGUAGES},
        )


class Two(Schema):
    before: PackName
    after: PackName


class ChangeOut(Out):
    kind: str  # added, removed, changed
    table: str
    code: str
    key: str
    before: str
    after: str


class FaultOut(Out):
    code: str
    place: str
    says: str


class CheckedOut(Out):
    sound: bool
    counts: Mapping[str, int]
    faults: list[FaultOut]


class LoadedOut(Out):
    pack: str
    version: int
    new: bool  # false where nothing had changed
    matters: int
    changed: int
    removed: int
    founded: list[str]  # organisations nobody had founded yet


@router.get("/packs", response=list[PackOut])
def list_packs(request: Visit) -> list[PackOut]:
    """List the packs in force, each with its version."""
    at = request.received_at
    return [
        PackOut(
            code=shelf.pack.code,
            name=shelf.pack.name,
            area=shelf.pack.area_id,
            version=shelf.at(at).number,
        )
        for shelf in catalogue.book().shelves
        if shelf.is_listed(at)
    ]


@router.get("/packs/try", response=TrialOut)
def try_pack(request: Visit, asked: Query[Asked]) -> TrialOut:
    """Explain what a pack would make of a report: route, clocks, deadline, by step."""
    at = asked.at or request.received_at
    tried = packs.try_(
        asked.pack, asked.matter, asked.lon, asked.lat, at, condition=asked.condition
    )
    return TrialOut.of(tried)


@router.get("/packs/diff", response=list[ChangeOut])
def diff_packs(request: Visit, two: Query[Two]) -> list[ChangeOut]:
    """Say what differs between two packs or versions, key by key."""
    del request
    return [ChangeOut(**vars(change)) for change in packs.diff(two.before, two.after)]


@router.post("/packs/check", response=CheckedOut)
def check_pack(request: Visit, file: File[UploadedFile]) -> CheckedOut:
    """Name every fault of a pack that is sent: one TOML file, or a ZIP of them."""
    must_administer(request)
    units = visible_organisations(request.actor).values_list("code", flat=True)
    checked = packs.check(_sent(file), known=list(units))
    faults = [
        FaultOut(code=each.code, place=each.place, says=words.fault(each))
        for each in checked.faults
    ]
    return CheckedOut(sound=checked.is_sound, counts=checked.counts, faults=faults)


@router.post("/packs", response={201: LoadedOut})
def load_pack(request: Visit, file: File[UploadedFile]) -> Status[LoadedOut]:
    """Load a pack that is sent as its next version, whole or not at all."""
    must_administer(request)
    loaded = packs.load(_sent(file), **doing(request))
    told = LoadedOut(
        pack=loaded.version.pack.code,
        version=loaded.version.number,
        new=loaded.is_new,
        matters=loaded.matters,
        changed=loaded.changed,
        removed=loaded.removed,
        founded=list(loaded.founded),
    )
    return Status(201, told)


def _sent(file: UploadedFile) -> Source:
    name = file.name or "pack"
    if (file.size or 0) > MOST_UNPACKED:
        raise Refusal("pack-file-too-large", file=name, most=MOST_UNPACKED)
    return unpack(file.read(), name)
