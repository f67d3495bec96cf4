"""Writes down a contact: how, what came of it, what was said, when next; Ctrl+Enter saves."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import follow_ups
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.terms import terms_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, row
from loancrm_desktop.ui.widgets.time_edits import MomentEdit

_METHODS_SHOWN = ("phone", "wechat", "office", "visit")
_ICONS = {"phone": "phone", "wechat": "message", "office": "users", "visit": "home"}
HEIGHT = 64


class FollowUpComposer(QFrame):
    """The composer on a customer's page.

    Signals:
        logged: a contact was saved.
    """

    logged = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "toolbar")
        self._bridge = bridge
        self._customer_id = 0
        self._deal_id: int | None = None
        self._methods = QButtonGroup(self)
        self._build()

    def _build(self) -> None:
        methods = row(spacing=0)
        for word in terms_of("method"):
            if word.name in _METHODS_SHOWN:
                choice = button(str(word), kind="segment", icon=_ICONS[word.name])
                choice.setCheckable(True)
                choice.setObjectName(word.name)
                choice.setChecked(word.name == "phone")
                self._methods.addButton(choice)
                methods.addWidget(choice)
        methods.addStretch(1)
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(tr("What was said? Ctrl+Enter saves."))
        self.text.setAccessibleName(tr("Follow-up"))
        self.text.setFixedHeight(HEIGHT)
        self.text.setTabChangesFocus(True)
        self.outcome = QComboBox()
        self.outcome.setAccessibleName(tr("Outcome"))
        self.outcome.addItem(tr("Outcome"), None)
        for word in terms_of("contact_outcome"):
            self.outcome.addItem(str(word), word.name)
        self.next_at = MomentEdit()
        self.next_at.setAccessibleName(tr("Next follow-up"))
        self.next_at.setPlaceholderText(tr("Next, such as 2026-11-24 10:00"))
        self.next_at.setMinimumWidth(190)
        tomorrow = button(tr("Tomorrow"), kind="ghost", size="small")
        tomorrow.clicked.connect(self._on_tomorrow_clicked)
        in_three = button(tr("In 3 days"), kind="ghost", size="small")
        in_three.clicked.connect(self._on_in_three_clicked)
        self._save = button(tr("Save follow-up"), kind="primary", icon="check", tip="Ctrl+Enter")
        self._save.clicked.connect(self.save)
        self.notice = Notice()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(methods)
        layout.addWidget(self.notice)
        layout.addWidget(self.text)
        layout.addLayout(row(self.outcome, self.next_at, tomorrow, in_three, None, self._save))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self.text).activated.connect(self.save)

    def show_customer(self, customer_id: int, deal_id: int | None) -> None:
        """Write for this customer and deal; another customer starts with an empty text."""
        if customer_id != self._customer_id:
            self._clear()
        self._customer_id, self._deal_id = customer_id, deal_id

    def save(self) -> None:
        """Save the contact."""
        next_at = self.next_at.moment()
        if next_at is None and self.next_at.text().strip():
            self.notice.say(tr("The next follow-up is no date; write it as 2026-11-24 10:00."))
            return
        checked: QAbstractButton | None = self._methods.checkedButton()
        self._save.setEnabled(False)
        self._bridge.do(
            follow_ups.log,
            customer_id=self._customer_id,
            deal_id=self._deal_id,
            text=self.text.toPlainText(),
            method="phone" if checked is None else checked.objectName(),
            outcome=self.outcome.currentData(),
            next_at=next_at,
            then=self._on_logged,
            refused=self._on_refused,
        )

    def _clear(self) -> None:
        self.text.clear()
        self.outcome.setCurrentIndex(0)
        self.next_at.clear()
        self.notice.hide()

    def _on_logged(self, logged: follow_ups.Logged) -> None:
        del logged
        self._save.setEnabled(True)
        self._clear()
        self.logged.emit()

    def _on_refused(self, problem: Problem) -> None:
        self._save.setEnabled(True)
        self.notice.say(str(problem))
        self.text.setFocus()

    def _on_tomorrow_clicked(self) -> None:
        self.next_at.set_in_days(1, system_clock())

    def _on_in_three_clicked(self) -> None:
        self.next_at.set_in_days(3, system_clock())
