"""What cannot be undone is asked once, with the verb on the button."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog

from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question

DELETE = Question("彻底删除“褚建军”？", "删除后不能恢复。", "彻底删除", "褚建军")
SEND = Question("发送 3 条短信？", "发出后收不回来。", "发送 3 条")
PUBLISH = Question("发布流程？", "新的业务单用新流程。", "发布", loses_something=False)


@pytest.fixture
def asked(qtbot, dressed):
    def ask(question):
        dialog = ConfirmDialog(question)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return ask


def test_the_button_repeats_the_verb(asked):
    assert asked(SEND).verb_button.text() == "发送 3 条"


def test_what_loses_something_has_the_focus_on_cancel(asked):
    dialog = asked(SEND)
    assert dialog.focusWidget() is dialog.cancel_button
    assert dialog.verb_button.property("kind") == "destroy"


def test_what_loses_nothing_has_the_focus_on_its_verb(asked):
    dialog = asked(PUBLISH)
    assert dialog.focusWidget() is dialog.verb_button
    assert dialog.verb_button.property("kind") == "primary"


def test_the_name_must_be_typed_before_something_goes_for_good(qtbot, asked):
    dialog = asked(DELETE)
    assert dialog.focusWidget() is dialog.name_edit
    assert not dialog.verb_button.isEnabled()
    dialog.name_edit.setText("褚建")
    assert not dialog.verb_button.isEnabled()
    dialog.name_edit.setText(" 褚建军 ")
    assert dialog.verb_button.isEnabled()
    dialog.verb_button.click()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_cancel_does_nothing(asked):
    dialog = asked(SEND)
    dialog.cancel_button.click()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_it_is_as_high_as_its_words(asked):
    long = Question("标题", "很长的说明。" * 60, "删除")
    assert asked(long).height() > asked(SEND).height()
