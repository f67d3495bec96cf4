"""Writes a message to a customer: from a template or free, with a preview, into the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.messages import limits, outbox, templates, writing
from loancrm_desktop.services.messages.limits import StopRow
from loancrm_desktop.services.messages.outbox import ByHand
from loancrm_desktop.services.messages.templates import Preview, TemplateRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.messages.by_hand_dialog import ByHandDialog
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.field import Field
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, label, row
from loancrm_desktop.ui.widgets.segments import SegmentedControl
from loancrm_desktop.ui.widgets.wrapped_check import WrappedCheck

_WIDTH = 520
_PAUSE_MS = 250


class WriteDialog(QDialog):
    """A message to one customer.

    Signals:
        said: a sentence for the window to show, and 0.
    """

    said = Signal(str, int)

    def __init__(self, bridge: Bridge, customer_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Send a message"))
        self.setMinimumWidth(_WIDTH)
        self._bridge, self._customer_id = bridge, customer_id
        self._templates: tuple[TemplateRow, ...] = ()
        self._by_hand = False
        self.notice = Notice()
        self.way = SegmentedControl(tr("By which way"))
        self.way.set_choices([("sms", tr("SMS"), ""), ("email", tr("By e-mail"), "")])
        self.way.set_current("sms")
        self.way.chosen.connect(self._on_way_chosen)
        self.template = CalmCombo()
        self.template.currentIndexChanged.connect(self._on_template_chosen)
        self.subject = QLineEdit()
        self.subject.setMaxLength(200)
        self.subject_field = Field(tr("Subject"), self.subject)
        self.subject_field.hide()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._on_text_changed)
        self.preview = label(role="secondary", wrap=True)
        self.stop = WrappedCheck(tr("This customer wants no messages"))
        self.stop.clicked.connect(self._on_stop_clicked)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask_preview)
        self.leave = button(tr("Cancel"), kind="ghost")
        self.leave.clicked.connect(self.reject)
        self.hand = button(tr("Send by hand …"), icon="qr")
        self.hand.clicked.connect(self.send_by_hand)
        self.send = button(tr("Put into the outbox"), kind="primary", icon="send")
        self.send.clicked.connect(self.put_into_outbox)
        self._lay_out()
        bridge.ask(
            templates.list_templates,
            language=current_language(),
            then=self._on_templates,
            failed=self._on_problem,
        )
        bridge.ask(
            limits.stop_of,
            customer_id=customer_id,
            then=self._on_stop_known,
            failed=self._on_problem,
        )
        self._tell()

    def _lay_out(self) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(20, 0, 20, 0)
        body.setSpacing(12)
        body.addLayout(row(self.way, None))
        for part in (
            Field(tr("Message template"), self.template),
            self.subject_field,
            Field(
                tr("Text"),
                self.text,
                hint=tr("Fields of the customer in braces: {example}", example="{name}"),
            ),
            Field(tr("As the customer reads it"), self.preview),
            self.stop,
        ):
            body.addWidget(part)
        foot = frame("footer")
        foot.setLayout(row(None, self.leave, self.hand, self.send, margins=(20, 10, 20, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self.notice)
        layout.addLayout(body, 1)
        layout.addWidget(foot)

    def put_into_outbox(self) -> None:
        """Let the office send it."""
        self._write(by_hand=False)

    def send_by_hand(self) -> None:
        """Write it, and take it out again at once, for one's own phone."""
        self._write(by_hand=True)

    def _write(self, *, by_hand: bool) -> None:
        self._by_hand = by_hand
        self._enable(on=False)
        chosen = self.template.currentData()
        self._bridge.do(
            writing.write,
            customer_id=self._customer_id,
            channel=self.way.current,
            text=self.text.toPlainText(),
            subject=self.subject.text(),
            template=str(chosen) if chosen else None,
            then=self._on_written,
            refused=self._on_problem,
        )

    def _on_written(self, message_id: int) -> None:
        if not self._by_hand:
            self.said.emit(tr("The message lies in the outbox"), 0)
            self.accept()
            return
        self._bridge.do(
            outbox.take, message_id=message_id, then=self._on_taken, refused=self._on_problem
        )

    def _on_taken(self, taken: ByHand) -> None:
        dialog = ByHandDialog(self._bridge, taken, self.parentWidget())
        dialog.said.connect(self.said)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.accept()

    def _on_templates(self, rows: Sequence[TemplateRow]) -> None:
        self._templates = tuple(each for each in rows if each.channel != "bot")
        self._tell()

    def _tell(self) -> None:
        self.template.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.template.clear()
        self.template.addItem(tr("Without a template"), "")
        for each in self._templates:
            if each.channel == self.way.current:
                self.template.addItem(each.title, each.key)
        self.template.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _on_way_chosen(self) -> None:
        self.subject_field.setVisible(self.way.current == "email")
        self._tell()

    def _on_template_chosen(self) -> None:
        key = self.template.currentData()
        found = next((each for each in self._templates if each.key == key), None)
        if found is not None:
            self.text.setPlainText(found.text)
            self.subject.setText(found.subject)

    def _on_text_changed(self) -> None:
        self._pause.start()

    def _ask_preview(self) -> None:
        key = self.template.currentData()
        found = next((each for each in self._templates if each.key == key), None)
        if found is not None and found.kind == "deal":
            self.preview.setText(tr("Filled in from the customer's deal when it is written."))
            return
        self._bridge.ask(
            templates.preview,
            text=self.text.toPlainText(),
            record_id=self._customer_id,
            then=self._on_preview,
            failed=self._on_problem,
            key="preview",
        )

    def _on_preview(self, found: Preview) -> None:
        self.preview.setText(found.text)

    def _on_stop_known(self, found: StopRow) -> None:
        self.stop.setChecked(found.is_stopped)
        self._enable(on=not found.is_stopped)

    def _on_stop_clicked(self) -> None:
        self._bridge.do(
            limits.stop,
            customer_id=self._customer_id,
            is_stopped=self.stop.isChecked(),
            then=self._on_stop_known,
            refused=self._on_problem,
        )

    def _enable(self, *, on: bool) -> None:
        self.send.setEnabled(on)
        self.hand.setEnabled(on)

    def _on_problem(self, problem: Problem) -> None:
        self._enable(on=not self.stop.isChecked())
        self.notice.say(str(problem))
