import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.lib import spreadsheets
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import Row, read_table

STREETS = "名称,编码\n和平路,110101001\n安定门,110101005\n"
READ = [
    Row(2, {"名称": "和平路", "编码": "110101001"}),
    Row(3, {"名称": "安定门", "编码": "110101005"}),
]


def rows(source, **options):
    return list(read_table(source, "streets", **options).rows)


def workbook(fill, *more_sheets, **options):
    """A workbook as bytes; `fill` writes its first sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options) as book:
        fill(book, book.add_worksheet("一"))
        for name, fill_more in more_sheets:
            fill_more(book, book.add_worksheet(name))
    return file.getvalue()


def table(*lines):
    def fill(book, sheet):
        for number, cells in enumerate(lines):
            sheet.write_row(number, 0, cells)

    return workbook(fill)


def repacked(content, **changes):
    """The same archive with parts put in or replaced."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {part: old.read(part) for part in old.namelist()}
        for name, part in {**parts, **changes}.items():
            new.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_is_read_in_every_dialect(encoding, separator, end):
    text = STREETS.replace(",", separator).replace("\n", end)
    assert rows(text.encode(encoding)) == READ


def test_a_file_is_read_from_its_path(tmp_path):
    path = tmp_path / "streets.csv"
    path.write_bytes(STREETS.encode())
    assert rows(path) == READ
    path.write_bytes(
        table(["名称", "编码"], ["和平路", 110101001], ["安定门", "110101005"])
    )
    assert rows(path) == READ


def test_quotes_blank_lines_and_short_rows_keep_their_numbers():
    text = 'name, place ,\n\n"a ""b""\nc",x\n,,\nd\n'
    read = read_table(text.encode(), "f")
    assert read.columns == ("name", "place")
    assert list(read.rows) == [
        Row(3, {"name": 'a "b"\nc', "place": "x"}),
        Row(5, {"name": "d", "place": ""}),
    ]


def test_a_rare_character_needs_gb18030():
    assert rows("名\n𠮷野家㐂\n".encode("gb18030"))[0]["名"] == "𠮷野家㐂"


