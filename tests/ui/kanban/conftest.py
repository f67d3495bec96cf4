"""A board with four deals, read and shown."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.kanban.board_page import BoardPage


@pytest.fixture
def board(qtbot, desk):
    page = BoardPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    desk.settle(lambda: page.area.columns and page.model.reach("first_call", "lost"))
    return page
