"""Calls a customer: the masked number, its code to scan with a phone, and the note of the call."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import sight_log
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.parts import button, label
from loancrm_desktop.ui.widgets.popover import Popover
from loancrm_desktop.ui.widgets.qr_code import QrCode

CODE_SHOWN_MS = 30_000
_WIDTH = 300


class CallPopover(Popover):
    """The number stays masked for the eye; its code is a look like any other and is written down.

    Signals:
        log_requested: the call is to be written down.
    """

    log_requested = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(tr("Call"), parent)
        self.setFixedWidth(_WIDTH)
        self._bridge = bridge
        self._customer_id = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CODE_SHOWN_MS)
        self._timer.timeout.connect(self._cover)
        self.number = label(font="title")
        self.body.addWidget(self.number)
        self.code = QrCode(tr("Code of the number, to scan with a phone"))
        self.body.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        self.show_button = button(tr("Show the code to dial"), icon="qr")
        self.show_button.clicked.connect(self._on_show_clicked)
        self.body.addWidget(self.show_button)
        self._hint = label(role="caption", wrap=True)
        self.body.addWidget(self._hint)
        self.log_button = button(tr("Write the call down"), kind="primary", icon="edit")
        self.log_button.clicked.connect(self._on_log_clicked)
        self.body.addWidget(self.log_button)
        self._cover()

    def show_number(self, customer_id: int, masked: str, *, revealable: bool) -> None:
        """Show whom to call."""
        self._customer_id = customer_id
        self.number.setText(masked or tr("No phone number"))
        self.show_button.setEnabled(revealable and bool(masked))
        self._cover()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no code behind."""
        super().hideEvent(event)
        self._cover()

    def _cover(self) -> None:
        self._timer.stop()
        self.code.show_text("")
        self.code.hide()
        self.show_button.show()
        self._hint.setText(
            tr("Scan the code with your phone to dial. Showing it is written into the access log.")
        )
        self.adjustSize()

    def _on_show_clicked(self) -> None:
        self.show_button.setEnabled(False)
        self._bridge.do(
            sight_log.reveal,
            kind="customer",
            record_id=self._customer_id,
            field="phone",
            reason=tr("Call the customer"),
            then=self._on_revealed,
            refused=self._on_refused,
        )

    def _on_revealed(self, revealed: sight_log.Revealed) -> None:
        self.show_button.setEnabled(True)
        if not self.isVisible():
            return
        self.code.show_text(f"tel:{revealed.value}")
        self.code.show()
        self.show_button.hide()
        self._hint.setText(
            tr(
                "Looked {count} / {limit} today",
                count=revealed.looked_today,
                limit=revealed.limit,
            )
        )
        self._timer.start()
        self.adjustSize()

    def _on_refused(self, problem: Problem) -> None:
        self.show_button.setEnabled(True)
        self._hint.setText(str(problem))
        self.adjustSize()

    def _on_log_clicked(self) -> None:
        self.close()
        self.log_requested.emit()
