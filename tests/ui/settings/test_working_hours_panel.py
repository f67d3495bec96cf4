"""The owner settles when the office works; China's holidays stand beside it by year."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.services import office_calendar
from loancrm_desktop.services.language import working_days
from loancrm_desktop.ui.settings.working_hours_panel import WorkingHoursPanel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot, desk):
    panel = WorkingHoursPanel(desk.bridge)
    qtbot.addWidget(panel)
    panel.resize(900, 1000)
    panel.show()
    desk.settle(lambda: panel._kept is not None)
    return panel


def test_it_shows_the_usual_week_and_the_last_known_years_holidays(panel):
    assert panel.week() == ["09:00-18:00"] * 5 + ["", ""]
    assert not panel.save.isEnabled()
    assert panel.year.current == str(working_days.last_published_year())
    assert panel.weekends.isVisible()


def test_hours_and_days_of_its_own_are_kept(panel, desk, qtbot):
    qtbot.mouseClick(panel.worked[5], LEFT)
    panel.hours[5].selectAll()
    qtbot.keyClicks(panel.hours[5], "10:00-12:00")
    qtbot.keyClicks(panel.free.edit, "2027-02-06")
    qtbot.mouseClick(panel.free.add_button, LEFT)
    qtbot.keyClicks(panel.extra.edit, "2027-02-07")
    qtbot.keyClick(panel.extra.edit, Qt.Key.Key_Return)
    assert panel.save.isEnabled()
    qtbot.mouseClick(panel.save, LEFT)
    desk.settle(panel.notice.isVisible)
    kept = desk.ask(office_calendar.calendar)
    assert kept.week == ("09:00-18:00",) * 5 + ("10:00-12:00", "")
    assert (kept.free, kept.worked) == (("2027-02-06",), ("2027-02-07",))
    assert not panel.save.isEnabled()


def test_what_is_no_time_is_said_and_nothing_is_kept(panel, desk, qtbot):
    panel.hours[0].clear()
    qtbot.keyClicks(panel.hours[0], "morning")
    qtbot.mouseClick(panel.save, LEFT)
    desk.settle(panel.notice.isVisible)
    assert "09:00-18:00" in panel.notice.accessibleName()
    assert desk.ask(office_calendar.calendar).week[0] == "09:00-18:00"
    qtbot.mouseClick(panel.drop, LEFT)
    desk.settle(lambda: panel.week()[0] == "09:00-18:00")


def test_a_day_is_taken_out_again_and_no_day_is_not_taken(panel, qtbot):
    qtbot.keyClicks(panel.free.edit, "sometime")
    qtbot.mouseClick(panel.free.add_button, LEFT)
    assert panel.free.days() == []
    panel.free.edit.clear()
    qtbot.keyClicks(panel.free.edit, "2027-02-06")
    qtbot.mouseClick(panel.free.add_button, LEFT)
    assert panel.free.days() == ["2027-02-06"]
    panel.free._take_out("2027-02-06")
    assert panel.free.days() == []
    assert not panel.save.isEnabled()


def test_another_year_shows_its_own_holidays(panel):
    years = sorted({each.first.year for each in panel._kept.holidays})
    if len(years) < 2:
        panel._show_year("1999")
        assert not panel.weekends.isVisible()
        return
    before = panel.weekends.text()
    panel.year.set_current(str(years[0]))
    panel._show_year(str(years[0]))
    assert panel.weekends.text() != before
