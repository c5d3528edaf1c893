"""Forms as they come: titles, merged names, hidden sheets, and what cannot be taken."""

from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from quincunx.lib import xlsx_forms
from quincunx.lib.refusal import Refusal
from quincunx.registers import fields
from quincunx.registers.asks import heads, likeness
from tests.registers.asks.blank import form, saved

Book = openpyxl.Workbook


def names(content: bytes) -> list[str]:
    return [c.name for c in heads.find(xlsx_forms.read(content, "a.xlsx")).columns]


def made(write: Callable[[Book, Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["姓名", "住址", "电话"])
    write(book, page)
    return saved(book)


def test_a_title_and_a_foot_are_no_names() -> None:
    blank = xlsx_forms.read(form(["姓名", "住址"], title="表", foot="审核人："), "a")
    found = heads.find(blank)
    assert ([c.name for c in found.columns], found.row, found.foot) == (
        ["姓名", "住址"],
        2,
        6,
    )


def test_names_of_two_rows_are_read_together() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["序号", "姓名", "住址", None])
    page.append([None, None, "楼栋", "房号"])
    for cells in ("A1:A2", "B1:B2", "C1:D1"):
        page.merge_cells(cells)
    assert names(saved(book)) == ["序号", "姓名", "住址 楼栋", "住址 房号"]


def test_two_columns_of_one_name_are_two() -> None:
    found = heads.find(xlsx_forms.read(form(["姓名", "电话", "电话"]), "a"))
    assert [(c.at, c.name) for c in found.columns] == [
        (1, "姓名"),
        (2, "电话"),
        (3, "电话"),
    ]
    told = likeness.suggest(["姓名", "电话", "电话"], fields.of("residents"))
    assert told == ["resident.name", "resident.phone", ""]


def test_a_hidden_sheet_is_not_read() -> None:
    def hide(book: Book, _page: Worksheet) -> None:
        first = book.create_sheet("secret", 0)
        first.append(["a", "b", "c", "d"])
        first.sheet_state = "hidden"

    blank = xlsx_forms.read(made(hide), "a")
    assert (blank.hidden, blank.rows) == (("secret",), (("姓名", "住址", "电话"),))


def _formula(_book: Book, page: Worksheet) -> None:
    page["C9"] = "=SUM(C2:C8)"


def _wide(_book: Book, page: Worksheet) -> None:
    page.cell(1, 201, "满意度")


def _long(_book: Book, page: Worksheet) -> None:
    page.cell(900, 1, "x")


def _full(_book: Book, page: Worksheet) -> None:
    for _row in range(5):
        page.append(["张", "1号楼", "138"])


def _nothing(_book: Book, page: Worksheet) -> None:
    page.delete_rows(1)
    page["A1"] = "请填写"


def _hidden(book: Book, page: Worksheet) -> None:
    book.remove(page)
    book.create_chartsheet("seen")


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (_formula, "cells-formula"),
        (_wide, "form-too-wide"),
        (_long, "form-too-long"),
        (_full, "form-filled-in"),
        (_nothing, "form-without-head"),
        (_hidden, "spreadsheet-damaged"),
    ],
)
def test_a_form_that_cannot_be_answered_is_refused(
    write: Callable[[Book, Worksheet], None], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        names(made(write))
    assert refused.value.code == code


@pytest.mark.parametrize("content", [b"", b"name,address\n", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match="spreadsheet-damaged"):
        names(content)


def test_a_form_that_is_too_large_is_not_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx_forms, "MOST_BYTES", 100)
    with pytest.raises(Refusal, match="form-too-large"):
        names(form(["姓名", "住址"]))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("统一社会信用代码*", "premise.uscc"),
        ("场所名称（全称）", "premise.name"),
        ("Credit code", "premise.uscc"),
        ("经营者姓名", "premise.responsible"),
        ("满意度", ""),
    ],
)
def test_a_column_finds_its_field_by_the_words(asked: str, code: str) -> None:
    [found] = likeness.suggest([asked], fields.of("premises"))
    assert found == code
