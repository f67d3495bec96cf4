"""The preview stands beside the list where there is room, else it lies over it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.records.preview_pane import PreviewPane
from loancrm_desktop.ui.widgets.side_panel import SidePanel


class Memory:
    def __init__(self, **kept: str) -> None:
        self.kept = {f"customers.{key}": value for key, value in kept.items()}

    def remember(self, key: str, value: str) -> None:
        self.kept[key] = value

    def recall(self, key: str) -> str:
        return self.kept.get(key, "")


@pytest.fixture
def pane(qtbot, dressed):
    pane = PreviewPane()
    pane.hold(QWidget(), SidePanel("预览"))
    qtbot.addWidget(pane)
    pane.resize(1300, 600)
    pane.show()
    return pane


def test_in_a_wide_window_it_stands_beside_and_can_be_shut(pane):
    assert not pane.is_overlay
    assert pane._panel.isVisible()
    assert 300 <= pane._panel.width() <= 360
    pane.toggle()
    assert not pane._panel.isVisible()
    pane.toggle()
    assert pane._panel.isVisible()


def test_in_a_narrow_window_it_lies_over_and_esc_shuts_it(pane):
    pane.resize(900, 600)
    assert pane.is_overlay
    assert not pane._panel.isVisible()
    assert not pane.close_overlay()
    pane.toggle()
    assert pane._panel.geometry().right() == 899
    assert pane.close_overlay()
    assert not pane._panel.isVisible()
    pane.resize(1300, 600)
    assert pane._panel.isVisible()


def test_whether_it_is_open_and_how_wide_is_remembered(pane):
    memory = Memory(preview_width="400")
    pane.remember_in(memory)
    assert pane._panel.width() == 400
    pane._panel.close_button.click()
    assert memory.kept["customers.preview"] == "no"
    again = Memory(preview="no")
    pane.remember_in(again)
    assert not pane._panel.isVisible()
