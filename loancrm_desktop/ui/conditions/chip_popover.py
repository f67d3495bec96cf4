"""The small windows behind the parts of a filter chip: field, comparison, value."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.language.expressions import Op
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.condition_tree import Group, Row, write_tree
from loancrm_desktop.ui.conditions.constant_edits import (
    MY_TEAM,
    ChoiceConstant,
    ValueEdit,
    from_key,
    to_key,
)
from loancrm_desktop.ui.conditions.field_token import field_entries
from loancrm_desktop.ui.conditions.operators import (
    comparisons,
    known_op,
    op_name,
)
from loancrm_desktop.ui.conditions.pick_list import PickList
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.conditions.pick_token import PickToken
from loancrm_desktop.ui.conditions.row_problems import problems_in
from loancrm_desktop.ui.conditions.row_values import value_for
from loancrm_desktop.ui.conditions.tokens import grown
from loancrm_desktop.ui.conditions.value_edits import Asked, ChoicesEdit, value_edit
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 300


class FieldPopover(Popover):
    """Which field a condition is about.

    Signals:
        picked: the field's name.
        advanced_requested: an "or" group is wanted, which no chip can show.
    """

    picked = Signal(str)
    advanced_requested = Signal()

    def __init__(
        self, fields: ConditionFields, parent: QWidget | None = None, *, advanced: bool = False
    ) -> None:
        super().__init__(parent=parent)
        self.list = PickList(tr("Fields"))
        self.list.offer(field_entries(fields.offers()))
        self.list.picked.connect(self._on_list_picked)
        self.body.addWidget(self.list)
        if advanced:
            more = button(tr("Add an “or” group"), kind="link", icon="plus")
            more.clicked.connect(self._on_more_clicked)
            self.body.addWidget(more)

    def _on_list_picked(self, name: str) -> None:
        self.close()
        self.picked.emit(name)

    def _on_more_clicked(self) -> None:
        self.close()
        self.advanced_requested.emit()


class OpPopover(Popover):
    """How the field is compared.

    Signals:
        picked: the row with the comparison chosen; its value is kept where it fits.
    """

    picked = Signal(object)

    def __init__(self, row: Row, fields: ConditionFields, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._row = row
        self.list = PickList(tr("Comparison"))
        spec = fields.spec(row.field)
        if spec is not None:
            self.list.offer([PickEntry(op.value, op_name(op, spec)) for op in comparisons(spec)])
        self.list.go_to(row.op)
        self.list.picked.connect(self._on_list_picked)
        self.body.addWidget(self.list)

    def _on_list_picked(self, op: str) -> None:
        self.close()
        value = value_for(Op(op), self._row.op, self._row.value)
        self.picked.emit(replace(self._row, op=op, value=value))


class ValuePopover(Popover):
    """The value of a condition, and how it is compared while it is new.

    Signals:
        row_changed: the row is complete and is another one now.
    """

    row_changed = Signal(object)

    def __init__(
        self, row_shown: Row, fields: ConditionFields, words: OfficeWords,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent=parent)
        self._row = row_shown
        self._fields, self._words = fields, words
        self._edit: ValueEdit | None = None
        self.setMinimumWidth(grown(_WIDTH))
        self.op = PickToken(tr("Comparison"), "plain")
        spec = fields.spec(row_shown.field)
        offered = () if spec is None else comparisons(spec)
        names = [] if spec is None else [PickEntry(op.value, op_name(op, spec)) for op in offered]
        self.op.offer(names)
        self.op.picked.connect(self._on_op_picked)
        title = label(fields.label(row_shown.field), font="bodyStrong")
        self.body.addLayout(row(title, self.op, None))
        self.problem = label(role="error", font="caption", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.done = button(tr("Done"), size="small", tip="Enter")
        self.done.clicked.connect(self.close)
        self.body.addLayout(row(None, self.done))
        self._show_row()

    @property
    def edit(self) -> ValueEdit | None:
        """The input of the value, None for a comparison that takes none."""
        return self._edit

    def start(self) -> None:
        """Take the focus at the value."""
        if isinstance(self._edit, ListedEdit):
            self._edit.list.start()
        elif self._edit is not None:
            self._edit.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be done with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
            return
        super().keyPressEvent(event)

    def _show_row(self) -> None:
        shown = self._row
        self.op.pick([shown.op])
        if self._edit is not None:
            self.body.removeWidget(self._edit)
            self._edit.hide()
            self._edit.deleteLater()
            self._edit = None
        spec, op = self._fields.spec(shown.field), known_op(shown.op)
        if spec is None or op is None:
            return
        edit = value_edit(Asked(spec, op, self._fields, self._words))
        if isinstance(edit, ChoicesEdit | ChoiceConstant):
            edit.set_value(shown.value)
            several = isinstance(edit, ChoicesEdit)
            listed = ListedEdit(edit.token.all_entries(), several=several)
            edit.deleteLater()
            edit = listed
        if edit is not None:
            edit.set_value(shown.value)
            edit.edited.connect(self._on_edit_edited)
            self.body.insertWidget(1, edit)
            self._row = replace(shown, value=edit.value())
        self._edit = edit
        self.adjustSize()

    def _on_op_picked(self) -> None:
        op = str(self.op.picks[0])
        self._row = replace(
            self._row, op=op, value=value_for(Op(op), self._row.op, self._row.value)
        )
        self._show_row()
        self._tell()
        self.start()

    def _on_edit_edited(self) -> None:
        if self._edit is not None:
            self._row = replace(self._row, value=self._edit.value())
        self._tell()
        if isinstance(self._edit, ListedEdit) and not self._edit.several:
            self.close()

    def _tell(self) -> None:
        problem = row_problem(self._row, self._fields)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self.row_changed.emit(self._row)

    def tell_start(self) -> None:
        """Tell of a new row that is complete from the start, such as one without a value."""
        if not row_problem(self._row, self._fields):
            self.row_changed.emit(self._row)


class ListedEdit(ValueEdit):
    """One or several of a list that is open from the start."""

    def __init__(
        self, entries: list[PickEntry], parent: QWidget | None = None, *, several: bool
    ) -> None:
        super().__init__(parent)
        self.several = several
        self._picked: list[Hashable] = []
        self.list = PickList(tr("Values"), several=several)
        self.list.offer(entries)
        self.list.picked.connect(self._on_list_picked)
        self._row.addWidget(self.list)
        self.setFocusProxy(self.list.view)

    def value(self) -> Any:
        """Answer what is picked."""
        if not self.several or self._picked == [MY_TEAM]:
            return from_key(self._picked[0]) if self._picked else None
        return [from_key(key) for key in self._picked] or None

    def set_value(self, value: Any) -> None:
        """Pick values; those no longer offered stay."""
        items = cast("list[Any]", value) if isinstance(value, list) else [value]
        self._picked = [to_key(item) for item in items if item is not None]
        self.list.tick(self._picked)
        if self._picked:
            self.list.go_to(self._picked[0])

    def _on_list_picked(self, key: Hashable) -> None:
        if not self.several:
            self._picked = [key]
        elif key == MY_TEAM:  # my team stands alone
            self._picked = [MY_TEAM] if MY_TEAM in self.list.ticked else []
        else:
            self._picked = [each for each in self.list.ticked if each != MY_TEAM]
        if self.several:
            self.list.tick(self._picked)
        self.edited.emit()


def row_problem(asked: Row, fields: ConditionFields) -> str:
    """Say what is wrong with a row on its own; empty when it holds."""
    found = problems_in(write_tree(Group(parts=(asked,))), fields)
    return next((problem.words for problem in found.values()), "")
