"""A message for one's own phone: the text to copy, and a QR code that opens it as an SMS."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.messages import outbox
from loancrm_desktop.services.messages.outbox import ByHand
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row
from loancrm_desktop.ui.widgets.qr_code import QrCode
from loancrm_desktop.ui.widgets.wrapped_check import WrappedCheck

_WIDTH = 560
_SIDE = 200
_MOST_CODED = 1200
"""Longer ones make a code no phone reads."""


class ByHandDialog(QDialog):
    """No network is used, and nothing leaves the computer but by the eye of a phone.

    Signals:
        said: a sentence for the window to show, and 0.
    """

    said = Signal(str, int)

    def __init__(self, bridge: Bridge, taken: ByHand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Send by hand"))
        self.setMinimumWidth(_WIDTH)
        self._bridge, self._taken = bridge, taken
        self.code = QrCode(tr("QR code of the message"))
        self.code.setFixedSize(_SIDE, _SIDE)
        is_coded = len(taken.uri) <= _MOST_CODED
        self.code.show_text(taken.uri if is_coded else "")
        self.code.setVisible(is_coded)
        self.text = QPlainTextEdit(taken.text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Text of the message"))
        self.copy = button(tr("Copy the text"), icon="copy")
        self.copy.clicked.connect(self.copy_text)
        self.notice = Notice()
        self.log = WrappedCheck(tr("Write it down as a follow-up"))
        self.log.setChecked(True)
        self.leave = button(tr("Not sent"), kind="ghost")
        self.leave.clicked.connect(self.reject)
        self.done_ = button(tr("I sent it"), kind="primary", icon="check")
        self.done_.clicked.connect(self.say_sent)
        hint = label(
            tr("Scan the code with your phone: it opens the text with the number filled in."),
            role="caption",
            wrap=True,
        )
        left = column(self.code, hint, None)
        right = column(label(taken.address, font="bodyStrong"), self.text, self.copy)
        body = row(spacing=16, margins=(20, 16, 20, 0))
        body.addLayout(left)
        body.addLayout(right, 1)
        foot = frame("footer")
        foot.setLayout(row(self.log, None, self.leave, self.done_, margins=(20, 10, 20, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.notice)
        layout.addLayout(body, 1)
        layout.addWidget(foot)

    def copy_text(self) -> None:
        """Put the text on the clipboard, for WeChat or any other program."""
        QGuiApplication.clipboard().setText(self._taken.text)
        self.notice.say(tr("The text is on the clipboard."), "success")

    def say_sent(self) -> None:
        """Write down that it was sent."""
        self.done_.setEnabled(False)
        self._bridge.do(
            outbox.by_hand,
            message_id=self._taken.message_id,
            log=self.log.isChecked(),
            then=self._on_done,
            refused=self._on_problem,
        )

    def _on_done(self, state: str) -> None:
        del state
        self.said.emit(tr("Written down as sent by hand"), 0)
        self.accept()

    def _on_problem(self, problem: Problem) -> None:
        self.done_.setEnabled(True)
        self.notice.say(str(problem))
