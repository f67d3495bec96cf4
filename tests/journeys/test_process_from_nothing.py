"""The shipped process drawn from an empty canvas with the mouse; a deal goes both review ways.

The whole program is open: the designer is reached by the navigation.
"""

from __future__ import annotations

import itertools
import os
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pointer_hands import Hand, bring, click, type_in
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from loancrm_desktop.services import customers, deal_runs, deal_steps, deals
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.services.process import drawing
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.flows import carried_kind, flow_body
from loancrm_desktop.ui.frame.places import BOARD, PROCESSES
from loancrm_desktop.ui.kanban.board_model import CARD_MIME
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.widgets.notices import Toast

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support ", extend=True)
LEFT = Qt.MouseButton.LeftButton
STEPS = (
    ("线索分配", "leader"),
    ("初步电联", "owner"),
    ("资质审核", "owner"),
    ("方案匹配", "owner"),
    ("签约陪同", "owner"),
    ("银行审批", "role"),
    ("成功放款", "owner"),
    ("贷后", "owner"),
)
WON = ("成功放款", "贷后")


@pytest.fixture
def program(qtbot, qapp, office, owner, tmp_path, monkeypatch):
    theme.apply(qapp, "light")
    monkeypatch.setattr("loancrm_desktop.ui.vault_calls.office_name", lambda _folder: "测试机构")
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path / "profile"))
    qtbot.addWidget(window)

    def settle(wanted=lambda: True) -> None:
        QCoreApplication.processEvents()
        qtbot.waitUntil(lambda: bridge.pending == 0 and bool(wanted()), timeout=10_000)

    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    window.enter(Opened(office, owner, None))
    settle(lambda: window.workspace.words.ready)

    def past(call, function, arguments):
        with ThreadPoolExecutor(1) as pool:
            found = pool.submit(call, owner, function, **arguments).result()
        settle()
        return found

    def ask(function, **arguments):
        """Read past the bridge."""
        return past(office.ask, function, arguments)

    def do(function, **arguments):
        """Act past the bridge."""
        return past(office.do, function, arguments)

    yield SimpleNamespace(settle=settle, qtbot=qtbot, space=window.workspace, ask=ask, do=do)
    window.close()
    bridge.shut_down()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Pen:
    """Draws on the canvas with the pointer, and types names."""

    def __init__(self, program, hand: Hand) -> None:
        self.page = program.space.page(PROCESSES)
        self.view, self.desk = self.page.view, self.page.desk
        self.program, self.hand = program, hand

    def drop(self, kind: str, x: float, y: float) -> str:
        """Carry a kind from the palette to a place of the picture."""
        button = self.page.palette_panel.buttons[kind]

        def goal():
            return self.view.viewport(), self.view.mapFromScene(QPointF(x, y))

        self.hand.carry(button, goal, carried_kind.pack)
        return self.desk.chosen.node

    def point(self, key: str, side: tuple[float, float] = (0, 0)) -> QPoint:
        return self.view.mapFromScene(QPointF(*self.view.flow.node_items[key].box.port(side)))

    def choose(self, key: str) -> None:
        QTest.mouseClick(self.view.viewport(), LEFT, pos=self.point(key))
        assert self.desk.chosen.node == key

    def draw(self, start: str, side: tuple[float, float], to: QPoint) -> None:
        """Press a port, move, let go."""
        self.choose(start)
        port, sheet = self.point(start, side), self.view.viewport()
        QTest.mousePress(sheet, LEFT, pos=port)
        QTest.mouseMove(sheet, (port + to) / 2)
        QTest.mouseMove(sheet, to)
        QTest.mouseRelease(sheet, LEFT, pos=to)

    def draw_new(self, start: str, kind: str, at: tuple[float, float]) -> str:
        """Draw an arrow into the open, and take what its menu offers."""
        place = self.view.mapFromScene(QPointF(*at))
        x, y = self.desk.place_of(start)
        across = abs(at[0] - x) > abs(at[1] - y)
        side = (1 if at[0] > x else -1, 0) if across else (0, 1 if at[1] > y else -1)
        self.draw(start, side, place)
        menu = self.page.menus.menu
        wanted = next(each for each in menu.actions() if each.data() == kind)
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(wanted).center())
        menu.close()
        return self.desk.chosen.node

    def name(self, words: str, row: str = "name_zh") -> None:
        self.program.settle()  # names that come late build the panel anew
        edit = self.page.panel.page.rows[row].edit
        bring(edit)
        type_in(edit, words)

    def handler(self, kind: str) -> None:
        editor = self.page.panel.page.handler
        editor.kind.choose(kind)
        if kind == "role":
            self.page.panel.page.handler.rows["role"].choose("back_office")

    def funnel(self, step: str) -> None:
        self.page.panel.page.rows["funnel_step"].choose(step)


