"""In a conflict each field is chosen by itself, from the keyboard too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from loancrm_desktop.errors import Clash, Conflict
from loancrm_desktop.services.meanwhile import FieldEdit
from loancrm_desktop.texts import say
from loancrm_desktop.ui.conflict_dialog import ConflictDialog

CLASHES = [
    Clash("company", "我写的单位", "别人写的单位", "原来的"),
    Clash("requested_amount", "320000.00", "280000.00", "300000.00"),
    Clash("phone", "13900139000", "137 **** 1111", "138 **** 0000"),
]
AT = datetime(2026, 11, 23, 2, 41, tzinfo=UTC)


@pytest.fixture
def dialog(qtbot, desk):
    conflict = Conflict(say("Somebody else changed the same fields meanwhile."), CLASHES, 7)
    me = desk.actor.user_id
    edits = [FieldEdit("company", me, AT), FieldEdit("tags", me, AT), FieldEdit("level", me, AT)]
    dialog = ConflictDialog(conflict, desk.words, edits, name="钱慧敏")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    return dialog


def test_mine_is_chosen_for_plain_fields_and_the_stored_one_for_checked_numbers(dialog):
    assert dialog.chosen == {"company": "mine", "requested_amount": "mine", "phone": "theirs"}


def test_who_changed_and_what_merged_by_itself_is_said(dialog, desk):
    said = " ".join(each.text() for each in dialog.findChildren(QLabel))
    assert desk.actor.name in dialog.windowTitle()
    assert "钱慧敏" in said
    assert desk.words.field_label("customer", "tags") in said


def test_one_and_two_choose_and_go_on(dialog, qtbot):
    first = dialog.focusWidget()
    qtbot.keyClick(first, Qt.Key.Key_2)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_2)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_1)
    assert dialog.chosen == {"company": "theirs", "requested_amount": "theirs", "phone": "mine"}


def test_only_mine_is_handed_on_what_is_left_out_stays_as_stored(dialog, qtbot):
    dialog.choose_theirs("company")
    with qtbot.waitSignal(dialog.decided) as decided:
        qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert decided.args == [{"requested_amount": "320000.00"}, 7]


def test_all_of_mine_with_one_press(dialog):
    dialog.choose_all_mine()
    assert set(dialog.chosen.values()) == {"mine"}


def test_escape_drops_my_changes(dialog, qtbot):
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_number_is_never_written_out(dialog):
    texts = [radio.text() + radio.toolTip() for radio in dialog._mine.values()]
    assert not any("13900139000" in text for text in texts)
    assert any("139 **** 9000" in text for text in texts)


def test_very_long_values_do_not_push_the_dialog_apart(qtbot, desk):
    clash = Clash("remark", "长" * 2000, "🙂" * 500, None)
    dialog = ConflictDialog(Conflict(say("x"), [clash] * 1, 1), desk.words)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.minimumSizeHint().width() < 1400
