"""A broker's first hour: everything by mouse and keyboard, and at the end everything is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hands import CarriedDrag, Hands, drop, on_screen, start_program, text_of, words_of
from pypinyin import Style, lazy_pinyin
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton, QTableView, QWidget

from loancrm_desktop.services import (
    customer_list,
    customers,
    deal_board,
    deals,
    follow_ups,
    views,
)
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.vault_calls import DemoSize, demo_key

pytestmark = [
    pytest.mark.journey,
    pytest.mark.qt_log_ignore("This plugin does not support ", extend=True),
]
SPREADSHEET = Path("03_spreadsheets/excel/员工信息表.xlsx")
PEOPLE_IN_IT = 500
SMALL = DemoSize(customers=24, months=2)
COMPANY = "东莞市长安精密五金厂"
SAID = "客户确认下周一带房产证来面谈"
VIEW = "大额待审"
STEP_MS = 40
EVERYBODY = ListQuery(limit=200)


class FirstHour:
    """The broker's hour, one deed after another; what was done is remembered to be asked for."""

    def __init__(self, hands: Hands, drag: Drag) -> None:
        self.hands = hands
        self._drag = drag
        self.total = 0
        self.filtered = 0

    def open_the_demo(self) -> None:
        """Open the demo office from the very first page."""
        self.hands.program.window.first_run_page.demo_size = SMALL
        self.hands.press(tr("Open the demo office"), QPushButton)
        self.hands.see(tr("Customers"), QTableView)
        self.total = self.hands.ask(customer_list.page, query=EVERYBODY).total

    def find_by_pinyin(self) -> None:
        """Type the initials of a name into the palette and open who is found."""
        rows = self.hands.ask(customer_list.page, query=EVERYBODY).rows
        initials = [letters_of(row.name) for row in rows]
        row = next(row for row in rows if initials.count(letters_of(row.name)) == 1)
        self.customer_id, self.name = row.id, row.name
        self.hands.keys("Ctrl+K")
        self.hands.write(letters_of(self.name))
        box = self.hands.see(tr("Search customers or run a command"), QLineEdit)
        assert text_of(box) == letters_of(self.name)
        self.hands.keys("Return")
        self.hands.see(tr("Timeline"), QListView)
        assert self.hands.reads(self.name)

    def edit_in_place(self) -> None:
        """Click a fact of the customer, write it anew, save with Enter."""
        before = str(self._values()["company"])
        fact = self.hands.wait(lambda: self.hands.ending(f": {before}"), "no company")
        self.hands.click(fact)
        self.hands.keys("Ctrl+A")
        self.hands.write(COMPANY)
        self.hands.keys("Return")
        self.hands.wait(lambda: self._values()["company"] == COMPANY, "the company is not saved")
        self.hands.wait(lambda: self.hands.ending(f": {COMPANY}"), "the company is not shown")

    def log_a_follow_up(self) -> None:
        """Go into the composer, write, save with Ctrl+Enter; the timeline has it."""
        timeline = self.hands.see(tr("Timeline"), QListView)
        self.hands.click(timeline)
        self.hands.keys("L")
        self.hands.write(SAID)
        self.hands.keys("Ctrl+Return")
        self.hands.wait(lambda: SAID in self._said(), "the follow-up is not logged")
        self.hands.wait(lambda: holds(timeline, SAID), "the timeline has no follow-up")

    def drag_the_card(self) -> None:
        """Drag a new lead into the next column."""
        self.hands.keys("Ctrl+3")
        self.names = self._stage_names()
        where = {"field": "stage", "op": "eq", "value": "lead_assignment"}
        self.card = self.hands.ask(deal_board.page, query=ListQuery(where=where)).rows[0]
        assert "first_call" in self.card.may_move_to
        self._drag(self.hands, self.card.customer_name, self._here("lead_assignment"),
                   self._here("first_call"))  # fmt: skip
        self.hands.wait(lambda: self._stage() == "first_call", "the card was not moved")
        assert holds(self._here("first_call"), self.card.customer_name)

    def be_refused(self) -> None:
        """Drag the card where no way leads: it comes back, and it is said why."""
        self._drag(self.hands, self.card.customer_name, self._here("first_call"),
                   self._here("bank_approval"))  # fmt: skip
        self.hands.wait(lambda: self._why() > len(self.card.customer_name) + 4, "nothing is said")
        assert self._stage() == "first_call"
        assert holds(self._here("first_call"), self.card.customer_name)

    def _why(self) -> int:
        """Answer how long the sentence is that names the card's customer."""
        said = [words for each in on_screen() for words in words_of(each)]
        return max((len(one) for one in said if one.startswith(self.card.customer_name)), default=0)

    def undo(self) -> None:
        """Take the move back with Ctrl+Z, at once."""
        self.hands.keys("Ctrl+Z")
        self.hands.wait(lambda: self._stage() == "lead_assignment", "the move is not taken back")
        self.hands.wait(
            lambda: holds(self._here("lead_assignment"), self.card.customer_name),
            "the card does not come back",
        )
        assert SAID in self._said()

    def filter(self) -> None:
        """Add a condition over the list: a field by its name, a value by the keyboard."""
        self.hands.keys("Ctrl+2")
        self.hands.press(tr("Add condition"))
        self.hands.write({"zh": "dkcplx", "en": "loan type"}[current_language()])
        self.hands.keys("Return")  # takes the field
        self.hands.keys("Return")  # ticks the first product
        self.hands.keys("Escape")
        self.hands.wait(lambda: 0 < self._shown() < self.total, "the list is not filtered")
        self.filtered = self._shown()

    def save_the_view(self) -> None:
        """Keep the list as it is now under a name."""
        self.hands.press(tr("Save as a new view"))
        self.hands.write(VIEW)
        self.hands.keys("Return")
        saved = self.hands.wait(self._view, "the view is not saved")
        query = ListQuery(where=saved.body["where"])
        assert self.hands.ask(customer_list.page, query=query).total == self.filtered

    def import_a_spreadsheet(self, path: Path) -> None:
        """Drop a spreadsheet on the import page and import all of it."""
        self.hands.keys("Ctrl+6")
        title = self.hands.see(tr("Drop an old list here"), QLabel)
        files = QMimeData()
        files.setUrls([QUrl.fromLocalFile(str(path))])
        place = title.mapTo(title.window(), title.rect().center())
        assert drop(title.window(), place, files, Qt.DropAction.CopyAction)
        count = tr("Import {count} customers", count=str(PEOPLE_IN_IT))
        self.hands.wait(lambda: self.hands.look(tr("Next"), QPushButton)
                        or self.hands.look(count, QPushButton), "the list is not read")  # fmt: skip
        if self.hands.look(tr("Next"), QPushButton):
            self.hands.press(tr("Next"), QPushButton)
        self.hands.press(count, QPushButton)
        self.hands.press(tr("See the imported customers"), QPushButton)
        self.hands.wait(lambda: self._shown() == PEOPLE_IN_IT, "they are not shown")

    def lock_and_unlock(self) -> None:
        """Lock with Ctrl+L: nothing of a customer is in sight; come back with the password."""
        name = self.hands.ask(customers.values, customer_id=self.customer_id).values["name"]
        self.hands.keys("Ctrl+L")
        self.hands.see(tr("The office is locked. Type your password to go on."), QLabel)
        assert not self.hands.program.bridge.is_open
        assert not self.hands.reads(str(name))
        self.hands.write(demo_key()[1])
        self.hands.keys("Return")
        self.hands.wait(lambda: self.hands.program.bridge.is_open, "it is not unlocked")
        self.hands.see(tr("Customers"), QTableView)
        self.hands.wait(lambda: self._shown() == PEOPLE_IN_IT, "the list is another one")

    def find_everything_again(self) -> None:
        """Ask the services whether all of the hour's work is there."""
        assert self._values()["company"] == COMPANY
        assert SAID in self._said()
        assert self._stage() == "lead_assignment"
        assert self._view() is not None
        everybody = self.hands.ask(customer_list.page, query=EVERYBODY).total
        assert everybody == self.total + PEOPLE_IN_IT
        self.hands.press_tab(VIEW, tr("More views"))
        self.hands.wait(lambda: self._shown() == self.filtered, "the view shows another list")

    # Facts

    def _values(self) -> dict[str, object]:
        return self.hands.ask(customers.values, customer_id=self.customer_id).values

    def _said(self) -> list[str]:
        return [row.text for row in self.hands.ask(follow_ups.page, customer_id=self.customer_id)]

    def _shown(self) -> int:
        table = self.hands.look(tr("Customers"), QTableView)
        return table.model().rowCount() if isinstance(table, QTableView) else 0

    def _view(self) -> views.SavedViewRow | None:
        rows = self.hands.ask(views.page, kind="customer")
        return next((row for row in rows if row.name == VIEW), None)

    def _stage(self) -> str:
        return self.hands.ask(deals.show, deal_id=self.card.id).card.stage

    def _stage_names(self) -> dict[str, str]:
        stages = self.hands.ask(deal_board.board).stages
        english = current_language() == "en"
        return {stage.key: stage.name_en if english else stage.name_zh for stage in stages}

    def _here(self, stage: str) -> QListView:
        return self.hands.see(self.names[stage], QListView)


