"""Days and moments are taken as people write them; what is none is not guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget

from loancrm_desktop.ui.widgets.time_edits import DayEdit, MomentEdit, read_day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("2026/1/5", date(2026, 1, 5)),
        ("2026年11月23日", date(2026, 11, 23)),
        (" 2026.2.28 ", date(2026, 2, 28)),
        ("2026-02-30", None),
        ("明天", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-11-24 10:30", "2026-11-24T02:30:00+00:00"),
        ("2026/11/24 9:05", "2026-11-24T01:05:00+00:00"),
        ("2026-11-24", "2026-11-24T02:00:00+00:00"),
        ("2026-11-24 25:00", None),
        ("10:30", None),
    ],
)
def test_moments_are_in_the_offices_time(qtbot, dressed, typed, utc):
    edit = MomentEdit()
    qtbot.addWidget(edit)
    edit.setText(typed)
    found = edit.moment()
    assert (found.astimezone(UTC).isoformat() if found else None) == utc


def test_a_moment_is_shown_as_it_is_typed(qtbot, dressed):
    edit = MomentEdit()
    qtbot.addWidget(edit)
    edit.set_moment(datetime(2026, 11, 24, 2, 30, tzinfo=UTC))
    assert edit.text() == "2026-11-24 10:30"
    edit.set_moment(None)
    assert edit.text() == ""


def test_in_three_days_means_ten_in_the_morning(qtbot, dressed):
    edit = MomentEdit()
    qtbot.addWidget(edit)
    edit.set_in_days(3, datetime(2026, 11, 24, 20, 0, tzinfo=UTC))
    assert edit.text() == "2026-11-28 10:00"


def test_a_day_is_picked_from_the_calendar(qtbot, dressed):
    edit = DayEdit()
    qtbot.addWidget(edit)
    edit.show()
    edit.set_text("2026-03-01")
    qtbot.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = edit._popup.findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 3, 1)
    with qtbot.waitSignals([edit.edited, edit.left]):
        calendar.clicked.emit(QDate(2026, 3, 8))
    assert edit.text() == "2026-03-08"
    assert edit._popup is None


def test_esc_leaves_the_day_as_it_was(qtbot, dressed):
    edit = DayEdit()
    qtbot.addWidget(edit)
    edit.show()
    edit.set_text("2026-03-01")
    edit.open_calendar()
    qtbot.keyClick(edit._popup, Qt.Key.Key_Escape)
    assert edit.text() == "2026-03-01"


def test_a_day_nobody_may_change_opens_no_calendar(qtbot, dressed):
    edit = DayEdit()
    qtbot.addWidget(edit)
    edit.setReadOnly(True)
    edit.open_calendar()
    assert edit._popup is None


@pytest.mark.parametrize(
    ("before", "after"),
    [("2026-11-24 15:30", "2026-12-01 15:30"), ("", "2026-12-01 10:00"), ("?", "2026-12-01 10:00")],
)
def test_a_picked_day_keeps_the_hour_of_a_moment(qtbot, dressed, before, after):
    edit = MomentEdit(calendar=True)
    qtbot.addWidget(edit)
    assert len(edit.actions()) == 1
    edit.setText(before)
    with qtbot.waitSignal(edit.edited):
        edit.take_day(date(2026, 12, 1))
    assert edit.text() == after


def test_leaving_writes_the_day_in_the_usual_form(qtbot, dressed):
    edit = DayEdit()
    qtbot.addWidget(edit)
    edit.setText("2026/3/8")
    with qtbot.waitSignal(edit.left):
        edit.editingFinished.emit()
    assert edit.text() == "2026-03-08"
