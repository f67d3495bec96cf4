"""Keys are named as this computer writes them, alone and on buttons."""

from __future__ import annotations

import sys

import pytest

from loancrm_desktop.ui.widgets.keycap import KeyCap, KeyedButton, keys_shown


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac writes signs for its keys")
@pytest.mark.parametrize(
    ("keys", "shown"), [("Ctrl+K", "Ctrl K"), ("L", "L"), ("Ctrl+Shift+Z", "Ctrl Shift Z")]
)
def test_keys_are_written_with_spaces(qapp, keys, shown):
    assert keys_shown(keys) == shown


def test_a_plus_key_keeps_its_plus(qapp):
    assert keys_shown("+") == "+"


def test_a_mark_is_as_wide_as_its_keys(qtbot, dressed):
    short, long = KeyCap("L"), KeyCap("Ctrl+Shift+Z")
    qtbot.addWidget(short)
    qtbot.addWidget(long)
    assert short.sizeHint().width() < long.sizeHint().width()
    assert short.sizeHint().height() == long.sizeHint().height()


def test_a_mark_is_read_out(qtbot, dressed):
    mark = KeyCap("F8")
    qtbot.addWidget(mark)
    assert mark.accessibleName() == "F8"
    mark.show_keys("F1")
    assert mark.text == "F1"


def test_a_button_has_room_for_its_keys_and_names_them_in_its_tip(qtbot, dressed):
    button = KeyedButton("保存客户", "Ctrl+S", kind="primary", icon="check")
    qtbot.addWidget(button)
    plain = KeyedButton("保存客户", "", kind="primary", icon="check")
    qtbot.addWidget(plain)
    assert button.sizeHint().width() > plain.sizeHint().width()
    assert keys_shown("Ctrl+S") in button.toolTip()


def test_a_button_paints_its_keys_also_when_it_may_not_be_pressed(qtbot, dressed):
    button = KeyedButton("保存客户", "Ctrl+S", kind="primary")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    before = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != before
