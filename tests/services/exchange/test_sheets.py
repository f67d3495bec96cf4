import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import pytest
import xlsxwriter

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services.exchange import sheets
from loancrm_desktop.services.exchange.sheets import (
    DEFAULT_LIMITS,
    FileTables,
    SkippedRow,
    read_table,
)

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
FILES = sorted(
    path.relative_to(SHARED).as_posix()
    for folder in ("02_loan_tables", "03_spreadsheets")
    for path in (SHARED / folder).rglob("*")
    if path.is_file()
)

Outside = tuple[str, str | None, int]
Real = Callable[[str], FileTables]

REFUSED = {
    "calamine_errors.xlsx": "no filled cells",
    "calamine_OOM_alloc3.xls": "damaged or incomplete",
    "clusterfuzz-testcase-minimized-POIXSSFFuzzer-6448258963341312.xlsx": "damaged or incomplete",
    "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx": "damaged or incomplete",
    "duplicate-filename.xlsx": "no table program writes",
    "poc-xmlbomb.xlsx": "no table program writes",
    "wrongtype_word_doc.doc": "This is a Word file",
    "xlsx-corrupted.xlsx": "damaged or incomplete",
    "calamine_pass_protected.xlsx": "protected with a password",
    "fesod_pwd_123.xls": "protected with a password",
    "msoffcrypto_example_password.xlsx": "protected with a password",
}

# File, (format, encoding, row of the header), first names, number of rows.
NOTABLE = [
    ("excel/客户导入模板.xlsx", ("xlsx", None, 1), "名称 联系人 电话 邮箱 微信 地址", 3),
    ("excel/user_import_cn.xlsx", ("xlsx", None, 3), "工号 姓名 性别 部门 职位 手机号", 0),
    ("excel/管轴导入数据带有空行.xlsx", ("xlsx", None, 2), "管轴编号 管廊编号 责任区域", 6),
    ("excel/Issue305.xlsx", ("xlsx", None, 2), "项目信息/种类 项目信息/项目编号", 4),
    ("excel/员工信息表.xlsx", ("xlsx", None, 1), "员工ID 姓名 性别 出生日期 年龄 手机号", 500),
    ("excel/issue236.xlsx", ("xlsx", None, 2), "标题 外链 封面图 标签", 2),
    ("excel/calamine_header-row.xlsx", ("xlsx", None, 9), "Columns", 1),
    ("excel/calamine_merged_range.xlsx", ("xlsx", None, 2), "A1 B1 C1", 2),
    ("excel/ColumnIndex导入测试.xlsx", ("xlsx", None, 1), "姓名 电话 年龄（Age）", 16),
    ("excel/bankloan_700.xls", ("xls", None, 1), "年龄 教育 工龄 地址 收入", 700),
    ("excel/wps_write.et", ("xls", None, 0), "列1 列2 列3 列4", 4),
    ("excel/calamine_any_sheets.xlsb", ("xlsb", None, 0), "列1 列2", 4),
    ("excel/calamine_date.ods", ("ods", None, 0), "列1 列2", 4),
    ("excel/hutool_blankAndDateTest.xlsx", ("xlsx", None, 0), "列1 列2 列3 列4 列5 列6", 20),
    ("excel/perf_fesod_LargeData.xlsx", ("xlsx", None, 1), "str1 str2", 100_000),
    ("malformed/html_gb18030_as.xls", ("html", "gb18030", 1), "电视机", 0),
    ("malformed/59746_NoRowNums.xlsx", ("xlsx", None, 1), "Checked Ion Charge", 70),
    ("csv/gbk_meal_order_info.csv", ("csv", "gb18030", 1), "order_id emp_id", 945),
    ("csv/utf16le_encoded.csv", ("csv", "utf-16-le", 1), "Organisation_code", 327),
    ("csv/easyexcel_demo.csv", ("csv", "utf-8-sig", 1), "字符串标题 日期标题 数字标题", 10),
    ("csv/gb2312_tiny.csv", ("csv", "gb18030", 1), "栏位1", 1),
    ("csv/sparse_with_column_errors.csv", ("csv", "latin-1", 1), "LP Bezeichnung", 2200),
    ("csv/duplicate-headers.csv", ("csv", "utf-8", 1), "id name", 2),
    ("csv/excel_pasting.csv", ("csv", "utf-8", 4), "Year 2000 2001", 13),
    ("csv/weird_head_padding.csv", ("csv", "utf-8", 12), "列1 1985 1993", 76),
    ("csv/semicolon_separated.csv", ("csv", "utf-8", 1), "This Are Headers", 2),
    (
        "csv/line_break_in_enclosure_with_escaped_quotes.csv",
        ("csv", "utf-8", 1),
        "Name Copy URL",
        4,
    ),
    ("contacts/phone_ios.vcf", ("vcard", "utf-8", 0), "姓名 电话 电话2 电话3", 1),
    ("contacts/tb_basic_ldif_addressbook.ldif", ("ldif", "utf-8", 0), "姓名 电话", 1),
]


