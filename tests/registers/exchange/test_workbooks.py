"""The template comes back filled in; a table with faults comes back marked."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from quincunx.foundation.models import Entry
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import xlsx
from quincunx.registers.exchange import bring, extract, returning, sheets, workbooks
from quincunx.registers.exchange.lines import fault_of, masked
from quincunx.registers.exchange.models import Mode, State
from quincunx.registers.exchange.sheets import Column, Occasion, Sheet
from tests.cast import Town
from tests.registers.exchange.test_rooms_table import counts, home, sent

__all__ = ["home"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def book(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(BytesIO(content))


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_a_template_is_taken_back_as_it_was_given(town: Town):
    sheet = sheets.named("rooms", by=town.actor("leader-a1"))
    made = workbooks.template(sheet)
    names = book(made).sheet_names
    assert names == ["Rooms of buildings", "How to fill it in", "quincunx"]
    rows = book(made).get_sheet_by_name("quincunx").to_python()
    assert rows[0][:2] == ["rooms", sheet.version]
    assert "dataValidation" in part(made, "xl/worksheets/sheet1.xml")
    intake = sent(town, made, "template.xlsx")
    assert (intake.state, counts(intake)) == (State.SEEN, (1, 0, 0, 0))


def test_a_table_with_faults_comes_back_marked_and_its_bad_rows_apart(town: Town):
    columns = ["use", "number", "floor", "building"]
    rows = [["住宅", "101", "1", "1号楼"], ["=1+1", "102", "0", "1号楼"]]
    intake = sent(town, xlsx(columns, rows, "mine"), "mine.xlsx")
    assert counts(intake) == (1, 0, 0, 1)
    sheet = sheets.named("rooms", by=town.actor("leader-a1"))
    back = returning.marked(sheet, intake)
    whole = book(back).get_sheet_by_name("mine").to_python()
    assert whole[0] == ["To correct", *columns]
    assert whole[1] == ["", "住宅", "101", "1", "1号楼"]
    assert "Row 3, column D, Floor “0”" in whole[2][0]
    assert "Row 3, column B, Use “=1+1”" in whole[2][0]
    bad = book(back).get_sheet_by_name("Rows to correct").to_python()
    assert [row[1:] for row in bad[1:]] == [["=1+1", "102", "0", "1号楼"]]
    assert 'ref="D3"' in part(back, "xl/comments1.xml")
    assert counts(sent(town, back, "back.xlsx")) == (1, 0, 0, 1)


def test_the_rows_to_correct_are_read_alone_where_that_is_asked(town: Town):
    rows = [["1号楼", "1", "101"], ["1号楼", "0", "102"]]
    bad = xlsx(["building", "floor", "number"], rows, "mine")
    sheet = sheets.named("rooms", by=town.actor("leader-a1"))
    back = returning.marked(sheet, sent(town, bad, "mine.xlsx"))
    alone = sent(town, back, "back.xlsx", part="correct")
    assert counts(alone) == (0, 0, 0, 1)


def test_what_is_nobodys_business_is_masked_where_a_fault_names_it():
    column = Column("citizen", "Number", sensitive=True)
    sheet = Sheet("a", "A", (column,), ("citizen",), *[None] * 5)
    number = "440301199001012X3X"
    fault = fault_of(sheet, Refusal("cell-choice", value=number), "citizen", number)
    assert (fault.value, dict(fault.facts)) == ("4403…2X3X", {})
    assert masked("张三") == "张…"


def test_what_is_taken_out_says_whose_it_is_and_changes_nothing_when_it_returns(
    town: Town,
):
    text = "building,floor,number,unit\n1号楼,1,101,=1+1\n"
    seen, now = sent(town, text), Occasion(town.actor("leader-a1"), town.at)
    bring.order(seen, Mode.WHOLE, now)
    sheet = sheets.named("rooms", by=now.by)
    out = extract.take_out(sheet, now)
    page = part(out, "xl/worksheets/sheet1.xml")
    assert now.by.name in page.partition("<oddHeader>")[2]
    assert "<f>" not in page
    (row,) = book(out).get_sheet_by_index(0).to_python()[1:]
    assert row[:5] == ["1号楼", "=1+1", "1", "101", "dwelling"]
    assert len(row[5]) == 10
    entry = Entry.objects.get(act="taken-out")
    assert entry.facts == {"sheet": "rooms", "rows": 1}
    again = sent(town, out, "out.xlsx")
    assert (again.fault, counts(again)) == ("", (0, 0, 1, 0))
    with pytest.raises(Refusal, match="extract-of-persons"):
        extract.take_out(replace(sheet, of_persons=True), now)
