"""A task with all that belongs to it: made new, or looked at and changed."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop import display
from loancrm_desktop.services.task_plans import TaskSheet, TaskWish
from loancrm_desktop.services.values_in import Values
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.records.next_date_edit import NextDateEdit
from loancrm_desktop.ui.tasks.calendar_words import PRIORITIES
from loancrm_desktop.ui.tasks.checklist_edit import ChecklistEdit
from loancrm_desktop.ui.tasks.repeat_edit import RepeatEdit
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label, row, scrolled
from loancrm_desktop.ui.widgets.priority_mark import priority_name

SIZE = (560, 620)
_NOTE_HEIGHT = 72


class TaskDialog(QDialog):
    """Asks for a task, or shows one.

    Signals:
        made: a new one is wanted (TaskWish).
        changed: the one shown is to become this (values by key, Part list, Repeat or None).
        commented: this is to be said about it.
        ticked: a line of its checklist is done or not (number, bool).
        customer_wanted: its customer is to be opened (id).
    """

    made = Signal(object)
    changed = Signal(dict, list, object)
    commented = Signal(str)
    ticked = Signal(int, bool)
    customer_wanted = Signal(int)

    def __init__(self, words: OfficeWords, me: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.sheet: TaskSheet | None = None
        self.customer_id: int | None = None
        self.setWindowTitle(tr("New task"))
        self.resize(*SIZE)
        self._build_fields(me)
        self._build_talk()
        self.notice = Notice()
        self.save_button = KeyedButton(tr("Save"), "Ctrl+↵", kind="primary", icon="check")
        self.save_button.clicked.connect(self.save)
        self.cancel = button(tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        save = Command("task.save", tr("Save"), ("Ctrl+Return", "Ctrl+Enter"), "check")
        add_command(self, save, self.save)
        self._composing = ComposingWatch(self.title_edit, self.comment_edit, parent=self)
        self.title_edit.setFocus()

    def _build_fields(self, me: int | None) -> None:
        self.title_edit = QLineEdit()
        self.title_edit.setPlaceholderText(tr("What is to be done?"))
        self.title_edit.setAccessibleName(tr("Title"))
        self.when = NextDateEdit()
        self.when.moment_edit.setPlaceholderText(tr("Until, such as 2026-11-24 10:00"))
        self.when.moment_edit.setAccessibleName(tr("Due"))
        self.who = CalmCombo()
        self.who.setAccessibleName(tr("Assignee"))
        for person_id, name in self._words.links("person"):
            self.who.addItem(name, person_id)
        self.who.setCurrentIndex(max(0, self.who.findData(me)))
        self.priority = CalmCombo()
        self.priority.setAccessibleName(tr("Priority"))
        for number, key in PRIORITIES:
            self.priority.addItem(priority_name(key), number)
        self.repeats = RepeatEdit()
        self.checklist = ChecklistEdit()
        self.checklist.ticked.connect(self._on_ticked)
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(_NOTE_HEIGHT)
        self.customer = button("", kind="link", icon="user")
        self.customer.clicked.connect(self._on_customer_clicked)
        self.customer.hide()

    def _build_talk(self) -> None:
        self.talk_title = label(tr("Comments"), font="bodyStrong")
        self._said = QVBoxLayout()
        self._said.setSpacing(6)
        self.comment_edit = QLineEdit()
        self.comment_edit.setPlaceholderText(tr("Say something about it"))
        self.comment_edit.setAccessibleName(tr("Comment"))
        self.send = button(tr("Send"), icon="send")
        self.send.clicked.connect(self._on_send_clicked)
        self.talk = QWidget()
        talk = QVBoxLayout(self.talk)
        talk.setContentsMargins(0, 8, 0, 0)
        talk.addWidget(self.talk_title)
        talk.addLayout(self._said)
        talk.addLayout(row(self.comment_edit, self.send))
        self.talk.hide()

    def _lay_out(self) -> None:
        inner = QWidget()
        for wide in (self.when, self.repeats, self.checklist):
            policy = wide.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
            policy.setHeightForWidth(wide is not self.checklist)
            wide.setSizePolicy(policy)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for title, field in (
            (tr("Title"), self.title_edit),
            (tr("Customer"), self.customer),
            (tr("Due"), self.when),
            (tr("Assignee"), self.who),
            (tr("Priority"), self.priority),
            (tr("Repetition"), self.repeats),
            (tr("Checklist"), self.checklist),
            (tr("Note"), self.note),
        ):
            form.addRow(title, field)
        form.setRowVisible(self.customer, False)  # noqa: FBT003 - Qt takes it by its place
        form.addRow(self.talk)
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(form)
        whole.addStretch(1)  # else the rows would stand apart where there is little in them
        self._form = form
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.notice)
        layout.addWidget(scrolled(inner), 1)
        layout.addLayout(row(None, self.cancel, self.save_button))

    def begin_at(self, due_at: datetime | None) -> None:
        """Begin a new one at a time."""
        self.when.moment_edit.set_moment(due_at)

    def show_sheet(self, sheet: TaskSheet) -> None:
        """Show a task; what is being typed into an open one stays as it is."""
        first = self.sheet is None
        self.sheet = sheet
        self._show_talk(sheet)
        if not first:
            return
        self.setWindowTitle(tr("Task"))
        self.title_edit.setText(sheet.title)
        self.when.moment_edit.set_moment(sheet.due_at)
        self.who.setCurrentIndex(self.who.findData(sheet.assignee_id))
        self.priority.setCurrentIndex(min(sheet.priority, len(PRIORITIES) - 1))
        self.repeats.show_repeat(sheet.repeats)
        self.checklist.show_parts(sheet.checklist)
        self.note.setPlainText(sheet.note or "")
        self._form.setRowVisible(self.customer, bool(sheet.customer_id))
        self.customer.setText(f" {sheet.customer_name}")
        for field in (self.title_edit, self.when, self.who, self.priority, self.repeats, self.note):
            field.setEnabled(sheet.may_change)
        self.checklist.setEnabled(sheet.may_change)
        self.save_button.setEnabled(sheet.may_change)
        if sheet.done_at is not None:
            done = tr(
                "Done by {name} at {when}",
                name=self._words.person_name(sheet.done_by),
                when=display.time_exact(sheet.done_at),
            )
            self.notice.say(done, "success")

    def save(self) -> None:
        """Ask for what stands here, once it holds."""
        if self._composing.active or not self.save_button.isEnabled():
            return
        title, moment_edit = self.title_edit.text().strip(), self.when.moment_edit
        due_at = moment_edit.moment()
        if not title:
            self.notice.say(tr("Say what is to be done."))
            self.title_edit.setFocus()
        elif due_at is None and moment_edit.text().strip():
            self.notice.say(tr("This is no date; write it as 2026-11-24 10:00."))
            moment_edit.setFocus()
        elif self.sheet is None:
            self.made.emit(self._wish(title, due_at))
        else:
            values = self._values(self.sheet, title, due_at)
            self.changed.emit(values, list(self.checklist.parts()), self.repeats.repeat())

    def refuse(self, text: str) -> None:
        """Say why it is not saved; everything stays as it was typed."""
        self.notice.say(text)

    def _wish(self, title: str, due_at: datetime | None) -> TaskWish:
        return TaskWish(
            title,
            customer_id=self.customer_id,
            assignee_id=self.who.currentData(),
            due_at=due_at,
            priority=self.priority.currentData(),
            note=self.note.toPlainText() or None,
            checklist=self.checklist.parts(),
            repeats=self.repeats.repeat(),
        )

    def _values(self, sheet: TaskSheet, title: str, due_at: datetime | None) -> Values:
        """Answer the fields that differ from those shown at first."""
        now: Values = {}
        if title != sheet.title:
            now["title"] = title
        if due_at != self._at_minute(sheet.due_at):
            now["due_at"] = due_at.isoformat() if due_at is not None else None
        if self.who.currentData() != sheet.assignee_id:
            now["assignee"] = self.who.currentData()
        if self.priority.currentData() != min(sheet.priority, len(PRIORITIES) - 1):
            now["priority"] = self.priority.currentData()
        if self.note.toPlainText() != (sheet.note or ""):
            now["note"] = self.note.toPlainText() or None
        return now

    def _at_minute(self, at: datetime | None) -> datetime | None:
        return None if at is None else at.replace(second=0, microsecond=0)

    def _show_talk(self, sheet: TaskSheet) -> None:
        self.talk.show()
        clear_layout(self._said)
        for each in sheet.comments:
            by, when = self._words.person_name(each.by), display.time_exact(each.at)
            head = (
                tr(
                    "{name} to {other}, {when}",
                    name=by,
                    other=self._words.person_name(each.to),
                    when=when,
                )
                if each.to is not None
                else tr("{name}, {when}", name=by, when=when)
            )
            self._said.addWidget(label(head, role="caption"))
            self._said.addWidget(label(each.text, wrap=True))

    def _on_ticked(self, part: int, done: bool) -> None:  # noqa: FBT001 - as Qt's signal carries it
        known = self.sheet.checklist if self.sheet is not None else ()
        if part < len(known) and known[part].text == self.checklist.lines[part].text:
            self.ticked.emit(part, done)

    def _on_send_clicked(self) -> None:
        said = self.comment_edit.text().strip()
        if said:
            self.comment_edit.clear()
            self.commented.emit(said)

    def _on_customer_clicked(self) -> None:
        if self.sheet is not None and self.sheet.customer_id is not None:
            self.customer_wanted.emit(self.sheet.customer_id)