@lru_cache
def read_shared(name: str) -> FileTables:
    """Read each real file once, for all tests that look at it."""
    return read_table(SHARED / name)


@pytest.fixture
def spreadsheets(shared: Path) -> Path:
    return shared / "03_spreadsheets"


@pytest.fixture
def real(shared: Path) -> Real:
    """Answer what reads a file of the shared spreadsheets by folder and name."""
    assert shared == SHARED
    return lambda name: read_shared(f"03_spreadsheets/{name}")


def workbook(path: Path, rows: list[list[object]], **more: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, lines in {"客户": rows, **more}.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return path


def sentence_about(path: Path, **arguments: object) -> str:
    with pytest.raises(Invalid) as caught:
        read_table(path, **arguments)
    return caught.value.text.read("en")


@pytest.mark.parametrize(
    "name",
    FILES or [pytest.param("", marks=pytest.mark.skip(reason="no shared test files here"))],
)
def test_every_real_file_is_read_or_refused_in_a_sentence(name: str):
    path = SHARED / name
    expected = REFUSED.get(path.name)
    if expected:
        assert expected in sentence_about(path)
        return
    table = read_shared(name).chosen
    assert table.header
    assert len(set(table.header)) == len(table.header)
    assert all(len(row.cells) == len(table.header) for row in table.rows)
    assert all(any(cell is not None for cell in row.cells) for row in table.rows)
    numbers = [row.number for row in table.rows]
    assert numbers == sorted(set(numbers))
    assert not numbers or numbers[0] > table.header_row


@pytest.mark.parametrize(("name", "read_as", "names", "count"), NOTABLE)
def test_header_and_rows_of_known_files_are_found(
    real: Real, name: str, read_as: Outside, names: str, count: int
):
    found = real(name)
    assert (found.format, found.encoding, found.chosen.header_row) == read_as
    assert " ".join(found.chosen.header).startswith(names)
    assert len(found.chosen.rows) == count


def test_rows_keep_the_number_they_have_in_the_file(real: Real):
    table = real("excel/管轴导入数据带有空行.xlsx").chosen
    assert [row.number for row in table.rows][:3] == [3, 4, 5]
    assert table.rows[-1].number == 11
    assert table.skipped == (SkippedRow(1, "banner"),)


def test_long_numbers_and_dates_arrive_typed(real: Real):
    table = real("excel/ColumnIndex导入测试.xlsx").chosen
    assert table.rows[0].cells[1] == 18787000001
    assert isinstance(table.rows[0].cells[1], int)
    dates = real("excel/calamine_date.ods").chosen
    assert dates.rows[0].cells[0] == date(2021, 1, 1)
    assert dates.rows[1].cells[0] == datetime.fromisoformat("2021-01-01T10:10:10")
    assert not isinstance(dates.rows[0].cells[0], datetime)


def test_truth_values_stay_truth_values(real: Real):
    cells = real("excel/easyexcel_converter07.xlsx").chosen.rows[0].cells
    assert cells[0] is True
    assert cells[1] == 1
    assert cells[1] is not True
    assert cells[2] == "1"


def test_error_cells_are_empty_and_counted(real: Real):
    found = real("excel/easyexcel_converter07.xlsx").chosen
    assert [note.values["count"] for note in found.notes] == [1]


def test_a_value_merged_over_rows_belongs_to_each(real: Real):
    table = real("excel/hutool_merge_test.xlsx").chosen
    assert [row.cells[2] for row in table.rows] == [11, 11, 13]


def test_a_sheet_is_chosen_by_name_and_hidden_ones_are_marked(spreadsheets: Path):
    path = spreadsheets / "excel" / "CVLKRA-KYC_Download_File_Structure_V3.1.xlsx"
    found = read_table(path, "Country Master (2)")
    assert found.chosen.header == ("Code", "Description", "ISD Code", "Country Codes")
    hidden = {outline.name for outline in found.sheets if outline.hidden}
    assert "Country Master (2)" in hidden
    first = next(outline for outline in found.sheets if outline.name == "KYC HEADER")
    assert (first.rows, first.columns, first.hidden) == (7, 9, False)


def test_very_hidden_and_chart_sheets_are_not_offered(real: Real):
    found = real("excel/calamine_any_sheets.xlsb")
    assert [outline.name for outline in found.sheets] == ["Visible", "Hidden"]


def test_a_wrong_sheet_name_is_answered_with_the_right_ones(tmp_path: Path):
    path = workbook(tmp_path / "a.xlsx", [["姓名"], ["张三"]], 员工=[["工号"]])
    assert "客户, 员工" in sentence_about(path, sheet="客户表")


def test_the_first_sheet_that_looks_like_a_list_is_taken(tmp_path: Path):
    notes = [["使用说明"], ["请先阅读本页，再填写第二页，不要改动表头，不要合并单元格，谢谢配合"]]
    customers = [["姓名", "手机"], ["张三", "13800138000"]]
    path = workbook(tmp_path / "a.xlsx", notes, 名单=customers)
    found = read_table(path)
    assert found.chosen.name == "名单"
    assert [outline.name for outline in found.sheets] == ["客户", "名单"]


def test_only_hidden_sheets_filled_is_said(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("空")
        hidden = book.add_worksheet("名单")
        hidden.write_row(0, 0, ["姓名"])
        hidden.hide()
    assert "hidden sheet" in sentence_about(path)
    assert read_table(path, "名单").chosen.header == ("姓名",)


def test_the_extension_does_not_decide(tmp_path: Path, spreadsheets: Path):
    as_csv = tmp_path / "名单.csv"
    as_csv.write_bytes((spreadsheets / "excel" / "客户导入模板.xlsx").read_bytes())
    assert read_table(as_csv).format == "xlsx"
    as_xlsx = tmp_path / "名单.xlsx"
    as_xlsx.write_text("姓名,手机\n张三,13800138000\n", "utf-8")
    assert read_table(as_xlsx).format == "csv"


def test_a_truncated_workbook_is_refused(tmp_path: Path, spreadsheets: Path):
    whole = (spreadsheets / "excel" / "员工信息表.xlsx").read_bytes()
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(whole[: len(whole) // 2])
    assert "damaged or incomplete" in sentence_about(cut)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_in_the_place_of_a_file_does_not_hang(tmp_path: Path):
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    assert "cannot be opened" in sentence_about(path)


def test_too_many_rows_and_columns_are_refused_with_the_bound(tmp_path: Path):
    path = tmp_path / "long.csv"
    path.write_text("姓名,手机\n" + "张三,1\n" * 50, "utf-8")
    assert "beyond row 20" in sentence_about(path, limits=replace(DEFAULT_LIMITS, rows=20))
    assert "beyond column 1" in sentence_about(path, limits=replace(DEFAULT_LIMITS, columns=1))


def test_reading_that_takes_too_long_ends(tmp_path: Path):
    path = workbook(tmp_path / "a.xlsx", [["姓名"], ["张三"]])
    begun = time.monotonic()
    hurried = replace(DEFAULT_LIMITS, seconds=0.001)
    assert "takes more than" in sentence_about(path, limits=hurried)
    assert time.monotonic() - begun < 60


@pytest.mark.skipif(sys.platform != "linux", reason="the bound is set otherwise elsewhere")
def test_reading_that_takes_too_much_memory_ends(tmp_path: Path):
    path = tmp_path / "wide.csv"
    path.write_bytes(b"name,phone\n" + b"somebody with a name,13800138000\n" * 190_000)
    tight = replace(DEFAULT_LIMITS, memory_bytes=70 << 20)
    assert "memory" in sentence_about(path, limits=tight)


def test_waiting_can_be_ended(tmp_path: Path):
    path = workbook(tmp_path / "a.xlsx", [["姓名"], ["张三"]])
    with pytest.raises(Refused):
        read_table(path, cancelled=lambda: True)


def test_progress_counts_up_to_all_rows(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,手机\n" + "张三,13800138000\n" * 25_000, "utf-8")
    seen: list[int] = []
    read_table(path, progress=seen.append)
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert seen[-1] == 25_000


def test_a_fault_of_ours_is_logged_without_what_the_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    path = tmp_path / "a.csv"
    path.write_text("姓名\n张三\n", "utf-8")
    monkeypatch.setattr(
        sheets,
        "DEFAULT_LIMITS",
        replace(DEFAULT_LIMITS, columns="many"),  # type: ignore[arg-type] - a fault made on purpose
    )
    with caplog.at_level(logging.WARNING):
        assert "could not be read" in sentence_about(path, limits=sheets.DEFAULT_LIMITS)
    assert "TypeError text_tables.py" in caplog.text
    assert "张三" not in caplog.text


def test_a_path_with_any_letters_is_read(tmp_path: Path):
    path = tmp_path / "客户 – 名单's 😀.csv"
    path.write_text("姓名\n张三\n", "utf-8")
    found = read_table(path)
    assert found.path == path
    assert found.chosen.rows[0].cells == ("张三",)
