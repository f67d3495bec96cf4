"""Cards dragged with a real pointer on a real X screen: what a synthetic drop cannot show."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest

from loancrm_desktop.services import deals
from loancrm_desktop.ui.kanban.board_page import BoardPage

pytestmark = pytest.mark.xvfb
STEP_MS = 40


@pytest.fixture
def board(qtbot, desk):
    page = BoardPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.move(0, 0)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    desk.settle(lambda: page.area.columns and page.model.reach("first_call", "lost"))
    desk.settle(lambda: page.model.card(desk.deals["何秀兰"]))
    QTest.qWait(100)
    return page


class Hand(QObject):
    """Moves the pointer step by step while a drag has its own event loop."""

    def __init__(self, window, places, seen, end="drop"):
        super().__init__(window)
        self._window = window.windowHandle()
        self._origin = window
        self._places = list(places)
        self._seen = seen
        self._end = end
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self.step)

    def go(self):
        self._timer.start()

    def step(self):
        if self._places:
            at = self._places.pop(0)
            QCursor.setPos(self._origin.mapToGlobal(at))
            QTest.mouseMove(self._window, at)
            self._seen()
            return
        self._timer.stop()
        at = self._origin.mapFromGlobal(QCursor.pos())
        if self._end == "escape":
            QTest.keyClick(self._window, Qt.Key.Key_Escape)
        QTest.mouseRelease(
            self._window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
        )


def middle(board, part) -> QPoint:
    return part.mapTo(board, part.rect().center())


def nothing() -> None:
    """Look at nothing on the way."""


def drag(board, desk, name, goal, *, end="drop", seen=nothing):
    """Take a card up with the pointer and let it go at a place of the board."""
    lies = board.area.place_of(desk.deals[name])
    start = board.mapFromGlobal(lies.center())
    window = board.windowHandle()
    QCursor.setPos(board.mapToGlobal(start))
    QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    places = [start + (goal - start) * share / 6 for share in range(1, 7)]
    hand = Hand(board, [*places, goal, goal], seen, end)
    hand.go()
    QTest.mouseMove(window, start + QPoint(2, 0))
    QTest.mouseMove(window, start + QPoint(9, 0))
    QTest.qWait(STEP_MS * 14)
    hand.deleteLater()
    desk.settle()


def names(board, stage):
    return [card.customer_name for card in board.model.columns[stage].cards]


def test_a_card_dragged_with_the_pointer_lies_in_the_other_column(board, desk, qtbot):
    seen = []
    target = board.area.columns["first_call"]
    drag(
        board, desk, "何秀兰", middle(board, target), seen=lambda: seen.append(target.landing.state)
    )
    assert "over" in seen
    qtbot.waitUntil(lambda: names(board, "first_call") == ["何秀兰"])
    assert desk.ask(deals.show, deal_id=desk.deals["何秀兰"]).card.stage == "first_call"
    assert target.landing.state == ""
    assert board._delegate.lifted is None


def test_a_drag_that_ends_with_escape_moves_nothing(board, desk, qtbot):
    drag(board, desk, "何秀兰", middle(board, board.area.columns["first_call"]), end="escape")
    qtbot.waitUntil(lambda: board.desk.hand.flying is None)
    assert names(board, "first_call") == []
    assert "何秀兰" in names(board, "lead_assignment")
    assert board.desk.hand.card is None


def test_a_card_let_go_over_a_column_without_a_way_comes_back(board, desk, qtbot):
    drag(board, desk, "何秀兰", middle(board, board.area.columns["bank_approval"]))
    qtbot.waitUntil(lambda: board.desk.hand.flying is None)
    assert "何秀兰" in board.desk.hand.bubble.text
    assert "何秀兰" in names(board, "lead_assignment")


def test_a_card_let_go_over_a_strip_asks_for_the_reason_there(board, desk, qtbot):
    shown = []
    board.strips.offer({"archived", "lost"})  # where the strip will be
    QTest.qWait(50)
    goal = middle(board, board.strips.strips["lost"])
    board.strips.offer(set())
    QTest.qWait(50)
    drag(board, desk, "钱慧敏", goal, seen=lambda: shown.append(board.strips.isVisible()))
    assert True in shown
    assert not board.strips.isVisible()
    asking = board.desk.mover.asking
    assert asking.form.keys == ("reason",)
    asking.reject()
    desk.settle()
    assert "钱慧敏" in names(board, "qualification_review")


def test_five_pixels_are_a_click_and_six_are_a_drag(board, desk, qtbot):
    began = []
    view = board.area.columns["lead_assignment"].view
    view.drag_began.connect(began.append)
    lies = board.area.place_of(desk.deals["何秀兰"])
    start = view.viewport().mapFromGlobal(lies.center())
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view.viewport(), start + QPoint(5, 0))
    QTest.qWait(50)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(5, 0))
    assert began == []
