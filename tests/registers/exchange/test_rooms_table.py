"""A table of rooms: looked at, written, taken back, refused in words."""

from datetime import timedelta

import pytest
from xlsxwriter import Workbook

from quincunx.foundation import journal, vault, wording
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import xlsx
from quincunx.registers import keep
from quincunx.registers.exchange import bring, looking, portions, sheets
from quincunx.registers.exchange.bring import Sent
from quincunx.registers.exchange.models import Intake, Kind, Mode, State
from quincunx.registers.exchange.sheets import Occasion
from quincunx.registers.models import Room
from quincunx.registers.numbering import Address
from tests.cast import Town

pytestmark = pytest.mark.django_db
HEAD = "building,unit,floor,number,use\n"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.QUINCUNX_HOME = tmp_path


def occasion(town: Town, login: str = "leader-a1", hours: int = 0) -> Occasion:
    at = town.at + timedelta(hours=hours)
    return Occasion(town.actor(login, at), at)


def sent(
    town: Town,
    content: str | bytes,
    name: str = "rooms.csv",
    login: str = "leader-a1",
    part: str = "",
) -> Intake:
    by = town.actor(login)
    raw = content.encode() if isinstance(content, str) else content
    sheet = sheets.named("rooms", by=by)
    return bring.receive(sheet, Sent(name, raw, part), by=by, at=town.at)


def counts(intake: Intake) -> tuple[int, int, int, int]:
    return intake.new, intake.changed, intake.same, intake.wrong


def why(intake: Intake) -> str:
    return wording.in_words(Refusal(intake.fault, **intake.facts))


def test_a_table_is_looked_at_written_and_the_second_time_changes_nothing(town: Town):
    table = HEAD + "1号楼,1,3,301,住宅\n1号楼,1,B1,B01,其他\n"
    first = sent(town, table)
    assert (first.state, counts(first)) == (State.SEEN, (2, 0, 0, 0))
    assert not Room.objects.exists()
    done = bring.order(first, Mode.WHOLE, occasion(town))
    assert done.state == State.WRITTEN
    assert set(Room.objects.values_list("number", "floor", "use")) == {
        ("301", 3, "dwelling"),
        ("B01", -1, "other"),
    }
    assert counts(sent(town, table)) == (0, 0, 2, 0)
    with pytest.raises(Refusal, match="intake-not-now"):
        bring.order(done, Mode.WHOLE, occasion(town))


def test_a_change_shows_each_cell_before_and_after(town: Town):
    bring.order(sent(town, HEAD + "1号楼,1,3,301,住宅\n"), Mode.WHOLE, occasion(town))
    again = sent(town, HEAD + "1号楼,1,3,301,商铺\n")
    assert counts(again) == (0, 1, 0, 0)
    (line,), following = portions.page(again, Kind.CHANGED, 0)
    assert following is None
    assert (line.change.before["use"], line.change.after["use"]) == ("dwelling", "shop")


def test_faults_stop_the_whole_or_are_left_out(town: Town):
    table = (
        HEAD + "1号楼,1,0,101,\n楼外楼,1,1,102,\n1号楼,1,1,103,教堂\n1号楼,1,1,104,\n"
    )
    intake = sent(town, table + "1号楼,1,2,104,\n")
    assert counts(intake) == (1, 0, 0, 4)
    lines, _ = portions.page(intake, Kind.WRONG, 0)
    assert [(x.row, x.faults[0].column, x.faults[0].code) for x in lines] == [
        (2, "floor", "floor-out-of-range"),
        (3, "building", "building-unknown"),
        (4, "use", "cell-choice"),
        (6, "number", "row-twice-in-file"),
    ]
    with pytest.raises(Refusal, match="intake-has-faults"):
        bring.order(intake, Mode.WHOLE, occasion(town))
    bring.order(intake, Mode.CORRECT, occasion(town))
    assert list(Room.objects.values_list("number", flat=True)) == ["104"]


def test_within_a_day_it_is_taken_back_but_for_what_changed_since(town: Town):
    bring.order(sent(town, HEAD + "1号楼,1,3,301,住宅\n"), Mode.WHOLE, occasion(town))
    table = HEAD + "1号楼,1,3,301,商铺\n1号楼,1,4,401,住宅\n1号楼,1,4,402,住宅\n"
    intake = bring.order(sent(town, table), Mode.WHOLE, occasion(town))
    keep.renumber(
        Room.objects.get(number="402"),
        Address("1", 4, "402", "office"),
        on=town.at.date(),
        by=town.actor("leader-a1"),
        at=town.at,
    )
    back = bring.take_back(intake, occasion(town, hours=3))
    assert (back.state, back.stayed) == (State.UNDONE, 1)
    there = Room.objects.filter(valid_to=None).values_list("number", "use")
    assert set(there) == {("301", "dwelling"), ("402", "office")}
    (stayed,), _ = portions.page(back, Kind.STAYED, 0)
    assert (stayed.row, stayed.faults[0].code) == (4, "row-changed-since")
    acts = [entry.act for entry in journal.entries(intake.subject)]
    assert acts == ["brought-in", "taken-back"]


def test_after_a_day_nothing_is_taken_back_and_its_rows_are_erased(town: Town):
    intake = sent(town, HEAD + "1号楼,1,3,301,住宅\n")
    bring.order(intake, Mode.WHOLE, occasion(town))
    late = occasion(town, hours=25)
    with pytest.raises(Refusal, match="undo-too-late"):
        bring.take_back(Intake.objects.get(pk=intake.pk), late)
    assert bring.forget_due(late.at) == 1
    assert vault.key_of(intake.subject) is None
    assert not intake.portions.exists()
    assert bring.forget_due(late.at) == 0


