"""Buttons, labels and headers keep their shape in every theme, size and width."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.parts import PageHeader, Tile, button, icon_button, label


@pytest.mark.parametrize("style", ["caption", "body", "title", "headline"])
def test_a_label_keeps_its_place_in_the_type_scale_when_text_grows(qtbot, qapp, dressed, style):
    shown = label("钱慧敏", font=style)
    qtbot.addWidget(shown)
    shown.show()
    theme.apply(qapp, "light", 1.5)
    grown = shown.font().pixelSize()
    theme.apply(qapp, "light")
    assert grown == round(shown.font().pixelSize() * 1.5)


def test_a_badge_grows_with_its_text(qtbot, qapp, dressed):
    shown = label("重点", role="badge")
    qtbot.addWidget(shown)
    shown.show()
    before = shown.height()
    theme.apply(qapp, "light", 2.0)
    grown = shown.minimumHeight()
    theme.apply(qapp, "light")
    assert grown > before


def test_an_icon_button_is_named_and_large_enough(qtbot, dressed):
    made = icon_button("x", "关闭")
    qtbot.addWidget(made)
    made.show()
    assert (made.accessibleName(), made.toolTip()) == ("关闭", "关闭")
    assert min(made.width(), made.height()) >= 26


@pytest.mark.parametrize("kind", ["", "primary", "ghost", "danger", "destroy"])
def test_the_focus_moves_nothing(qtbot, dressed, kind):
    page = QWidget()
    made = button("保存", kind=kind)
    QVBoxLayout(page).addWidget(made)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    made.clearFocus()
    before = made.sizeHint()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    assert made.sizeHint() == before


def test_a_long_status_gives_way_to_the_actions(qtbot, dressed):
    header = PageHeader("客户")
    qtbot.addWidget(header)
    header.set_status("很长的一句话" * 40)
    made = button("新建客户", kind="primary")
    header.add_action(made)
    header.resize(500, 52)
    header.show()
    assert header.width() == 500
    assert made.geometry().right() <= 500
    assert header._status.toolTip() == "很长的一句话" * 40


def test_a_tile_is_read_out_with_its_number(qtbot, dressed):
    tile = Tile("可以直接导入")
    qtbot.addWidget(tile)
    tile.show_number("1,204")
    assert tile.number == "1,204"
    assert tile.accessibleName() == "1,204 可以直接导入"
