"""How one is told, set in the window: kinds, a rest, quiet hours, the summary, autostart."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTime

from loancrm_desktop.services import notice_wishes
from loancrm_desktop.ui.frame import autostart
from loancrm_desktop.ui.settings.notices_panel import NoticesPanel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(desk, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setattr(autostart, "_file", lambda: tmp_path / "settings" / "start")
    made = NoticesPanel(desk.bridge)
    qtbot.addWidget(made)
    made.resize(760, 900)
    made.show()
    desk.settle(made.summary.isChecked)
    return made


def wished(desk):
    desk.settle()
    return desk.ask(notice_wishes.wishes)


def test_a_kind_is_silenced_by_its_switch_and_heard_again(panel, desk, qtbot):
    qtbot.mouseClick(panel.kinds["limit"], LEFT)
    assert wished(desk).silent == ("limit",)
    qtbot.mouseClick(panel.kinds["limit"], LEFT)
    assert wished(desk).silent == ()


def test_a_rest_begins_and_ends_at_once(panel, desk, qtbot, clock):
    assert panel.rest_ends.isHidden()
    qtbot.mouseClick(panel.rest, LEFT)
    until = wished(desk).rest_until
    assert until is not None
    assert timedelta(minutes=59) < until - clock() <= timedelta(hours=1)
    desk.settle(panel.rest_ends.isVisible)
    assert panel.rest_state.text()
    qtbot.mouseClick(panel.rest_ends, LEFT)
    assert wished(desk).rest_until is None
    qtbot.mouseClick(panel.rest_today, LEFT)
    until = wished(desk).rest_until
    assert until is not None
    assert until.astimezone(desk.office.place.zone).strftime("%H:%M") == "09:00"
    assert until > clock()


def test_quiet_hours_are_said_by_a_switch_and_two_times(panel, desk, qtbot):
    assert not panel.times["quiet_from"].isEnabled()
    qtbot.mouseClick(panel.hours, LEFT)
    kept = wished(desk)
    assert (kept.quiet_from, kept.quiet_to) == ("21:00", "08:00")
    desk.settle(panel.times["quiet_from"].isEnabled)
    panel.times["quiet_from"].setTime(QTime(22, 30))
    panel.times["quiet_from"].editingFinished.emit()
    assert wished(desk).quiet_from == "22:30"
    qtbot.mouseClick(panel.hours, LEFT)
    assert wished(desk).quiet_from == ""


def test_the_summary_comes_at_another_hour_or_never(panel, desk, qtbot):
    panel.times["summary_at"].setTime(QTime(8, 15))
    panel.times["summary_at"].editingFinished.emit()
    assert wished(desk).summary_at == "08:15"
    qtbot.mouseClick(panel.summary, LEFT)
    assert wished(desk).summary_at == ""


def test_the_program_starts_with_the_computer_when_wished(panel, qtbot):
    assert not panel.start.isChecked()
    qtbot.mouseClick(panel.start, LEFT)
    assert autostart.is_on()
    assert panel.start.isChecked()
    qtbot.mouseClick(panel.start, LEFT)
    assert not autostart.is_on()
    assert not panel.start.isChecked()


def test_an_account_that_lets_nothing_be_entered_says_so(panel, qtbot, tmp_path):
    (tmp_path / "settings").write_text("no folder")
    qtbot.mouseClick(panel.start, LEFT)
    assert panel.notice.text
    assert not panel.start.isChecked()
