"""The command palette finds customers, acts, pages, commands and colleagues."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.services import customers
from loancrm_desktop.ui.commands import Command, add_command, commands_of
from loancrm_desktop.ui.palette.palette import CommandPalette, PalettePlace

PLACES = (
    PalettePlace("today", "今日工作台", "today", "Ctrl+1"),
    PalettePlace("customers", "客户", "users", "Ctrl+2"),
    PalettePlace("board", "业务看板", "board", "Ctrl+3"),
)
SECTIONS = (PalettePlace("people", "成员与角色", words="权限"),)


class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.resize(1440, 900)
        self.ran: list[str] = []
        self.edit = QLineEdit()
        QVBoxLayout(self).addWidget(self.edit)
        add_command(self, Command("customer.new", "新建客户", "Ctrl+N", "plus"), self.on_new)
        add_command(self, Command("office.lock", "立即锁定", "Ctrl+L", "lock"), self.on_lock)

    def on_new(self):
        self.ran.append("new")

    def on_lock(self):
        self.ran.append("lock")


@pytest.fixture
def window(qtbot, desk):
    window = Window()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def palette(desk, window):
    palette = CommandPalette(desk.bridge, desk.words, window)
    palette.set_places(PLACES, SECTIONS)
    palette.open_with(commands_of(window))
    desk.settle()
    return palette


def titles(palette, kind):
    return [entry.title for entry in palette.model.entries if entry.kind == kind]


def type_in(desk, palette, text):
    palette.box.setText(text)
    desk.settle(lambda: not palette.finder.pause.isActive())
    desk.settle()


def press(qtbot, palette, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(palette.box, key, modifier)


@pytest.mark.parametrize("typed", ["钱慧", "qhm", "qianhuimin", "0872"])
def test_a_customer_is_found_by_name_initials_pinyin_and_last_digits(desk, palette, typed):
    type_in(desk, palette, typed)
    assert titles(palette, "customer") == ["钱慧敏"]
    line = palette.model.entries[1]
    assert "139 **** 0872" in line.detail
    assert "13900000872" not in line.spoken


def test_what_was_typed_is_marked_in_the_name_and_in_the_number(desk, palette):
    type_in(desk, palette, "钱慧")
    assert palette.model.entries[1].span == (0, 2)
    type_in(desk, palette, "qhm")
    desk.settle()
    assert palette.model.entries[1].span == (0, 3)
    type_in(desk, palette, "0872")
    line = palette.model.entries[1]
    assert line.detail[slice(*line.detail_span)] == "0872"


def test_enter_opens_the_first_and_ctrl_enter_opens_it_in_its_own_window(desk, palette, qtbot):
    type_in(desk, palette, "钱慧敏")
    with qtbot.waitSignal(palette.customer_opened) as opened:
        press(qtbot, palette, Qt.Key.Key_Return)
    assert opened.args == [desk.customers["钱慧敏"]]
    assert palette.isHidden()
    palette.open_with([])
    type_in(desk, palette, "钱慧敏")
    with qtbot.waitSignal(palette.customer_window_requested):
        press(qtbot, palette, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_enter_before_the_answer_opens_who_was_typed_not_who_was_shown(desk, palette, qtbot):
    type_in(desk, palette, "钱慧敏")
    palette.box.setText("冯国栋")
    with qtbot.waitSignal(palette.customer_opened) as opened:
        press(qtbot, palette, Qt.Key.Key_Return)
    assert opened.args == [desk.customers["冯国栋"]]
    desk.settle()


def test_the_acts_are_those_for_the_customer_the_choice_stands_on(desk, palette, qtbot):
    desk.do(customers.add, values={"name": "钱慧珍", "phone": "13611112222"})
    type_in(desk, palette, "钱慧")
    names = titles(palette, "customer")
    assert set(names) == {"钱慧敏", "钱慧珍"}
    assert names[0] in titles(palette, "heading")[1]
    press(qtbot, palette, Qt.Key.Key_Down)
    desk.settle()
    QApplication.processEvents()
    assert names[1] in titles(palette, "heading")[1]
    assert titles(palette, "customer") == names
    assert palette.view.currentIndex().row() == 2


def test_tab_shows_all_acts_of_the_one_looked_at_and_escape_goes_back(desk, palette, qtbot):
    type_in(desk, palette, "钱慧敏")
    press(qtbot, palette, Qt.Key.Key_Tab)
    assert not titles(palette, "customer")
    acts = {entry.key for entry in palette.model.entries if entry.kind == "act"}
    assert {"follow_up", "call", "contract", "edit", "window"} <= acts
    assert "advance:product_matching" in acts
    press(qtbot, palette, Qt.Key.Key_Escape)
    assert palette.isVisible()
    assert titles(palette, "customer") == ["钱慧敏"]
    press(qtbot, palette, Qt.Key.Key_Escape)
    assert palette.isHidden()


def test_an_act_is_asked_for_with_its_customer(desk, palette, qtbot):
    type_in(desk, palette, "钱慧敏")
    press(qtbot, palette, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.customer_act_requested) as asked:
        press(qtbot, palette, Qt.Key.Key_Return)
    assert asked.args == [desk.customers["钱慧敏"], "follow_up"]


def test_pages_and_commands_are_found_by_pinyin(desk, palette, qtbot):
    type_in(desk, palette, "ywkb")
    assert "业务看板" in titles(palette, "place")
    type_in(desk, palette, "quanxian")
    assert titles(palette, "section") == ["成员与角色"]
    type_in(desk, palette, ">xjkh")
    assert titles(palette, "command") == ["新建客户"]
    assert not titles(palette, "customer")


def test_a_command_runs_after_the_palette_is_gone_and_the_focus_is_back(
    desk, palette, window, qtbot
):
    palette.close_quietly()
    window.edit.setFocus()
    palette.open_with(commands_of(window))
    assert QApplication.focusWidget() is palette.box
    type_in(desk, palette, ">锁定")
    press(qtbot, palette, Qt.Key.Key_Return)
    assert window.ran == ["lock"]
    assert palette.isHidden()
    assert QApplication.focusWidget() is window.edit


def test_shortcuts_of_the_window_sleep_while_one_types(desk, palette, window, qtbot):
    press(qtbot, palette, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == []


def test_a_hash_finds_only_numbers(desk, palette):
    type_in(desk, palette, "#0872")
    assert titles(palette, "customer") == ["钱慧敏"]
    type_in(desk, palette, "#钱慧敏")
    assert not titles(palette, "customer")


@pytest.mark.parametrize("sign", [">", "＞", "》"])
def test_the_signs_may_come_from_a_chinese_input_method(desk, palette, sign):
    type_in(desk, palette, f"{sign}锁定")
    assert titles(palette, "command") == ["立即锁定"]


def test_a_deals_number_finds_its_customer(desk, palette):
    from loancrm_desktop.services import deals

    ref = desk.ask(deals.show, deal_id=desk.deals["何秀兰"]).card.ref
    type_in(desk, palette, f"#{ref}")
    assert titles(palette, "customer") == ["何秀兰"]


def test_an_at_finds_only_colleagues(desk, palette, qtbot):
    type_in(desk, palette, "@li")
    assert "李经理" in titles(palette, "colleague")
    assert not titles(palette, "place")
    with qtbot.waitSignal(palette.colleague_chosen):
        press(qtbot, palette, Qt.Key.Key_Return)


def test_the_last_customers_of_the_session_stand_there_when_nothing_is_typed(desk, palette):
    palette.remember_customer(desk.customers["冯国栋"])
    palette.remember_customer(desk.customers["钱慧敏"])
    palette.open_with([])
    desk.settle()
    assert titles(palette, "customer") == ["钱慧敏", "冯国栋"]
    palette.close_quietly()
    palette.forget()
    palette.open_with([])
    desk.settle()
    assert titles(palette, "customer") == []


def test_a_role_finds_only_its_own_customers_and_may_do_only_what_it_may(
    desk, window, actor_of, qtbot
):
    desk.bridge._actor = actor_of("guest")
    palette = CommandPalette(desk.bridge, desk.words, window)
    palette.open_with(commands_of(window))
    type_in(desk, palette, "钱慧敏")
    acts = {entry.key for entry in palette.model.entries if entry.kind == "act"}
    assert not acts & {"follow_up", "contract", "edit"}
    assert not any(key.startswith("advance:") for key in acts)
    desk.bridge._actor = actor_of("li")
    type_in(desk, palette, "钱慧")
    assert titles(palette, "customer") == []


def test_nothing_moves_while_an_input_method_is_composing(desk, palette, qtbot):
    type_in(desk, palette, "钱慧敏")
    before = palette.model.entries
    QApplication.sendEvent(palette.box, QInputMethodEvent("feng", []))
    press(qtbot, palette, Qt.Key.Key_Down)
    assert palette.model.entries == before
    assert palette.view.currentIndex().row() == 1
    done = QInputMethodEvent()
    done.setCommitString("")
    QApplication.sendEvent(palette.box, done)


def test_a_failing_search_says_so_and_the_commands_stay(desk, palette, monkeypatch):
    from loancrm_desktop.errors import Unavailable
    from loancrm_desktop.texts import say

    def fail(*_args, **_kwargs):
        raise Unavailable(say("The office is busy."))

    monkeypatch.setattr(desk.office, "ask", fail)
    type_in(desk, palette, "新建")
    assert titles(palette, "command") == ["新建客户"]
    assert len(titles(palette, "note")) == 1


def test_the_list_keeps_the_rules_of_models_and_headings_cannot_be_chosen(
    desk, palette, qtmodeltester, qtbot
):
    qtmodeltester.check(palette.model)
    type_in(desk, palette, "钱慧敏")
    for _ in range(len(palette.model.entries) + 2):
        press(qtbot, palette, Qt.Key.Key_Down)
        assert palette.model.entries[palette.view.currentIndex().row()].may_be_chosen
    press(qtbot, palette, Qt.Key.Key_PageDown)
    assert palette.view.currentIndex().row() == len(palette.model.entries) - 1
