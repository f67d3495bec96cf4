"""Deals nobody would be reminded of: each gets a to-do or somebody who works on it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.services import next_steps
from loancrm_desktop.services.next_steps import Forgotten
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.panel_parts import table
from loancrm_desktop.ui.records.deal_stepper import DealStepper
from loancrm_desktop.ui.records.person_popover import PersonPopover
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS, Column, RowsTableModel
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader, button, column, frame, label, row
from loancrm_desktop.ui.widgets.states import StateView

MOST = 1_000
TABLES = ("deal", "task", "approval", "node_visit", "customer", "app_user")
_PAUSE_MS = 300


def why_words(why: str) -> str:
    """Say why nobody would be reminded of a deal."""
    return {
        "nobody": tr("Nobody works on it"),
        "handler_left": tr("Who worked on it has left"),
    }.get(why, tr("No to-do, no appointment, no time limit"))


class ForgottenDealsPage(QWidget):
    """The list, with the ways to see to a deal again.

    Signals:
        said: what was done, and the journal number that takes it back or 0.
        customer_opened: open this customer's page (id).
        task_requested: a new task for this customer and deal (ids).
        board_requested: show the board.
    """

    said = Signal(str, int)
    customer_opened = Signal(int)
    task_requested = Signal(int, int)
    board_requested = Signal(object)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge, self._words = bridge, words
        self._stale = True
        self._now: datetime = system_clock()
        self.people: PersonPopover | None = None
        self.stepper = DealStepper(bridge, words, self)
        self.stepper.said.connect(self.said)
        self.stepper.refused.connect(self._on_refused)
        columns = (
            Column("name", tr("Customer"), 140),
            Column("ref", tr("Deal no."), 140),
            Column("stage", tr("Stage"), 120),
            Column("since", tr("There for"), 110),
            Column("owner", tr("Owner"), 110),
            Column("handler", tr("Handler"), 110),
            Column("why", tr("Why it is forgotten"), 0),
        )
        self.model = RowsTableModel(columns, self._cell_text, self)
        self.view = table(self.model, columns, tr("Deals without a next step"))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.doubleClicked.connect(self.open_customer)
        self.view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._build()
        self._build_commands()
        bridge.changed.connect(self._on_bridge_changed)
        words.loaded.connect(self._pause.start)

    def _build(self) -> None:
        self.header = PageHeader(tr("Deals without a next step"))
        told = label(
            tr("Every open deal has a to-do, an appointment, a time limit or an approval that "
               "waits, and somebody who works on it. These have not; the oldest stand first."),
            role="caption",
            wrap=True,
        )  # fmt: skip
        top = frame("toolbar")
        top.setLayout(row(told, margins=(16, 8, 16, 8)))
        self.notice = Notice()
        self.states = StateView()
        self.states.retry_requested.connect(self.reload)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.states)
        self.give = button(tr("Give the work to …"), icon="user")
        self.give.clicked.connect(self.ask_give)
        self.task = KeyedButton(tr("New task"), "T", kind="primary", icon="bell")
        self.task.clicked.connect(self.new_task)
        foot = frame("footer")
        foot.setLayout(row(None, self.give, self.task, margins=(16, 8, 16, 8)))
        whole = column(self.header, top, self.notice, self._stack, foot, spacing=0)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self._on_current_changed()

    def _build_commands(self) -> None:
        letters = (
            (Command("forgotten.task", tr("New task"), "T", "bell", "customer"), self.new_task),
            (
                Command("forgotten.open", tr("Open customer"), ("Return", "Enter"), "user"),
                self.open_customer,
            ),
        )
        for command, run in letters:
            add_letter(self.view, self, command, run)
        give = Command("forgotten.give", tr("Give the work to …"), "", "user", "customer")
        add_command(self, give, self.ask_give)
        add_command(self, Command("forgotten.reload", tr("Read again"), "", "refresh"), self.reload)

    def areas(self) -> list[QWidget]:
        """Answer the parts F6 goes through, in order."""
        if self._stack.currentWidget() is self.states:
            return [self.states]
        return [self.view, self.task]

    def focus_content(self) -> None:
        """Put the keyboard on the list."""
        self.view.setFocus()

    @property
    def current(self) -> Forgotten | None:
        """The deal chosen."""
        found = self.model.peek(self.view.currentIndex().row()) if self.model.total else None
        return found if isinstance(found, Forgotten) else None

    def reload(self) -> None:
        """Read the list again."""
        self._stale = False
        self._pause.stop()
        self._bridge.ask(
            next_steps.forgotten,
            limit=MOST,
            then=self._on_rows,
            failed=self._on_read_failed,
            key="forgotten",
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read it if it changed while it was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def open_customer(self) -> None:
        """Open the customer of the deal chosen."""
        if self.current is not None:
            self.customer_opened.emit(self.current.customer_id)

    def new_task(self) -> None:
        """Ask what is to be done next."""
        if self.current is not None:
            self.task_requested.emit(self.current.customer_id, self.current.deal_id)

    def ask_give(self) -> None:
        """Ask who works on the deal from now on."""
        deal = self.current
        if deal is None:
            return
        people = self._words.links("person")
        self.people = PersonPopover(tr("Give the work to"), people, deal.handler_id, self)
        self.people.setProperty("deal", deal.deal_id)
        self.people.chosen.connect(self._on_person_chosen)
        self.people.closed.connect(self.people.deleteLater)
        self.people.open_at(self.give)

    def _on_person_chosen(self, person_id: int) -> None:
        if self.people is not None:
            deal_id = int(self.people.property("deal"))
            self.people = None
            self.stepper.reassign(deal_id, person_id)

    def _on_rows(self, rows: tuple[Forgotten, ...]) -> None:
        at = max(0, self.view.currentIndex().row())
        self._now = system_clock()
        self.model.start(len(rows), rows[:BLOCK_ROWS])
        for block in range(1, -(-len(rows) // BLOCK_ROWS)):
            self.model.put_block(block, rows[block * BLOCK_ROWS : (block + 1) * BLOCK_ROWS])
        if len(rows) == MOST:
            self.header.set_status(tr("the oldest {count} deals", count=f"{MOST:,}"))
        else:
            self.header.set_status(tr("{count} deals", count=f"{len(rows):,}"))
        if rows:
            self._stack.setCurrentIndex(0)
            self.view.selectRow(min(at, len(rows) - 1))
        else:
            self._show_empty()
        self._on_current_changed()

    def _show_empty(self) -> None:
        to_board = button(tr("Go to the board"), kind="primary", icon="board")
        to_board.clicked.connect(self._on_board_clicked)
        self._stack.setCurrentIndex(1)
        self.states.show_empty(
            "check-circle",
            tr("Every deal has a next step"),
            tr("Open deals without a to-do, an appointment or a time limit would stand here."),
            [to_board],
        )

    def _on_board_clicked(self) -> None:
        self.board_requested.emit(None)

    def _on_read_failed(self, problem: Problem) -> None:
        self._stack.setCurrentIndex(1)
        if isinstance(problem, Refused) and problem.forbidden:
            self.states.show_no_right(tr("You do not see deals"), str(problem))
        else:
            self.states.show_error(tr("The deals could not be read"), str(problem))

    def _on_current_changed(self) -> None:
        rights = self._bridge.actor.rights
        self.task.setEnabled(self.current is not None and rights.allows("tasks.add"))
        self.give.setEnabled(self.current is not None and rights.allows("deals.edit"))

    def _on_refused(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*TABLES):
            if self.isVisible():
                self._pause.start()
            else:
                self._stale = True

    def _cell_text(self, each: Forgotten, key: str) -> str:
        texts = {
            "name": each.customer_name,
            "ref": each.ref,
            "stage": self._words.stage_name(each.stage, each.process_id),
            "since": display.duration(self._now - each.since),
            "owner": self._words.person_name(each.owner_id),
            "handler": self._words.person_name(each.handler_id),
            "why": why_words(each.why),
        }
        return texts[key]
