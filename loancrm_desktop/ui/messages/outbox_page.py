"""The outbox: what waits, what was sent, what failed, and what a person must decide."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.services.messages import outbox
from loancrm_desktop.services.messages.outbox import ByHand, OutboxPage, OutboxRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.messages import words as message_words
from loancrm_desktop.ui.messages.by_hand_dialog import ByHandDialog
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.panel_parts import table
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS, Column, RowsTableModel
from loancrm_desktop.ui.settings.message_words import ways
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader, button, frame, label, row
from loancrm_desktop.ui.widgets.segments import SegmentedControl
from loancrm_desktop.ui.widgets.states import StateView

_PAUSE_MS = 200
_ALL = "all"
_SHOWN = (_ALL, "waiting", "sent", "failed", "unclear", "cancelled")


class MessagesPage(QWidget):
    """Messages by their state, and what can be done with the one chosen.

    Signals:
        said: a sentence for the window to show, and the journal number that undoes it or 0.
        customer_opened: a customer's number.
    """

    said = Signal(str, int)
    customer_opened = Signal(int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._stale = True
        self._states = message_words.states()
        self._ways = ways()
        self.dialog: ByHandDialog | None = None
        columns = (
            Column("created_at", tr("Written"), 130),
            Column("customer", tr("Customer"), 110),
            Column("channel", tr("By"), 80),
            Column("address", tr("To"), 140),
            Column("text", tr("Text"), 0),
            Column("state", tr("State"), 130),
            Column("answer", tr("Answer"), 210),
        )
        self.model = RowsTableModel(columns, self._cell_text, self)
        self.model.block_wanted.connect(self._ask)
        self.view = table(self.model, columns, tr("Messages"))
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.view.doubleClicked.connect(self._on_view_double_clicked)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._build()
        bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        self._header = PageHeader(tr("Messages"))
        self.filter = SegmentedControl(tr("State of the messages"))
        self._name_states({})
        self.filter.chosen.connect(self._on_filter_chosen)
        self.notice = Notice()
        self.states = StateView()
        self.states.retry_requested.connect(self.reload)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.states)
        self._chosen = label(role="secondary")
        self.cancel = button(tr("Do not send"), icon="x")
        self.hand = button(tr("Send by hand …"), icon="qr")
        self.retry = button(tr("Try again now"), kind="primary", icon="send")
        self.arrived = button(tr("It arrived"), icon="check")
        self.not_arrived = button(tr("It did not; send again"), icon="send")
        for pressed, act in (
            (self.cancel, self.cancel_chosen),
            (self.hand, self.send_by_hand),
            (self.retry, self.retry_chosen),
            (self.arrived, self.say_arrived),
            (self.not_arrived, self.say_not_arrived),
        ):
            pressed.clicked.connect(act)
        foot = frame("footer")
        acts = (self.cancel, self.hand, self.arrived, self.not_arrived, self.retry)
        foot.setLayout(row(self._chosen, None, *acts, margins=(16, 8, 16, 8)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addLayout(row(self.filter, None, margins=(16, 8, 16, 8)))
        for part in (self.notice, self._stack, foot):
            layout.addWidget(part)
        layout.setStretchFactor(self._stack, 1)
        for command, run in (
            (Command("outbox.retry", tr("Try the message again"), "", "send"), self.retry_chosen),
            (Command("outbox.cancel", tr("Do not send the message"), "", "x"), self.cancel_chosen),
            (Command("outbox.hand", tr("Send the message by hand"), "", "qr"), self.send_by_hand),
        ):
            add_command(self, command, run)
        self._on_selection_changed()

    def areas(self) -> list[QWidget]:
        """Answer the parts F6 goes through, in order."""
        return [part for part in (self.filter, self.view) if part.isVisible()]

    @property
    def chosen(self) -> OutboxRow | None:
        """The message selected."""
        rows = self.view.selectionModel().selectedRows()
        found = self.model.peek(rows[0].row()) if rows else None
        return found if isinstance(found, OutboxRow) else None

    def reload(self) -> None:
        """Read the outbox again."""
        self._stale = False
        self._pause.stop()
        self._ask(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Read it if it changed while it was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def retry_chosen(self) -> None:
        """Try the chosen message again."""
        self._act(outbox.retry, "retry")

    def cancel_chosen(self) -> None:
        """Let the chosen message not be sent."""
        self._act(outbox.cancel, "cancel")

    def say_arrived(self) -> None:
        """Say that the chosen message arrived."""
        self._act(outbox.decide, "decide", arrived=True)

    def say_not_arrived(self) -> None:
        """Say that the chosen message did not arrive: it is sent again."""
        self._act(outbox.decide, "decide", arrived=False)

    def send_by_hand(self) -> None:
        """Take the chosen message to send it with one's own phone."""
        found = self.chosen
        if found is not None and "by_hand" in found.may:
            self._bridge.do(
                outbox.take, message_id=found.id, then=self._on_taken, refused=self._on_problem
            )

    def _act(self, operation: object, right: str, **arguments: bool) -> None:
        found = self.chosen
        if found is None or right not in found.may or not callable(operation):
            return
        self._bridge.do(
            operation,
            message_id=found.id,
            then=self._on_done,
            refused=self._on_problem,
            **arguments,
        )

    def _on_done(self, state: str) -> None:
        self.notice.hide()
        self.said.emit(tr("The message: {state}", state=self._states.get(state, state)), 0)

    def _on_taken(self, taken: ByHand) -> None:
        self.dialog = ByHandDialog(self._bridge, taken, self)
        self.dialog.said.connect(self.said)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.view.setFocus()

    def _ask(self, block: int) -> None:
        state = self.filter.current
        self._bridge.ask(
            outbox.page,
            state=None if state in {_ALL, ""} else state,
            limit=BLOCK_ROWS,
            skip=block * BLOCK_ROWS,
            then=partial(self._on_page, block),
            failed=self._on_read_failed,
            key=("page", block),
        )

    def _on_page(self, block: int, page: OutboxPage) -> None:
        if block:
            self.model.put_block(block, page.rows)
            return
        self._name_states(dict(page.counts))
        unclear = page.counts.get("unclear", 0)
        if unclear:
            self.notice.say(
                tr(
                    "Of {count} messages nobody knows whether they arrived. Ask, then decide.",
                    count=unclear,
                ),
                "warning",
            )
        self._header.set_status(tr("{total} messages", total=f"{page.total:,}"))
        self.model.start(page.total, page.rows)
        self._on_selection_changed()
        self._stack.setCurrentIndex(0 if page.total else 1)
        if not page.total:
            self.states.show_empty(
                "send",
                tr("No messages here"),
                tr("Rules write messages, and so do people from a customer's page."),
            )

    def _name_states(self, counts: dict[str, int]) -> None:
        current = self.filter.current or _ALL
        names = {_ALL: tr("All"), **self._states}
        every = {_ALL: sum(counts.values()), **counts}
        self.filter.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.filter.set_choices(
            [
                (
                    key,
                    tr("{name} {count}", name=names[key], count=f"{every[key]:,}")
                    if every.get(key)
                    else names[key],
                    "",
                )
                for key in _SHOWN
            ]
        )
        self.filter.set_current(current)
        self.filter.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _cell_text(self, found: OutboxRow, key: str) -> str:
        match key:
            case "created_at":
                return _moment(found.created_at)
            case "channel":
                return self._ways.get(found.channel, found.channel)
            case "state":
                return self._states.get(found.state, found.state)
            case "text":
                return " ".join(found.text.split())
            case "answer" if found.state == "waiting" and found.next_try_at and not found.answer:
                return tr("From {time} on", time=_moment(found.next_try_at))
            case _:
                return str(getattr(found, key) or "")

    def _on_selection_changed(self) -> None:
        found = self.chosen
        may = () if found is None else found.may
        for pressed, right in (
            (self.cancel, "cancel"),
            (self.hand, "by_hand"),
            (self.retry, "retry"),
            (self.arrived, "decide"),
            (self.not_arrived, "decide"),
        ):
            pressed.setVisible(right in may)
        self._chosen.setText(
            tr("Choose a message to see what can be done with it.") if found is None else ""
        )

    def _on_read_failed(self, problem: Problem) -> None:
        self._stack.setCurrentIndex(1)
        if isinstance(problem, Refused) and problem.forbidden:
            self.states.show_no_right(tr("You do not see messages"), str(problem))
        else:
            self.states.show_error(tr("The messages could not be read"), str(problem))

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_filter_chosen(self) -> None:
        self.reload()

    def _on_view_double_clicked(self) -> None:
        found = self.chosen
        if found is not None and found.customer_id is not None:
            self.customer_opened.emit(found.customer_id)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if any(change.table == "outbox_message" for change in changes.changes):
            self._stale = True
            if self.isVisible():
                self._pause.start()


def _moment(moment: datetime) -> str:
    return display.office_time(moment).strftime("%Y-%m-%d %H:%M")
