"""One record on its drawn form, in a window of its own: a deal, a task, a car of the office's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from loancrm_desktop.errors import Conflict, Invalid, Problem
from loancrm_desktop.services import deals, filling_in, own_records, work_edits
from loancrm_desktop.services.customers import RecordValues
from loancrm_desktop.services.filling_in import FormSheet
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.conflict_dialog import ConflictDialog
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.drawn_form import DrawnForm, drawn_from
from loancrm_desktop.ui.records.form_editors import MaskedEditor
from loancrm_desktop.ui.records.revealing import Revealing
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, label, row, scrolled

_WIDTH, _HEIGHT = 760, 620


@dataclass(frozen=True, slots=True)
class RecordCalls:
    """How records of a kind are read and saved.

    Attributes:
        kind: the record kind, whose form is drawn.
        id_name: what the calls name the record by.
        more: what the calls are told besides.
        add: adds a new one; None where that is done elsewhere.
    """

    kind: str
    id_name: str
    show: Callable[..., Any]
    edit: Callable[..., Any]
    add: Callable[..., Any] | None = None
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])


def calls_for(kind: str) -> RecordCalls:
    """Answer how records of a kind are read and saved."""
    shipped = {
        "deal": RecordCalls("deal", "deal_id", work_edits.deal_values, deals.edit),
        "follow_up": RecordCalls(
            "follow_up", "follow_up_id", work_edits.follow_up_values, work_edits.edit_follow_up
        ),
        "task": RecordCalls("task", "task_id", work_edits.task_values, work_edits.edit_task),
    }
    own = (own_records.show, own_records.edit, own_records.add)
    return shipped.get(kind) or RecordCalls(kind, "record_id", *own, more={"kind": kind})


class RecordShown(Protocol):
    """What the readers of records answer alike."""

    @property
    def revision(self) -> int:
        """Count of saved changes."""
        ...

    @property
    def values(self) -> dict[str, Any]:
        """JSON values by key."""
        ...

    @property
    def masked(self) -> tuple[str, ...]:
        """Keys whose values are covered."""
        ...

    @property
    def read_only(self) -> tuple[str, ...]:
        """Keys that cannot be changed."""
        ...

    @property
    def revealable(self) -> tuple[str, ...]:
        """Covered keys that may be looked at."""
        ...


class RecordDialog(QDialog):
    """Shows a record on its form and saves it.

    Signals:
        saved: the record is stored (its id, the number that takes it back).
        said: a sentence for the window, and the journal number that undoes what it says or 0.
    """

    saved = Signal(int)
    said = Signal(str, int)

    def __init__(
        self,
        bridge: Bridge,
        words: OfficeWords,
        kind: str,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._words, self._title = bridge, words, title
        self._calls = calls_for(kind)
        self._record_id = 0
        self._begun: dict[str, Any] = {}
        self._clashing: frozenset[str] = frozenset()
        self._shown: RecordShown | None = None
        self._sheet: FormSheet | None = None
        self.form: DrawnForm | None = None
        self._revealing = Revealing(bridge, self, kind)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.resize(_WIDTH, _HEIGHT)
        self.notice = Notice()
        self.notice.hide()
        self._wait = label(tr("Reading the form…"), role="caption")
        self._area: QScrollArea = scrolled(self._wait)
        self.cancel_button = button(tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.save_button = button(tr("Save"), kind="primary", icon="check")
        self.save_button.setEnabled(False)
        self.save_button.clicked.connect(self.save)
        foot = frame("footer")
        foot.setLayout(row(None, self.cancel_button, self.save_button, margins=(16, 10, 16, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part, stretch in ((self.notice, 0), (self._area, 1), (foot, 0)):
            layout.addWidget(part, stretch)
        command = Command("record.save", tr("Save"), "Ctrl+S", "check")
        add_command(self, command, self.save)

    @property
    def kind(self) -> str:
        """The kind of record shown."""
        return self._calls.kind

    @property
    def record_id(self) -> int:
        """The record shown; 0 for a new one."""
        return self._record_id

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        if self.form is None:
            return False
        before = self._begun if self._shown is None else {}
        changed = self.form.changed_values()
        return any(value != before.get(key) for key, value in changed.items())

    def show_new(self, values: Mapping[str, Any]) -> None:
        """Show an empty form with some values filled in."""
        self._record_id, self._begun = 0, dict(values)
        self._read_form()

    def show_record(self, record_id: int) -> None:
        """Show a stored record."""
        self._record_id = record_id
        self._read_form()

    def save(self) -> None:
        """Save what was typed, or say what is wrong with it."""
        if self.form is None or not self.save_button.isEnabled():
            return
        changed = self.form.changed_values()
        if self._shown is not None and not changed:
            self.accept()
            return
        self.save_button.setEnabled(False)
        self._send(changed)

    def reject(self) -> None:
        """Close; ask first where something typed would be lost."""
        if not self.is_changed:
            super().reject()
            return
        question = Question(
            tr("Close without saving?"), tr("What was typed here is not kept."), tr("Close")
        )
        asks = ConfirmDialog(question, self)
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.accepted.connect(self._leave)
        asks.open()

    def _leave(self) -> None:
        super().reject()

    def _send(self, changed: dict[str, Any], revision: int | None = None) -> None:
        shown, calls = self._shown, self._calls
        if shown is None:
            if calls.add is None or self.form is None:
                return
            values = {**self._begun, **self.form.values()}
            self._bridge.do(
                calls.add,
                **calls.more,
                values=values,
                then=self._on_saved,
                refused=self._on_refused,
            )
            return
        original = {key: each for key, each in shown.values.items() if key not in shown.masked}
        self._bridge.do(
            calls.edit,
            **calls.more,
            **{calls.id_name: self._record_id},
            values=changed,
            expected_revision=shown.revision if revision is None else revision,
            original=original if revision is None else None,
            then=self._on_saved,
            refused=self._on_refused,
        )

    def _read_form(self) -> None:
        self._bridge.ask(
            filling_in.sheet,
            kind=self.kind,
            then=self._on_sheet,
            failed=self._on_failed,
            key="sheet",
        )

    def _on_sheet(self, sheet: FormSheet) -> None:
        self._sheet = sheet
        if not self._record_id:
            self._bridge.ask(
                filling_in.begin,
                kind=self.kind,
                then=self._on_begun,
                failed=self._on_failed,
                key="begin",
            )
            return
        calls = self._calls
        self._bridge.ask(
            calls.show,
            **calls.more,
            **{calls.id_name: self._record_id},
            masks="display",
            then=self._on_record,
            failed=self._on_failed,
            key="record",
        )

    def _on_begun(self, values: dict[str, Any]) -> None:
        self._begun = {**values, **self._begun}
        self._draw(self._begun, (), (), ())

    def _on_record(self, record: RecordShown) -> None:
        self._shown = record
        shut = record.read_only
        self._draw(record.values, shut, record.masked, record.revealable)
        whole = set(record.values) <= set(shut)
        self.save_button.setVisible(not whole)
        self.cancel_button.setText(tr("Close") if whole else tr("Cancel"))

    def _draw(
        self,
        values: Mapping[str, Any],
        locked: tuple[str, ...],
        masked: tuple[str, ...],
        revealable: tuple[str, ...],
    ) -> None:
        if self._sheet is None:
            return
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(24, 16, 24, 24)
        try:
            form = drawn_from(self._sheet, self._words, content, locked, self._left_out())
        except Invalid as problem:
            self._on_failed(problem)
            return
        inner.addWidget(form)
        self.form = form
        content.setProperty("role", "scrolled")
        self._area.setWidget(content)
        form.show_values(values, (*self._sheet.read_only, *locked), masked, revealable)
        for key in form.keys:
            editor = form.editor(key)
            if isinstance(editor, MaskedEditor):
                self._revealing.attach(key, editor.masked)
        self._revealing.show_customer(self._record_id)
        self.save_button.setEnabled(True)
        first = next((key for key in form.keys if form.editor(key).isEnabled()), None)
        if first is not None:
            form.go_to(first)

    def _left_out(self) -> tuple[str, ...]:
        """Answer the fields the process does not show where the deal stands."""
        return self._shown.not_shown if isinstance(self._shown, RecordValues) else ()

    def _on_saved(self, saved: Saved) -> None:
        new = self._shown is None
        record_id = saved.id
        self.said.emit(tr("Added") if new else tr("Saved"), 0)
        self.saved.emit(record_id)
        self.accept()

    def _on_refused(self, problem: Problem) -> None:
        self.save_button.setEnabled(True)
        if isinstance(problem, Conflict):
            self._ask(problem)
            return
        elsewhere = True
        if isinstance(problem, Invalid) and self.form is not None:
            elsewhere = bool(self.form.show_problems(problem.problems)) or not problem.problems
        self.notice.say(str(problem), "danger") if elsewhere else self.notice.hide()

    def _on_failed(self, problem: Problem) -> None:
        self._wait.hide()
        self.notice.say(str(problem), "danger")

    def _ask(self, conflict: Conflict) -> None:
        self._clashing = frozenset(clash.field for clash in conflict.clashes)
        dialog = ConflictDialog(conflict, self._words, (), self, name=self._title, kind=self.kind)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.decided.connect(self._on_dialog_decided)
        dialog.open()

    def _on_dialog_decided(self, values: dict[str, Any], revision: int) -> None:
        if self.form is None or self._shown is None:
            return
        changed = self.form.changed_values()
        wanted = {key: changed[key] for key in changed if key not in self._clashing} | values
        if wanted:
            self._send(wanted, revision)
        else:
            self.accept()
