"""An old list is looked over, counted, imported, and can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from loancrm_desktop.services import customer_list
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.ui.import_page import CHECK, CHOOSE, DONE, ImportPage

LIST = (
    "姓名,手机,贷款金额,备注\n"
    "周德海,138 0013 8000,50万,老客户介绍\n"
    "马小军,1380012345,30万,\n"
    "钱慧敏,13900000872,200万,又来了\n"
)


@pytest.fixture
def page(qtbot, desk):
    page = ImportPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    return page


@pytest.fixture
def checked(page, desk, tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text(LIST, encoding="utf-8")
    page.read_file(path)
    desk.settle(lambda: page.step == CHECK and page.go.isEnabled())
    return page


def names(desk) -> set[str]:
    return {row.name for row in desk.ask(customer_list.page, query=ListQuery()).rows}


def test_counts_are_shown_before_anything_is_written(checked, desk):
    assert checked.created.number == "1"
    assert checked.duplicates.number == "1"
    assert checked.rejected.number == "1"
    assert names(desk) == set(desk.customers)


def test_columns_are_recognised(checked):
    guesses = {column.column: column.field for column in checked.mapping.columns}
    assert guesses == {
        "姓名": "name",
        "手机": "phone",
        "贷款金额": "requested_amount",
        "备注": "remark",
    }


def test_rows_with_problems_are_listed_with_the_reason(checked):
    tester = QAbstractItemModelTester(
        checked.problems.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    first = checked.problems.model.row_at(0)
    assert tester.model() is checked.problems.model
    assert (first.row, first.column, first.rejects) == (3, "手机", True)


def test_another_field_for_a_column_is_counted_anew(checked, desk):
    checked.mapping.choose("手机", None)
    desk.settle(lambda: checked.rejected.number == "0")
    assert checked.created.number == "3"


def test_a_field_is_taken_by_one_column_only(checked, desk):
    checked.mapping.choose("备注", "name")
    desk.settle()
    fields = {column.column: column.field for column in checked.mapping.columns}
    assert fields["备注"] == "name"
    assert fields["姓名"] is None


def test_the_import_writes_and_tells(checked, desk):
    checked.run()
    desk.settle(lambda: checked.step == DONE)
    assert "周德海" in names(desk)
    assert "1" in checked.result.text


def test_an_import_is_taken_back_whole(checked, desk):
    checked.run()
    desk.settle(lambda: checked.step == DONE)
    assert checked.result.undo.isEnabled()
    checked.result.undo.click()
    desk.settle(lambda: "周德海" not in names(desk))
    assert names(desk) == set(desk.customers)


def test_a_cancelled_import_changes_nothing(checked, desk):
    checked.run()
    checked.cancel()
    desk.settle(lambda: not checked.running)
    assert "周德海" not in names(desk) or checked.step == DONE


def test_known_customers_are_updated_when_that_is_chosen(checked, desk):
    next(b for b in checked._choices.buttons() if b.objectName() == "update").click()
    desk.settle(lambda: checked.updated.number == "1")
    checked.run()
    desk.settle(lambda: checked.step == DONE)
    rows = desk.ask(customer_list.page, query=ListQuery(search="钱慧敏")).rows
    assert rows[0].requested_amount_fen == 200_000_000


def test_the_rows_left_out_are_saved_to_be_mended(checked, desk, tmp_path):
    import openpyxl

    target = tmp_path / "left out.xlsx"
    checked.save_rejects(target)
    desk.settle(target.exists)
    sheet = openpyxl.load_workbook(target).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "马小军" in rows[1]


def test_a_file_that_is_no_list_is_refused_in_a_sentence(page, desk, tmp_path):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    page.read_file(path)
    desk.settle(page.notice.isVisible)
    assert page.step == CHOOSE
    assert page.notice.text
