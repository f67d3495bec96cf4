"""The table of customers: ticks by mouse and keys, a keyboard cell, columns pinned at the left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from loancrm_desktop.services import customer_table
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.ui.records.cell_texts import CellTexts
from loancrm_desktop.ui.records.customer_model import CustomerTableModel
from loancrm_desktop.ui.records.list_columns import DEFAULT_KEYS, columns_for
from loancrm_desktop.ui.records.pinned_columns import PinnedColumns
from loancrm_desktop.ui.records.row_delegate import pencil_place
from loancrm_desktop.ui.records.rows_view import RowsView
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS
from loancrm_desktop.ui.records.ticks import Ticks

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TOTAL = 100_000


@pytest.fixture
def view(qtbot, desk):
    base = desk.ask(customer_table.table, query=ListQuery(search="钱慧敏")).rows[0]
    ticks = Ticks()
    texts = CellTexts(desk.words, lambda: NOW)
    model = CustomerTableModel(columns_for(DEFAULT_KEYS, desk.words), texts, ticks)
    model.editable = frozenset({"requested_amount"})

    def fill(block: int) -> None:
        first = block * BLOCK_ROWS
        model.put_block(block, [replace(base, id=first + n) for n in range(BLOCK_ROWS)])

    model.block_wanted.connect(fill)
    view = RowsView(model, "客户")
    view.kept = (ticks, model)
    qtbot.addWidget(view)
    view.resize(1000, 500)
    model.start(TOTAL, [replace(base, id=n) for n in range(BLOCK_ROWS)])
    view.show()
    view.activateWindow()
    view.setFocus()
    QApplication.processEvents()
    return view


def middle(view, row: int, key: str) -> QPoint:
    model = view.customer_model
    return view.visualRect(model.index(row, model.position_of(key))).center()


def click(view, qtbot, row: int, key: str, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, modifier, pos=middle(view, row, key)
    )


def test_a_click_moves_the_keyboard_and_ticks_only_in_the_first_column(view, qtbot):
    click(view, qtbot, 3, "deal_stage")
    assert (view.currentIndex().row(), view.customer_model.ticks.ids) == (3, [])
    click(view, qtbot, 5, "check")
    click(view, qtbot, 7, "phone", Qt.KeyboardModifier.ControlModifier)
    assert view.customer_model.ticks.ids == [5, 7]
    click(view, qtbot, 5, "check")
    assert view.customer_model.ticks.ids == [7]


def test_shift_asks_for_the_span_from_the_row_before(view, qtbot):
    click(view, qtbot, 2, "phone")
    with qtbot.waitSignal(view.span_wanted) as wanted:
        click(view, qtbot, 6, "phone", Qt.KeyboardModifier.ShiftModifier)
    assert wanted.args == [2, 6]
    with qtbot.waitSignal(view.span_wanted) as wanted:
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert wanted.args == [2, 7]


def test_end_goes_to_the_last_of_a_hundred_thousand(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_End)
    QApplication.processEvents()
    assert view.currentIndex().row() == TOTAL - 1
    assert view.current_row.id == TOTAL - 1
    assert len(view.customer_model.blocks_held()) < 10
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0


def test_a_row_far_away_is_shown_after_a_jump(view, qtbot):
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    qtbot.waitUntil(lambda: any(block > 100 for block in view.customer_model.blocks_held()))
    rows = view.shown_rows(view.viewport().rect())
    assert all(shown.row is not None for shown in rows)
    assert rows[0].top <= 0 < rows[0].top + view.row_height


def test_left_and_right_go_to_a_single_cell(view, qtbot):
    view.go_to_row(4)
    assert not view.in_cell()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.in_cell()
    assert view.currentIndex().row() == 4


def test_the_pencil_of_an_editable_cell_asks_for_the_editor(view, qtbot):
    model = view.customer_model
    index = model.index(2, model.position_of("requested_amount"))
    view.show_hovered(2, index.column())
    place = pencil_place(view.visualRect(index), at_left=True).center()
    with qtbot.waitSignal(view.edit_wanted) as wanted:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args[0].row() == 2


def test_a_double_click_opens_and_the_menu_key_asks_for_the_menu(view, qtbot):
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 3, "phone"))
    assert opened.args[0].id == 3
    view.go_to_row(3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    with qtbot.waitSignal(view.menu_wanted):
        QApplication.sendEvent(view, event)


def test_what_is_painted_follows_the_ticks(view):
    before = view.viewport().grab().toImage()
    view.customer_model.ticks.toggle(1)
    after = view.viewport().grab().toImage()
    assert before != after


def test_check_state_tip_and_spoken_text_come_from_the_model(view):
    model = view.customer_model
    model.ticks.toggle(1)
    role = Qt.ItemDataRole
    assert model.index(1, 0).data(role.CheckStateRole) == Qt.CheckState.Checked
    assert model.index(2, 0).data(role.CheckStateRole) == Qt.CheckState.Unchecked
    assert model.index(1, 0).data(role.AccessibleDescriptionRole).startswith("钱慧敏")
    amount = model.index(1, model.position_of("requested_amount"))
    assert amount.data(role.ToolTipRole) == "¥ 1,800,000.00"
    assert model.index(1, 0).data(role.AccessibleTextRole) != model.index(2, 0).data(
        role.AccessibleTextRole
    )


def test_names_stay_in_sight_when_the_list_is_scrolled_sideways(view, qtbot):
    pinned = PinnedColumns(view)
    view.show_widths(dict.fromkeys(DEFAULT_KEYS, 200), spare=False)
    assert not pinned.isVisible()
    view.horizontalScrollBar().setValue(300)
    assert pinned.isVisible()
    assert pinned.x() == view.viewport().x()
    head = view.head.height()
    qtbot.mouseClick(
        pinned, Qt.MouseButton.LeftButton, pos=QPoint(10, head + 2 * view.row_height + 5)
    )
    assert view.customer_model.ticks.ids == [2]
    with qtbot.waitSignal(view.head.all_toggled):
        qtbot.mouseClick(pinned, Qt.MouseButton.LeftButton, pos=QPoint(10, head // 2))
    view.horizontalScrollBar().setValue(0)
    assert not pinned.isVisible()


def test_a_title_offers_in_a_menu_what_a_drag_does(view, qtbot):
    head = view.head
    menu = head.open_menu(2, QPoint(0, 0))
    offers = {action.data()[0]: action for action in menu.actions()}
    assert not offers["left"].isEnabled()
    with qtbot.waitSignal(head.order_dragged) as ordered:
        offers["right"].trigger()
    assert ordered.args[0][:2] == ["product_type", "phone"]
    with qtbot.waitSignal(head.hide_wanted) as hidden:
        offers["hide"].trigger()
    assert hidden.args == ["phone"]
    with qtbot.waitSignal(head.sort_chosen) as sorted_by:
        offers["down"].trigger()
    assert sorted_by.args == ["-phone"]
    menu.close()


def test_a_dragged_title_asks_for_another_order_and_the_name_stays_first(view, qtbot):
    head = view.head
    head._dragging = True
    with qtbot.waitSignal(head.order_dragged) as ordered:
        head.moveSection(head.visualIndex(4), 2)
    assert ordered.args[0][0] == "requested_amount"
    assert [head.logicalIndex(at) for at in range(3)] == [0, 1, 2]


def test_the_box_over_the_ticks_says_some_or_all(view, qtbot):
    view.customer_model.ticks.toggle(1)
    assert view.head.ticks == Qt.CheckState.PartiallyChecked
    view.customer_model.ticks.replace(range(TOTAL))
    assert view.head.ticks == Qt.CheckState.Checked
    with qtbot.waitSignal(view.head.all_toggled):
        qtbot.mouseClick(view.head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(12, 10))