def letters_of(name: str) -> str:
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


def texts_of(view: QListView) -> list[str]:
    """Answer the lines of a list, as a screen reader is told them."""
    model = view.model()
    rows = [model.index(at, 0) for at in range(model.rowCount())]
    return [str(row.data(Qt.ItemDataRole.AccessibleTextRole) or row.data()) for row in rows]


def holds(view: QListView, words: str) -> bool:
    return any(words in text for text in texts_of(view))


class Drag:
    """Takes a card of one column and lets it go over another."""

    def __call__(self, hands: Hands, name: str, source: QListView, target: QWidget) -> None:
        at = next(n for n, text in enumerate(texts_of(source)) if name in text)
        index = source.model().index(at, 0)
        source.scrollTo(index)
        window = source.window()
        start = source.viewport().mapTo(window, source.visualRect(index).center())
        self.carry(hands, window, start, target.mapTo(window, target.rect().center()))
        hands.rest()

    def carry(self, hands: Hands, window: QWidget, start: QPoint, goal: QPoint) -> None:
        """Carry without a screen: the system's part of the drag is played."""
        CarriedDrag.goal = goal
        handle = window.windowHandle()
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        QTest.mouseMove(handle, start + QPoint(4, 0))
        QTest.mouseMove(handle, start + QPoint(9, 0))
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, goal)


