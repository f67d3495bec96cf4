"""An old list is looked over, counted, imported, and can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from loancrm_desktop.services import customer_list, customers
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.ui.import_page import CHECK, CHOOSE, DONE, MAP, ImportPage

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
    desk.settle(lambda: page.step == CHECK and page.check.go.isEnabled())
    return page


def choose_rest(page, key) -> None:
    page.check.twins.rest.set_current(key)
    page.check.twins.rest.chosen.emit(key)


def names(desk) -> set[str]:
    return {row.name for row in desk.ask(customer_list.page, query=ListQuery()).rows}


def test_counts_are_shown_before_anything_is_written(checked, desk):
    assert checked.check.counts.created.number == "1"
    assert checked.check.counts.duplicates.number == "1"
    assert checked.check.counts.rejected.number == "1"
    assert names(desk) == set(desk.customers)


def test_columns_are_recognised(checked):
    guesses = {column.column: column.field for column in checked.check.mapping.columns}
    assert guesses == {
        "姓名": "name",
        "手机": "phone",
        "贷款金额": "requested_amount",
        "备注": "remark",
    }


def test_rows_with_problems_are_listed_with_the_reason(checked):
    problems = checked.check.problems
    tester = QAbstractItemModelTester(
        problems.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    first = problems.model.line(0)
    assert tester.model() is problems.model
    assert (first.row, first.column, first.rejects) == (3, "手机", True)
    assert (first.name, first.cell) == ("马小军", "1380012345")


def test_another_field_for_a_column_is_counted_anew(checked, desk):
    checked.check.mapping.choose("手机", None)
    desk.settle(lambda: checked.check.counts.rejected.number == "0")
    assert checked.check.counts.created.number == "3"


def test_a_field_is_taken_by_one_column_only(checked, desk):
    checked.check.mapping.choose("备注", "name")
    desk.settle()
    fields = {column.column: column.field for column in checked.check.mapping.columns}
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
    choose_rest(checked, "update")
    desk.settle(lambda: checked.check.counts.updated.number == "1")
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


def amount_of(desk, name):
    (row,) = desk.ask(customer_list.page, query=ListQuery(search=name)).rows
    return row.requested_amount_fen


def imported(page, desk):
    page.run()
    desk.settle(lambda: page.step == DONE)


def read(page, desk, tmp_path, text, name="名单.csv", step=CHECK):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    page.read_file(path)
    desk.settle(lambda: page.step == step and page.check.next.isEnabled())


def test_the_problem_is_mended_at_its_place(checked, desk):
    model = checked.check.problems.model
    assert model.setData(model.index(0, 3), "13800123456")
    desk.settle(lambda: checked.check.counts.rejected.number == "0")
    assert checked.check.counts.created.number == "2"
    imported(checked, desk)
    assert "马小军" in names(desk)


def test_f8_goes_from_problem_to_problem(checked, qtbot):
    view = checked.check.problems.view
    qtbot.keyClick(checked, Qt.Key.Key_F8)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 3)


def test_blanks_are_filled_unless_something_else_is_chosen(checked, desk):
    assert checked.check.twins.choice == "fill"
    imported(checked, desk)
    assert amount_of(desk, "钱慧敏") == 180_000_000
    values = desk.ask(customers.values, customer_id=desk.customers["钱慧敏"]).values
    assert values["remark"] == "又来了"


def test_a_known_customer_is_shown_beside_the_row(checked, desk):
    shown = checked.check.twins.shown
    assert (shown.row, shown.name, shown.alike) == (4, "钱慧敏", ("phone", "name"))
    assert {field.key for field in shown.fields} == {"requested_amount"}


def test_a_row_is_merged_by_the_key_1_with_the_sides_that_are_marked(checked, desk, qtbot):
    twins = checked.check.twins
    twins.take_from_list("requested_amount", taken=True)
    twins.merge.setFocus()
    qtbot.keyClick(twins.merge, Qt.Key.Key_1)
    desk.settle(checked.check.go.isEnabled)
    assert checked.check.twins.decisions[4].take == ("requested_amount",)
    imported(checked, desk)
    assert amount_of(desk, "钱慧敏") == 200_000_000


@pytest.mark.parametrize(("key", "count"), [(Qt.Key.Key_2, 1), (Qt.Key.Key_3, 2)])
def test_a_row_is_skipped_by_2_and_kept_apart_by_3(checked, desk, qtbot, key, count):
    checked.check.twins.skip.setFocus()
    qtbot.keyClick(checked.check.twins.skip, key)
    desk.settle(checked.check.go.isEnabled)
    imported(checked, desk)
    rows = desk.ask(customer_list.page, query=ListQuery(search="钱慧敏")).rows
    assert len(rows) == count


def test_an_unknown_word_is_given_a_meaning_that_is_remembered(page, desk, tmp_path):
    read(page, desk, tmp_path, "姓名,手机,做什么用\n周德海,13800138000,盖庙\n", step=MAP)
    assert page.check.words.unknown == 1
    page.check.words.choose("盖庙", "renovation")
    desk.settle(page.check.next.isEnabled)
    page.check.next.click()
    imported(page, desk)
    (row,) = desk.ask(customer_list.page, query=ListQuery(search="周德海")).rows
    assert desk.ask(customers.values, customer_id=row.id).values["purpose"] == "renovation"
    page.start_again()
    read(page, desk, tmp_path, "姓名,手机,做什么用\n何大海,13800138111,盖庙\n")
    assert page.check.words.unknown == 0


def test_the_mapping_of_last_time_is_used_and_can_be_left(checked, desk, tmp_path):
    checked.check.mapping.choose("备注", "company")
    desk.settle(checked.check.go.isEnabled)
    imported(checked, desk)
    checked.start_again()
    read(checked, desk, tmp_path, LIST)
    assert {each.column: each.field for each in checked.check.mapping.columns}["备注"] == "company"
    assert checked.check.mapping.remembered.isVisible()
    checked.check.mapping.remembered.click()
    desk.settle(checked.check.go.isEnabled)
    assert {each.column: each.field for each in checked.check.mapping.columns}["备注"] == "remark"


def test_cells_are_pasted_from_a_spreadsheet(page, desk, qapp):
    qapp.clipboard().setText("姓名\t手机\n周德海\t13800138000\n")
    page.paste()
    desk.settle(lambda: page.step == CHECK and page.check.go.isEnabled())
    imported(page, desk)
    assert "周德海" in names(desk)


def test_nothing_on_the_clipboard_is_said(page, desk, qapp):
    qapp.clipboard().clear()
    page.paste()
    desk.settle(page.notice.isVisible)
    assert page.step == CHOOSE


def test_another_row_holds_the_headings(page, desk, tmp_path):
    text = "一,二\n三,四\n姓名,手机\n周德海,13800138000\n"
    path = tmp_path / "名单.csv"
    path.write_text(text, encoding="utf-8")
    page.read_file(path)
    desk.settle(lambda: page.step in (MAP, CHECK))
    box = page.check.file.header_rows
    box.setCurrentIndex(box.findData(3))
    box.activated.emit(box.currentIndex())
    desk.settle(
        lambda: page.check.mapping.columns[0].column == "姓名" and page.check.go.isEnabled()
    )
    imported(page, desk)
    assert "周德海" in names(desk)


def test_the_imported_customers_are_asked_for(checked, desk, qtbot):
    imported(checked, desk)
    asked = []
    checked.list_requested.connect(asked.append)
    checked.result.see.click()
    desk.settle(lambda: asked)
    rows = desk.ask(customer_list.page, query=ListQuery(where=asked[0])).rows
    assert {row.name for row in rows} == {"周德海"}


def test_the_person_goes_back_without_losing_the_mapping(checked, desk):
    checked.check.back.click()
    assert checked.step == MAP
    checked.check.mapping.choose("备注", None)
    desk.settle(checked.check.next.isEnabled)
    checked.check.next.click()
    assert checked.step == CHECK
    assert {each.column: each.field for each in checked.check.mapping.columns}["备注"] is None
    checked.check.back.click()
    checked.check.back.click()
    assert checked.step == CHOOSE


def test_a_plan_that_does_not_hold_is_said_and_cannot_be_run(checked, desk):
    for column in ("姓名", "手机"):
        checked.check.mapping.choose(column, None)
    desk.settle(checked.notice.isVisible)
    assert not checked.check.go.isEnabled()
    assert checked.check.counts.created.number == "—"


def test_a_nickname_is_taken_for_the_one_person_it_fits(page, desk, tmp_path):
    read(page, desk, tmp_path, "姓名,手机,业务员\n周德海,13800138000,小王\n", step=MAP)
    desk.settle(lambda: page.check.words.maps.get("owner"))
    assert page.check.words.maps == {"owner": {"小王": str(desk.actor.user_id)}}
    desk.settle(page.check.next.isEnabled)
    page.check.next.click()
    imported(page, desk)
    (row,) = desk.ask(customer_list.page, query=ListQuery(search="周德海")).rows
    assert row.owner_id == desk.actor.user_id