@pytest.mark.parametrize(
    ("source", "code", "facts"),
    [
        (b"", "table-empty", {}),
        (b"\n\n,,\n", "table-empty", {}),
        ("a,b\n井盖,1\n".encode("utf-16"), "encoding-not-understood", {"line": 1}),
        (b"a,b\n1,\x002\n", "file-not-text", {}),
        (b"a,b\n1,2\n\xff\xff,3\n", "encoding-not-understood", {"line": 3}),
        (
            b"a\n" + "井盖破了".encode() + b"\n\xb0\xa1\n",
            "encoding-not-understood",
            {"line": 3},
        ),
        ("a\n井盖破了请".encode()[:-1], "encoding-not-understood", {"line": 2}),
        (b"a,,b\n1,2,3\n", "column-without-name", {"column": 2}),
        (b"a,b, a\n", "column-twice", {"column": "a"}),
        (
            ",".join(f"c{n}" for n in range(201)).encode(),
            "too-many-columns",
            {"most": 200},
        ),
        (b"a,b\n1,2\n1,2,3\n", "row-too-long", {"row": 3, "columns": 2}),
        (b'a,b\n1,"2\n3,4\n', "row-not-understood", {"row": 2}),
        (b'a,b\n1,2\n1,"2"3\n', "row-not-understood", {"row": 3}),
        (b"a,b\n1," + b"x" * 40_000, "cell-too-long", {"row": 2, "column": "b"}),
        (b'a\n"' + b"x\n" * 200_000, "row-not-understood", {"row": 2}),
        (b"a\n" + b"x" * 1_000_001, "line-too-long", {"line": 2}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet-old", {}),
        (b"PK\x03\x04 not an archive", "spreadsheet-damaged", {}),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_place(source, code, facts):
    with pytest.raises(Refusal) as refused:
        rows(source)
    assert refused.value.code == code
    assert refused.value.facts["file"] == "streets"
    assert facts.items() <= refused.value.facts.items()


def test_a_table_says_which_columns_it_lacks_and_which_it_should_not_have():
    read = read_table(b"name,colour\n", "streets.csv")
    read.must_have("name")
    read.must_know("name", "colour", "code")
    with pytest.raises(Refusal) as refused:
        read.must_have("name", "code", "lon")
    assert refused.value.facts == {
        "file": "streets.csv",
        "missing": ["code", "lon"],
        "found": ("name", "colour"),
    }
    with pytest.raises(Refusal) as refused:
        read.must_know("name", "code")
    assert refused.value.facts == {
        "file": "streets.csv",
        "unknown": ["colour"],
        "known": ("name", "code"),
    }


def test_cells_of_a_workbook_come_as_text_at_their_rows():
    def fill(book, sheet):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        clock = book.add_format({"num_format": "hh:mm"})
        span = book.add_format({"num_format": "[h]:mm"})
        sheet.write_row(2, 1, ["code", "size", "done", "day", "at", "clock", "span"])
        sheet.write_row(4, 1, [110101001002, 1.5, True])
        sheet.write_datetime(4, 4, date(2026, 5, 14), day)
        sheet.write_datetime(4, 5, datetime(2026, 5, 14, 14, 8), moment)  # noqa: DTZ001 -- Excel has no zones
        sheet.write_datetime(4, 6, time(8, 30), clock)
        sheet.write_datetime(4, 7, timedelta(hours=30), span)
        sheet.write_row(5, 1, ["=not run", -0.25])

    content = workbook(fill, strings_to_formulas=False)
    with pytest.raises(Refusal, match="column-without-name"):
        rows(content)  # the first column is empty, and so has no name

    def fill_from_the_left(book, sheet):
        fill(book, sheet)
        sheet.write(2, 0, "id")

    assert rows(workbook(fill_from_the_left, strings_to_formulas=False)) == [
        Row(
            5,
            {
                "id": "",
                "code": "110101001002",
                "size": "1.5",
                "done": "true",
                "day": "2026-05-14",
                "at": "2026-05-14 14:08:00",
                "clock": "08:30:00",
                "span": "1 day, 6:00:00",
            },
        ),
        Row(
            6,
            {
                **dict.fromkeys(["id", "done", "day", "at", "clock", "span"], ""),
                "code": "=not run",
                "size": "-0.25",
            },
        ),
    ]


def test_the_first_sheet_in_view_is_read_or_the_one_named():
    def hidden(book, sheet):
        sheet.write_row(0, 0, ["hidden"])
        sheet.hide()

    def seen(book, sheet):
        sheet.write_row(0, 0, ["seen"])
        sheet.activate()
        sheet.set_first_sheet()

    content = workbook(hidden, ("二", seen))
    assert read_table(content, "f").columns == ("seen",)
    assert read_table(content, "f", sheet="一").columns == ("hidden",)
    with pytest.raises(Refusal, match="sheet-missing"):
        read_table(content, "f", sheet="三")


def test_a_number_that_lost_its_last_digits_is_refused():
    content = table(
        ["name", "id"], ["a", "110105194912310021"], ["b", 110105194912310021]
    )
    with pytest.raises(Refusal) as refused:
        rows(content)
    assert (refused.value.code, refused.value.facts) == (
        "number-too-long",
        {"file": "streets", "row": 3, "column": 2},
    )


def far_corner(book, sheet):
    sheet.write(0, 0, "name")
    sheet.write(1_048_575, 16_383, "far away")


def long_text_everywhere():
    """One shared text of 30,000 characters in 100,000 cells: 3 GB once opened."""
    cell = b'<c t="s"><v>0</v></c>'
    sheet = b"".join(b'<row r="%d">%s</row>' % (n, cell * 100) for n in range(1, 1001))
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    text = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    return repacked(
        table(["name"]),
        **{
            "xl/worksheets/sheet1.xml": head + sheet + b"</sheetData></worksheet>",
            "xl/sharedStrings.xml": text % (b"x" * 30_000),
        },
    )


def lying_about_its_size(content):
    """An archive whose table says a part is ten bytes long."""
    spoilt = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/bomb").file_size
    place = spoilt.rfind(size.to_bytes(4, "little"))
    spoilt[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(spoilt)


SIMPLE = table(["name"], ["a"])
SHEET = zipfile.ZipFile(io.BytesIO(SIMPLE)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (
            lambda: repacked(SIMPLE, **{"xl/vbaProject.bin": b"Sub"}),
            "spreadsheet-macros",
        ),
        (
            lambda: repacked(SIMPLE, **{"xl/externalLinks/externalLink1.xml": b"<a/>"}),
            "spreadsheet-linked",
        ),
        (
            lambda: repacked(SIMPLE, **{f"xl/media/{n}": b"" for n in range(200)}),
            "spreadsheet-too-many-parts",
        ),
        (
            lambda: repacked(
                SIMPLE,
                **{"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><sst/>'},
            ),
            "spreadsheet-damaged",
        ),
        (
            lambda: repacked(SIMPLE, **{"xl/bomb": bytes(301 << 20)}),
            "spreadsheet-too-large",
        ),
        (
            lambda: lying_about_its_size(
                repacked(SIMPLE, **{"xl/bomb": bytes(3 << 20)})
            ),
            "spreadsheet-damaged",
        ),
        (lambda: SIMPLE + bytes(20 << 20), "spreadsheet-too-large"),
        (
            lambda: repacked(SIMPLE, **{"xl/workbook.xml": b"<workbook"}),
            "spreadsheet-damaged",
        ),
        (
            lambda: repacked(SIMPLE, **{"xl/worksheets/sheet1.xml": SHEET[:300]}),
            "spreadsheet-damaged",
        ),
        (lambda: SIMPLE[: len(SIMPLE) // 2], "spreadsheet-damaged"),
        (lambda: workbook(far_corner), "spreadsheet-too-large"),
        (long_text_everywhere, "spreadsheet-too-large"),
    ],
)
def test_a_workbook_that_does_harm_is_refused(make, code):
    content = make()
    with pytest.raises(Refusal) as refused:
        rows(content)
    assert (refused.value.code, refused.value.facts["file"]) == (code, "streets")


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("quincunx.lib.xlsx_reading.MOST_ROWS", 3)
    monkeypatch.setattr("quincunx.lib.spreadsheets.MOST_ROWS", 3)
    three, four = ["a", "1", "2", "3"], ["a", "1", "2", "3", "4"]
    assert len(rows(table(*three))) == len(rows("\n".join(three).encode())) == 3
    for source in (table(*four), "\n".join(four).encode()):
        with pytest.raises(Refusal, match="too-many-rows"):
            rows(source)


def test_reading_may_stop_half_way():
    content = table(["n"], *([n] for n in range(20_000)))
    read = read_table(content, "f")
    assert next(read.rows) == Row(2, {"n": "0"})
    read.rows.close()


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("@cmd", "'@cmd"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("-71.0587", "-71.0587"),
        ("+8613800138000", "+8613800138000"),
        ("井盖=1", "井盖=1"),
        ("", ""),
    ],
)
def test_nothing_written_can_be_run(text, harmless):
    assert spreadsheets.harmless(text) == harmless


def test_csv_is_written_as_excel_reads_it():
    written = b"".join(
        spreadsheets.csv_pieces(
            ["名称", "n", "ok", "on"],
            [["=1+1", -2, True, date(2026, 5, 14)], ['a "b", c', 1.5, False, None]],
        )
    )
    assert written.decode() == (
        '\ufeff名称,n,ok,on\r\n\'=1+1,-2,true,2026-05-14\r\n"a ""b"", c",1.5,false,\r\n'
    )


def test_a_workbook_is_written_and_read_back():
    written = spreadsheets.xlsx(
        ["名称", "n", "id", "ok", "at"],
        [
            ["=1+1", -2.5, 110105194912310021, True, datetime(2026, 5, 14, 14, 8)],  # noqa: DTZ001 -- a zone would be written too
            ["https://example.org", 3, None, False, None],
        ],
        sheet="街道: 和平路/安定门 [2026] 的一个很长很长的名字",
    )
    assert [row.cells for row in read_table(written, "f").rows] == [
        {
            "名称": "=1+1",
            "n": "-2.5",
            "id": "110105194912310021",
            "ok": "true",
            "at": "2026-05-14 14:08:00",
        },
        {"名称": "https://example.org", "n": "3", "id": "", "ok": "false", "at": ""},
    ]


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20
).map(str.strip)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=8))
def test_what_is_written_as_csv_is_read_back(lines):
    written = b"".join(spreadsheets.csv_pieces(["a", "b"], lines))
    read = [list(row.cells.values()) for row in rows(written)]
    assert read == [
        [spreadsheets.harmless(cell) for cell in cells] for cells in lines if any(cells)
    ]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    with suppress(Refusal):
        rows(content)
