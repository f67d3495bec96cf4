"""A wizard goes forward when its owner says so, and back without losing what was typed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from loancrm_desktop.ui.widgets.wizard_frame import StepHeader, WizardFrame, _widest


@pytest.fixture
def wizard(qtbot, dressed, english):
    wizard = WizardFrame("导入客户", ["选文件", "对应字段", "导入"], finish="导入 12 位")
    qtbot.addWidget(wizard)
    wizard.show()
    return wizard


def test_next_only_asks(qtbot, wizard):
    with qtbot.waitSignal(wizard.next_requested) as asked:
        wizard.next_button.click()
    assert asked.args == [0]
    assert wizard.step == 0


def test_back_keeps_what_was_typed(wizard):
    line = QLineEdit()
    wizard.set_page(0, line)
    line.setText("客户.xlsx")
    wizard.go_to(1)
    wizard.back_button.click()
    assert wizard.step == 0
    assert wizard.pages.currentWidget() is line
    assert line.text() == "客户.xlsx"


def test_the_first_step_has_no_way_back_and_the_last_its_own_words(wizard):
    assert not wizard.back_button.isVisible()
    assert wizard.next_button.text() == "Next"
    wizard.go_to(2)
    assert wizard.back_button.isVisible()
    assert wizard.next_button.text() == "导入 12 位"


def test_next_can_be_shut_with_the_reason_in_its_tip(wizard):
    wizard.set_next("继续", enabled=False, tip="还有 2 列没有对应")
    assert not wizard.next_button.isEnabled()
    assert wizard.next_button.toolTip() == "还有 2 列没有对应"


def test_leaving_is_told(qtbot, wizard):
    with qtbot.waitSignal(wizard.cancelled):
        wizard.cancel_button.click()


def test_the_present_step_is_read_out(qtbot, dressed, english):
    header = StepHeader(["选文件", "对应字段"])
    qtbot.addWidget(header)
    header.show_step(1)
    assert header.accessibleName() == "Step 2 of 2: 对应字段"


@pytest.mark.parametrize(
    ("wanted", "room", "widest"),
    [([10, 10], 100, 10), ([10, 90], 60, 50), ([50, 50], 60, 30), ([10, 20], 0, 0), ([], 5, 0)],
)
def test_only_long_names_of_steps_give_way(wanted, room, widest):
    assert _widest(wanted, room) == widest


def test_names_of_steps_are_whole_where_there_is_room(qtbot, dressed):
    words = ["File", "Columns", "Checks", "Import"]
    header = StepHeader(words)
    qtbot.addWidget(header)
    header.resize(header.sizeHint())
    roomy = header.grab().toImage()
    header.resize(header.sizeHint().width() + 200, header.height())
    wider = header.grab().toImage().copy(roomy.rect())
    assert roomy == wider
