"""Next-customer mode on screen: how far one is, the customer, the answers, the end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QStackedWidget, QWidget

from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import listed, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.today.answer_keys import AnswerKeys
from loancrm_desktop.ui.today.call_sheet import CallSheet
from loancrm_desktop.ui.today.queue_run import QueueRun
from loancrm_desktop.ui.widgets.announcing import announce
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.parts import button, column, label
from loancrm_desktop.ui.widgets.states import StateView

_BAR_HEIGHT = 4


class CallPanel(QFrame):
    """The page of one customer within Today.

    Signals:
        left: back to the queue.
        skip_requested, back_requested, undo_requested, later_requested: as the buttons say.
        open_requested: the customer's own page is wanted.
        write_requested: the cursor is wanted in the text.
        save_requested: write down what stands there.
        again_requested: go through those that were skipped.
    """

    left = Signal()
    skip_requested = Signal()
    back_requested = Signal()
    undo_requested = Signal()
    later_requested = Signal()
    open_requested = Signal()
    write_requested = Signal()
    save_requested = Signal()
    again_requested = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName(tr("Next customer"))
        self.sheet = CallSheet(bridge, words)
        self.end = StateView()
        self.middle = QStackedWidget()
        self.middle.addWidget(self.sheet)
        self.middle.addWidget(self.end)
        self._build_head()
        self.answers = AnswerKeys(self)
        whole = column(self._head, self._bar, self.middle, self.answers, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._add_commands()

    def _build_head(self) -> None:
        self._head = QFrame()
        self._head.setProperty("role", "toolbar")
        self.leave = KeyedButton(tr("Queue"), "Esc", icon="arrow-left")
        self.place = label(font="bodyStrong")
        self.before = KeyedButton(tr("Before"), "P", icon="left")
        self.skip = KeyedButton(tr("Skip"), "N", icon="right")
        self.later = KeyedButton(tr("Put off"), "D", icon="clock")
        self.undo = KeyedButton(tr("Undo"), "U", icon="undo")
        self.open = KeyedButton(tr("Open customer"), "O", icon="user")
        flow = FlowLayout(spacing=8)
        for each in (
            *(self.leave, self.place, self.before, self.skip),
            *(self.later, self.undo, self.open),
        ):
            flow.addWidget(each)
        self._head.setLayout(column(margins=(16, 6, 16, 6)))
        inner = QWidget()
        inner.setLayout(flow)
        layout = self._head.layout()
        if layout is not None:
            layout.addWidget(inner)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(_BAR_HEIGHT)
        self._bar.setAccessibleName(tr("How far"))
        self.undo.setEnabled(False)

    def _add_commands(self) -> None:
        for key, title, keys, icon, pressed in (
            ("leave", tr("Back to the queue"), "Esc", "arrow-left", self.leave),
            ("before", tr("Back to whom was skipped"), "P", "left", self.before),
            ("skip", tr("Skip this one"), "N", "right", self.skip),
            ("later", tr("Put off"), "D", "clock", self.later),
            ("undo", tr("Take the last one back"), "U", "undo", self.undo),
            ("open", tr("Open customer"), "O", "user", self.open),
        ):
            add_command(self, Command(f"today.call.{key}", title, keys, icon), pressed.click)
        self.leave.clicked.connect(self.left)
        self.before.clicked.connect(self.back_requested)
        self.skip.clicked.connect(self.skip_requested)
        self.later.clicked.connect(self.later_requested)
        self.undo.clicked.connect(self.undo_requested)
        self.open.clicked.connect(self.open_requested)
        write = Command("today.call.write", tr("Write what was said"), "L", "edit")
        add_command(self, write, self.write_requested.emit)
        save = Command(
            "today.call.save", tr("Done and logged"), ("Ctrl+Return", "Ctrl+Enter"), "check"
        )
        add_command(self, save, self.save_requested.emit)
        phone = Command("today.call.phone", tr("Show the number, to copy it"), "C", "phone")
        add_command(self, phone, self.show_phone)

    def show_phone(self) -> None:
        """Ask to see the number; shown already, copy it."""
        phone = self.sheet.phone
        if phone.is_revealed:
            phone.copy.click()
        elif phone.isVisible() and not phone.eye.isHidden():
            phone.eye.click()

    def show_place(self, at: int, of: int) -> None:
        """Say at which of how many one is."""
        self.place.setText(tr("{at} of {count}", at=f"{at:,}", count=f"{of:,}"))
        self._bar.setRange(0, max(1, of))
        self._bar.setValue(at - 1)

    def show_sheet(self) -> None:
        """Show the customer again."""
        self.middle.setCurrentWidget(self.sheet)
        self.answers.show()
        for each in (self.skip, self.later, self.open):
            each.setEnabled(True)

    def show_end(self, run: QueueRun, skipped: int) -> None:
        """Say what was done, put off and skipped, at the end of the queue."""
        for each in (self.skip, self.later, self.open):
            each.setEnabled(False)
        self.answers.hide()
        self._bar.setValue(self._bar.maximum())
        done, later = run.done_count, len(run.later)
        if later:
            said = tr(
                "{done} done, {later} put off, {skipped} skipped.",
                done=done,
                later=later,
                skipped=skipped,
            )
        else:
            said = tr("{done} done, {skipped} skipped.", done=done, skipped=skipped)
        counted = listed(
            tr("{outcome} {count}", outcome=name_of("contact_outcome", key), count=count)
            for key, count in run.outcomes.most_common()
            if count
        ).read()
        ways = [button(tr("Back to the queue"), kind="" if skipped else "primary")]
        ways[0].clicked.connect(self.left)
        if skipped:
            again = button(tr("Go through the skipped"), kind="primary")
            again.clicked.connect(self.again_requested)
            ways.insert(0, again)
        self.end.show_empty("check-circle", said, counted, ways)
        self.middle.setCurrentWidget(self.end)
        ways[0].setFocus()
        announce(self, said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out for the room there is."""
        super().resizeEvent(event)
        self.sheet.fit(event.size().width())
