"""A switch is turned by click and by Space, and is read out by its name."""

from __future__ import annotations

from PySide6.QtCore import Qt

from loancrm_desktop.ui.widgets.switch import Switch


def test_click_and_space_turn_the_switch(qtbot, dressed):
    switch = Switch("Remember me")
    qtbot.addWidget(switch)
    switch.show()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert switch.isChecked()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()
    assert switch.accessibleName() == "Remember me"


def test_on_and_off_and_disabled_look_different(qtbot, dressed):
    switch = Switch("Remember me")
    qtbot.addWidget(switch)
    pictures = [switch.grab().toImage()]
    switch.setChecked(True)
    pictures.append(switch.grab().toImage())
    switch.setEnabled(False)
    pictures.append(switch.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]
