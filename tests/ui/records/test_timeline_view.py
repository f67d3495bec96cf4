"""The timeline is newest first, with a line for each day, and texts wrap."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QStyleOptionViewItem

from loancrm_desktop.ui.records.timeline_lines import Happening, day_text
from loancrm_desktop.ui.records.timeline_view import TimelineView


def happening(day: int, hour: int, text: str = "") -> Happening:
    at = datetime(2026, 6, day, hour, tzinfo=UTC)
    return Happening(at, "phone", "accent", f"{day}-{hour}", text=text)


@pytest.fixture
def view(qtbot, dressed):
    view = TimelineView()
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    return view


def test_newest_first_with_a_line_for_each_day(view):
    tester = QAbstractItemModelTester(
        view.timeline, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    view.timeline.show_happenings([happening(3, 2), happening(1, 5), happening(1, 1)])
    lines = [view.timeline.line_at(row) for row in range(view.timeline.rowCount())]
    assert tester.model() is view.timeline
    assert [line if isinstance(line, date) else line.title for line in lines] == [
        date(2026, 6, 3),
        "3-2",
        date(2026, 6, 1),
        "1-5",
        "1-1",
    ]


def test_a_day_is_the_offices_day(view):
    view.timeline.show_happenings([happening(1, 20)])
    assert view.timeline.line_at(0) == date(2026, 6, 2)


def test_a_long_text_takes_more_height(view):
    view.timeline.show_happenings([happening(1, 2, "短"), happening(1, 1, "很长的话" * 60)])
    delegate, option = view.itemDelegate(), QStyleOptionViewItem()
    heights = [delegate.sizeHint(option, view.timeline.index(row)).height() for row in (1, 2)]
    assert heights[1] > heights[0] * 3


def test_every_line_can_be_read_aloud(view):
    view.timeline.show_happenings([happening(1, 2, "客户来电")])
    spoken = view.timeline.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "客户来电" in spoken


def test_days_are_said_with_their_weekday(qapp):
    assert day_text(date(2026, 11, 23)).startswith("2026-11-23 ")
