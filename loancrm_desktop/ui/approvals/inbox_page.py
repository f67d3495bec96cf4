"""What waits for my yes or no: looked through and answered by mouse or with two keys."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.services import approvals
from loancrm_desktop.services.approvals import ApprovalRow
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.approvals.approval_panel import ApprovalPanel, node_name, time_words
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.panel_parts import table
from loancrm_desktop.ui.records.deal_stepper import DealStepper
from loancrm_desktop.ui.records.person_popover import PersonPopover
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS, Column, RowsTableModel
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader, button, column, row
from loancrm_desktop.ui.widgets.states import StateView

TABLES = ("approval", "node_visit", "deal")
_PAUSE_MS = 200
_PASS_ON, _ADD = "pass_on", "add"


class ApprovalInboxPage(QWidget):
    """The inbox: a list, and beside it what is chosen with its buttons.

    Signals:
        said: what was done, and the journal number that takes it back or 0.
        customer_opened: open this customer's page (id).
        approvals_counted: how many wait.
        board_requested: show the board.
    """

    said = Signal(str, int)
    customer_opened = Signal(int)
    approvals_counted = Signal(int)
    board_requested = Signal(object)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge, self._words = bridge, words
        self._stale = True
        self._rows: tuple[ApprovalRow, ...] = ()
        self._now: datetime = system_clock()
        self._shown = 0
        self.people: PersonPopover | None = None
        self.stepper = DealStepper(bridge, words, self)
        self.stepper.said.connect(self.said)
        self.stepper.refused.connect(self._on_refused)
        self.stepper.settled.connect(self._on_settled)
        columns = (
            Column("name", tr("Customer"), 130),
            Column("node", tr("Approval step"), 0),
            Column("amount", tr("Amount"), 110, right=True),
            Column("asker", tr("Asked by"), 110),
            Column("asked", tr("Asked"), 120),
            Column("left", tr("Time limit"), 150),
        )
        self.model = RowsTableModel(columns, self._cell_text, self)
        self.view = table(self.model, columns, tr("Approvals that wait for you"))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.view.doubleClicked.connect(self.open_customer)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._build()
        self._build_commands()
        bridge.changed.connect(self._on_bridge_changed)
        words.loaded.connect(self._pause.start)

    def _build(self) -> None:
        self.header = PageHeader(tr("Approvals"))
        self.notice = Notice()
        self.states = StateView()
        self.states.retry_requested.connect(self.reload)
        self.panel = ApprovalPanel(self._words)
        self.panel.answered.connect(self._answer)
        self.panel.pass_on_requested.connect(self.ask_pass_on)
        self.panel.add_requested.connect(self.ask_add)
        self.panel.opened.connect(self.open_customer)
        listed = QWidget()
        both = row(self.view, self.panel, spacing=0)
        both.setStretch(0, 1)
        listed.setLayout(both)
        self._stack = QStackedWidget()
        self._stack.addWidget(listed)
        self._stack.addWidget(self.states)
        whole = column(self.header, self.notice, self._stack, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _build_commands(self) -> None:
        letters = (
            (Command("approvals.approve", tr("Approve"), "A", "check", "customer"), self.approve),
            (Command("approvals.reject", tr("Reject"), "R", "x", "customer"), self.reject),
            (
                Command("approvals.open", tr("Open customer"), ("Return", "Enter"), "user"),
                self.open_customer,
            ),
        )
        for command, run in letters:
            add_letter(self.view, self, command, run)
        for command, run in (
            (Command("approvals.pass_on", tr("Pass the approval on …"), "", "users", "customer"),
             self.ask_pass_on),
            (Command("approvals.add", tr("Add an approver …"), "", "user-plus", "customer"),
             self.ask_add),
            (Command("approvals.reload", tr("Read again"), "", "refresh"), self.reload),
        ):  # fmt: skip
            add_command(self, command, run)

    def areas(self) -> list[QWidget]:
        """Answer the parts F6 goes through, in order."""
        if self._stack.currentWidget() is self.states:
            return [self.states]
        return [self.view, self.panel.comment]

    def focus_content(self) -> None:
        """Put the keyboard on the list."""
        self.view.setFocus()

    @property
    def current(self) -> ApprovalRow | None:
        """The approval chosen."""
        found = self.model.peek(self.view.currentIndex().row()) if self.model.total else None
        return found if isinstance(found, ApprovalRow) else None

    def reload(self) -> None:
        """Read what waits again."""
        self._stale = False
        self._pause.stop()
        self._bridge.ask(
            approvals.waiting, then=self._on_rows, failed=self._on_read_failed, key="waiting"
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read it if it changed while it was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def approve(self) -> None:
        """Say yes to what is chosen."""
        self._answer(approve=True)

    def reject(self) -> None:
        """Say no to what is chosen."""
        self._answer(approve=False)

    def open_customer(self) -> None:
        """Open the customer of what is chosen."""
        if self.current is not None:
            self.customer_opened.emit(self.current.customer_id)

    def ask_pass_on(self) -> None:
        """Ask who answers in one's place."""
        self._ask_person(_PASS_ON, tr("Pass the approval on to"), self.panel.pass_on)

    def ask_add(self) -> None:
        """Ask who is to answer too."""
        self._ask_person(_ADD, tr("Ask one more person"), self.panel.add)

    def _answer(self, approve: bool) -> None:  # noqa: FBT001 - the signal carries yes or no
        asked = self.current
        if asked is not None and self.panel.approve.isEnabled():
            self.notice.hide()
            self.panel.set_busy(busy=True)
            self.stepper.decide(asked.id, approve=approve, comment=self.panel.said)

    def _ask_person(self, act: str, title: str, anchor: QWidget) -> None:
        asked = self.current
        if asked is None:
            return
        me = self._bridge.actor.user_id
        self.people = PersonPopover(title, self._words.links("person"), me, self)
        self.people.setProperty("asks", (act, asked.id, asked.deal_id))
        self.people.chosen.connect(self._on_person_chosen)
        self.people.closed.connect(self.people.deleteLater)
        self.people.open_at(anchor)

    def _on_person_chosen(self, person_id: int) -> None:
        if self.people is None:
            return
        act, approval_id, deal_id = self.people.property("asks")
        self.people = None
        if act == _PASS_ON:
            self.stepper.pass_on(approval_id, person_id, self.panel.said)
        else:
            self.stepper.add_approver(deal_id, person_id, self.panel.said)

    def _on_rows(self, rows: tuple[ApprovalRow, ...]) -> None:
        at = max(0, self.view.currentIndex().row())
        held = self._shown
        self._rows, self._now = rows, system_clock()
        self.model.start(len(rows), rows[:BLOCK_ROWS])
        for block in range(1, -(-len(rows) // BLOCK_ROWS)):
            self.model.put_block(block, rows[block * BLOCK_ROWS : (block + 1) * BLOCK_ROWS])
        self.approvals_counted.emit(len(rows))
        late = sum(1 for each in rows if each.due_at is not None and each.due_at < self._now)
        told = tr("{count} wait for you", count=len(rows))
        if late:
            told = tr("{count} wait for you, {late} over the limit", count=len(rows), late=late)
        self.header.set_status(told if rows else "")
        if not rows:
            self._show_empty()
            return
        self._stack.setCurrentIndex(0)
        places = (place for place, each in enumerate(rows) if each.id == held)
        self.view.selectRow(next(places, min(at, len(rows) - 1)))
        self._show_current()

    def _show_empty(self) -> None:
        self._shown = 0
        to_board = button(tr("Go to the board"), kind="primary", icon="board")
        to_board.clicked.connect(self._on_board_clicked)
        self._stack.setCurrentIndex(1)
        self.states.show_empty(
            "stamp",
            tr("Nothing waits for your approval"),
            tr("Deals whose process asks you for a yes or no stand here."),
            [to_board],
        )

    def _on_board_clicked(self) -> None:
        self.board_requested.emit(None)

    def _on_read_failed(self, problem: Problem) -> None:
        self._stack.setCurrentIndex(1)
        if isinstance(problem, Refused) and problem.forbidden:
            self.states.show_no_right(tr("You do not see approvals"), str(problem))
        else:
            self.states.show_error(tr("The approvals could not be read"), str(problem))

    def _on_current_changed(self) -> None:
        self._show_current()

    def _show_current(self) -> None:
        asked = self.current
        if asked is not None and asked.id != self._shown:
            self._shown = asked.id
            self.panel.show_row(asked, self._now)

    def _on_refused(self, problem: Problem) -> None:
        self.notice.say(str(problem))
        self.reload()

    def _on_settled(self) -> None:
        self.panel.set_busy(busy=False)
        self.view.setFocus()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*TABLES):
            if self.isVisible():
                self._pause.start()
            else:
                self._stale = True

    def _cell_text(self, each: ApprovalRow, key: str) -> str:
        match key:
            case "name":
                return each.customer_name
            case "node":
                return node_name(each)
            case "amount":
                return "" if each.amount_fen is None else display.money_short(each.amount_fen)
            case "asker":
                return self._words.person_name(each.asked_by)
            case "asked":
                return display.time_relative(each.asked_at, self._now)
            case _:
                return time_words(each, self._now)
