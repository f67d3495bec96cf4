"""Changes a cell of the list where it stands: same height, Enter saves, Esc leaves it as it was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import customers
from loancrm_desktop.services.customer_table import TableRow
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.customer_saver import CustomerSaver, Edit, EditSaver
from loancrm_desktop.ui.records.field_editors import FieldEditor, editor_for
from loancrm_desktop.ui.records.rows_view import RowsView
from loancrm_desktop.ui.widgets.parts import label

_LEAST_WIDTH = 120


class CellValues(Protocol):
    """A record's values as an editor needs them; see `customers.RecordValues`."""

    @property
    def id(self) -> int:
        """Its number."""
        ...

    @property
    def revision(self) -> int:
        """The revision that was read."""
        ...

    @property
    def values(self) -> dict[str, Any]:
        """The values by key."""
        ...

    @property
    def masked(self) -> tuple[str, ...]:
        """The keys of those shown masked."""
        ...

    @property
    def read_only(self) -> tuple[str, ...]:
        """The keys that cannot be changed."""
        ...


class CellHome(Protocol):
    """Where the cells of a list come from and go to."""

    @property
    def kind(self) -> str:
        """The kind of record."""
        ...

    @property
    def saver(self) -> EditSaver:
        """What stores a cell."""
        ...

    def read(
        self, record_id: int, then: Callable[[Any], None], failed: Callable[[Problem], None]
    ) -> None:
        """Read a record's values for an editor."""
        ...


class CustomerCells:
    """The cells of customers."""

    kind = "customer"

    def __init__(self, bridge: Bridge, words: OfficeWords, window: QWidget) -> None:
        self._bridge = bridge
        self.saver: EditSaver = CustomerSaver(bridge, words, window)

    def read(
        self, record_id: int, then: Callable[[Any], None], failed: Callable[[Problem], None]
    ) -> None:
        """Read a customer's values, numbers masked for everybody."""
        self._bridge.ask(
            customers.values,
            customer_id=record_id,
            masks="display",
            then=then,
            failed=failed,
            key="cell",
        )


