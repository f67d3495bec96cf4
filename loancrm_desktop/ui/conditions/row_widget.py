"""One row of the condition editor: field, comparison, value, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop.services.language.expressions import Op
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.condition_tree import Row
from loancrm_desktop.ui.conditions.constant_edits import ValueEdit
from loancrm_desktop.ui.conditions.field_token import FieldToken
from loancrm_desktop.ui.conditions.operators import comparisons, known_op, op_name, op_words_alone
from loancrm_desktop.ui.conditions.part_widget import PartWidget
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.conditions.pick_token import PickToken
from loancrm_desktop.ui.conditions.row_problems import PartProblem
from loancrm_desktop.ui.conditions.row_values import moved_to_field, value_for
from loancrm_desktop.ui.conditions.value_edits import Asked, value_edit
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import label


class RowWidget(PartWidget):
    """A comparison.

    Signals:
        row_changed: the person changed it (the new Row).
    """

    row_changed = Signal(object)

    def __init__(
        self, row: Row, fields: ConditionFields, words: OfficeWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(row.id, parent)
        self._fields, self._words = fields, words
        self._row = Row(id=row.id)
        self.field = FieldToken(fields)
        self.field.picked.connect(self._on_field_picked)
        self.op = PickToken(tr("Comparison"), "plain")
        self.op.picked.connect(self._on_op_picked)
        self.value: ValueEdit | None = None
        self._kept = label(role="secondary")
        self._line = FlowLayout(spacing=8)
        for part in (self.field, self.op, self._kept):
            self._line.addWidget(part)
        line = QHBoxLayout()
        line.setContentsMargins(0, 3, 0, 3)
        line.setSpacing(8)
        line.addWidget(self.grip)
        line.addWidget(self.joint)
        line.addLayout(self._line, 1)
        line.addWidget(self.more)
        line.addWidget(self.remove)
        self._problem = label(role="error", font="caption", wrap=True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        below = QHBoxLayout()
        below.setContentsMargins(24, 0, 0, 2)
        below.addWidget(self._problem)
        layout.addLayout(below)
        self._show_all(row)

    @property
    def row(self) -> Row:
        """The comparison shown."""
        return self._row

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()

    def show_row(self, row: Row) -> None:
        """Show a comparison; the input being typed into is left alone where it fits."""
        if row == self._row:
            return
        if (row.field, row.op) == (self._row.field, self._row.op) and self.value is not None:
            self._row = row
            if self.value.value() != row.value:
                self.value.set_value(row.value)
            return
        self._show_all(row)

    def show_problem(self, problem: PartProblem | None) -> None:
        """Say what is wrong below the row and mark the place."""
        where = problem.where if problem is not None else ""
        self._problem.setText(problem.words if problem is not None else "")
        self._problem.setVisible(problem is not None)
        self.field.set_broken(where == "field")
        self.op.set_broken(where == "op")
        if self.value is not None:
            self.value.set_broken(where == "value")

    def start(self) -> None:
        """Take the focus at the first thing to fill in."""
        if not self._row.field or not self.op.isEnabled():
            self.field.setFocus()
        elif self.value is not None:
            self.value.setFocus()
        else:
            self.op.setFocus()

    def _show_all(self, row: Row) -> None:
        self._row = row
        self.field.show_field(row.field)
        spec = self._fields.spec(row.field)
        op = known_op(row.op)
        offered = () if spec is None else comparisons(spec)
        entries = (
            [] if spec is None else [PickEntry(one.value, op_name(one, spec)) for one in offered]
        )
        self.op.offer(entries, tr("Choose"))
        self.op.name_others_by(op_words_alone)
        self.op.pick([row.op] if row.op else [])
        self.op.setVisible(bool(row.field))
        self.op.setEnabled(spec is not None)
        self._drop_value()
        if spec is not None and op is not None and op in offered:
            self._hold_value(value_edit(Asked(spec, op, self._fields, self._words)))
            self._kept.hide()
        else:
            self._kept.setText("" if row.value is None else str(row.value))
            self._kept.setVisible(row.value is not None)
        self.setAccessibleName(self._fields.label(row.field) if row.field else tr("New row"))

    def _hold_value(self, edit: ValueEdit | None) -> None:
        self.value = edit
        if edit is None:
            return
        edit.set_value(self._row.value)
        edit.edited.connect(self._on_value_edited)
        self._line.addWidget(edit)
        QWidget.setTabOrder(self.op, edit)
        edit.show()

    def _drop_value(self) -> None:
        if self.value is not None:
            self._line.removeWidget(self.value)
            self.value.hide()
            self.value.deleteLater()
            self.value = None

    def _on_field_picked(self) -> None:
        if self._fields.spec(self.field.field) is not None:
            self._change(moved_to_field(self._row, self.field.field, self._fields))
        self.start()

    def _on_op_picked(self) -> None:
        op = str(self.op.picks[0])
        value = value_for(Op(op), self._row.op, self._row.value)
        self._change(replace(self._row, op=op, value=value))

    def _on_value_edited(self) -> None:
        if self.value is not None:
            self._row = replace(self._row, value=self.value.value())
            self.row_changed.emit(self._row)

    def _change(self, row: Row) -> None:
        self._show_all(row)
        if self.value is not None:  # an input may have a value of its own from the start
            self._row = replace(row, value=self.value.value())
        self.row_changed.emit(self._row)
