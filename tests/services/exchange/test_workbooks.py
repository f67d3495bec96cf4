import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.reading_limits import DEFAULT_LIMITS
from loancrm_desktop.services.exchange.workbooks import read_workbook

pytestmark = pytest.mark.usefixtures("english")  # the sentences as the code has them


@pytest.fixture
def three_sheets(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("空白")
        customers = book.add_worksheet("客户 & <名单>")
        customers.write_row(2, 1, ["姓名", "手机"])
        customers.write_row(3, 1, ["张三", 13800138000])
        customers.merge_range("B1:C1", "客户名单")
        book.add_worksheet("统计").write_row(0, 0, ["渠道", "人数"])
    return path


def test_rows_start_at_the_top_of_the_sheet_wherever_it_is_filled(three_sheets: Path):
    found = read_workbook(three_sheets, "zip", None, DEFAULT_LIMITS)
    assert found.sheet.name == "客户 & <名单>"
    assert found.sheet.rows[2] == [None, "姓名", "手机"]
    assert found.sheet.rows[3] == [None, "张三", 13800138000]
    assert found.sheet.merges == [(0, 1, 0, 2)]


def test_sizes_of_all_sheets_are_known_without_reading_them(three_sheets: Path):
    found = read_workbook(three_sheets, "zip", "客户 & <名单>", DEFAULT_LIMITS)
    assert [(each.name, each.rows, each.columns) for each in found.sheets] == [
        ("空白", 0, 0),
        ("客户 & <名单>", 4, 3),
        ("统计", 1, 2),
    ]


def test_the_sheet_after_one_that_is_too_large_is_still_found(tmp_path: Path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        large = book.add_worksheet("大")
        for row in range(30):
            large.write_row(row, 0, ["a", "b"])
        book.add_worksheet("客户").write_row(0, 0, ["姓名", "手机"])
    limits = replace(DEFAULT_LIMITS, rows=20)
    assert read_workbook(path, "zip", None, limits).sheet.name == "客户"
    with pytest.raises(Invalid, match="beyond row"):
        read_workbook(path, "zip", "大", limits)


def test_a_workbook_without_its_list_of_sheets_is_damaged(three_sheets: Path):
    path = three_sheets.with_name("broken.xlsx")
    with zipfile.ZipFile(three_sheets) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name != "xl/workbook.xml":
                new.writestr(name, old.read(name))
    with pytest.raises(Invalid, match="damaged"):
        read_workbook(path, "zip", None, DEFAULT_LIMITS)


def test_an_old_workbook_is_read_without_the_guard_of_packed_files(shared: Path):
    path = shared / "03_spreadsheets" / "excel" / "chinese-provinces.xls"
    found = read_workbook(path, "xls", None, DEFAULT_LIMITS)
    assert found.sheet.rows[1] == ["Anhui", "安徽省"]
    assert (found.format, found.sheets[0].rows) == ("xls", 4)
