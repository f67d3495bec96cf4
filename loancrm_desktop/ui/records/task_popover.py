"""A new task in three fields: what, until when, by whom."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.records.next_date_edit import NextDateEdit
from loancrm_desktop.ui.records.own_fields import OwnFields
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.parts import label, row
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 420


class TaskPopover(Popover):
    """Asks for a task.

    Signals:
        asked: the task wanted (dict of title, due_at, assignee_id).
    """

    asked = Signal(dict)

    def __init__(self, words: OfficeWords, me: int | None, parent: QWidget | None = None) -> None:
        super().__init__(tr("New task"), parent)
        self.setFixedWidth(_WIDTH)
        self.title_edit = QLineEdit()
        self.title_edit.setPlaceholderText(tr("What is to be done?"))
        self.title_edit.setAccessibleName(tr("Title"))
        self.when = NextDateEdit()
        self.when.moment_edit.setPlaceholderText(tr("Until, such as 2026-11-24 10:00"))
        self.when.moment_edit.setToolTip(self.when.moment_edit.placeholderText())
        self.when.moment_edit.setAccessibleName(tr("Due"))
        self.who = CalmCombo()
        self.who.setAccessibleName(tr("Assignee"))
        for person_id, name in words.links("person"):
            self.who.addItem(name, person_id)
        self.who.setCurrentIndex(max(0, self.who.findData(me)))
        self._problem = label(role="error", font="caption", wrap=True)
        self._problem.hide()
        self.add_button = KeyedButton(tr("Add task"), "↵", kind="primary", icon="check")
        self.add_button.clicked.connect(self._on_add_clicked)
        self._composing = ComposingWatch(self.title_edit, parent=self)
        self.own = OwnFields(words.bridge, words, "task")
        self.own.drawn.connect(self.adjustSize)
        for part in (self.title_edit, self.when, self.who, self.own, self._problem):
            self.body.addWidget(part)
        self.body.addLayout(row(None, self.add_button))
        self.title_edit.installEventFilter(self)
        self.when.moment_edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Add with Enter from both fields, unless an input method is composing."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not self._composing.active:
                self._on_add_clicked()
                return True
        return super().eventFilter(watched, event)

    def _on_add_clicked(self) -> None:
        title, moment_edit = self.title_edit.text().strip(), self.when.moment_edit
        due_at = moment_edit.moment()
        if not title:
            self._say(tr("Say what is to be done."), self.title_edit)
        elif due_at is None and moment_edit.text().strip():
            self._say(tr("This is no date; write it as 2026-11-24 10:00."), moment_edit)
        elif self.own.missing():
            self._say(tr("Fill in what is marked."), self.own)
        else:
            wanted: dict[str, Any] = {
                "title": title,
                "due_at": due_at,
                "assignee_id": self.who.currentData(),
            }
            if values := self.own.values():
                wanted["values"] = values
            self.close()
            self.asked.emit(wanted)

    def _say(self, text: str, field: QWidget) -> None:
        self._problem.setText(text)
        self._problem.show()
        self.adjustSize()
        field.setFocus()
