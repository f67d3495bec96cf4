"""Pages are connected by the names of their signals and given the desk's memory."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.shell import page_makers
from loancrm_desktop.ui.shell.page_makers import Surroundings, connect_page, make_page


class Page(QWidget):
    said = Signal(str, int)
    left = "not a signal"

    def __init__(self, parent=None):
        super().__init__(parent)
        self.memory = None

    def use_memory(self, memory):
        self.memory = memory


def test_a_page_is_connected_where_it_has_the_signal(qtbot):
    heard = []
    page = Page()
    qtbot.addWidget(page)
    ways = {name: lambda *given: heard.append(given) for name in ("said", "left", "none")}
    connect_page(page, ways)
    page.said.emit("done", 3)
    assert heard == [("done", 3)]


def test_a_page_gets_the_memory_of_the_desk(qtbot, tmp_path, monkeypatch):
    memory = DeskMemory(folder=tmp_path)
    monkeypatch.setitem(page_makers._MAKERS, "board", lambda around, shelf: Page(shelf))
    page = make_page("board", Surroundings(None, None, None, memory), {})
    qtbot.addWidget(page)
    assert page.memory is memory


def test_a_page_is_made_where_it_is_to_stay(qtbot, tmp_path, monkeypatch):
    monkeypatch.setitem(page_makers._MAKERS, "board", lambda around, shelf: Page(shelf))
    shelf = QWidget()
    qtbot.addWidget(shelf)
    around = Surroundings(None, None, None, DeskMemory(folder=tmp_path))
    assert make_page("board", around, {}, shelf).parentWidget() is shelf
