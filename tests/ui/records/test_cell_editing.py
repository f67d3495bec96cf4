"""A cell is changed where it stands; what somebody else changed meanwhile is asked about."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from loancrm_desktop.services import customers
from loancrm_desktop.ui.records.list_page import CustomerListPage


@pytest.fixture
def page(qtbot, desk):
    page = CustomerListPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1300, 700)
    page.show()
    page.activateWindow()
    desk.settle(lambda: page.model.total == 4)
    return page


def start(page, desk, name: str, key: str):
    rows = [page.model.row_at(at).name for at in range(page.model.total)]
    page.view.go_to_row(rows.index(name), page.model.position_of(key))
    page.acts.edit_cell()
    desk.settle(lambda: page.editing.editor is not None)
    return page.editing.editor


def stored(desk, name: str):
    return desk.ask(customers.values, customer_id=desk.customers[name]).values


def test_the_editor_has_the_height_of_the_row_and_the_value_whole(page, desk):
    editor = start(page, desk, "赵明轩", "requested_amount")
    assert editor.height() <= page.view.row_height
    assert editor.value() == "300000"
    assert page.editing.key == "requested_amount"


def test_tab_saves_and_goes_on_to_the_next_cell(page, desk, qtbot):
    editor = start(page, desk, "赵明轩", "requested_amount")
    editor.set_value("310000")
    qtbot.keyClick(editor.focusProxy(), Qt.Key.Key_Tab)
    desk.settle(lambda: page.editing.key not in ("", "requested_amount"))
    assert stored(desk, "赵明轩")["requested_amount"] == "310000.00"
    page.editing.leave()


def test_leaving_the_field_saves(page, desk):
    editor = start(page, desk, "赵明轩", "requested_amount")
    editor.set_value("320000")
    page.toolbar.search.setFocus()
    QApplication.processEvents()
    desk.settle(lambda: page.editing.editor is None)
    assert stored(desk, "赵明轩")["requested_amount"] == "320000.00"


def test_the_same_field_changed_elsewhere_is_asked_about(page, desk, qtbot):
    editor = start(page, desk, "赵明轩", "requested_amount")
    editor.set_value("330000")
    desk.do(
        customers.edit,
        customer_id=desk.customers["赵明轩"],
        values={"requested_amount": "990000.00"},
    )
    page.editing.finish()
    saver = page.editing._saver
    qtbot.waitUntil(lambda: saver.dialog is not None)
    saver.dialog.reject()
    desk.settle(lambda: page.editing.editor is None)
    assert stored(desk, "赵明轩")["requested_amount"] == "990000.00"


def test_a_masked_number_left_empty_stays_as_it_was(page, desk, qtbot):
    editor = start(page, desk, "赵明轩", "phone")
    assert editor.value() is None
    qtbot.keyClick(editor.focusProxy(), Qt.Key.Key_Return)
    desk.settle(lambda: page.editing.editor is None)
    assert stored(desk, "赵明轩")["phone"] == "13800005521"


def test_a_cell_nobody_types_is_left_alone(page, desk):
    page.view.go_to_row(0, page.model.position_of("deal_stage"))
    page.editing.edit(page.view.currentIndex())
    desk.settle()
    assert page.editing.editor is None


def test_scrolling_takes_the_editor_along(page, desk):
    editor = start(page, desk, "赵明轩", "requested_amount")
    before = editor.y()
    page.resize(1300, 300)
    page.view.verticalScrollBar().setValue(20)
    moved = before - editor.y()
    assert moved == page.view.verticalScrollBar().value()
    page.editing.leave()