class RealDrag(Drag):
    """Carries with a real pointer on a real screen; the drag has an event loop of its own."""

    def carry(self, hands: Hands, window: QWidget, start: QPoint, goal: QPoint) -> None:
        pointer = Pointer(window, [start + (goal - start) * part / 6 for part in range(1, 7)])
        QCursor.setPos(window.mapToGlobal(start))
        handle = window.windowHandle()
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        pointer.start(STEP_MS)
        QTest.mouseMove(handle, start + QPoint(2, 0))
        QTest.mouseMove(handle, start + QPoint(9, 0))
        QTest.qWait(STEP_MS * 14)
        pointer.deleteLater()


class Pointer(QTimer):
    """Moves the pointer step by step and lets go at the last place."""

    def __init__(self, window: QWidget, places: list[QPoint]) -> None:
        super().__init__(window)
        self._window, self._places = window, [*places, places[-1], places[-1]]
        self._at = places[-1]
        self.timeout.connect(self._step)

    def _step(self) -> None:
        handle = self._window.windowHandle()
        if self._places:
            at = self._places.pop(0)
            QCursor.setPos(self._window.mapToGlobal(at))
            QTest.mouseMove(handle, at)
            return
        self.stop()
        button, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseRelease(handle, button, plain, self._at)


@pytest.fixture(params=["zh", "en"])
def hands(request, qapp, qtbot):
    program = start_program(qapp, request.param)
    hands = Hands(qtbot, program)
    hands.rest()
    yield hands
    hands.leave()


def test_the_first_hour_by_mouse_and_keyboard(hands, shared, monkeypatch):
    monkeypatch.setattr("loancrm_desktop.ui.kanban.cards_view.QDrag", CarriedDrag)
    live_the_hour(FirstHour(hands, Drag()), shared / SPREADSHEET)


@pytest.mark.xvfb
def test_the_first_hour_with_real_drags(hands, shared):
    hands.program.window.move(0, 0)
    hands.program.window.activateWindow()
    live_the_hour(FirstHour(hands, RealDrag()), shared / SPREADSHEET)


def live_the_hour(hour: FirstHour, spreadsheet: Path) -> None:
    hour.open_the_demo()
    hour.find_by_pinyin()
    hour.edit_in_place()
    hour.log_a_follow_up()
    hour.drag_the_card()
    hour.be_refused()
    hour.undo()
    hour.filter()
    hour.save_the_view()
    hour.import_a_spreadsheet(spreadsheet)
    hour.lock_and_unlock()
    hour.find_everything_again()