class CellEditing(QObject):
    """Opens one editor at a time over a cell of a view.

    Signals:
        saved: a cell was stored (the record's number).
        said: a sentence about what others changed meanwhile.
        failed: the cell cannot be edited now (Problem).
    """

    saved = Signal(int)
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, words: OfficeWords, view: RowsView, home: CellHome) -> None:
        super().__init__(view)
        self._home = home
        self._words = words
        self._view = view
        self._index = QModelIndex()
        self._values: CellValues | None = None
        self._leaving = False
        self._saving = False
        self._then_step = 0
        self.editor: FieldEditor | None = None
        self._message = label(role="error")
        self._message.setParent(view.viewport())
        self._message.setProperty("role", "cellproblem")
        self._message.setAutoFillBackground(True)
        self._message.hide()
        self._saver = home.saver
        self._saver.saved.connect(self._on_saver_saved)
        self._saver.refused.connect(self._on_saver_refused)
        self._saver.dropped.connect(self._on_saver_dropped)
        self._saver.merged.connect(self.said)
        view.moved.connect(self._place)
        view.verticalScrollBar().valueChanged.connect(self._place)
        view.horizontalScrollBar().valueChanged.connect(self._place)
        view.customer_model.modelReset.connect(self.leave)
        view.customer_model.dataChanged.connect(self._follow)

    @property
    def key(self) -> str:
        """The field being edited, or empty."""
        return self._key_of(self._index) if self.editor is not None else ""

    @property
    def message(self) -> str:
        """What is said below the cell, or empty."""
        return "" if self._message.isHidden() else self._message.text()

    def edit(self, index: QModelIndex) -> None:
        """Edit a cell; what cannot be edited is left alone."""
        model = self._view.customer_model
        row = model.peek(index.row()) if index.isValid() else None
        if row is None or self._key_of(index) not in model.editable:
            return
        self.finish()
        self._index = index
        self._view.scrollTo(index)
        self._home.read(row.id, partial(self._on_values, row.id), self._on_failed)

    def leave(self) -> None:
        """Close the editor without saving."""
        if self.editor is None:
            return
        self._leaving = True
        editor, self.editor = self.editor, None
        self._watch(editor, on=False)
        had_focus = editor.isAncestorOf(QApplication.focusWidget() or self._view)
        editor.hide()
        editor.deleteLater()
        self._message.hide()
        self._leaving = False
        if had_focus:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Save what was typed, as leaving the cell does."""
        if self.editor is None or self._values is None or self._leaving or self._saving:
            return
        key, value = self.key, self.editor.value()
        before = self._values.values.get(key)
        masked = key in self._values.masked
        if value == before or (masked and value is None):
            self._step_on()
            return
        original = {} if masked else {key: before}
        name = str(self._values.values.get("name") or "")
        edit = Edit(self._values.id, name, {key: value}, self._values.revision, original)
        self._saving = True
        self.editor.setEnabled(False)
        self._saver.save(edit)

    def _key_of(self, index: QModelIndex) -> str:
        columns = self._view.customer_model.columns
        return columns[index.column()].key if 0 <= index.column() < len(columns) else ""

    def _row_now(self) -> TableRow | None:
        return self._view.customer_model.peek(self._index.row())

    def _on_values(self, record_id: int, values: CellValues) -> None:
        row, key = self._row_now(), self._key_of(self._index)
        spec = self._words.fields(self._home.kind).get(key)
        if row is None or row.id != record_id or spec is None or key in values.read_only:
            return
        self._values = values
        self._then_step = 0
        editor = editor_for(spec, self._words)
        editor.setParent(self._view.viewport())
        if key not in values.masked:
            editor.set_value(values.values.get(key))
        self.editor = editor
        self._watch(editor, on=True)
        self._place()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _watch(self, editor: FieldEditor, *, on: bool) -> None:
        for part in (editor, *editor.findChildren(QWidget)):
            if on:
                part.installEventFilter(self)
            else:
                part.removeEventFilter(self)

    def _follow(self) -> None:
        """Stay with the customer when others come into the list above."""
        model = self._view.customer_model
        at = None
        if self.editor is not None and self._values is not None:
            at = model.row_of(self._values.id)
        if at is not None and at != self._index.row():
            self._index = model.index(at, self._index.column())
            self._place()

    def _place(self) -> None:
        if self.editor is None:
            return
        cell: QRect = self._view.visualRect(self._index)
        width = max(cell.width(), _LEAST_WIDTH)
        left = min(cell.left(), max(0, self._view.viewport().width() - width))
        self.editor.setGeometry(left, cell.top() + 1, width, cell.height() - 2)
        self._message.move(left + 4, cell.bottom() + 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save with Enter and Tab and when the focus goes; Esc leaves the cell as it was."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._took_key(event)
        if event.type() == QEvent.Type.FocusOut and not self._leaving:
            self._focus_went()
        return super().eventFilter(watched, event)

    def _took_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._then_step = 0
            self.finish()
        elif key in steps:
            self._then_step = steps[key]
            self.finish()
        else:
            return False
        return True

    def _focus_went(self) -> None:
        now = QApplication.focusWidget()
        popup = QApplication.activePopupWidget()
        inside = now is not None and self.editor is not None and self.editor.isAncestorOf(now)
        if self.editor is not None and not inside and popup is None and now is not self.editor:
            self.finish()

    def _step_on(self) -> None:
        step, index = self._then_step, self._index
        self._then_step = 0
        self.leave()
        if not step:
            return
        model = self._view.customer_model
        shown = range(len(model.columns))
        after = [at for at in shown if (at - index.column()) * step > 0]
        for at in after if step > 0 else reversed(after):
            if model.columns[at].key in model.editable and not self._view.isColumnHidden(at):
                self._view.go_to_row(index.row(), at)
                self.edit(model.index(index.row(), at))
                return

    def _on_saver_saved(self, edit: Edit, saved: Saved) -> None:
        del saved
        self._saving = False
        self._step_on()
        self.saved.emit(edit.customer_id)

    def _on_saver_refused(self, edit: Edit, problem: Problem) -> None:
        self._saving = False
        if self.editor is None:
            self.failed.emit(problem)
            return
        text = str(problem)
        if isinstance(problem, Invalid):
            key = next(iter(edit.values))
            text = next((str(each.text) for each in problem.problems if each.field == key), text)
        self.editor.setEnabled(True)
        self.editor.set_problem(True)
        self._message.setText(text)
        self._message.adjustSize()
        self._place()
        self._message.show()
        self._message.raise_()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_saver_dropped(self, edit: Edit) -> None:
        del edit
        self._saving = False
        self.leave()

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)
