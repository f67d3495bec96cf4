"""The customer list as Qt's views and screen readers ask it: texts, ticks, tooltips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.records.cell_texts import CellTexts
from loancrm_desktop.ui.records.list_columns import CHECK
from loancrm_desktop.ui.records.table_model import Column, Index, RowsTableModel
from loancrm_desktop.ui.records.ticks import Ticks

_ROLE = Qt.ItemDataRole


class CustomerTableModel(RowsTableModel):
    """Rows of customers; which of them are ticked is known by their ids."""

    def __init__(
        self,
        columns: Sequence[Column],
        texts: CellTexts,
        ticks: Ticks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, texts, parent)
        self.texts = texts
        self.ticks = ticks
        self.editable: frozenset[str] = frozenset()
        ticks.changed.connect(self._on_ticks_changed)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Answer a cell."""
        if role in (_ROLE.CheckStateRole, _ROLE.ToolTipRole, _ROLE.AccessibleDescriptionRole):
            return self._said_beside(index, role) if index.isValid() else None
        if role == _ROLE.AccessibleTextRole and self._is_check(index):
            row = self.peek(index.row())
            ticked = row is not None and row.id in self.ticks
            return tr("ticked") if ticked else tr("not ticked")
        return super().data(index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Answer a column's title; the column of ticks has none to see, but one to hear."""
        if role == _ROLE.AccessibleTextRole and orientation == Qt.Orientation.Horizontal:
            shown = super().headerData(section, orientation)
            return shown or (tr("Tick all") if section == 0 else None)
        return super().headerData(section, orientation, role)

    def _said_beside(self, index: Index, role: int) -> Any:
        row = self.peek(index.row())
        column = self.columns[index.column()]
        if row is None:
            return None
        if role == _ROLE.ToolTipRole:
            return self.texts.long(row, column.key) or None
        if role == _ROLE.AccessibleDescriptionRole:
            return self.texts.summary(row) if index.column() == 0 else None
        if column.key != CHECK:
            return None
        return Qt.CheckState.Checked if row.id in self.ticks else Qt.CheckState.Unchecked

    def _is_check(self, index: Index) -> bool:
        return index.isValid() and self.columns[index.column()].key == CHECK

    def _on_ticks_changed(self) -> None:
        if self.total:
            last = self.index(self.total - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [_ROLE.CheckStateRole])
