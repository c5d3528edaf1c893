"""What everybody may read: only what a dispatcher has released, of public matters."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from quincunx.cases import published
from quincunx.cases.models import Attachment, Case
from quincunx.cases.papers import Shown
from quincunx.cases.published import Asked
from quincunx.cases.tidings import subject_of
from quincunx.cases.vocabulary import Act
from quincunx.foundation import journal
from quincunx.lib.refusal import Refusal
from tests.cases.conftest import Stage

CENTRE = "dispatcher-centre"
WORDS = "A lamp at the gate is dark."


def read(stage: Stage) -> list[tuple[str, str]]:
    since = stage.now.replace(year=stage.now.year - 1)
    found = published.listing(Asked(since=since, until=stage.now))
    return [(each.text, each.result) for each in found]


def released(stage: Stage) -> Case:
    return stage.do(Act.RELEASE, stage.report("lamp"), CENTRE, text=WORDS)


def test_nobody_outside_reads_of_a_case_before_a_dispatcher_has_released_it(
    stage: Stage,
):
    case = stage.report("lamp")
    assert read(stage) == []
    case = stage.do(Act.RELEASE, case, CENTRE, text=WORDS)
    assert read(stage) == [(WORDS, "")]
    assert published.one(case.outside_id).case == case
    entry = journal.entries(subject_of(case)).last()
    assert (entry.act, journal.says(entry, "text", WORDS)) == ("release", True)


def test_words_said_again_replace_the_former(stage: Stage):
    case = released(stage)
    told = {"text": "The lamp is lit again.", "result": "A new bulb."}
    again = stage.do(Act.RELEASE, case, CENTRE, **told)
    assert read(stage) == [tuple(told.values())]
    assert again.outside_id == case.outside_id


def test_what_is_withheld_is_gone_and_its_name_stays(stage: Stage):
    case = released(stage)
    held = stage.do(Act.WITHHOLD, case, CENTRE, text="A name was left in it.")
    assert read(stage) == []
    assert held.outside_id == case.outside_id
    with pytest.raises(Refusal, match="no-such-request"):
        published.one(case.outside_id)


def test_a_matter_that_is_not_public_is_never_released(stage: Stage):
    case = stage.report("noise")
    Case.objects.filter(pk=case.pk).update(public=False)
    with pytest.raises(Refusal, match="matter-public"):
        stage.do(Act.RELEASE, case, CENTRE, text=WORDS)


def test_a_case_that_turns_into_a_complaint_is_taken_back(stage: Stage):
    case, unit = released(stage), stage.town.unit("property-company")
    case = stage.do(Act.FLAG_CONFLICT, case, CENTRE, unit=unit, text="About them.")
    assert read(stage) == []
    with pytest.raises(Refusal, match="nobody-complained-of"):
        stage.do(Act.RELEASE, case, CENTRE, text=WORDS)


def test_the_database_itself_keeps_back_what_is_not_public(stage: Stage):
    case = released(stage)
    for kept_back in ({"public": False}, {"against": F("desk")}, {"outside_id": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**kept_back)


def test_a_name_outside_opens_nothing_inside(stage: Stage):
    case = released(stage)
    assert len(case.outside_id) == 16
    assert case.outside_id not in {case.number, str(case.pk)}
    with pytest.raises(Refusal, match="no-such-request"):
        published.one(case.number)


def with_photo(stage: Stage) -> tuple[Case, Attachment]:
    case = stage.accepted(stage.report("lamp"))
    shown = (Shown(stage.photo(), "photo-after"),)
    told = {"result": "New bulb.", "outcome": "solved", "files": shown}
    case = stage.do(Act.FINISH, case, "officer", **told)
    return case, case.attachments.get()


@pytest.mark.parametrize(
    ("login", "may"),
    [(CENTRE, True), ("verifier", True), ("officer", False), ("leader-a1", False)],
)
def test_a_photo_is_shown_by_the_desk_or_who_verifies_not_by_who_took_it(
    stage: Stage, login: str, may: bool
):
    case, photo = with_photo(stage)
    if may:
        stage.do(Act.SHOW_PHOTOS, case, login, photos=(photo,))
    else:
        with pytest.raises(Refusal, match="not-yours-to-do"):
            stage.do(Act.SHOW_PHOTOS, case, login, photos=(photo,))
    assert case.attachments.get().public is may


def test_a_photo_is_shown_once_taken_back_and_never_one_of_another_case(stage: Stage):
    case, photo = with_photo(stage)
    other, foreign = with_photo(stage)
    with pytest.raises(Refusal, match="photo-hidden"):
        stage.do(Act.SHOW_PHOTOS, case, CENTRE, photos=(photo, foreign))
    with pytest.raises(Refusal, match="photo-shown"):
        stage.do(Act.HIDE_PHOTOS, case, CENTRE, photos=(photo,), text="None.")
    case = stage.do(Act.SHOW_PHOTOS, case, CENTRE, photos=(photo,))
    photo.refresh_from_db()
    with pytest.raises(Refusal, match="photo-hidden"):
        stage.do(Act.SHOW_PHOTOS, case, CENTRE, photos=(photo,))
    case = stage.do(Act.HIDE_PHOTOS, case, CENTRE, photos=(photo,), text="A face.")
    assert not case.attachments.get().public
    assert not other.attachments.get().public
    entry = journal.entries(subject_of(case)).last()
    assert entry.facts["photos"] == [photo.pk]