def draw_process(pen: Pen) -> dict[str, str]:
    """Draw the start, the eight nodes in two lines, and the archived end below the review."""
    keys = {"start": pen.drop("start", 0, 0)}
    pen.page.view.zoom_whole()
    pen.page.view.set_zoom(0.6)
    before = keys["start"]
    places = [(216 * at, 0) for at in (1, 2, 3)] + [(216 * at, 240) for at in (3, 2, 1, 0)]
    places.append((0, 400))
    for (words, handler), place in zip(STEPS, places, strict=True):
        pen.page.view.centerOn(324, 200)
        before = keys[words] = pen.draw_new(before, "handle", place)
        pen.name(words)
        pen.handler(handler)
        pen.funnel("lead" if place[1] == 0 else "signed")
        if words in WON:
            pen.page.panel.page.rows["outcome"].choose("won")
    keys["end"] = pen.draw_new(keys["资质审核"], "end", (864, 0))
    pen.name("已归档")
    return keys


def name_review(pen: Pen, keys: dict[str, str]) -> None:
    """Name both ways out of the review; the second asks why."""
    for end, words in ((keys["方案匹配"], "审核通过"), (keys["end"], "审核不通过")):
        pen.choose(keys["资质审核"])
        edge = f"{keys['资质审核']}>{end}"
        item = pen.view.flow.edge_items[edge]
        middle = (QPointF(*item.way[0]) + QPointF(*item.way[1])) / 2
        QTest.mouseClick(pen.view.viewport(), LEFT, pos=pen.view.mapFromScene(middle))
        assert pen.desk.chosen.edge == edge
        pen.name(words)
    click(pen.page.panel.page.rows["needs_reason"].switch)


def publish(program, page) -> None:
    page.judge()
    program.settle()
    assert [each.text.read() for each in page.faults if each.level == "error"] == []
    before = page.drawing.published_version
    click(page.header.publish_button)
    program.settle(lambda: page.publishing.dialog is not None)
    click(page.publishing.dialog.publish_button)
    program.settle(lambda: page.drawing.published_version == before + 1)


def run(program, phone: str, edges: list[tuple[str, str | None]]):
    """Take a new customer's deal along arrows; answers how it stands on the picture."""
    values = {"name": "钱慧敏", "phone": phone}
    deal = program.do(customers.add, values=values).deal_id
    for edge, reason in edges:
        program.do(deal_steps.advance, deal_id=deal, edge=edge, reason=reason)
    return program.ask(deal_runs.run_view, deal_id=deal)


