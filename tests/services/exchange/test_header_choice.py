"""A person may say which row holds the headings, and mend a cell."""

from loancrm_desktop.services.exchange.header_choice import offered_rows, with_cell, with_header_row
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable

TABLE = SheetTable(
    "客户",
    ("名单", "列2"),
    1,
    (
        SheetRow(2, ("姓名", "手机")),
        SheetRow(3, ("周德海", "13800138000")),
        SheetRow(5, ("何秀兰", "13500006608")),
    ),
)


def test_the_rows_that_may_hold_the_headings_are_offered():
    assert offered_rows(TABLE) == (1, 2, 3, 5, 0)


def test_a_lower_row_takes_the_place_of_the_headings():
    found = with_header_row(TABLE, 2)
    assert (found.header, found.header_row) == (("姓名", "手机"), 2)
    assert [row.number for row in found.rows] == [3, 5]
    assert [each.number for each in found.skipped] == [1]


def test_a_list_without_headings_loses_no_row():
    found = with_header_row(TABLE, 0)
    assert found.header_row == 0
    assert [row.number for row in found.rows] == [1, 2, 3, 5]
    assert len(set(found.header)) == 2
    assert "名单" not in found.header


def test_the_row_taken_already_changes_nothing():
    assert with_header_row(TABLE, 1) is TABLE


def test_a_cell_is_mended_and_the_rest_stays():
    found = with_cell(TABLE, 5, 1, "13500006609")
    assert found.rows[2] == SheetRow(5, ("何秀兰", "13500006609"))
    assert found.rows[:2] == TABLE.rows[:2]
