"""Scrolling a form with the wheel changes none of its choices."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox

import loancrm_desktop.ui
from loancrm_desktop.ui.records.customer_form_page import CustomerFormPage
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo


def wheel(over, steps: int) -> bool:
    """Turn the wheel over a widget; answers whether the widget took it for itself."""
    place = over.rect().center()
    event = QWheelEvent(
        QPointF(place),
        QPointF(over.mapToGlobal(place)),
        QPoint(0, 0),
        QPoint(0, -120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(over, event)
    return event.isAccepted()


def test_scrolling_the_form_changes_no_owner_team_or_status(qtbot, desk):
    form = CustomerFormPage(desk.bridge, desk.words)
    qtbot.addWidget(form)
    form.resize(1240, 500)
    form.show()
    form.start_edit(desk.customers["赵明轩"])
    desk.settle(lambda: form.drafts.loaded and form.form.is_whole)
    combos = [each for each in form.findChildren(QComboBox) if each.isVisible()]
    assert len(combos) > 3
    for combo in combos:
        combo.setFocus()
        for steps in (1, -1, 1):
            wheel(combo, steps)
    assert form.form.changed_values() == {}


def test_a_choice_leaves_the_wheel_to_the_page_around_it(qtbot):
    combo = CalmCombo()
    qtbot.addWidget(combo)
    combo.addItems(["一", "二"])
    combo.show()
    assert not wheel(combo, 1)
    assert combo.currentIndex() == 0


def test_a_choice_too_long_for_its_place_ends_in_a_sign_and_another_is_whole(qtbot, dressed):
    combo = CalmCombo()
    qtbot.addWidget(combo)
    combo.addItems(["Requested amount of the customer", "Phone"])
    combo.setFixedWidth(110)
    combo.show()
    assert combo.shown_text().endswith("…")
    assert combo.shown_text().startswith("Req")
    combo.setCurrentIndex(1)
    assert combo.shown_text() == "Phone"


def test_a_choice_with_the_room_it_asks_for_is_read_whole(qtbot, dressed):
    combo = CalmCombo()
    qtbot.addWidget(combo)
    combo.addItems(["as with customers"])
    combo.show()
    combo.resize(combo.sizeHint())
    assert combo.shown_text() == "as with customers"


def test_scrolling_over_a_choice_changes_it_in_no_window():
    windows = Path(loancrm_desktop.ui.__file__).parent
    pages = list(windows.rglob("*.py"))
    assert len(pages) > 100
    plain = [page.name for page in pages if " QComboBox()" in page.read_text("utf-8")]
    assert plain == []
