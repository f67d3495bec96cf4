"""Workbooks and folders of CSV files that are whole exports are read back, all others refused."""

from __future__ import annotations

import csv
import json

import openpyxl
import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange import export_book, export_files, sheet_guard
from loancrm_desktop.services.exchange.export_shape import ExportColumn, ExportTable
from loancrm_desktop.services.exchange.whole_file import read_whole
from loancrm_desktop.texts import say

ODD = [
    "=1+1", "'=x", "'5", " spaces ", "two\r\nlines", "\x07", "_x0041_", "x" * 40_000,
    "\ufffe", "True", "[1", "a、b", "0012", "１２",
]  # fmt: skip


def table(values, exact=None):
    columns = (
        ExportColumn("id", "#", "integer", {}),
        ExportColumn("name", "姓名", "text", {}),
        ExportColumn("owner", "负责人", "person", {}, "", "person"),
    )
    rows = [[number, value, "王强"] for number, value in enumerate(values, 1)]
    told = [[number, value, 7] for number, value in enumerate(exact or values, 1)]
    return ExportTable("customer", "客户", columns, rows, told)


def people(*names):
    columns = (ExportColumn("id", "#", "integer", {}), ExportColumn("name", "姓名", "text", {}))
    rows = [[number, name] for number, name in enumerate(names, 7)]
    return ExportTable("person", "客户", columns, rows, rows)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("names", [("王强",), ("王强", "王强"), ("李娜",)])
def test_odd_texts_and_people_of_one_name_come_back_as_they_were(tmp_path, form, names):
    tables = [table(ODD), people(*names)]
    export_files.write(tmp_path / f"all.{form}", form, tables, "深圳")
    whole = read_whole(tmp_path / f"all.{form}")
    assert whole.office == "深圳"
    assert [row[1] for row in whole.tables["customer"].rows] == ODD
    assert {row[2] for row in whole.tables["customer"].rows} == {7}
    assert whole.tables["person"].rows == tuple(map(tuple, tables[1].rows))


@pytest.fixture
def folder(tmp_path):
    export_files.write(tmp_path / "all", "csv", [table(["周德海"]), people("王强")], "深圳")
    return tmp_path / "all"


def change(file, place, text):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    rows[place[0]][place[1]] = text
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)


def test_columns_that_were_renamed_or_moved_are_refused(folder):
    change(folder / "customer.csv", (0, 1), "电话")
    with pytest.raises(Invalid, match=r"customer\.csv"):
        read_whole(folder)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ((0, 5), "loancrm-export {"),
        ((0, 5), 'loancrm-export {"format": 99}'),
        ((0, 5), "what"),
        ((1, 5), "{"),
        ((1, 5), "[]"),
        ((1, 5), '{"options": 3}'),
        ((1, 5), json.dumps({"table": "customer", "sheet": "../secret.csv", "options": {}})),
        ((1, 5), json.dumps({"table": "customer", "sheet": "gone.csv", "options": {}})),
    ],
)
def test_a_dictionary_that_tells_something_else_is_refused_in_words(folder, place, text):
    (folder.parent / "secret.csv").write_text("id\n1\n", "utf-8")
    change(folder / "dictionary.csv", place, text)
    with pytest.raises(Invalid, match="all"):
        read_whole(folder)


def test_a_folder_or_workbook_without_a_dictionary_is_refused(tmp_path):
    (tmp_path / "a").mkdir()
    openpyxl.Workbook().save(tmp_path / "plain.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and nothing else")
    for name in ("a", "a/x.csv", "plain.xlsx", "broken.xlsx"):
        with pytest.raises(Invalid):
            read_whole(tmp_path / name)


def test_an_exact_value_of_a_row_that_was_taken_out_is_passed_over(tmp_path):
    export_files.write(
        tmp_path / "all", "csv", [table(["甲", "\ufffe"], ["甲", "乙"]), people("王强")], "深圳"
    )
    with (tmp_path / "all" / "customer.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with (tmp_path / "all" / "customer.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows[:2])
    (row,) = read_whole(tmp_path / "all").tables["customer"].rows
    assert row[:2] == (1, "甲")


def test_more_rows_than_a_sheet_holds_are_refused_and_no_file_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(export_book, "MOST_ROWS", 3)
    with pytest.raises(Invalid, match="CSV"):
        export_files.write(tmp_path / "all.xlsx", "xlsx", [table(["a", "b", "c"])], "深圳")
    assert list(tmp_path.iterdir()) == []


def test_a_hostile_workbook_is_looked_through_before_it_is_parsed(tmp_path, monkeypatch):
    export_files.write(tmp_path / "all.xlsx", "xlsx", [table(["a"])], "深圳")
    monkeypatch.setattr(sheet_guard, "check_box", _refuse)
    with pytest.raises(Invalid, match="too wide"):
        read_whole(tmp_path / "all.xlsx")


def _refuse(*_given):
    raise Invalid(say("too wide"))
