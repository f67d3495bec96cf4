"""What is chosen in the appearance is written down and told at once."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.settings import appearance_panel
from loancrm_desktop.ui.settings.appearance_panel import AppearancePanel


@pytest.fixture
def panel(qtbot, dressed, tmp_path, monkeypatch):
    monkeypatch.setattr(appearance_panel, "tray_is_there", lambda: True)
    panel = AppearancePanel(DeskMemory(folder=tmp_path))
    panel.told = []
    panel.desk_changed.connect(panel.told.append)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def stored(tmp_path):
    return DeskMemory.read(tmp_path)


def test_theme_and_language_are_chosen(panel, tmp_path):
    panel.look.chosen.emit("dark")
    panel.language.chosen.emit("en")
    assert (stored(tmp_path).theme, stored(tmp_path).language) == ("dark", "en")
    panel.look.chosen.emit("system")
    assert stored(tmp_path).theme == ""
    assert panel.told == ["theme", "language", "theme"]


def test_the_size_of_text_is_told_once_the_slider_rests(panel, qtbot, tmp_path):
    panel.scale.setValue(120)
    panel.scale.setValue(150)
    assert panel.told == []
    assert "150" in panel.scale_text.text()
    qtbot.waitUntil(lambda: panel.told == ["text_scale"])
    assert stored(tmp_path).text_scale == 1.5


def test_the_size_reaches_from_90_to_200_percent(panel):
    assert (panel.scale.minimum(), panel.scale.maximum()) == (90, 200)
    assert (panel.lock_after.minimum(), panel.lock_after.maximum()) == (5, 60)


def test_minutes_and_tray_are_written_down(panel, tmp_path):
    panel.lock_after.setValue(30)
    panel.tray.click()
    assert stored(tmp_path).lock_after_min == 30
    assert stored(tmp_path).close_to_tray
    assert panel.told == ["lock_after_min", "close_to_tray"]


def test_without_a_tray_the_switch_cannot_be_used(qtbot, dressed, tmp_path, monkeypatch):
    monkeypatch.setattr(appearance_panel, "tray_is_there", lambda: False)
    panel = AppearancePanel(DeskMemory(folder=tmp_path))
    qtbot.addWidget(panel)
    assert not panel.tray.isEnabled()


def test_motion_is_reduced_on_wish(panel, tmp_path):
    panel.motion.click()
    assert stored(tmp_path).reduced_motion
    assert panel.told == ["reduced_motion"]


def test_where_the_system_reduces_motion_there_is_nothing_to_switch(
    qtbot, dressed, tmp_path, monkeypatch
):
    monkeypatch.setattr(appearance_panel.motion, "system_reduces", lambda: True)
    panel = AppearancePanel(DeskMemory(folder=tmp_path))
    qtbot.addWidget(panel)
    assert panel.motion.isChecked()
    assert not panel.motion.isEnabled()
