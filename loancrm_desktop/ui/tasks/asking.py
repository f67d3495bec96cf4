"""What is asked before a task is finished or given away."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from loancrm_desktop.terms import terms_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.records.next_date_edit import NextDateEdit
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.parts import label, row
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 400


class FinishPopover(Popover):
    """What came of a task, and the next step, in one go.

    Signals:
        finished: text, outcome and next_at as `today.finish` takes them.
    """

    finished = Signal(dict)

    def __init__(self, title: str, *, about_customer: bool, parent: QWidget | None = None) -> None:
        super().__init__(tr("Done: {title}", title=title), parent)
        self.setFixedWidth(_WIDTH)
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("What came of it?"))
        self.text.setAccessibleName(tr("What came of it?"))
        self.outcome = CalmCombo()
        self.outcome.setAccessibleName(tr("Outcome"))
        self.outcome.addItem(tr("Outcome"), None)
        for word in terms_of("contact_outcome"):
            self.outcome.addItem(str(word), word.name)
        self.when = NextDateEdit()
        self.go = KeyedButton(tr("Done"), "↵", kind="primary", icon="check")
        self.go.clicked.connect(self._on_go_clicked)
        self._problem = label(role="error", font="caption", wrap=True)
        self._problem.hide()
        for part in (self.text, self.outcome, self.when, self._problem):
            self.body.addWidget(part)
        self.body.addLayout(row(None, self.go))
        self.outcome.setVisible(about_customer)
        self.when.setVisible(about_customer)
        self._composing = ComposingWatch(self.text, parent=self)
        for field in (self.text, self.when.moment_edit):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Finish with Enter, unless an input method is composing."""
        if is_enter(event) and not self._composing.active:
            self._on_go_clicked()
            return True
        return super().eventFilter(watched, event)

    def _on_go_clicked(self) -> None:
        next_at = self.when.moment_edit.moment()
        if next_at is None and self.when.moment_edit.text().strip():
            self._problem.setText(tr("This is no date; write it as 2026-11-24 10:00."))
            self._problem.show()
            self.adjustSize()
            return
        said: dict[str, Any] = {
            "text": self.text.text().strip(),
            "outcome": self.outcome.currentData(),
            "next_at": next_at,
        }
        self.close()
        self.finished.emit(said)


class GivePopover(Popover):
    """Who gets tasks, and what is said with them.

    Signals:
        given: to this person, with these words (id, str).
    """

    given = Signal(int, str)

    def __init__(self, words: OfficeWords, count: int, parent: QWidget | None = None) -> None:
        super().__init__(tr("Give {count} tasks to", count=count), parent)
        self.setFixedWidth(_WIDTH)
        self.who = CalmCombo()
        self.who.setAccessibleName(tr("Assignee"))
        for person_id, name in words.links("person"):
            self.who.addItem(name, person_id)
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("What should they know?"))
        self.note.setAccessibleName(tr("Note"))
        self.go = KeyedButton(tr("Give"), "↵", kind="primary", icon="send")
        self.go.clicked.connect(self._on_go_clicked)
        self._composing = ComposingWatch(self.note, parent=self)
        self.note.installEventFilter(self)
        self.body.addWidget(self.who)
        self.body.addWidget(self.note)
        self.body.addLayout(row(None, self.go))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give with Enter, unless an input method is composing."""
        if is_enter(event) and not self._composing.active:
            self._on_go_clicked()
            return True
        return super().eventFilter(watched, event)

    def _on_go_clicked(self) -> None:
        person_id = self.who.currentData()
        if person_id is not None:
            self.close()
            self.given.emit(person_id, self.note.text().strip())


def is_enter(event: QEvent) -> bool:
    """Say whether an event is the press of an Enter key."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
