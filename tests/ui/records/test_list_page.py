"""The list of customers finds, filters, sorts, says its states, and follows what others do."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from loancrm_desktop.errors import Refused, Unavailable
from loancrm_desktop.services import customers, tasks, views
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.texts import say
from loancrm_desktop.ui.commands import keys_text
from loancrm_desktop.ui.records import row_commands
from loancrm_desktop.ui.records.list_page import CustomerListPage

REVIEW = {"field": "deal_stage", "op": "in", "value": ["qualification_review"]}


@pytest.fixture
def page(qtbot, desk):
    page = CustomerListPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1300, 700)
    page.show()
    page.activateWindow()
    desk.settle(lambda: page.model.total == 4)
    page.view.setFocus()
    return page


def names(page) -> list[str]:
    return [page.model.row_at(row).name for row in range(page.model.total)]


def at(page, name: str) -> int:
    return names(page).index(name)


def cell(page, name: str, key: str) -> str:
    return page.model.index(at(page, name), page.model.position_of(key)).data()


def pick(page, name: str) -> None:
    page.view.go_to_row(at(page, name))


def test_all_customers_are_shown_with_stage_amount_and_masked_phone(page, desk):
    assert set(names(page)) == set(desk.customers)
    assert cell(page, "钱慧敏", "deal_stage") == "资质审核"
    assert cell(page, "钱慧敏", "requested_amount") == "180.0"
    assert cell(page, "钱慧敏", "phone") == "139 **** 0872"


def test_qt_finds_nothing_to_complain_of(page, desk):
    tester = QAbstractItemModelTester(
        page.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    page.ticks.toggle(desk.customers["何秀兰"])
    page.show_columns(("remark", "level", "next_step"))
    desk.settle()
    page.reload()
    desk.settle()
    assert tester.model() is page.model


def test_typing_finds_by_pinyin_and_by_the_end_of_the_phone(page, desk, qtbot):
    qtbot.keyClicks(page.toolbar.search, "qhm")
    desk.settle(lambda: page.model.total == 1)
    assert names(page) == ["钱慧敏"]
    page.toolbar.search.setText("6608")
    desk.settle(lambda: names(page) == ["何秀兰"])


def test_a_condition_leaves_only_those_who_fit(page, desk):
    page.conditions.set_where(REVIEW)
    page.conditions.changed.emit()
    desk.settle(lambda: page.model.total == 2)
    assert set(names(page)) == {"钱慧敏", "冯国栋"}
    assert page.summary.count.text().startswith("2")


def test_nobody_found_names_the_condition_in_the_way_and_drops_it(page, desk, qtbot):
    rich = {"field": "requested_amount", "op": "ge", "value": "90000000.00"}
    page.conditions.set_where({"all": [REVIEW, rich]})
    page.conditions.changed.emit()
    desk.settle(lambda: page.model.total == 0 and len(page.states.state.buttons) == 2)
    assert not page.states.shows_rows
    assert "2" in page.states.state.text
    page.states.state.buttons[0].click()
    desk.settle(lambda: page.model.total == 2)
    assert page.wish.where in ({"all": [REVIEW]}, REVIEW)
    assert page.states.shows_rows


def test_a_search_without_a_hit_offers_to_clear_it(page, desk):
    page.toolbar.search.setText("没有这个人")
    page.reload()
    desk.settle(lambda: page.model.total == 0)
    page.states.state.buttons[0].click()
    desk.settle(lambda: page.model.total == 4)


def test_an_empty_office_offers_import_and_the_first_customer(page, desk, qtbot):
    desk.do(customers.remove, customer_ids=list(desk.customers.values()))
    desk.settle(lambda: page.model.total == 0)
    imports, new = page.states.state.buttons
    with qtbot.waitSignal(page.import_requested):
        imports.click()
    with qtbot.waitSignal(page.new_requested):
        new.click()


def test_a_header_sorts_down_then_up_then_not(page, desk):
    column = page.model.position_of("requested_amount")
    page.view.head.sectionClicked.emit(column)
    desk.settle()
    assert names(page) == ["冯国栋", "何秀兰", "钱慧敏", "赵明轩"]
    page.view.head.sectionClicked.emit(column)
    desk.settle()
    assert names(page) == ["赵明轩", "钱慧敏", "何秀兰", "冯国栋"]
    page.view.head.sectionClicked.emit(column)
    desk.settle()
    assert page.wish.sort == ""


def test_sorting_keeps_the_row_the_keyboard_is_on(page, desk):
    pick(page, "赵明轩")
    page.view.head.sort_chosen.emit("-requested_amount")
    desk.settle(lambda: names(page)[0] == "冯国栋")
    assert page.view.current_row.name == "赵明轩"


def test_enter_opens_and_ctrl_enter_asks_for_an_own_window(page, desk, qtbot):
    pick(page, "何秀兰")
    with qtbot.waitSignal(page.customer_opened) as opened:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.customer_window_requested) as beside:
        qtbot.keyClick(page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened.args == beside.args == [desk.customers["何秀兰"]]


def test_a_customer_added_at_another_desk_appears(page, desk):
    desk.do(customers.add, values={"name": "新来的"})
    desk.settle(lambda: page.model.total == 5)
    assert "新来的" in names(page)


def test_ticks_survive_sorting_filtering_and_a_reload(page, desk, qtbot):
    pick(page, "赵明轩")
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    page.view.head.sort_chosen.emit("name")
    page.conditions.set_where(REVIEW)
    page.conditions.changed.emit()
    desk.settle(lambda: page.model.total == 2)
    qtbot.waitUntil(lambda: bool(page.bulk.unseen.text()))
    assert page.ticks.ids == [desk.customers["赵明轩"]]
    assert page.bulk.isVisible()
    assert "1" in page.bulk.unseen.text()


def test_f2_edits_a_cell_enter_saves_and_esc_leaves_it(page, desk, qtbot):
    page.view.go_to_row(at(page, "赵明轩"), page.model.position_of("requested_amount"))
    page.commands[row_commands.CELL].trigger()
    desk.settle(lambda: page.editing.editor is not None)
    page.editing.editor.set_value("888000")
    qtbot.keyClick(page.editing.editor.focusProxy(), Qt.Key.Key_Return)
    desk.settle(lambda: page.editing.editor is None)
    stored = desk.ask(customers.values, customer_id=desk.customers["赵明轩"]).values
    assert stored["requested_amount"] == "888000.00"
    page.acts.edit_cell()
    desk.settle(lambda: page.editing.editor is not None)
    page.editing.editor.set_value("1")
    qtbot.keyClick(page.editing.editor.focusProxy(), Qt.Key.Key_Escape)
    assert page.editing.editor is None
    stored = desk.ask(customers.values, customer_id=desk.customers["赵明轩"]).values
    assert stored["requested_amount"] == "888000.00"


def test_a_cell_that_does_not_hold_stays_open_with_the_reason(page, desk, qtbot):
    page.view.go_to_row(at(page, "赵明轩"), page.model.position_of("phone"))
    page.acts.edit_cell()
    desk.settle(lambda: page.editing.editor is not None)
    assert not page.editing.editor.value()
    page.editing.editor.set_value("123")
    page.editing.finish()
    desk.settle()
    assert page.editing.editor is not None
    assert page.editing.message
    page.editing.leave()


def test_a_saved_view_shows_its_list_and_says_when_it_is_changed(page, desk):
    body = {"where": REVIEW, "sort": ["-requested_amount"], "columns": ["name", "deal_stage"]}
    desk.do(views.save, kind="customer", name="待审核", body=body)
    page.views.tabs.load()
    desk.settle(lambda: len(page.views.tabs.views) == 1)
    page.views.tabs.choose(page.views.tabs.views[0].id)
    desk.settle(lambda: page.model.total == 2)
    assert names(page) == ["冯国栋", "钱慧敏"]
    assert [one.key for one in page.model.columns] == ["check", "name", "deal_stage"]
    assert not page.views.tabs.save_link.isVisible()
    page.view.head.sort_chosen.emit("name")
    desk.settle()
    assert page.views.tabs.save_link.isVisible()


def test_the_preview_follows_the_keyboard_and_p_shuts_it(page, desk, qtbot):
    pick(page, "何秀兰")
    desk.settle(lambda: page.preview.sheet is not None and page.preview.row.name == "何秀兰")
    qtbot.waitUntil(
        lambda: page.preview.sheet is not None and page.preview.sheet.id == desk.customers["何秀兰"]
    )
    assert page.preview.name.text() == "何秀兰"
    assert page.preview.phone.text == "135 **** 6608"
    qtbot.keyClick(page.view, Qt.Key.Key_P)
    assert not page.preview.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_P)
    assert page.preview.isVisible()


def test_a_list_that_cannot_be_read_says_so_and_can_be_read_again(page, desk, monkeypatch):
    page._on_sort_chosen("no_such_field")
    desk.settle()
    assert page.notice.isVisible() or not page.states.shows_rows
    page._on_sort_chosen("")
    desk.settle(lambda: page.model.total == 4)
    assert page.states.shows_rows


def test_without_the_right_to_see_it_says_whom_to_ask(page):
    page.model.start(0, ())
    page._on_failed(Refused(say("Ask the owner."), forbidden=True))
    assert not page.states.shows_rows
    assert page.states.state.text == "Ask the owner."


def test_a_failure_before_the_first_rows_offers_another_try(page, desk):
    page.model.start(0, ())
    page._on_failed(Unavailable(say("The disk is busy."), "busy"))
    page.states.state.buttons[0].click()
    desk.settle(lambda: page.model.total == 4)
    assert page.states.shows_rows


def test_a_slow_answer_shows_grey_shapes_first(page, desk, qtbot):
    held = threading.Event()
    asked = desk.office.ask
    desk.office.ask = lambda *given, **more: (held.wait(60), asked(*given, **more))[1]
    page._on_sort_chosen("name")
    qtbot.waitUntil(lambda: page.states.currentIndex() == 2)
    held.set()
    desk.settle()
    desk.office.ask = asked
    assert page.states.shows_rows


def test_a_page_that_is_gone_before_the_answer_harms_nobody(qtbot, desk):
    page = CustomerListPage(desk.bridge, desk.words)
    page.resize(1200, 700)
    page.show()
    page.reload()
    page.close()
    page.deleteLater()
    desk.settle()
    assert desk.bridge.pending == 0


def test_the_state_survives_building_the_page_anew(page, desk, qtbot):
    page.ticks.toggle(desk.customers["何秀兰"])
    page._on_sort_chosen("requested_amount")
    desk.settle()
    pick(page, "冯国栋")
    again = CustomerListPage(desk.bridge, desk.words)
    qtbot.addWidget(again)
    again.resize(1300, 700)
    again.restore(page.state())
    again.show()
    desk.settle(lambda: again.model.total == 4)
    assert again.wish.sort == "requested_amount"
    assert again.ticks.ids == [desk.customers["何秀兰"]]
    assert again.view.current_row.name == "冯国栋"


def test_a_next_step_is_shown_with_its_time_and_its_lack_in_words(page, desk):
    desk.do(tasks.add, title="补流水", customer_id=desk.customers["何秀兰"])
    desk.settle(lambda: cell(page, "何秀兰", "next_step") == "补流水")
    assert cell(page, "赵明轩", "next_step")
    assert desk.ask(customers.values, customer_id=desk.customers["赵明轩"])


def test_the_board_is_asked_for_with_the_same_condition(page, desk, qtbot):
    page.conditions.set_where(REVIEW)
    page.conditions.changed.emit()
    desk.settle(lambda: page.model.total == 2)
    with qtbot.waitSignal(page.board_requested) as wanted:
        page.toolbar.kind.chosen.emit("board")
    assert wanted.args in ([REVIEW], [{"all": [REVIEW]}])
    assert ListQuery(where=wanted.args[0]).where


def test_the_column_chooser_changes_what_is_shown(page, desk):
    page.toolbar.columns.click()
    chooser = page.views.chooser
    chooser.model.toggle("remark")
    assert "remark" in [one.key for one in page.model.columns]
    chooser.close()
    desk.settle()
    assert page.views.chooser is None
    assert page.current_body()["columns"][-1] == "remark"


def test_the_order_menu_sorts_and_turns_round(page, desk):
    offers = {action.data(): action for action in page.toolbar.sort.menu().actions()}
    offers["-requested_amount"].trigger()
    desk.settle(lambda: names(page)[0] == "冯国栋")
    page.toolbar.sort.menu().actions()[-1].trigger()
    desk.settle(lambda: names(page)[0] == "赵明轩")


def test_the_keyboard_stays_on_the_customer_when_a_colleague_adds_another(page, desk):
    pick(page, "冯国栋")
    desk.do(customers.add, values={"name": "新来的", "phone": "13600001234"})
    desk.settle(lambda: "新来的" in names(page))
    assert page.view.current_row.name == "冯国栋"
    assert page.preview.row.name == "冯国栋"


def test_a_cell_being_typed_stays_with_its_customer_when_a_colleague_adds_another(page, desk):
    pick(page, "冯国栋")
    column = page.model.position_of("requested_amount")
    page.editing.edit(page.model.index(at(page, "冯国栋"), column))
    desk.settle(lambda: page.editing.editor is not None)
    desk.do(customers.add, values={"name": "新来的", "phone": "13600001234"})
    desk.settle(lambda: "新来的" in names(page))
    cell = page.view.visualRect(page.model.index(at(page, "冯国栋"), column))
    assert page.editing.editor.geometry().center().y() == pytest.approx(cell.center().y(), abs=2)


def test_when_the_customer_leaves_the_list_the_keyboard_stays_in_its_place(page, desk):
    gone, follows = names(page)[1:3]
    pick(page, gone)
    desk.do(customers.remove, customer_ids=[desk.customers[gone]])
    desk.settle(lambda: gone not in names(page))
    assert page.view.current_row.name == follows


def test_the_keys_of_the_views_are_commands_of_the_page(qtbot, desk):
    page = CustomerListPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    keys = {action.objectName(): keys_text(action) for action in page.actions()}
    assert keys["view.left"] == "Ctrl+Shift+PgUp"
    assert keys["view.right"] == "Ctrl+Shift+PgDown"
    desk.settle()
