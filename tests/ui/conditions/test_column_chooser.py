"""The small window that chooses columns."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from loancrm_desktop.ui.conditions.column_chooser import ColumnChooser, field_columns


@pytest.fixture
def chooser(qtbot, desk):
    shown = ColumnChooser()
    qtbot.addWidget(shown)
    shown.offer(field_columns(desk.words, "customer"), ["name", "phone"])
    shown.set_chosen(["name", "requested_amount", "deal_stage"])
    return shown


def stand_at(chooser, key: str) -> None:
    """Put the cursor on a column."""
    chooser.view.setCurrentIndex(chooser.model.index(chooser.model.row_of(key)))


def test_a_column_is_found_by_pinyin_and_ticked_with_enter(qtbot, chooser):
    chooser.filter.setText("fzr")
    with qtbot.waitSignal(chooser.changed) as told:
        qtbot.keyClick(chooser.filter, Qt.Key.Key_Return)
    assert told.args == [["name", "requested_amount", "deal_stage", "owner"]]


def test_alt_and_arrows_change_the_order(qtbot, chooser):
    stand_at(chooser, "deal_stage")
    qtbot.keyClick(chooser.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert chooser.chosen == ["name", "deal_stage", "requested_amount"]
    qtbot.keyClick(chooser.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert chooser.chosen == ["name", "requested_amount", "deal_stage"]
    chooser.up.click()
    assert chooser.chosen == ["name", "deal_stage", "requested_amount"]


def test_space_ticks_and_unticks_and_keeps_the_place(qtbot, chooser):
    stand_at(chooser, "requested_amount")
    qtbot.keyClick(chooser.view, Qt.Key.Key_Space)
    assert chooser.chosen == ["name", "deal_stage"]
    qtbot.keyClick(chooser.view, Qt.Key.Key_Space)
    assert chooser.chosen == ["name", "deal_stage", "requested_amount"]


def test_reset_shows_the_usual_columns(qtbot, chooser):
    assert chooser.reset.isEnabled()
    with qtbot.waitSignal(chooser.changed):
        chooser.reset.click()
    assert chooser.chosen == ["name", "phone"]
    assert not chooser.reset.isEnabled()


def test_the_name_is_offered_as_always_shown(desk):
    offers = field_columns(desk.words, "customer")
    assert [offer.key for offer in offers if offer.fixed] == ["name"]
    assert {offer.key for offer in offers} == set(desk.words.fields("customer"))


def test_ticked_and_unticked_rows_do_not_look_alike(qtbot, chooser):
    chooser.resize(chooser.sizeHint())
    before: QPixmap = chooser.grab()
    chooser.model.toggle("requested_amount")
    assert chooser.grab().toImage() != before.toImage()