def test_what_changed_since_it_was_shown_stops_the_whole(town: Town):
    table = HEAD + "1号楼,1,3,301,住宅\n1号楼,1,3,302,住宅\n"
    first, second = sent(town, table), sent(town, table.replace("302", "303"))
    bring.order(first, Mode.WHOLE, occasion(town))
    with pytest.raises(Refusal, match="rows-changed-meanwhile"):
        bring.order(second, Mode.WHOLE, occasion(town))
    done = bring.order(second, Mode.CORRECT, occasion(town))
    assert done.left == [2]
    assert Room.objects.count() == 3


def test_a_larger_table_is_read_when_its_turn_comes(town: Town, monkeypatch):
    monkeypatch.setattr(bring, "SMALL_FILE", 10)
    monkeypatch.setattr(bring, "SMALL_CHANGE", 0)
    waiting = sent(town, HEAD + "1号楼,1,3,301,住宅\n")
    assert waiting.state == State.WAITING
    assert bring.work_due(town.at) == 1
    seen = Intake.objects.get(pk=waiting.pk)
    assert (seen.state, seen.done) == (State.SEEN, 1)
    assert bring.order(seen, Mode.WHOLE, occasion(town)).state == State.ORDERED
    assert bring.work_due(town.at) == 1
    assert Room.objects.count() == 1
    written = Intake.objects.get(pk=waiting.pk)
    assert bring.take_back(written, occasion(town)).state == State.UNDOING
    assert bring.work_due(town.at) == 1
    assert bring.work_due(town.at) == 0
    assert Intake.objects.get(pk=waiting.pk).state == State.UNDONE


def test_one_that_was_cancelled_is_read_no_further(town: Town, monkeypatch):
    monkeypatch.setattr(bring, "SMALL_FILE", 10)
    waiting = sent(town, HEAD + "1号楼,1,3,301,住宅\n")
    assert bring.cancel(waiting).state == State.CANCELLED
    assert bring.work_due(town.at) == 0
    with pytest.raises(Refusal, match="intake-not-now"):
        bring.cancel(waiting)


def test_reading_ends_at_so_many_faults(town: Town, monkeypatch):
    monkeypatch.setattr(looking, "MOST_FAULTS", 3)
    intake = sent(town, HEAD + "楼外楼,1,1,1,\n" * 9)
    assert (intake.stopped, intake.wrong, intake.done) == (True, 3, 3)
    with pytest.raises(Refusal, match="intake-stopped"):
        bring.order(intake, Mode.CORRECT, occasion(town))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_text_comes_in_as_other_programs_write_it(town, encoding, separator):
    table = "楼栋,单元,楼层,房号,用途\n1号楼,1,3,301,住宅\n".replace(",", separator)
    assert counts(sent(town, table.encode(encoding))) == (1, 0, 0, 0)


def book(write, path) -> bytes:
    with Workbook(path) as made:
        sheet = made.add_worksheet("rooms")
        sheet.write_row(0, 0, ["building", "unit", "floor", "number", "use"])
        sheet.write_row(1, 0, ["1号楼", "1", "3", "301", "住宅"])
        write(made, sheet)
    return path.read_bytes()


def _formula(_book, sheet):
    sheet.write_formula(2, 3, "=D2+1", value="302")


def _merged(_book, sheet):
    sheet.merge_range("B3:C3", "1")


def _old(made, _sheet):
    marks = made.add_worksheet("quincunx")
    marks.write_row(0, 0, ["rooms", "before"])
    marks.hide()


def _another(made, _sheet):
    marks = made.add_worksheet("quincunx")
    marks.write_row(0, 0, ["elsewhere", "1"])
    marks.hide()


def _wide(_book, sheet):
    sheet.write(0, 5, "religion")


@pytest.mark.parametrize(
    ("write", "code", "names"),
    [
        (_formula, "cells-formula", "D3"),
        (_merged, "cells-merged", "B3:C3"),
        (_old, "template-old", "rooms.xlsx"),
        (_another, "template-of-another", "rooms.xlsx"),
        (_wide, "column-unknown", "religion"),
    ],
)
def test_a_workbook_that_does_not_fit_is_refused_in_words(
    town, tmp_path, write, code, names
):
    intake = sent(town, book(write, tmp_path / "made.xlsx"), "rooms.xlsx")
    assert (intake.state, intake.fault) == (State.REFUSED, code)
    assert names in why(intake)
    assert bring.cancel(intake).state == State.CANCELLED


def test_a_hidden_sheet_is_not_read(town: Town, tmp_path):
    def hide(made, _sheet):
        made.add_worksheet("secret").hide()

    assert counts(sent(town, book(hide, tmp_path / "a.xlsx"), "a.xlsx")) == (1, 0, 0, 0)


def test_more_rows_than_a_table_may_have_are_refused(town: Town, monkeypatch):
    monkeypatch.setattr(bring, "MOST_ROWS", 2)
    intake = sent(town, HEAD + "".join(f"1号楼,1,1,{n},\n" for n in range(101, 104)))
    assert (intake.state, intake.fault) == (State.REFUSED, "too-many-rows")


def test_only_those_who_keep_rooms_bring_them_in_and_only_their_own(town: Town):
    with pytest.raises(Refusal, match="no-such-sheet"):
        sent(town, HEAD, login="officer")
    elsewhere = sent(town, HEAD + "5号楼,1,1,101,\n")
    assert counts(elsewhere) == (0, 0, 0, 1)
    told = xlsx(["building", "floor", "number"], [["5号楼", "1", "101"]], "rooms")
    assert counts(sent(town, told, "b.xlsx", "leader-a2")) == (1, 0, 0, 0)
