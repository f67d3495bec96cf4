"""The steps of a deal are clicked or walked through; only legal ones are taken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.stage_stepper import StageStepper, Step

STEPS = [
    Step("first_call", "初步电联", "用时 1 天", "behind", legal=True),
    Step("review", "资质审核", "已停留 2 天", "here", legal=False, state="breached"),
    Step("matching", "方案匹配", "时限 2 天", "ahead", legal=True),
    Step("bank", "银行审批", "时限 7 天", "ahead", legal=False),
]


@pytest.fixture
def stepper(qtbot, dressed):
    stepper = StageStepper()
    qtbot.addWidget(stepper)
    stepper.resize(800, 44)
    stepper.show_steps(STEPS)
    stepper.show()
    return stepper


def test_a_click_takes_a_legal_step_only(qtbot, stepper):
    taken = []
    stepper.step_clicked.connect(taken.append)
    for x in (100, 300, 500, 700):
        qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
    assert taken == ["first_call", "matching"]


def test_arrow_keys_walk_and_enter_takes(qtbot, stepper):
    taken = []
    stepper.step_clicked.connect(taken.append)
    assert stepper.focused_step.key == "review"
    qtbot.keyClick(stepper, Qt.Key.Key_Return)
    qtbot.keyClick(stepper, Qt.Key.Key_Right)
    qtbot.keyClick(stepper, Qt.Key.Key_Return)
    for _ in range(5):
        qtbot.keyClick(stepper, Qt.Key.Key_Right)
    assert stepper.focused_step.key == "bank"
    assert taken == ["matching"]


def test_ctrl_and_arrow_is_left_to_the_page(qtbot, stepper):
    qtbot.keyClick(stepper, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert stepper.focused_step.key == "review"


def test_where_the_deal_stands_is_read_out(stepper):
    assert "资质审核" in stepper.accessibleName()
    assert "已停留 2 天" in stepper.accessibleName()


def test_no_steps_do_no_harm(qtbot, stepper):
    stepper.show_steps([])
    qtbot.keyClick(stepper, Qt.Key.Key_Right)
    qtbot.keyClick(stepper, Qt.Key.Key_Return)
    assert stepper.focused_step is None
    assert not stepper.grab().isNull()


def test_the_focus_is_seen(qtbot, stepper):
    stepper.activateWindow()
    stepper.clearFocus()
    before = stepper.grab().toImage()
    stepper.setFocus()
    qtbot.waitUntil(stepper.hasFocus)
    assert stepper.grab().toImage() != before


def test_it_is_higher_with_larger_text(qapp, stepper):
    before = stepper.sizeHint().height()
    theme.apply(qapp, "light", 2.0)
    higher = stepper.sizeHint().height()
    theme.apply(qapp, "light")
    assert higher > before
