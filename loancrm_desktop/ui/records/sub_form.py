"""A sub-form on a form: rows without end, each copied, moved or taken out; sums below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.field_editors import FieldEditor
from loancrm_desktop.ui.records.sub_form_model import Row, RowsModel
from loancrm_desktop.ui.records.sub_form_table import RowsTable
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import button, column, icon_button, row

MOST_PASTED = 1_000


class SubFormEditor(FieldEditor):
    """The rows of a sub-form field; an empty row counts as none."""

    def __init__(
        self,
        spec: FieldSpec,
        totals: Sequence[str],
        words: OfficeWords,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, parent)
        self._words = words
        self._totals = tuple(totals)
        self.model = RowsModel(spec.columns, words, self)
        self.table = RowsTable(self.model, words)
        self.table.setAccessibleName(spec.label(current_language()))
        self.table.row_wanted.connect(self._on_row_wanted)
        self.add_button = button(tr("Add a row"), kind="link", icon="plus")
        self.add_button.clicked.connect(self.add_row)
        self._row_buttons = [
            self._tool("copy", tr("Copy the row (Ctrl+D)"), self.copy_row),
            self._tool("arrow-up", tr("Move the row up (Ctrl+Up)"), self.move_up),
            self._tool("arrow-down", tr("Move the row down (Ctrl+Down)"), self.move_down),
            self._tool("trash", tr("Take the row out (Ctrl+Del)"), self.remove_row),
        ]
        self.sums = ElidedLabel(role="secondary")
        foot = row(self.add_button, self.sums, *self._row_buttons)
        foot.setStretchFactor(self.sums, 1)
        holder = QWidget()
        inner = column(self.table, spacing=2)
        inner.addLayout(foot)
        holder.setLayout(inner)
        self._hold(holder)
        self.setFocusProxy(self.table)
        for signal in (self.model.dataChanged, self.model.rowsRemoved, self.model.rowsMoved):
            signal.connect(self._on_model_changed)
        self._add_commands()
        self._say_sums()

    def value(self) -> Any:
        """Answer the rows that hold anything, None for none."""
        return self.model.rows() or None

    def set_value(self, value: Any) -> None:
        """Show rows."""
        self.model.set_rows(value or [])
        self._say_sums()

    def set_problem(self, has_problem: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark the table."""
        self.table.setProperty("state", "error" if has_problem else "")

    def add_row(self) -> None:
        """Add a row and begin to type in it."""
        self._on_row_wanted()
        self.table.edit_cell(self.model.rowCount() - 1, 0)

    def copy_row(self) -> None:
        """Put a copy of the row below it."""
        here = self.table.currentIndex()
        if here.isValid():
            self.model.insert(here.row() + 1, [self._row(here.row())])
            self.table.setCurrentIndex(self.model.index(here.row() + 1, here.column()))
            self._on_model_changed()

    def remove_row(self) -> None:
        """Take the row out."""
        self.model.remove(self.table.currentIndex().row())

    def move_up(self) -> None:
        """Move the row up."""
        self._move(-1)

    def move_down(self) -> None:
        """Move the row down."""
        self._move(1)

    def paste(self) -> None:
        """Put rows of a spreadsheet in, beginning at the cell chosen."""
        text = QGuiApplication.clipboard().text()
        lines = [line.split("\t") for line in text.strip("\n").splitlines()[:MOST_PASTED]]
        here = self.table.currentIndex()
        first = max(here.column(), 0)
        at = here.row() if here.isValid() else self.model.rowCount()
        for number, cells in enumerate(lines):
            if at + number >= self.model.rowCount():
                self.model.insert(self.model.rowCount(), [{}])
            for offset, cell in enumerate(cells[: self.model.columnCount() - first]):
                index = self.model.index(at + number, first + offset)
                self.model.setData(index, self.model.typed(cell, first + offset))

    def _add_commands(self) -> None:
        table = self.table
        for key, title, keys, run in (
            ("copy", tr("Copy the row"), "Ctrl+D", self.copy_row),
            ("up", tr("Move the row up"), "Ctrl+Up", self.move_up),
            ("down", tr("Move the row down"), "Ctrl+Down", self.move_down),
            ("remove", tr("Take the row out"), "Ctrl+Del", self.remove_row),
            ("paste", tr("Paste rows"), QKeySequence.StandardKey.Paste, self.paste),
        ):
            add_command(table, Command(f"rows.{key}", title, keys), run)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _tool(self, icon: str, name: str, run: Any) -> QWidget:
        made = icon_button(icon, name)
        made.clicked.connect(run)
        return made

    def _row(self, at: int) -> Row:
        index = self.model.index
        cells = {
            spec.key: index(at, number).data(Qt.ItemDataRole.EditRole)
            for number, spec in enumerate(self.model.columns)
        }
        return {key: value for key, value in cells.items() if value is not None}

    def _move(self, step: int) -> None:
        here = self.table.currentIndex()
        if self.model.move(here.row(), here.row() + step):
            self.table.setCurrentIndex(self.model.index(here.row() + step, here.column()))

    def _say_sums(self) -> None:
        said = [
            tr(
                "{column}: {sum}",
                column=spec.label(current_language()),
                sum=self._sum(spec, number),
            )
            for number, spec in enumerate(self.model.columns)
            if spec.key in self._totals
        ]
        self.sums.setText("   ".join(said))

    def _sum(self, spec: FieldSpec, number: int) -> str:
        from loancrm_desktop.services.forms import field_types  # late: with the first sum

        return field_types.show(self.model.total(number), spec)

    def _on_row_wanted(self) -> None:
        self.model.insert(self.model.rowCount(), [{}])

    def _on_model_changed(self) -> None:
        self._say_sums()
        self.edited.emit()