class Cards:
    """Carries cards over the board, and reads in the office where their deals stand."""

    def __init__(self, program, stages: dict[str, str]) -> None:
        self.program, self.stages = program, stages
        click(program.space.navigation._buttons[BOARD])
        self.board = program.space.page(BOARD)
        first, last = stages["线索分配"], stages["已归档"]
        program.settle(lambda: self.board.model.reach(first, last) is not None)

    def drop(self, deal: int, on: str) -> None:
        """Take a card and let it go over a column, or over the strip of an end."""
        card, key = self.board.model.card(deal), self.stages[on]
        assert card is not None
        self.board.desk.hand.take(card)
        goal = self.board.area.columns.get(key) or self.board.strips.strips[key]
        assert goal.isVisibleTo(self.board)
        self._let_go(goal, deal)
        self.program.settle(lambda: self.board.desk.hand.flying is None)

    def _let_go(self, goal: QWidget, deal: int) -> None:
        carried = QMimeData()
        carried.setData(CARD_MIME, str(deal).encode())
        action, keys = Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
        at = QPoint(20, goal.height() // 2)
        enter = QDragEnterEvent(at, action, carried, LEFT, keys)
        QApplication.sendEvent(goal, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(goal, QDropEvent(QPointF(at), action, carried, LEFT, keys))

    def stands(self, deal: int) -> str:
        """Answer the stage of a deal, as the office has it."""
        key = self.program.ask(deals.show, deal_id=deal).card.stage
        return next(words for words, each in self.stages.items() if each == key)

    def take_back(self, deal: int, to: str) -> None:
        """Press undo on the notice of the last move."""
        window = self.program.space.window()
        shown = [each for each in window.findChildren(Toast) if each.isVisible()]
        newest = max((each for each in shown if each.action_button), key=lambda each: each.entry)
        click(newest.action_button)
        there = self.board.model.columns[self.stages[to]]
        self.program.settle(lambda: there.row_of(deal) is not None)


def go_both_ways_on_the_board(program, stages: dict[str, str]) -> None:
    """Drag one deal to its end past the review, and one into the archive for a reason."""
    passed, failed = (
        program.do(customers.add, values={"name": name, "phone": phone}).deal_id
        for name, phone in (("何秀兰", "13600001111"), ("冯国栋", "13600002222"))
    )
    cards = Cards(program, stages)
    for deal in (passed, failed):
        for on in ("初步电联", "资质审核"):
            cards.drop(deal, on)
            assert cards.stands(deal) == on
    cards.drop(passed, "方案匹配")
    assert cards.stands(passed) == "方案匹配"

    cards.drop(failed, "银行审批")
    assert cards.stands(failed) == "资质审核", "no arrow leads there"
    said = cards.board.desk.hand.bubble.text
    assert "冯国栋" in said
    assert "资质审核" in said or "方案匹配" in said

    cards.drop(failed, "已归档")
    asking = cards.board.desk.mover.asking
    assert asking.form.keys == ("reason",)
    assert cards.stands(failed) == "资质审核", "nothing moves before it is said why"
    asking.form.editor("reason").area.setPlainText("征信不符")
    asking._on_go_clicked()
    program.settle()
    assert cards.stands(failed) == "已归档"
    assert program.ask(deals.show, deal_id=failed).stage_history[-1].reason == "征信不符"

    cards.drop(passed, "签约陪同")
    assert cards.stands(passed) == "签约陪同"
    cards.take_back(passed, "方案匹配")
    assert cards.stands(passed) == "方案匹配"
    for on in ("签约陪同", "银行审批", "成功放款"):
        cards.drop(passed, on)
        assert cards.stands(passed) == on
    assert cards.stands(failed) == "已归档"


def test_the_shipped_process_is_drawn_from_nothing_and_runs_both_ways(program, monkeypatch):
    click(program.space.navigation._buttons[PROCESSES])
    program.settle()
    hand = Hand()
    monkeypatch.setattr(carried_kind, "begin_drag", hand.take)
    pen = Pen(program, hand)
    program.settle(lambda: pen.page.drawing is not None)
    pen.page.clear()
    assert flow_body.nodes(pen.desk.body) == []

    keys = draw_process(pen)
    name_review(pen, keys)
    publish(program, pen.page)

    body = program.ask(drawing.drawn, process="standard").published
    assert [each["name_zh"] for each in body["stages"]] == [
        *(words for words, _ in STEPS),
        "已归档",
    ]
    way = [keys[words] for words, _ in STEPS]
    steps = [(f"{a}>{b}", None) for a, b in itertools.pairwise(way)]
    passed = run(program, "13900000872", steps)
    assert passed.here == keys["贷后"]
    assert [each.node for each in passed.path if each.node in way] == way
    failed = run(
        program, "13700002215", [*steps[:2], (f"{keys['资质审核']}>{keys['end']}", "征信不符")]
    )
    assert failed.here == keys["end"]
    assert failed.path[-1].reason == "征信不符"

    go_both_ways_on_the_board(program, {each["name_zh"]: each["key"] for each in body["stages"]})
