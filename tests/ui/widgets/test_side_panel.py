"""The side panel names what it shows, opens it in full, and closes."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from loancrm_desktop.ui.widgets.side_panel import SidePanel


def test_its_buttons_tell_what_is_wanted(qtbot, dressed):
    panel = SidePanel("钱慧敏")
    qtbot.addWidget(panel)
    panel.show()
    with qtbot.waitSignal(panel.open_requested):
        panel.open_button.click()
    with qtbot.waitSignal(panel.closed):
        panel.close_button.click()
    assert not panel.isVisible()


def test_a_body_is_replaced_by_the_next(qtbot, dressed):
    panel = SidePanel("钱慧敏")
    qtbot.addWidget(panel)
    first, second = QLabel("一"), QLabel("二")
    panel.set_body(first)
    panel.set_body(second)
    assert panel.body() is second


def test_a_long_title_gives_way_and_stays_readable(qtbot, dressed):
    panel = SidePanel("很长的名字" * 20)
    qtbot.addWidget(panel)
    panel.resize(310, 200)
    panel.show()
    assert panel.width() == 310
    assert panel._title.toolTip() == "很长的名字" * 20
    assert panel.accessibleName() == panel.title


def test_a_head_of_ones_own_takes_the_place_of_the_title(qtbot, dressed):
    panel = SidePanel("钱慧敏")
    qtbot.addWidget(panel)
    head = QLabel("头像和名字")
    panel.set_head(head)
    panel.show()
    assert head.isVisible()
    assert not panel._title.isVisible()
