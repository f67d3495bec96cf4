"""A popover stands at its opener, closes with Esc, and gives the focus back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.popover import Popover


@pytest.fixture
def opener(qtbot, dressed):
    page = QWidget()
    qtbot.addWidget(page)
    opener = QPushButton("打开")
    QVBoxLayout(page).addWidget(opener)
    page.resize(300, 200)
    page.show()
    qtbot.waitExposed(page)
    opener.page = page
    return opener


def test_it_opens_below_its_opener_with_the_focus_inside(qtbot, opener):
    popover = Popover("标题", opener)
    line = QLineEdit()
    popover.body.addWidget(line)
    popover.open_at(opener)
    assert popover.isVisible()
    assert popover.geometry().top() > opener.mapToGlobal(opener.rect().bottomLeft()).y()
    assert popover.focusWidget() is line
    popover.close()


def test_esc_closes_it_and_the_focus_returns(qtbot, opener):
    popover = Popover("标题", opener)
    popover.open_at(opener)
    with qtbot.waitSignal(popover.closed):
        qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    assert opener.page.focusWidget() is opener


def test_at_the_lower_edge_of_the_screen_it_opens_above(qtbot, opener):
    screen = opener.screen().availableGeometry()
    opener.page.move(screen.left() + 20, screen.bottom() - 210)
    popover = Popover("标题", opener)
    popover.setMinimumHeight(300)
    popover.open_at(opener)
    assert popover.geometry().bottom() <= screen.bottom()
    assert popover.geometry().bottom() < opener.mapToGlobal(opener.rect().bottomLeft()).y()
    popover.close()


def test_an_opener_that_is_gone_does_no_harm(qtbot, opener):
    popover = Popover("标题")
    qtbot.addWidget(popover)
    other = QPushButton("x")
    other.show()
    popover.open_at(other)
    other.close()
    other.deleteLater()
    popover.close()
    assert not popover.isVisible()


def test_its_title_is_what_a_screen_reader_says(qtbot, dressed):
    popover = Popover("标题")
    qtbot.addWidget(popover)
    popover.set_title("另一个")
    assert (popover.title, popover.accessibleName()) == ("另一个", "另一个")


def test_it_is_no_higher_than_its_lines_at_its_own_width(qtbot, opener):
    popover = Popover("标题", opener)
    popover.setFixedWidth(400)
    holder = QWidget()
    flow = FlowLayout(holder)
    for words in ("明天", "三天后", "下周"):
        flow.addWidget(QPushButton(words))
    popover.body.addWidget(holder)
    popover.open_at(opener)
    assert holder.height() == flow.heightForWidth(holder.width())
    popover.close()
