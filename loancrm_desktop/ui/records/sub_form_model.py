"""The rows of a sub-form as a table to type in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language
from loancrm_desktop.ui.office_words import OfficeWords

Index = QModelIndex | QPersistentModelIndex
Row = dict[str, Any]
_NOWHERE = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Holds JSON values by column key; what cannot be read is kept as it was typed."""

    def __init__(
        self, columns: Sequence[FieldSpec], words: OfficeWords, parent: Any = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._words = words
        self._rows: list[Row] = []

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Answer how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Answer how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer a cell: as people read it, as it is edited, what is wrong with it."""
        if not index.isValid():
            return None
        spec = self.columns[index.column()]
        value = self._rows[index.row()].get(spec.key)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._said(spec, value)
        if role == Qt.ItemDataRole.EditRole:
            return value
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.problem(index.row(), index.column()) or self._said(spec, value)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        spec = self.columns[index.column()]
        row = self._rows[index.row()]
        if value in (None, "", []):
            row.pop(spec.key, None)
        else:
            row[spec.key] = value
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every cell be typed in, but those the program works out."""
        plain = super().flags(index)
        if not index.isValid() or self.columns[index.column()].type is FieldType.FORMULA:
            return plain
        return plain | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Answer the title of a column, the number of a row."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        spec = self.columns[section]
        title = spec.label(current_language())
        return f"{title} *" if spec.required else title

    def rows(self) -> list[Row]:
        """Answer the rows that hold anything."""
        return [dict(row) for row in self._rows if row]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = [dict(row) for row in rows]
        self.endResetModel()

    def insert(self, at: int, rows: Sequence[Row]) -> None:
        """Put rows in before a place."""
        if rows:
            self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
            self._rows[at:at] = [dict(row) for row in rows]
            self.endInsertRows()

    def remove(self, at: int) -> None:
        """Take a row out."""
        if 0 <= at < len(self._rows):
            self.beginRemoveRows(QModelIndex(), at, at)
            del self._rows[at]
            self.endRemoveRows()

    def move(self, at: int, to: int) -> bool:
        """Move a row up or down."""
        if not (0 <= at < len(self._rows) and 0 <= to < len(self._rows)) or at == to:
            return False
        below = to + 1 if to > at else to
        self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), below)
        self._rows.insert(to, self._rows.pop(at))
        self.endMoveRows()
        return True

    def problem(self, row: int, column: int) -> str:
        """Say what is wrong with a cell, empty for nothing."""
        spec = self.columns[column]
        value = self._rows[row].get(spec.key)
        if value is None:
            return ""
        try:
            field_types.from_json(value, spec)
        except FieldFault as fault:
            return str(fault.text)
        return ""

    def total(self, column: int) -> Any:
        """Add a column up; what is no number counts nothing."""
        spec = self.columns[column]
        found: list[Any] = []
        for row in self._rows:
            try:
                value = field_types.from_json(row.get(spec.key), spec)
            except FieldFault:
                continue
            if isinstance(value, int | float):
                found.append(value)
        return sum(found)

    def typed(self, text: str, column: int) -> Any:
        """Read a text that was pasted into a column; what cannot be read stays a text."""
        spec, wanted = self.columns[column], text.strip()
        if not wanted:
            return None
        for option in spec.options:
            if wanted.casefold() in (option.label_zh.casefold(), option.label_en.casefold()):
                key = option.key
                return [key] if spec.type is FieldType.CHOICES else key
        try:
            return field_types.to_json(field_types.parse(wanted, spec), spec)
        except FieldFault:
            return wanted

    def _said(self, spec: FieldSpec, value: Any) -> str:
        try:
            return self._words.say(spec, value)
        except (TypeError, ValueError):
            return str(value)
