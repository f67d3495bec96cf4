"""A condition as a chip: each part is chosen by itself, the cross drops it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.ui.widgets.filter_chip import FilterChip


@pytest.fixture
def chip(qtbot, dressed):
    chip = FilterChip("阶段", "属于", "资质审核")
    qtbot.addWidget(chip)
    chip.show()
    return chip


@pytest.mark.parametrize("part", ["field", "op", "value"])
def test_a_part_tells_that_it_was_chosen(qtbot, chip, part):
    with qtbot.waitSignal(chip.part_clicked) as told:
        qtbot.mouseClick(chip.part(part), Qt.MouseButton.LeftButton)
    assert told.args == [part]


def test_the_cross_drops_the_chip(qtbot, chip):
    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.part_clicked):
        qtbot.mouseClick(chip.part("remove"), Qt.MouseButton.LeftButton)


def test_del_drops_the_chip_and_enter_opens_the_part(qtbot, chip):
    chip.part("value").setFocus()
    with qtbot.waitSignal(chip.part_clicked):
        qtbot.keyClick(chip.part("value"), Qt.Key.Key_Return)
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip.part("value"), Qt.Key.Key_Delete)


def test_arrow_keys_go_from_part_to_part(qtbot, chip):
    chip.activateWindow()
    chip.part("value").setFocus()
    qtbot.waitUntil(chip.part("value").hasFocus)
    qtbot.keyClick(chip.part("value"), Qt.Key.Key_Left)
    assert chip.part("op").hasFocus()
    qtbot.keyClick(chip.part("op"), Qt.Key.Key_Left)
    assert chip.part("field").hasFocus()
    qtbot.keyClick(chip.part("field"), Qt.Key.Key_Left)
    assert chip.part("field").hasFocus()


def test_a_condition_without_a_value_shows_two_parts(chip):
    chip.set_parts("身份证号", "为空", "")
    assert chip.text == "身份证号 为空"
    assert not chip.part("value").isVisible()


def test_a_long_value_is_cut_and_whole_in_the_tip(chip):
    chip.set_parts("阶段", "属于", "很长的值" * 30)
    assert chip.sizeHint().width() < 420
    assert chip.part("value").toolTip() == "很长的值" * 30
